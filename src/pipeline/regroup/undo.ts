import {
  type Change,
  correctionsMax,
  type Incident,
  type Instant,
  type Regrouping,
  type Relation,
  type Report,
} from '../../model.ts';
import { isKnown } from '../assign/known.ts';
import type { Lookup } from '../assign/lookup.ts';
import { originalOf } from '../assign/merge.ts';
import { gravity, mergeIncidents, type Pair, relatedTo, versioned } from './merge.ts';
import { apartFrom, areSame, bounded, factsHeld, gathered, originalsOf, standingFor } from './reports.ts';

/** How long a merge or a split can be undone. */
export const undoMsMax = 30 * 86_400_000;

/** What an undoing needs beside the incidents as they are. */
export interface Undoing {
  readonly regrouping: Regrouping;
  readonly now: Instant;
  /** Whether an article's report stands in another incident by now. */
  readonly isElsewhere: (original: string) => boolean;
}

/** Why what was done cannot be undone. */
export type UndoRefusal = 'nothing-to-undo' | 'too-old' | 'merged-on' | 'nothing-left';

/** Why not; null where it can. What was merged on since has to be taken out of there first. */
export function whyNotUndone(
  { what, at, into, from }: Regrouping,
  { source, target }: Pair,
  now: Instant,
): UndoRefusal | null {
  if (now - at > undoMsMax) return 'too-old';
  const [gone, stands] = what === 'merge' ? [source, target] : [null, source];
  if (what === 'merge' && (gone?.mergedInto !== into || source.id !== from)) return 'nothing-to-undo';
  if (stands.mergedInto !== null) return 'merged-on';
  return target.mergedInto !== null ? 'merged-on' : null;
}

/**
 * Takes a merge back: the source has its own reports again, as they were corrected since; what came later stays with the
 * target, and what was split off stays where it is. Null: nothing is left for one
 * of the two.
 */
export function unmergeIncidents(lookup: Lookup, { source, target }: Pair, undoing: Undoing): Pair | null {
  const { regrouping, now, isElsewhere } = undoing;
  const before = regrouping.before.find(({ id }) => id === target.id) ?? target;
  const ours = originalsOf(before.reports);
  const isOwn = ({ article }: Report): boolean => !ours.has(originalOf(article));
  const theirs = source.reports.flatMap((report): readonly Report[] => {
    const standing = isOwn(report) ? standingFor(report, target.reports) : report;
    return standing === undefined ? (isElsewhere(originalOf(report.article)) ? [] : [report]) : [standing];
  });
  const back = restored({ before, now: target }, { isElsewhere, without: originalsOf(source.reports.filter(isOwn)) });
  if (theirs.length === 0 || (back.reports.length === 0 && !isKnown(target))) return null;
  const parted = (title: string): Change => ({ what: 'split', detail: title, article: theirs.at(-1)?.article ?? '' });
  const { at: since } = regrouping;
  const left = leftOf(lookup, { source, target }, { before, back, since });
  const gravest = gravity(target.facts, left.facts, theirs.at(-1)?.article ?? '');
  return {
    target: { ...left, ...versioned(target, [parted(source.facts.title), ...gravest], now) },
    source: {
      ...source,
      ...versioned(source, [parted(target.facts.title)], now),
      facts: areSame(theirs, source.reports) ? source.facts : factsHeld(lookup, source, theirs),
      reports: theirs,
      corrections: correctionsOf(source, target, { reports: theirs, since }),
      mergedInto: null,
    },
  };
}

/** What a merge had brought to the target goes, and everything else stays. */
function leftOf(
  lookup: Lookup,
  { source, target }: Pair,
  {
    before,
    back,
    since,
  }: { readonly before: Incident; readonly back: ReturnType<typeof bounded>; readonly since: Instant },
): Incident {
  const { reports } = back;
  const isOf = ({ related }: Incident, id: string): boolean => related.some(({ incident }) => incident === id);
  const isBrought = ({ incident }: Relation): boolean => isOf(source, incident) && !isOf(before, incident);
  const dropped = target.reportsDropped - gathered(before.reports, source.reports).dropped - source.reportsDropped;
  const left: Incident = {
    ...target,
    reports,
    reportsDropped: Math.max(before.reportsDropped, dropped) + back.dropped,
    corrections: correctionsOf(before, target, { reports, since }),
    related: relatedTo([target.id], [...before.related, ...target.related.filter((each) => !isBrought(each))]),
    apart: apartFrom(
      target.apart.filter((original) => before.apart.includes(original) || !source.apart.includes(original)),
      reports,
    ),
  };
  if (!areSame(reports, before.reports)) return { ...left, silent: false, facts: factsHeld(lookup, left, reports) };
  return { ...left, silent: before.silent, newsAt: before.newsAt, facts: before.facts };
}

/** Takes a split back: what was split off goes into the old incident again, each report to its former place. */
export function rejoinIncidents(lookup: Lookup, pair: Pair, { regrouping, now, isElsewhere }: Undoing): Pair {
  const { target, source } = mergeIncidents(lookup, pair, now);
  const before = regrouping.before.find(({ id }) => id === target.id);
  if (before === undefined) return { target, source };
  const { reports, dropped } = restored({ before, now: target }, { isElsewhere, without: new Set() });
  const isSame = areSame(reports, before.reports);
  const whole: Incident = { ...target, reports, reportsDropped: target.reportsDropped + dropped };
  return {
    target: {
      ...whole,
      facts: isSame ? before.facts : factsHeld(lookup, whole, reports),
      newsAt: isSame ? before.newsAt : whole.newsAt,
      corrections:
        isSame && target.corrections.length === before.corrections.length ? before.corrections : target.corrections,
      related: isSame ? relatedTo([target.id, source.id], [...before.related, ...target.related]) : target.related,
      apart: apartFrom(target.apart, reports),
    },
    source,
  };
}

/** The reports that an incident had, as they stand now, and what came since; without those that belong elsewhere. */
function restored(
  { before, now }: { readonly before: Incident; readonly now: Incident },
  {
    isElsewhere,
    without,
  }: { readonly isElsewhere: (original: string) => boolean; readonly without: ReadonlySet<string> },
): ReturnType<typeof bounded> {
  const had = originalsOf(before.reports);
  const own = before.reports.flatMap((report): readonly Report[] => {
    const standing = now.reports.find(({ article }) => article === report.article) ?? standingFor(report, now.reports);
    if (standing !== undefined) return [standing.article === report.article ? report : standing];
    return isElsewhere(originalOf(report.article)) ? [] : [report];
  });
  const came = now.reports.filter(({ article }) => {
    const original = originalOf(article);
    return !had.has(original) && !without.has(original);
  });
  return bounded([...own, ...came]);
}

/** Its own from before, and those since that concern a report which it has. */
function correctionsOf(
  before: Incident,
  now: Incident,
  { reports, since }: { readonly reports: readonly Report[]; readonly since: Instant },
): Incident['corrections'] {
  const originals = originalsOf(reports);
  const later = now.corrections.filter((each) => each.at > since && originals.has(originalOf(each.article)));
  const known = later.filter(
    (each) => !before.corrections.some((own) => own.at === each.at && own.article === each.article),
  );
  return [...before.corrections, ...known].slice(-correctionsMax);
}
