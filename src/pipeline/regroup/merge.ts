import {
  type Change,
  correctionsMax,
  type Facts,
  type Incident,
  type Instant,
  type Relation,
  relationsMax,
} from '../../model.ts';
import { changedFacts } from '../assign/difference.ts';
import { isKnown } from '../assign/known.ts';
import type { Lookup } from '../assign/lookup.ts';
import { apartFrom, factsHeld, gathered } from './reports.ts';

/** Two incidents that an analyst takes for one. */
export interface Pair {
  /** What goes into the other. */
  readonly source: Incident;
  readonly target: Incident;
}

/** Why two incidents cannot be merged. */
export type MergeRefusal = 'same' | 'known' | 'merged-already';

/**
 * Why not; null where they may be. What was merged goes nowhere else before it is taken out again, so that there are no
 * circles, and each chain has one end. The pack's incidents are targets alone.
 */
export function whyNotMerged({ source, target }: Pair): MergeRefusal | null {
  if (source.id === target.id) return 'same';
  if (source.mergedInto !== null || target.mergedInto !== null) return 'merged-already';
  return isKnown(source) ? 'known' : null;
}

/** Where an incident went in the end: itself, where nobody merged it. A chain is as long as its incidents at most. */
export function endOf(find: (id: string) => Incident | null, id: string): string {
  const seen = new Set<string>();
  let at = id;
  for (let into = find(at)?.mergedInto; into != null && !seen.has(into); into = find(at)?.mergedInto) {
    seen.add(into);
    at = into;
  }
  return at;
}

/** The target with the reports of both; the source as it was, and where it went. */
export function mergeIncidents(lookup: Lookup, { source, target }: Pair, now: Instant): Pair {
  const { reports, dropped } = gathered(target.reports, source.reports);
  const reportsDropped = target.reportsDropped + source.reportsDropped + dropped;
  const sources = { ...target, reportsDropped, facts: withFamilies(target.facts, source.facts) };
  const facts = factsHeld(lookup, sources, reports);
  const change: Change = { what: 'merged', detail: source.facts.title, article: reports.at(-1)?.article ?? '' };
  const merged: Incident = {
    ...target,
    ...versioned(target, [change, ...gravity(target.facts, facts, change.article)], now),
    facts,
    reports,
    reportsDropped,
    silent: target.silent && source.silent,
    newsAt: later(target.newsAt, source.newsAt),
    corrections: [...target.corrections, ...source.corrections].toSorted((a, b) => a.at - b.at).slice(-correctionsMax),
    related: relatedTo([target.id, source.id], [...target.related, ...source.related]),
    apart: apartFrom([...target.apart, ...source.apart], reports),
  };
  const gone: Change = { what: 'merged', detail: target.facts.title, article: change.article };
  return { target: merged, source: { ...source, ...versioned(source, [gone], now), mergedInto: target.id } };
}

/** The next version of an incident, with what it changes. */
export function versioned(
  incident: Incident,
  changes: readonly Change[],
  now: Instant,
): Pick<Incident, 'version' | 'changes' | 'changedAt' | 'updatedAt'> {
  const { version, changedAt, updatedAt } = incident;
  return {
    version: version + 1,
    changes,
    changedAt: Math.max(changedAt, now),
    updatedAt: Math.max(updatedAt, now),
  };
}

/** What is graver, or counted otherwise, than before. */
export function gravity(before: Facts, after: Facts, article: string): readonly Change[] {
  const severity = changedFacts(before, after, ['severity']);
  const toll = changedFacts(before, after, ['killed', 'wounded']);
  const detail = toll.map(({ fact, before: was, after: is }) => `${fact}: ${was ?? 'unknown'} → ${is ?? 'unknown'}`);
  return [
    ...(severity.length === 0
      ? []
      : [
          {
            what: 'severity' as const,
            detail: `${before.severity} → ${after.severity}`,
            differences: severity,
            article,
          },
        ]),
    ...(toll.length === 0
      ? []
      : [{ what: 'casualties' as const, detail: detail.join(', '), differences: toll, article }]),
  ];
}

function later(one: Instant | null, other: Instant | null): Instant | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

/** Each other incident once, as it was said first. */
export function relatedTo(own: readonly string[], relations: readonly Relation[]): readonly Relation[] {
  const first = new Map<string, Relation>();
  for (const relation of relations)
    if (!own.includes(relation.incident) && !first.has(relation.incident)) first.set(relation.incident, relation);
  const isNear = ({ how }: Relation): boolean => how === 'near';
  return [...first.values()].toSorted((a, b) => Number(isNear(a)) - Number(isNear(b))).slice(0, relationsMax);
}

/** The families of reports that one of the two let go count for both. */
function withFamilies(facts: Facts, other: Facts): Facts {
  return { ...facts, families: [...new Set([...facts.families, ...other.families])].sort() };
}
