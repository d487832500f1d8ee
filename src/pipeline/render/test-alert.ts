import type { Incident, Instant, Language, Outlet, Pack, Report, Summary } from '../../model.ts';
import { openAlert } from '../alert.ts';
import { summarise } from '../summarise.ts';

/** An incident that never was, told to one channel. */
export interface TestAlert {
  readonly language: Language;
  readonly pingRole: string | null;
  readonly reference: string;
  readonly server: string;
  readonly at: Instant;
}

const minuteMs = 60_000;
const incidentId = 'test-alert';
const wounded = 2;

/**
 * A card as real ones are, by the same functions, of a rocket attack on the pack's first American base that was never
 * reported; it is marked as a test in headline, title and footer.
 */
export function renderTestAlert(pack: Pack, { language, pingRole, reference, server, at }: TestAlert) {
  const mark = 'test' as const;
  const incident = sampleIncident(pack, at);
  return {
    summary: sampleSummary(incident, pack, language),
    alert: openAlert(incident, server, at),
    language,
    pingRole,
    reference,
    mark,
  };
}

/** Nothing of it leads anywhere: its source would be a page that does not exist. */
function sampleSummary(incident: Incident, pack: Pack, language: Language): Summary {
  return { ...summarise(incident, pack, language), source: null };
}

function sampleIncident(pack: Pack, at: Instant): Incident {
  const reports = sampleOutlets(pack).map((outlet, index, all) =>
    sampleReport(pack, outlet, at - (all.length - index) * minuteMs),
  );
  const [first] = reports;
  const { eventType, subEvent } = sampleType(pack);
  const day = dayOf(at);
  return {
    id: incidentId,
    version: 1,
    openedAt: at,
    updatedAt: at,
    facts: {
      title: first?.title ?? '',
      eventType,
      subEvent,
      days: { from: day, to: day },
      place: samplePlace(pack)?.id ?? null,
      actors: first?.actors ?? [],
      killed: null,
      wounded,
      severity: 'high',
      families: [...new Set(sampleOutlets(pack).map(({ family }) => family))],
    },
    reports,
    reportsDropped: 0,
    silent: false,
    late: false,
    changes: [],
    changedAt: at,
    corrections: [],
    related: [],
    newsAt: null,
    mergedInto: null,
    apart: [],
  };
}

function sampleReport(pack: Pack, outlet: Outlet, publishedAt: Instant): Report {
  const where = samplePlace(pack)?.name ?? 'a base';
  const title = `Rockets hit ${where}, ${wounded} wounded`;
  const day = dayOf(publishedAt);
  return {
    article: `${incidentId}-${outlet.id}`,
    outlet: outlet.id,
    link: null,
    title,
    language: 'en',
    publishedAt,
    ...sampleType(pack),
    days: { from: day, to: day },
    place: samplePlace(pack)?.id ?? null,
    actors: sampleActors(pack),
    killed: null,
    wounded,
    weapon: 'rocket',
    stage: 'accomplished',
    timeMode: 'current',
    development: null,
    relevance: 'event',
    reasons: [],
    sentences: [title],
    evidence: [],
    terms: {},
  };
}

function sampleType({ eventTypes }: Pack) {
  const subEvent = 'Shelling/artillery/missile attack' as const;
  return { eventType: eventTypes.find((type) => type.subEvent === subEvent)?.id ?? incidentId, subEvent };
}

function samplePlace({ places }: Pack) {
  return places.find(({ kind, parties }) => kind === 'base' && parties.includes('us')) ?? places[0] ?? null;
}

function sampleActors({ actors }: Pack): Report['actors'] {
  const target = actors.find(({ kind, parties }) => kind === 'force' && parties.includes('us'));
  return target === undefined ? [] : [{ actor: target.id, role: 'target' }];
}

/** Two that are independent of each other, where the pack has them. */
function sampleOutlets({ outlets }: Pack): readonly Outlet[] {
  const [first] = outlets;
  const second = outlets.find(({ family }) => family !== first?.family);
  return [first, second].filter((outlet) => outlet !== undefined);
}

function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}
