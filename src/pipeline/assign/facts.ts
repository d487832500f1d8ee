import type { ActorRole, DayRange, Facts, Report, SubEvent } from '../../model.ts';
import { daysOf, spanDays } from './days.ts';
import { independentFamilies } from './families.ts';
import { gradeOf } from './grade.ts';
import { isWide, type Lookup, placeChain } from './lookup.ts';
import { sidesOf, tellingOf } from './sides.ts';
import { titleOf } from './title.ts';
import { tollOf } from './toll.ts';

const actorsMax = 32;

/**
 * What is held true of an incident, from its reports alone (and from the pack's entry, `base`, where it is a known one).
 * The order of reports counts only where the newest word does: casualties.
 */
export function factsOf(lookup: Lookup, reports: readonly Report[], base: Facts | null): Facts {
  const type = typeOf(reports, base);
  const days = base?.days ?? daysHeld(reports);
  const place = base?.place ?? placeHeld(lookup, reports);
  const killed = tollOf('killed', reports, lookup.outlets).held ?? base?.killed ?? null;
  const wounded = tollOf('wounded', reports, lookup.outlets).held ?? base?.wounded ?? null;
  const actors = actorsHeld(lookup, reports, base);
  const families = independentFamilies(lookup, confirming(reports));
  const held = { ...type, days, place, actors, killed, wounded, families };
  const sides = sidesOf({ reports, subEvent: type.subEvent, onRecord: base?.actors ?? [] }, lookup);
  return {
    ...held,
    title: base?.title ?? titleOf(reports, held, sides, lookup),
    severity: gradeOf(lookup, reports, held, sides).severity,
  };
}

/** Who retells an event in passing does not report it. */
function confirming(reports: readonly Report[]): readonly Report[] {
  const own = reports.filter(({ relevance, development }) => relevance === 'event' || development !== null);
  return own.length === 0 ? reports : own;
}

function typeOf(reports: readonly Report[], base: Facts | null): { eventType: string; subEvent: SubEvent } {
  if (base !== null) return { eventType: base.eventType, subEvent: base.subEvent };
  const votes = new Map<SubEvent, { votes: number; eventType: string }>();
  for (const report of reports) {
    if (report.subEvent === null || report.eventType === null) continue;
    const weight = report.development === null ? 2 : 1;
    const vote = votes.get(report.subEvent);
    votes.set(report.subEvent, { votes: (vote?.votes ?? 0) + weight, eventType: report.eventType });
  }
  let best: { subEvent: SubEvent; eventType: string; votes: number } | null = null;
  // A tie goes to the later word: first reports are the vaguer ones.
  for (const [subEvent, vote] of votes) if (best === null || vote.votes >= best.votes) best = { subEvent, ...vote };
  return best ?? { eventType: 'unknown', subEvent: 'Attack' };
}

/** The narrowest range among those most reports share; the earliest where they are level. */
function daysHeld(reports: readonly Report[]): DayRange {
  const stated = reports.filter((report) => report.days !== null);
  const ranges = (stated.length > 0 ? stated : reports).map(daysOf);
  const score = (range: DayRange): number =>
    ranges.filter((other) => other.from === range.from && other.to === range.to).length - spanDays(range);
  const [first = { from: '1970-01-01', to: '1970-01-01' }, ...rest] = ranges;
  return rest.reduce((best, range) => (score(range) > score(best) ? range : best), first);
}

/**
 * The place most reports name, counting those inside it, and then the most exact one inside it, unless more reports are
 * content with the quarter or town around it: who says "in the Green Zone" does not say "at the embassy".
 */
function placeHeld(lookup: Lookup, reports: readonly Report[]): string | null {
  const support = new Map<string, number>();
  for (const { place } of tellingOf(reports)) if (place !== null) support.set(place, (support.get(place) ?? 0) + 1);
  let best: string | null = null;
  const chainSupport = (id: string): number =>
    placeChain(lookup, id).reduce((sum, outer) => sum + (support.get(outer) ?? 0), 0);
  for (const id of support.keys()) {
    if (best === null || chainSupport(id) > chainSupport(best)) best = id;
  }
  if (best === null) return null;
  const own = support.get(best) ?? 0;
  const around = placeChain(lookup, best).find((outer) => !isWide(lookup, outer) && (support.get(outer) ?? 0) > own);
  return around ?? best;
}

function actorsHeld(lookup: Lookup, reports: readonly Report[], base: Facts | null): readonly ActorRole[] {
  const actors = new Map<string, ActorRole>();
  const add = (entry: ActorRole): void => {
    const key = `${entry.actor}|${entry.role}`;
    if (actors.size < actorsMax && !actors.has(key)) actors.set(key, entry);
  };
  base?.actors.forEach(add);
  for (const report of reports) {
    const reacts = report.development === 'reaction' || report.development === 'denial';
    // Who speaks of a deed is no party to it.
    const speaks = !reacts && lookup.eventTypes.get(report.eventType ?? '')?.scheme === 'plover';
    for (const entry of report.actors) if (speaks || entry.role !== 'speaker') add(entry);
  }
  return [...actors.values()];
}
