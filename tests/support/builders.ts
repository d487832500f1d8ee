/** Values for tests: what is dull is supplied, what matters is said. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type {
  Actor,
  Alert,
  Article,
  Digest,
  EventType,
  Feed,
  Incident,
  Label,
  Outlet,
  Pack,
  Place,
  Report,
  Weights,
} from '../../src/model.ts';
import { unmeasured } from '../../src/pipeline/alert.ts';
import { labelOf } from '../../src/pipeline/label.ts';
import type { ScheduleLimits } from '../../src/pipeline/schedule/limits.ts';
import type { Roster } from '../../src/ports.ts';

/** Wednesday 1 April 2020, noon UTC. */
export const noon = Date.parse('2020-04-01T12:00:00Z');
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** The limits of polling as shipped. */
export const scheduleLimits: ScheduleLimits = {
  intervalMinutesDefault: 10,
  intervalMinutesFloor: { tier1: 2, tier2: 5, tier3: 10 },
  backoffMinutesMax: 240,
  jitter: 0.1,
};

/** A roster of these feeds, which a test may add to. */
export function aRoster(feeds: ReadonlyMap<string, Feed>, outlets: readonly Outlet[] = []): Roster {
  const byId = new Map(outlets.map((outlet) => [outlet.id, outlet]));
  return { feeds: () => feeds, outlets: () => byId, refresh: async () => {} };
}

export function anArticle(said: Partial<Article> = {}): Article {
  const id = said.id ?? 'article-1';
  return {
    id,
    feed: 'wire',
    outlet: 'wire',
    guid: id,
    link: `https://news.example/${id}`,
    title: 'Rockets hit Camp Taji',
    summary: 'Rockets landed on the base on Wednesday, the Iraqi military said.',
    content: null,
    language: 'en',
    publishedAt: noon,
    seenAt: noon,
    arrival: 'live',
    revises: null,
    ...said,
  };
}

export function aReport(said: Partial<Report> = {}): Report {
  const article = said.article ?? 'article-1';
  const title = said.title ?? 'Rockets hit Camp Taji';
  return {
    article,
    outlet: 'wire',
    link: `https://news.example/${article}`,
    title,
    language: 'en',
    publishedAt: noon,
    eventType: 'rocket-attack',
    subEvent: 'Shelling/artillery/missile attack',
    days: { from: '2020-04-01', to: '2020-04-01' },
    place: 'camp-taji',
    actors: [{ actor: 'us-forces', role: 'target' }],
    killed: null,
    wounded: null,
    weapon: 'rocket',
    stage: 'accomplished',
    timeMode: 'current',
    development: null,
    relevance: 'event',
    reasons: [],
    sentences: [title],
    evidence: [],
    terms: { rocket: 2, camp: 1, taji: 1, base: 1, '#camp-taji': 1 },
    ...said,
  };
}

export function anIncident(
  said: Partial<Omit<Incident, 'facts'>> & { facts?: Partial<Incident['facts']> } = {},
): Incident {
  const report = said.reports?.[0] ?? aReport();
  return {
    id: 'i-article-1',
    version: 1,
    openedAt: noon,
    updatedAt: noon,
    reports: [report],
    reportsDropped: 0,
    silent: false,
    late: false,
    changes: [{ what: 'opened', detail: report.title, article: report.article }],
    changedAt: said.updatedAt ?? noon,
    corrections: [],
    related: [],
    newsAt: said.openedAt ?? noon,
    mergedInto: null,
    apart: [],
    ...said,
    facts: {
      title: report.title,
      eventType: 'rocket-attack',
      subEvent: 'Shelling/artillery/missile attack',
      days: { from: '2020-04-01', to: '2020-04-01' },
      place: 'camp-taji',
      actors: [{ actor: 'us-forces', role: 'target' }],
      killed: null,
      wounded: null,
      severity: 'elevated',
      families: ['wire'],
      ...said.facts,
    },
  };
}

/** An open alert that nobody has touched. */
export function anAlert(said: Partial<Alert> = {}): Alert {
  return {
    incident: 'i-article-1',
    server: 'home',
    state: 'open',
    revision: 1,
    openedAt: noon,
    changedAt: noon,
    changedBy: null,
    changedFor: null,
    assignee: null,
    notes: [],
    watches: [],
    acknowledgement: null,
    snoozedUntil: null,
    falseAlarm: null,
    merged: null,
    known: { severity: 'high', place: 'camp-taji', actors: [], version: 1, worsenedAt: null },
    isUrgent: true,
    escalation: null,
    webhooks: [],
    measures: unmeasured,
    ...said,
  };
}

/** A false alarm of the operators' server, of what `aReport` tells. */
export function aLabel(said: Partial<Label> = {}): Label {
  const incident = anIncident();
  const by = { id: '1', name: 'Amal' };
  const says = { what: 'false-alarm', reason: 'exercise' } as const;
  return { ...labelOf({ says, incident, server: 'home', by, at: noon, isTeaching: true }), ...said };
}

function aPlace(said: Partial<Place> & Pick<Place, 'id'>): Place {
  return {
    name: said.id,
    kind: 'base',
    lat: 33.5,
    lon: 44.2,
    country: 'Iraq',
    within: 'iraq',
    parties: ['iraq'],
    timeZone: 'Asia/Baghdad',
    aliases: { en: [said.id], ar: [], fa: [] },
    ...said,
  };
}

/** A digest of a week in which one incident was told. */
export function aDigest(said: Partial<Digest> = {}): Digest {
  const from = Date.parse('2020-03-23T04:00:00Z');
  const course = Array.from({ length: 7 }, (_, day) => ({
    from: from + day * dayMs,
    count: day === 2 ? 1 : 0,
    bySeverity: day === 2 ? ({ high: 1 } as const) : {},
  }));
  return {
    subscription: 'home-alerts',
    watchName: 'Everything',
    every: 'week',
    from,
    to: from + 7 * dayMs,
    timeZone: 'Asia/Baghdad',
    incidents: 1,
    developed: 0,
    byType: [{ id: 'Air/drone strike', name: 'Air/drone strike', count: 1 }],
    byPlace: [{ id: 'baghdad', name: 'Baghdad', count: 1 }],
    byActor: [{ id: 'us-forces', name: 'US forces', count: 1 }],
    bySeverity: [{ severity: 'high', count: 1 }],
    course,
    unconfirmed: 1,
    confirmed: 0,
    open: [],
    openCount: 0,
    ...said,
  };
}

export function anActor(said: Partial<Actor> & Pick<Actor, 'id'>): Actor {
  return {
    name: said.id,
    kind: 'force',
    parties: ['iraq'],
    partOf: [],
    at: [],
    aliases: { en: [said.id], ar: [], fa: [] },
    ...said,
  };
}

export function anOutlet(said: Partial<Outlet> & Pick<Outlet, 'id'>): Outlet {
  return { name: said.id, family: said.id, country: 'US', stateAffiliated: false, tier: 1, ...said };
}

function anEventType(said: Partial<EventType> & Pick<EventType, 'id' | 'subEvent'>): EventType {
  return { name: said.id, scheme: 'acled', severity: 'elevated', triggers: { en: [], ar: [], fa: [] }, ...said };
}

const shipped: unknown = parse(readFileSync(join(import.meta.dirname, '../../config/weights.yaml'), 'utf8'));

/** The shipped weights, without the rest of the shipped pack. */
export const weights = (shipped as { readonly weights: Weights }).weights;

/** A small topic pack: two bases, a city with its quarter, both sides, two families of outlets. */
export function aPack(said: Partial<Pack> = {}): Pack {
  return {
    outlets: [
      anOutlet({ id: 'wire' }),
      anOutlet({ id: 'wire-copy', family: 'wire', tier: 3 }),
      anOutlet({ id: 'daily', tier: 2 }),
      anOutlet({ id: 'state-tv', country: 'IR', stateAffiliated: true, tier: 2 }),
    ],
    feeds: [],
    actors: [
      anActor({ id: 'us-forces', parties: ['us'] }),
      anActor({ id: 'donald-trump', kind: 'person', parties: ['us'], partOf: ['us-government'] }),
      anActor({ id: 'us-government', kind: 'state', parties: ['us'] }),
      anActor({ id: 'iran-government', kind: 'state', parties: ['iran'] }),
      anActor({ id: 'kataib-hezbollah', kind: 'militia', parties: ['iraq', 'iran'] }),
      anActor({ id: 'iraqi-forces' }),
    ],
    places: [
      aPlace({ id: 'iraq', kind: 'country', within: null, lat: 33, lon: 44 }),
      aPlace({ id: 'baghdad', kind: 'city', lat: 33.3152, lon: 44.3661 }),
      aPlace({ id: 'green-zone', kind: 'district', within: 'baghdad', lat: 33.3056, lon: 44.386 }),
      aPlace({ id: 'camp-taji', lat: 33.524, lon: 44.256 }),
      aPlace({ id: 'ain-al-asad', lat: 33.7856, lon: 42.4412 }),
      aPlace({ id: 'washington', kind: 'city', within: null, country: 'US', lat: 38.9, lon: -77, parties: ['us'] }),
    ],
    eventTypes: [
      anEventType({ id: 'rocket-attack', subEvent: 'Shelling/artillery/missile attack' }),
      anEventType({ id: 'explosion', subEvent: 'Attack', severity: 'low' }),
      anEventType({ id: 'air-strike', subEvent: 'Air/drone strike', severity: 'high' }),
      anEventType({ id: 'threat', subEvent: 'Threat or ultimatum', severity: 'low', scheme: 'plover' }),
      anEventType({ id: 'denial', subEvent: 'Denial or rejection', severity: 'info', scheme: 'plover' }),
    ],
    lexicon: {},
    knownIncidents: [],
    weights,
    ...said,
  };
}
