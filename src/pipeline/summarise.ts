import type { Facts, Incident, Language, Pack, Report, Summary } from '../model.ts';
import { gradeOf } from './assign/grade.ts';
import { isAuthored, kindOf } from './assign/kinds.ts';
import { type Acquaintance, agreed, type Sides, sidesOf, withoutBodies } from './assign/sides.ts';
import { stageHeld } from './assign/stage.ts';
import { tollOf } from './assign/toll.ts';
import { withoutHearsay } from './hearsay.ts';
import { preposition, summarySentences } from './render/describe.ts';
import { correctionsTold } from './summarise/corrections.ts';
import { figures } from './summarise/figures.ts';
import { packNames } from './summarise/names.ts';
import { pickQuote } from './summarise/quote.ts';
import { bestReports, type SourceNames, sourceNames, stateFamilies } from './summarise/sources.ts';
import { statements } from './summarise/statements.ts';

/** Of each side, the ones that most families name. */
const partiesMax = 4;

/**
 * Tells an incident in facts, each with the outlets that state it; quote and best source in the reader's language where
 * there are any. The same input gives the same summary; the work is bounded by `incidentReportsMax`.
 */
export function summarise(whole: Incident, pack: Pack, reader: Language = 'en'): Summary {
  const incident = withoutHearsay(whole);
  const { facts, reports } = incident;
  const lookup = lookupIn(pack);
  const names = packNames(pack);
  const sources = sourceNames(pack, incident.corrections);
  const known = knownIn(incident, pack);
  const sides = sidesOf({ reports, subEvent: facts.subEvent, onRecord: known?.actors ?? [] }, lookup);
  const best = bestReports(reports, facts, pack, reader);
  const place = facts.place === null ? null : names.place(facts.place);
  const listed = (members: Sides['agents']): readonly string[] =>
    membersTold(members, facts, lookup).map(({ actor }) => names.actor(actor));
  const told = {
    subEvent: facts.subEvent,
    stage: stageHeld(reports),
    weapon: weaponOf(reports),
    day: facts.days,
    place: place && { name: place.label, lat: place.lat, lon: place.lon, timeZone: place.timeZone },
    agents: listed(sides.agents),
    targets: listed(sides.targets),
    killed: figures(facts.killed, tollOf('killed', reports, lookup.outlets), sources),
    wounded: figures(facts.wounded, tollOf('wounded', reports, lookup.outlets), sources),
    statements: statements(reports, sides, names, sources),
  };
  const grade = gradeOf(lookup, reports, facts, sides);
  const headlines = reports.map(({ title }) => title);
  const spellings = [sides.agents, sides.targets]
    .map((members) => names.spellings(membersTold(members, facts, lookup).map(({ actor }) => actor)))
    .concat([names.spellings(facts.place === null ? [] : [facts.place])]);
  const quoteFrom = (from: readonly Report[]) =>
    pickQuote(from, { headlines, spellings, isSaid: isAuthored(kindOf(facts.subEvent)) }, sources);
  return {
    ...told,
    incident: incident.id,
    version: incident.version,
    severity: facts.severity,
    severityRule: grade.severity === facts.severity ? grade.rule : null,
    title: facts.title,
    titleLanguage: reports.find(({ title }) => title === facts.title)?.language ?? 'en',
    what: summarySentences({ ...told, names: {} }, 'en', preposition(place)),
    firstReportedAt: firstReportedAt(incident),
    outlets: sources.of(reports.map(({ outlet }) => outlet)),
    ...corroboration(incident, pack),
    changedAt: incident.changedAt,
    corrections: correctionsTold(incident.corrections, names, sources),
    related: incident.related,
    late: incident.late,
    knownSince: known?.day ?? null,
    quote: quoteFrom(best.filter(({ language }) => language === reader)) ?? quoteFrom(best),
    source: linkedOf(best, sources),
    // Last, for it holds the names that were asked for above.
    names: names.translations(),
  };
}

/** The best report that can be opened. */
function linkedOf(best: readonly Report[], sources: SourceNames): Summary['source'] {
  const linked = best.flatMap(({ link, outlet, title }) =>
    link === null ? [] : [{ outlet: sources.name(outlet), link, title }],
  );
  return linked[0] ?? null;
}

/** How many independent families tell it, and how many of them are a state's own. */
function corroboration(
  { facts, reports }: Incident,
  pack: Pack,
): Pick<Summary, 'familiesCount' | 'stateFamilies' | 'confirmed'> {
  const { families } = facts;
  return {
    familiesCount: families.length,
    stateFamilies: stateFamilies(families, reports, pack),
    confirmed: families.length > 1,
  };
}

function membersTold(members: Sides['agents'], { families }: Facts, who: Acquaintance): Sides['agents'] {
  return withoutBodies(agreed(members, families.length), who).slice(0, partiesMax);
}

function lookupIn(pack: Pack): Parameters<typeof gradeOf>[0] {
  const byId = <T extends { readonly id: string }>(entries: readonly T[]): ReadonlyMap<string, T> =>
    new Map(entries.map((entry) => [entry.id, entry]));
  return {
    actors: byId(pack.actors),
    places: byId(pack.places),
    outlets: byId(pack.outlets),
    eventTypes: byId(pack.eventTypes),
  };
}

/** The weapon that most reports name, the first named where they are even. */
function weaponOf(reports: readonly Report[]): string | null {
  const named = reports.flatMap(({ weapon }) => weapon ?? []);
  const count = (weapon: string) => named.filter((one) => one === weapon).length;
  const first = named[0];
  return first === undefined ? null : named.reduce((most, one) => (count(one) > count(most) ? one : most), first);
}

function firstReportedAt(incident: Incident): number {
  const times = incident.reports.map(({ publishedAt }) => publishedAt);
  return times.length === 0 ? incident.openedAt : Math.min(...times);
}

/** What is on record of an incident that the pack knows. */
function knownIn({ id, facts }: Incident, pack: Pack): { day: string; actors: Facts['actors'] } | null {
  if (!id.startsWith('known:')) return null;
  const known = pack.knownIncidents.find((entry) => `known:${entry.id}` === id);
  return known ?? { day: facts.days.from, actors: facts.actors };
}
