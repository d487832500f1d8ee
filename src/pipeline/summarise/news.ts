import type { Change, Difference, Incident, Pack, SourceName, Summary } from '../../model.ts';
import { originalOf } from '../assign/merge.ts';
import { claimantsOf } from '../assign/sides.ts';
import { summarise } from '../summarise.ts';
import { differencesTold } from './corrections.ts';
import { packNames } from './names.ts';
import { sourceNames } from './sources.ts';

/** A change by the names of whom and what it is about. */
export interface ChangeTold {
  readonly what: Change['what'];
  /** In English; told where an older version of the program left nothing else. */
  readonly detail: string;
  readonly differences: readonly Difference[];
  readonly actors: readonly string[];
  readonly by: readonly string[];
  readonly outlets: readonly SourceName[];
  readonly isWithdrawn: boolean;
  /** By an outlet of its own earlier word. */
  readonly isCorrection: boolean;
}

/** What an update brought, and the state of the incident in which it is read. */
export interface News {
  readonly changes: readonly ChangeTold[];
  readonly names: Summary['names'];
  /** Null where it is read later, when the incident stands otherwise than after these changes. */
  readonly summary: Summary | null;
}

/** Puts the changes of an incident into names. */
export function newsOf(incident: Incident, changes: readonly Change[], pack: Pack): News {
  const names = packNames(pack);
  const sources = sourceNames(pack);
  const corrected = new Set(incident.corrections.map(({ article }) => article));
  const told = withClaims(changes, incident).map(
    ({ what, detail, article, differences = [], actors = [], by = [], outlets = [], isWithdrawn = false }) => ({
      what,
      detail,
      differences: differencesTold(differences, names),
      actors: actors.map((actor) => names.actor(actor)),
      by: by.map((actor) => names.actor(actor)),
      outlets: sources.of(outlets),
      isWithdrawn,
      isCorrection: corrected.has(article) && originalOf(article) !== article,
    }),
  );
  const summary = summarise(incident, pack);
  return { changes: told, names: { ...summary.names, ...names.translations() }, summary };
}

/** Who is named first by claiming it is told to claim it, not to have done it. */
function withClaims(changes: readonly Change[], { reports }: Incident): readonly Change[] {
  const claimed = new Set(changes.filter(({ what }) => what === 'claim').flatMap(({ actors = [] }) => actors));
  return changes.flatMap((change): Change[] => {
    const { what, article, actors = [] } = change;
    const report =
      what === 'actor' ? reports.findLast((told) => originalOf(told.article) === originalOf(article)) : null;
    const claimants = report ? claimantsOf(report).filter((actor) => actors.includes(actor)) : [];
    if (claimants.length === 0) return [change];
    const doers = actors.filter((actor) => !claimants.includes(actor));
    const untold = claimants.filter((actor) => !claimed.has(actor));
    return [
      ...(doers.length === 0 ? [] : [{ ...change, actors: doers }]),
      ...(untold.length === 0 ? [] : [{ ...change, what: 'claim' as const, actors: untold }]),
    ];
  });
}

/** The same of changes of long ago: what they say of the incident as it is now is left out. */
export function pastNewsOf(incident: Incident, changes: readonly Change[], pack: Pack): News {
  return { ...newsOf(incident, changes, pack), summary: null };
}
