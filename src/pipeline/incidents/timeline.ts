import type {
  AuditEntry,
  Card,
  Change,
  Decision,
  DeliveryOutcome,
  Incident,
  Instant,
  Presser,
  Reason,
  ReasonCode,
  Report,
} from '../../model.ts';
import { rowId } from '../route.ts';
import { type Routing, routingsOf } from '../why/routing.ts';
import { changesBy } from './changes.ts';

/** Something that happened to an incident, or was told of it. */
export type Happening = { readonly at: Instant } & (
  | {
      readonly is: 'report';
      readonly report: Report;
      /** Null where the record is no longer kept. */
      readonly decision: Decision | null;
      /** Null where it made none. */
      readonly version: number | null;
      readonly changes: readonly Change[];
    }
  /** What a version had a channel told, or why not. */
  | { readonly is: 'routed'; readonly routing: Routing; readonly came: Came }
  | { readonly is: 'posted'; readonly card: Card }
  | { readonly is: 'pressed'; readonly who: Presser | null; readonly action: string; readonly detail: string }
);

/** What came of an edit or a line in a thread that was decided on. */
export type Came = 'as-decided' | 'without-notice' | 'waiting' | 'deleted' | 'failed';

/** What is stored of an article that is among the reports. */
export interface Recorded {
  readonly seenAt: Instant;
  readonly decision: Decision;
  readonly reasons: readonly Reason[];
  readonly version: number | null;
  readonly changes: readonly Change[];
}

/** What a timeline is made of; cards, audit and channels are one server's own. */
export interface TimelineSource {
  readonly incident: Incident;
  /** By article; what is no longer kept is not there. */
  readonly records: ReadonlyMap<string, Recorded>;
  readonly cards: readonly Card[];
  /** Newest first, as it is kept. */
  readonly audit: readonly AuditEntry[];
  readonly channels: ReadonlySet<string>;
  /** Of rows, as far as they are kept. */
  readonly outcomes: ReadonlyMap<string, DeliveryOutcome>;
}

const ranks = ['report', 'routed', 'posted', 'pressed'] as const;

/** Everything that happened, oldest first; of one moment what caused the other stands before it. */
export function timelineOf(source: TimelineSource): readonly Happening[] {
  const { incident, cards, audit } = source;
  const happenings: readonly Happening[] = [
    ...incident.reports.flatMap((report) => ofReport(report, source)),
    ...cards.flatMap((card): Happening[] =>
      card.postedAt === null ? [] : [{ at: card.postedAt, is: 'posted', card }],
    ),
    ...audit.toReversed().map(({ at, who, action, detail }): Happening => ({ at, is: 'pressed', who, action, detail })),
  ];
  return happenings.toSorted((one, other) => one.at - other.at || ranks.indexOf(one.is) - ranks.indexOf(other.is));
}

function ofReport(report: Report, source: TimelineSource): readonly Happening[] {
  const { records, channels } = source;
  const record = records.get(report.article);
  if (record === undefined)
    return [{ at: report.publishedAt, is: 'report', report, decision: null, version: null, changes: [] }];
  const { seenAt: at, decision, reasons } = record;
  const opened: Change[] = decision === 'new' ? [{ what: 'opened', detail: '', article: report.article }] : [];
  const changes = [...opened, ...changesBy(report.article, record)];
  const version = changes.length > 0 ? record.version : null;
  const routed = routingsOf(reasons, channels).filter(({ codes }) => !codes.every(isMute));
  return [
    { at, is: 'report', report, decision, version, changes },
    ...routed.map(
      (routing): Happening => ({ at, is: 'routed', routing, came: cameOf(routing, record.version, source) }),
    ),
  ];
}

/** The card itself says which version it came to show; of lines in its thread the settled row does. */
function cameOf({ channel, codes }: Routing, version: number | null, source: TimelineSource): Came {
  if (version === null) return 'as-decided';
  const card = source.cards.find((each) => each.channel === channel);
  const outcomeOf = (kind: 'card' | 'notice'): DeliveryOutcome =>
    source.outcomes.get(rowId({ incident: source.incident.id, version, kind, channel })) ?? 'sent';
  if (codes.includes('edit') && card !== undefined && card.versionTold < version) {
    if (card.gone) return 'deleted';
    return outcomeOf('card') === 'failed' ? 'failed' : 'waiting';
  }
  return codes.includes('notice') && outcomeOf('notice') !== 'sent' ? 'without-notice' : 'as-decided';
}

/** The rows whose outcome a timeline asks for. */
export function rowsAsked(
  incident: string,
  records: ReadonlyMap<string, Recorded>,
  channels: ReadonlySet<string>,
): readonly string[] {
  return [...records.values()].flatMap(({ version, reasons }) => {
    if (version === null) return [];
    return routingsOf(reasons, channels).flatMap(({ channel, codes }) => [
      ...(codes.includes('edit') ? [rowId({ incident, version, kind: 'card', channel })] : []),
      ...(codes.includes('notice') ? [rowId({ incident, version, kind: 'notice', channel })] : []),
    ]);
  });
}

/** What nobody saw anything of. */
const isMute = (code: ReasonCode): boolean => code === 'nothing-visible' || code === 'same-version';
