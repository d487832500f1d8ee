import type { Alert, AuditEntry, Card, Incident, Instant, Pack, Report } from '../../model.ts';
import { cleanLine } from '../render/clean.ts';

/** An incident as it is given away: its facts, its reports, and what one server made of it. */
export interface Exported {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly severity: string;
  readonly eventType: string;
  readonly subEvent: string;
  readonly dayFrom: string;
  readonly dayTo: string;
  readonly place: string | null;
  readonly placeName: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly actors: readonly { readonly id: string; readonly name: string; readonly role: string }[];
  readonly killed: number | null;
  readonly wounded: number | null;
  readonly independentOutlets: number;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly alert: {
    readonly state: string;
    readonly openedAt: string;
    readonly changedAt: string;
    readonly changedBy: string | null;
    readonly assignee: string | null;
    readonly snoozedUntil: string | null;
    /** Why it was a false alarm. */
    readonly falseAlarm: string | null;
    readonly mergedInto: string | null;
    readonly firstAcknowledgedAt: string | null;
    readonly notes: readonly { readonly at: string; readonly by: string; readonly text: string }[];
  } | null;
  readonly cards: readonly { readonly channel: string; readonly message: string; readonly postedAt: string | null }[];
  readonly presses: readonly {
    readonly at: string;
    readonly who: string | null;
    readonly action: string;
    readonly detail: string;
  }[];
  readonly reports: readonly ExportedReport[];
  readonly reportsDropped: number;
}
export interface ExportedReport {
  readonly article: string;
  readonly outlet: string;
  readonly outletName: string;
  readonly title: string;
  readonly link: string | null;
  readonly language: string;
  readonly publishedAt: string;
  readonly eventType: string | null;
  readonly place: string | null;
  readonly killed: number | null;
  readonly wounded: number | null;
  readonly development: string | null;
}

/** What of one server stands beside an incident; nothing of another's. */
export interface OwnPart {
  readonly alert: Alert | null;
  readonly cards: readonly Card[];
  readonly audit: readonly AuditEntry[];
}

/** Makes an incident ready to be given away. Texts are one line each, without what no reader sees. */
export function exported(incident: Incident, own: OwnPart, pack: Pack): Exported {
  const { id, version, facts, openedAt, updatedAt, reports, reportsDropped } = incident;
  const place = pack.places.find((each) => each.id === facts.place) ?? null;
  return {
    id,
    version,
    title: cleanLine(facts.title),
    severity: facts.severity,
    eventType: facts.eventType,
    subEvent: facts.subEvent,
    dayFrom: facts.days.from,
    dayTo: facts.days.to,
    place: facts.place,
    placeName: place?.name ?? null,
    latitude: place?.lat ?? null,
    longitude: place?.lon ?? null,
    actors: facts.actors.map(({ actor, role }) => {
      return { id: actor, name: pack.actors.find((each) => each.id === actor)?.name ?? cleanLine(actor), role };
    }),
    killed: facts.killed,
    wounded: facts.wounded,
    independentOutlets: facts.families.length,
    openedAt: isoOf(openedAt),
    updatedAt: isoOf(updatedAt),
    ...ownPart(own),
    reports: reports.map((report) => exportedReport(report, pack)),
    reportsDropped,
  };
}

function ownPart({ alert, cards, audit }: OwnPart): Pick<Exported, 'alert' | 'cards' | 'presses'> {
  return {
    alert: alert && {
      state: alert.state,
      openedAt: isoOf(alert.openedAt),
      changedAt: isoOf(alert.changedAt),
      changedBy: alert.changedBy?.name ?? null,
      assignee: alert.assignee?.name ?? null,
      snoozedUntil: isoOrNull(alert.snoozedUntil),
      falseAlarm: alert.falseAlarm,
      mergedInto: alert.merged?.into ?? null,
      firstAcknowledgedAt: isoOrNull(alert.measures.acknowledgedAt),
      notes: alert.notes.map(({ at, by, text }) => ({ at: isoOf(at), by: by.name, text: cleanLine(text) })),
    },
    cards: cards.flatMap(({ channel, messageId, postedAt }) =>
      messageId === null ? [] : [{ channel, message: messageId, postedAt: postedAt === null ? null : isoOf(postedAt) }],
    ),
    presses: audit.map(({ at, who, action, detail }) => ({ at: isoOf(at), who: who?.name ?? null, action, detail })),
  };
}

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : isoOf(at));

function exportedReport(report: Report, pack: Pack): ExportedReport {
  const { article, outlet, title, link, language, publishedAt, eventType, place, killed, wounded, development } =
    report;
  const outletName = pack.outlets.find(({ id }) => id === outlet)?.name ?? outlet;
  return {
    article,
    outlet,
    outletName,
    title: cleanLine(title),
    link,
    language,
    publishedAt: isoOf(publishedAt),
    eventType,
    place,
    killed,
    wounded,
    development,
  };
}

const isoOf = (at: Instant): string => new Date(at).toISOString();
