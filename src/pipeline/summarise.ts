import type { Incident, Language, Pack, Report, Summary } from '../model.ts';
import { withoutHearsay } from './hearsay.ts';
import { preposition, summarySentences } from './render/describe.ts';
import { figures } from './summarise/figures.ts';
import { packNames } from './summarise/names.ts';
import { parties } from './summarise/parties.ts';
import { pickQuote } from './summarise/quote.ts';
import { bestReports, sourceNames } from './summarise/sources.ts';
import { statements } from './summarise/statements.ts';

/**
 * Tells an incident in facts, each with the outlets that state it; quote and best source in the reader's language where
 * there are any. The same input gives the same summary; the work is bounded by `incidentReportsMax`.
 */
export function summarise(whole: Incident, pack: Pack, reader: Language = 'en'): Summary {
  const incident = withoutHearsay(whole);
  const { facts, reports } = incident;
  const names = packNames(pack);
  const sources = sourceNames(pack);
  const best = bestReports(reports, pack, reader);
  const quoteFrom = (from: readonly Report[]) => pickQuote(from, facts.title, names.spellings(facts), sources);
  const place = facts.place === null ? null : names.place(facts.place);
  const told = {
    subEvent: facts.subEvent,
    stage: stageOf(reports),
    weapon: weaponOf(reports),
    day: facts.days,
    place: place && { name: place.label, lat: place.lat, lon: place.lon, timeZone: place.timeZone },
    ...parties(incident, names, sources),
    killed: figures('killed', incident, sources),
    wounded: figures('wounded', incident, sources),
    statements: statements(reports, names, sources),
  };
  return {
    ...told,
    incident: incident.id,
    version: incident.version,
    severity: facts.severity,
    title: facts.title,
    titleLanguage: reports.find(({ title }) => title === facts.title)?.language ?? 'en',
    what: summarySentences({ ...told, names: {} }, 'en', preposition(place?.kind ?? null)),
    names: names.translations(),
    firstReportedAt: firstReportedAt(incident),
    outlets: sources.of(reports.map(({ outlet }) => outlet)),
    familiesCount: facts.families.length,
    confirmed: facts.families.length > 1,
    late: incident.late,
    knownSince: knownSince(incident, pack),
    quote: quoteFrom(best.filter(({ language }) => language === reader)) ?? quoteFrom(best),
    source:
      best
        .flatMap(({ link, outlet, title }) => (link === null ? [] : [{ outlet: sources.name(outlet), link, title }]))
        .at(0) ?? null,
  };
}

/** The stage that most reports give; the more accomplished one where they are even. */
function stageOf(reports: readonly Report[]): Report['stage'] {
  const count = (stage: Report['stage']) => reports.filter((report) => report.stage === stage).length;
  const stages = ['accomplished', 'attempted', 'threatened'] as const;
  return stages.reduce((most, stage) => (count(stage) > count(most) ? stage : most));
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

function knownSince(incident: Incident, pack: Pack): string | null {
  if (!incident.id.startsWith('known:')) return null;
  const id = incident.id.slice('known:'.length);
  return pack.knownIncidents.find((known) => known.id === id)?.day ?? incident.facts.days.from;
}
