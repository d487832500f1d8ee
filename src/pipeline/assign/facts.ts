import type { ActorRole, DayRange, Facts, Report, SubEvent } from '../../model.ts';
import { graver, judgeSeverity } from '../severity.ts';
import { daysOf, spanDays } from './days.ts';
import { independentFamilies } from './families.ts';
import { kindOf } from './kinds.ts';
import { familyOf, type Lookup, placeChain } from './lookup.ts';

const actorsMax = 32;
const lowestTier = 3;

/**
 * What is held true of an incident, from its reports alone (and from the pack's entry, `base`, where it is a known one).
 * The order of reports counts only where the newest word does: casualties.
 */
export function factsOf(lookup: Lookup, reports: readonly Report[], base: Facts | null): Facts {
  const type = typeOf(reports, base);
  const days = base?.days ?? daysHeld(reports);
  const place = base?.place ?? placeHeld(lookup, reports);
  const killed = figureHeld(lookup, reports, 'killed') ?? base?.killed ?? null;
  const wounded = figureHeld(lookup, reports, 'wounded') ?? base?.wounded ?? null;
  const actors = actorsHeld(lookup, reports, base);
  const families = independentFamilies(lookup, reports);
  const held = { ...type, days, place, actors, killed, wounded, families };
  return { ...held, title: base?.title ?? titleHeld(lookup, reports), severity: severityHeld(lookup, reports, held) };
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

/** The place most reports name, counting those inside it, and then the most exact one inside it. */
function placeHeld(lookup: Lookup, reports: readonly Report[]): string | null {
  const support = new Map<string, number>();
  for (const { place } of reports) if (place !== null) support.set(place, (support.get(place) ?? 0) + 1);
  let best: string | null = null;
  const chainSupport = (id: string): number =>
    placeChain(lookup, id).reduce((sum, outer) => sum + (support.get(outer) ?? 0), 0);
  for (const id of support.keys()) {
    if (best === null || chainSupport(id) > chainSupport(best)) best = id;
  }
  return best;
}

/**
 * The highest of the outlet families' latest figures: a count that is lower is most often of a part of the dead, while a
 * family may correct itself. A party's own media count only where nobody else states a figure.
 */
function figureHeld(lookup: Lookup, reports: readonly Report[], what: 'killed' | 'wounded'): number | null {
  const byFamily = { independent: new Map<string, number>(), affiliated: new Map<string, number>() };
  for (const report of reports) {
    const value = report[what];
    if (value === null) continue;
    const isAffiliated = lookup.outlets.get(report.outlet)?.stateAffiliated === true;
    byFamily[isAffiliated ? 'affiliated' : 'independent'].set(familyOf(lookup, report.outlet), value);
  }
  const figures = byFamily.independent.size > 0 ? byFamily.independent : byFamily.affiliated;
  return figures.size === 0 ? null : Math.max(...figures.values());
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

/** English and first-hand before others, one that names place and type before one that does not, else the earliest. */
function titleHeld(lookup: Lookup, reports: readonly Report[]): string {
  const rank = (report: Report): number =>
    (report.language === 'en' ? 0 : 4) +
    (lookup.outlets.get(report.outlet)?.tier ?? lowestTier) / 2 +
    (report.place === null ? 1 : 0) +
    (report.development === null ? 0 : 1);
  const [first, ...rest] = reports;
  return (
    rest.reduce((best, report) => (best !== undefined && rank(report) < rank(best) ? report : best), first)?.title ?? ''
  );
}

function severityHeld(
  lookup: Lookup,
  reports: readonly Report[],
  held: Omit<Facts, 'title' | 'severity'>,
): Facts['severity'] {
  const ofType = lookup.eventTypes.get(held.eventType)?.severity ?? 'low';
  const stage =
    reports.length > 0 && reports.every((report) => report.stage !== 'accomplished') ? 'attempted' : 'accomplished';
  const targetsUs =
    held.actors.some(({ actor, role }) => role === 'target' && lookup.actors.get(actor)?.parties.includes('us')) ||
    (held.place !== null && lookup.places.get(held.place)?.parties.includes('us') === true);
  const isForce = ['force', 'crowd', 'seizure'].includes(kindOf(held.subEvent));
  return judgeSeverity({
    ofType: graver(ofType, 'info'),
    isForce,
    killed: held.killed,
    wounded: held.wounded,
    targetsUs,
    stage,
    families: held.families.length,
  }).severity;
}
