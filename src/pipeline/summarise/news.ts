import type { Change, Difference, Incident, Pack, SourceName, Summary } from '../../model.ts';
import { originalOf } from '../assign/merge.ts';
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
  const told = changes.map(
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

/** The same of changes of long ago: what they say of the incident as it is now is left out. */
export function pastNewsOf(incident: Incident, changes: readonly Change[], pack: Pack): News {
  return { ...newsOf(incident, changes, pack), summary: null };
}
