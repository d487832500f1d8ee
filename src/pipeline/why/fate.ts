import type {
  Alert,
  AlertState,
  Bar,
  Card,
  Incident,
  Instant,
  OutboxRow,
  ReasonCode,
  Severity,
  Subscription,
} from '../../model.ts';
import { quietUntil } from '../local-time.ts';
import { isAtLeast } from '../watch.ts';
import type { Routing } from './routing.ts';
import type { ExplainedWatch } from './told.ts';

/** What became of an incident in a channel. Whatever is said of it, one of these words decides. */
export type Fate =
  | {
      readonly is: 'told';
      /** Null where the time of the post is not known. */
      readonly at: Instant | null;
      readonly messageId: string;
      readonly isPinged: boolean;
      /** Why nobody was pinged; null where somebody was, or it is not recorded. */
      readonly noPing: ReasonCode | null;
      /** The graver incident that spoke for it; null where none did. */
      readonly graver: string | null;
      readonly isEdited: boolean;
      readonly isUpToDate: boolean;
    }
  | { readonly is: 'folded'; readonly fold: string | null }
  | { readonly is: 'deleted' }
  | { readonly is: 'held'; readonly until: Instant | null }
  | { readonly is: 'below-floor'; readonly floor: Severity | null; readonly severity: Severity }
  | { readonly is: 'digest-only' }
  /** By the silence of this id; null where that is not recorded. */
  | { readonly is: 'silenced'; readonly silence: string | null }
  | { readonly is: 'closed'; readonly state: AlertState | null }
  | { readonly is: 'failed'; readonly reason: string }
  /** The channel takes nothing any more, and its subscriptions have ended. */
  | { readonly is: 'ended'; readonly why: Bar['why'] | null; readonly at: Instant | null }
  | { readonly is: 'on-its-way' }
  | { readonly is: 'silent' }
  | { readonly is: 'not-satisfied'; readonly watches: readonly Pick<ExplainedWatch, 'name' | 'missing'>[] }
  /** It would be told by the watches as they are now; when it came they, or the subscription, were others. */
  | { readonly is: 'changed-since' };

/** What is known of a channel and an incident. */
export interface Channel {
  readonly channel: string;
  readonly subscriptions: readonly Subscription[];
  readonly card: Card | null;
  /** Of each version that is recorded, oldest first. */
  readonly routings: readonly Routing[];
  /** A row that waits for this channel. */
  readonly waiting: OutboxRow | null;
  /** What keeps the channel from being written to; null where nothing does. */
  readonly bar: Bar | null;
  /** What became of the newest row of it, for a day. */
  readonly settled: { readonly outcome: string; readonly reason: string } | null;
}

/** Where it was asked from: the incident and the alert of the server. */
interface Here {
  readonly incident: Pick<Incident, 'version' | 'silent' | 'facts'>;
  readonly alert: Alert | null;
  /** The watches that the channel subscribes to, beside the incident as it is. */
  readonly watches: readonly ExplainedWatch[];
  readonly now: Instant;
}

/** Finds what became of an incident in a channel: what stands there, what waits, what was decided, what would be now. */
export function fateOf(channel: Channel, here: Here): Fate {
  return shown(channel, here) ?? underWay(channel, here) ?? decided(channel, here) ?? asOfNow(channel, here);
}

function shown({ card, routings }: Channel, { incident }: Here): Fate | null {
  if (card === null) return null;
  const { messageId, gone, foldedInto, postedAt, versionPosted, versionTold } = card;
  if (gone) return { is: 'deleted' };
  if (messageId === null) return foldedInto === null ? null : { is: 'folded', fold: foldedInto };
  const codes = routings.flatMap((routing) => routing.codes);
  const isPinged = codes.some((code) => code.startsWith('ping-'));
  return {
    is: 'told',
    at: postedAt,
    messageId,
    isPinged,
    noPing: isPinged ? null : (codes.find((code) => code.startsWith('no-ping-')) ?? null),
    graver: isPinged ? null : aboutOf(routings, 'no-ping-inhibited'),
    isEdited: versionPosted !== null && versionTold > versionPosted,
    isUpToDate: versionTold >= incident.version,
  };
}

function underWay({ waiting, settled, bar }: Channel, { alert }: Here): Fate | null {
  if (waiting !== null)
    return waiting.heldUntil === null ? { is: 'on-its-way' } : { is: 'held', until: waiting.heldUntil };
  if (bar !== null && bar.endedAt !== null) return { is: 'ended', why: bar.why, at: bar.endedAt };
  if (settled === null) return null;
  if (settled.reason === 'channel-ended') return { is: 'ended', why: null, at: null };
  if (settled.outcome === 'failed') return { is: 'failed', reason: settled.reason };
  if (settled.reason === 'silenced') return { is: 'silenced', silence: null };
  if (settled.reason.startsWith('alert-')) return { is: 'closed', state: alert?.state ?? null };
  return settled.reason === 'message-deleted' ? { is: 'deleted' } : null;
}

/** By the words of the newest verdict that named the channel. */
function decided({ routings, subscriptions }: Channel, { incident, alert, now }: Here): Fate | null {
  const codes = routings.at(-1)?.codes ?? [];
  const has = (code: ReasonCode): boolean => codes.includes(code);
  const { severity } = incident.facts;
  if (has('folded')) return { is: 'folded', fold: null };
  if (has('card-deleted')) return { is: 'deleted' };
  if (has('alert-closed')) return { is: 'closed', state: alert?.state ?? null };
  if (has('silenced')) return { is: 'silenced', silence: aboutOf(routings.slice(-1), 'silenced') };
  if (has('digest-only')) return { is: 'digest-only' };
  if (has('below-floor')) return { is: 'below-floor', floor: floorOf(subscriptions), severity };
  if (has('quiet-hours')) return { is: 'held', until: untilOf(subscriptions, now) };
  return codes.length > 0 ? { is: 'on-its-way' } : null;
}

/** What a code was because of, the last time it was said. */
function aboutOf(routings: readonly Routing[], code: ReasonCode): string | null {
  return routings.findLast(({ about }) => about.has(code))?.about.get(code) ?? null;
}

function asOfNow({ subscriptions }: Channel, { incident, watches }: Here): Fate {
  if (incident.silent) return { is: 'silent' };
  const unsatisfied = watches.filter(({ satisfied }) => !satisfied);
  if (unsatisfied.length === watches.length)
    return { is: 'not-satisfied', watches: unsatisfied.map(({ name, missing }) => ({ name, missing })) };
  const heard = subscriptions.filter(({ watch }) => watches.some((each) => each.satisfied && each.watch === watch));
  if (heard.every(({ alerts }) => !alerts)) return { is: 'digest-only' };
  const { severity } = incident.facts;
  if (heard.every(({ severityFloor }) => !isAtLeast(severity, severityFloor)))
    return { is: 'below-floor', floor: floorOf(heard), severity };
  return { is: 'changed-since' };
}

/** The lowest severity that any of them asks for. */
function floorOf(subscriptions: readonly Subscription[]): Severity | null {
  return subscriptions
    .map(({ severityFloor }) => severityFloor)
    .reduce<Severity | null>((low, floor) => (low === null || isAtLeast(low, floor) ? floor : low), null);
}

function untilOf(subscriptions: readonly Subscription[], now: Instant): Instant | null {
  const ends = subscriptions.flatMap(({ quiet }) => (quiet === null ? [] : (quietUntil(quiet, now) ?? [])));
  return ends.length === 0 ? null : Math.min(...ends);
}
