import { type Change, type Incident, type Instant, type Relation, type Report, relationsMax } from '../../model.ts';
import { isKnown } from '../assign/known.ts';
import type { Lookup } from '../assign/lookup.ts';
import { originalOf } from '../assign/merge.ts';
import { gravity, versioned } from './merge.ts';
import { apartFrom, factsHeld, originalsOf } from './reports.ts';

/** What is left of an incident, and what was split off from it. */
export interface Halves {
  readonly left: Incident;
  readonly off: Incident;
}

/** Why reports cannot be split off. */
export type SplitRefusal = 'merged-already' | 'nothing-chosen' | 'nothing-left';

/** Why not; null where they may be. */
export function whyNotSplit(incident: Incident, articles: readonly string[]): SplitRefusal | null {
  if (incident.mergedInto !== null) return 'merged-already';
  const chosen = chosenOf(incident, articles);
  if (chosen.length === 0) return 'nothing-chosen';
  return chosen.length === incident.reports.length && !isKnown(incident) ? 'nothing-left' : null;
}

/**
 * An incident of the chosen reports, and the old one without them: both are what their own reports make of them. What is
 * split off never comes back by itself. `isTaken` says which ids have been given.
 */
export function splitIncident(
  lookup: Lookup,
  incident: Incident,
  articles: readonly string[],
  { now, isTaken }: { readonly now: Instant; readonly isTaken: (id: string) => boolean },
): Halves {
  const chosen = chosenOf(incident, articles);
  const reports = incident.reports.filter((report) => !chosen.includes(report));
  const article = chosen.at(-1)?.article ?? '';
  const facts = factsHeld(lookup, incident, reports);
  const id = idFor(chosen, isTaken);
  const originals = originalsOf(chosen);
  const isMoved = (each: { readonly article: string }): boolean => originals.has(originalOf(each.article));
  // The pack's own facts are no part of what never belonged to it, nor are sources that were let go.
  const founded: Incident = { ...incident, id, reportsDropped: 0 };
  const offFacts = factsHeld(lookup, founded, chosen);
  const parted = (title: string): Change => ({ what: 'split', detail: title, article });
  return {
    left: {
      ...incident,
      ...versioned(incident, [parted(offFacts.title), ...gravity(incident.facts, facts, article)], now),
      facts,
      reports,
      corrections: incident.corrections.filter((each) => !isMoved(each)),
      related: linkedWith(incident.related, id),
      apart: apartFrom([...incident.apart, ...originals], reports),
    },
    off: {
      ...founded,
      version: 1,
      openedAt: now,
      updatedAt: now,
      changedAt: now,
      facts: offFacts,
      reports: chosen,
      changes: [{ what: 'opened', detail: chosen[0]?.title ?? '', article }, parted(incident.facts.title)],
      corrections: incident.corrections.filter(isMoved),
      related: [{ incident: incident.id, how: 'linked' }],
      mergedInto: null,
      apart: [],
    },
  };
}

/** Relations with one more that an analyst made, before the others. */
export function linkedWith(related: readonly Relation[], other: string): readonly Relation[] {
  const link: Relation = { incident: other, how: 'linked' };
  return [link, ...related.filter(({ incident }) => incident !== other)].slice(0, relationsMax);
}

function chosenOf({ reports }: Incident, articles: readonly string[]): readonly Report[] {
  return reports.filter(({ article }) => articles.includes(article));
}

/** As an article founds one: of the first whose id is free, else with a number. */
function idFor(reports: readonly Report[], isTaken: (id: string) => boolean): string {
  const ids = reports.map(({ article }) => `i-${originalOf(article)}`);
  const free = ids.find((id) => !isTaken(id));
  if (free !== undefined) return free;
  let number = 2;
  while (isTaken(`${ids[0]}-${number}`)) number += 1;
  return `${ids[0]}-${number}`;
}
