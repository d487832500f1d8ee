import type { ActorRole, Incident, Instant, Party, Report, Role, SubEvent } from '../../model.ts';
import { dayNumber, daysOf, localDayNumber } from './days.ts';
import { isAuthored, isDevelopment, type Kind, kindOf } from './kinds.ts';
import { type Lookup, type PlaceRelation, partiesOf } from './lookup.ts';
import { entitiesIn } from './terms.ts';

/** What one side brings to a comparison, worked out once and not at each. Days are numbers. */
interface Slots {
  readonly subEvent: SubEvent | null;
  readonly kind: Kind | null;
  readonly place: string | null;
  readonly from: number;
  readonly to: number;
  readonly killed: number | null;
  readonly wounded: number | null;
  readonly doers: readonly string[];
  readonly sufferers: readonly string[];
  readonly doerSide: Side | null;
  readonly suffererSide: Side | null;
  /** The places that its texts name. */
  readonly placesNamed: readonly string[];
}

/** A report's side. */
export interface ReportSlots extends Slots {
  readonly report: Report;
  readonly publishedAt: Instant;
  readonly publishedDay: number;
  /** It names one day, and no more than a range. */
  readonly saysDay: boolean;
  readonly isDevelopment: boolean;
  /** It adds a finding to what is known: figures, a probe, a claim. */
  readonly isFinding: boolean;
  /** Known incidents that it recalls by name. */
  readonly recalled: readonly string[];
  /** Incidents of which it prints a text that was told. */
  readonly copied: readonly string[];
  /** How the places met so far stand to its own. */
  readonly placesMet: Map<string | null, PlaceRelation>;
}

/** The side of an incident that is remembered. */
export interface IncidentSlots extends Slots {
  readonly incident: Incident;
  readonly subEvent: SubEvent;
  readonly kind: Kind;
  /** Who speaks or decides is the event itself. */
  readonly isAuthored: boolean;
  /** Whom its founding report names first as the one addressed or struck. */
  readonly addressee: string | null;
  /** The day of its first word, at its place; null where the pack tells it. */
  readonly firstToldDay: number | null;
  readonly lastToldAt: Instant;
}

export type Side = 'us' | 'iran' | 'iraq' | 'israel';
const sides: readonly Side[] = ['us', 'israel', 'iran', 'iraq'];
const doers: readonly Role[] = ['agent', 'speaker', 'claimant'];
const sufferers: readonly Role[] = ['target'];

/** The slots of a report that is to be compared. */
export function reportSlots(
  lookup: Lookup,
  report: Report,
  met: { readonly recalled: readonly string[]; readonly copied: readonly string[] },
): ReportSlots {
  const { development, publishedAt, days, subEvent } = report;
  const { from, to } = daysOf(report);
  return {
    ...sidesOf(lookup, report.actors),
    report,
    subEvent,
    kind: subEvent === null ? null : kindOf(subEvent),
    place: report.place,
    from: dayNumber(from),
    to: dayNumber(to),
    killed: report.killed,
    wounded: report.wounded,
    placesNamed: placesIn(lookup, report),
    publishedAt,
    publishedDay: localDayNumber(publishedAt),
    saysDay: days !== null && days.from === days.to,
    isDevelopment: isDevelopment(report),
    isFinding: development === 'investigation' || development === 'casualties' || development === 'claim',
    ...met,
    placesMet: new Map(),
  };
}

/** The slots of an incident that is remembered. */
export function incidentSlots(lookup: Lookup, incident: Incident): IncidentSlots {
  const { facts, reports, openedAt } = incident;
  const [first] = reports;
  const kind = kindOf(facts.subEvent);
  const longitude = lookup.places.get(facts.place ?? '')?.lon;
  const lastToldAt = reports.reduce((latest, { publishedAt }) => Math.max(latest, publishedAt), 0);
  return {
    ...sidesOf(lookup, facts.actors),
    incident,
    subEvent: facts.subEvent,
    kind,
    place: facts.place,
    from: dayNumber(facts.days.from),
    to: dayNumber(facts.days.to),
    killed: facts.killed,
    wounded: facts.wounded,
    placesNamed: [...new Set(reports.flatMap((report) => placesIn(lookup, report)))],
    isAuthored: isAuthored(kind),
    addressee: named(first?.actors ?? facts.actors, sufferers)[0] ?? null,
    firstToldDay: first === undefined ? null : localDayNumber(first.publishedAt, longitude),
    lastToldAt: lastToldAt === 0 ? openedAt : lastToldAt,
  };
}

function sidesOf(lookup: Lookup, told: readonly ActorRole[]) {
  // Whom one report names as struck is not who struck, whatever another one seems to say.
  const struck = named(told, sufferers);
  const actors = told.filter(({ actor, role }) => role !== 'agent' || !struck.includes(actor));
  const side = doerSide(lookup, actors);
  // Nobody strikes his own: those of his side were struck before, or are the reason.
  const others = actors.filter(({ actor }) => side === null || ownSide(lookup, actor) !== side);
  return {
    doers: named(actors, doers),
    sufferers: named(actors, sufferers),
    doerSide: side,
    suffererSide: sideOf(partiesOf(lookup, others, sufferers)),
  };
}

function ownSide(lookup: Lookup, actor: string): Side | null {
  return sideOf(new Set(lookup.actors.get(actor)?.parties ?? []));
}

/** A militia is Iraqi and Iran's: it stands with Iran. Nobody stands on two sides that fight each other. */
function sideOf(parties: ReadonlySet<Party>): Side | null {
  if (parties.has('us') && parties.has('iran')) return null;
  return sides.find((side) => parties.has(side)) ?? null;
}

/** Whether two sides strike each other, and never together. */
export function areFoes(a: Side | null, b: Side | null): boolean {
  const isWestern = (side: Side): boolean => side === 'us' || side === 'israel';
  return a !== null && b !== null && (a === 'iran' || b === 'iran') && (isWestern(a) || isWestern(b));
}

/** Those who did it, and only where nobody did those who said it: who comments on a blow did not strike it. */
function doerSide(lookup: Lookup, actors: readonly ActorRole[]): Side | null {
  return sideOf(partiesOf(lookup, actors, ['agent'])) ?? sideOf(partiesOf(lookup, actors, ['speaker', 'claimant']));
}

function named(actors: readonly ActorRole[], roles: readonly Role[]): readonly string[] {
  return [...new Set(actors.filter(({ role }) => roles.includes(role)).map(({ actor }) => actor))];
}

/** The places that a report names, by the pack's own ids, which cost no memory of their own. */
export function placesIn(lookup: Lookup, report: Report): readonly string[] {
  return entitiesIn(report.terms).flatMap((id) => lookup.places.get(id)?.id ?? []);
}
