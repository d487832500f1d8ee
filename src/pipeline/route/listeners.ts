import type {
  Alert,
  Article,
  Card,
  Incident,
  Instant,
  Language,
  Pack,
  Reason,
  ReasonCode,
  Severity,
  Subscription,
  Watch,
} from '../../model.ts';
import { heldUntil } from '../hold.ts';
import { satisfiedBy } from '../watch/satisfied.ts';
import { type WatchedIncident, watched } from '../watch/watched.ts';
import { isAtLeast } from '../watch.ts';
import { subscribersTo, subscriptionsOf } from './subscribers.ts';

/** An incident's newest version, and all who may hear of it. */
export interface Audible {
  readonly incident: Incident;
  /** The incident at the version before this one; null when this article opened it. */
  readonly before: Incident | null;
  readonly article: Article;
  readonly watches: readonly Watch[];
  readonly subscriptions: readonly Subscription[];
  /** The alerts and cards that the incident has already. */
  readonly alerts: readonly Alert[];
  readonly cards: readonly Card[];
  readonly pack: Pack;
  /** The time of the news. */
  readonly now: Instant;
}

/** A channel that hears of the incident: because a watch is satisfied, or because it was told before. */
export interface Listener {
  readonly server: string;
  readonly channel: string;
  readonly language: Language;
  /** The role that this severity may ping; null when no subscription of the channel wants that. */
  readonly pingRole: string | null;
  readonly alert: Alert | null;
  readonly card: Card | null;
  /** Whether its first card was asked for by an earlier version. */
  readonly wasTold: boolean;
  /** Nothing is posted before; null: at once. */
  readonly heldUntil: Instant | null;
  /** Whoever subscribed here wants digests alone by now: cards that stand are kept true, and nothing new is said. */
  readonly isMuted: boolean;
  readonly cardsPerHour: number | null;
  /** A channel of direct messages, which has no roles: there a message of its own is the ping. */
  readonly isDirect: boolean;
  readonly pingsDirectly: boolean;
  readonly reasons: readonly Reason[];
}

/** Who hears of an incident, and why others who might have do not. */
interface Heard {
  readonly listeners: readonly Listener[];
  /** Of channels whose watch is satisfied and who hear nothing all the same. */
  readonly unheard: readonly Reason[];
}
/** Reasons of that kind that one verdict keeps. */
const unheardMax = 200;

/** The channels that hear of the incident: those whose watches are satisfied, then those that were told before. */
export function listenersOf(input: Audible): Heard {
  const seen = watched(input.incident, input.article, input.pack);
  const seenBefore = input.before === null || input.before.silent ? null : watched(input.before, null, input.pack);
  const satisfied = satisfiedBy(input.watches, seen);
  const satisfiedBefore = seenBefore === null ? null : satisfiedBy(input.watches, seenBefore);
  const byChannel = new Map<string, { satisfied: Subscription[]; reasons: Reason[]; wasSatisfied: boolean }>();
  const heldBack = new Map<string, ReasonCode>();
  for (const { subscription, watch } of subscribersTo(input.subscriptions, satisfied)) {
    const code = whyUnheard(subscription, seen.severity);
    if (code !== null) {
      heldBack.set(subscription.channel, code);
      continue;
    }
    const heard = byChannel.get(subscription.channel) ?? { satisfied: [], reasons: [], wasSatisfied: false };
    heard.satisfied.push(subscription);
    heard.reasons.push({ code: 'watch-satisfied', detail: watch.id }, ...(satisfied.get(watch) ?? []));
    heard.wasSatisfied ||= seenBefore !== null && wasHeard(subscription, seenBefore, satisfiedBefore?.has(watch));
    byChannel.set(subscription.channel, heard);
  }
  const listeners = [...byChannel].flatMap(([channel, { satisfied, reasons, wasSatisfied }]) =>
    listenerOf(input, channel, { satisfied, reasons, wasSatisfied }),
  );
  const told = input.cards.filter(({ channel }) => !byChannel.has(channel));
  const unheard = [...heldBack].flatMap(([detail, code]) => (byChannel.has(detail) ? [] : { code, detail }));
  return {
    listeners: [...listeners, ...told.flatMap((card) => listenerOf(input, card.channel, nobody))],
    unheard: unheard.slice(0, unheardMax),
  };
}
const nobody = { satisfied: [], reasons: [], wasSatisfied: false };

function listenerOf(
  input: Audible,
  channel: string,
  heardBy: { satisfied: readonly Subscription[]; reasons: readonly Reason[]; wasSatisfied: boolean },
): Listener[] {
  const card = input.cards.find((each) => each.channel === channel) ?? null;
  const all = subscriptionsOf(input.subscriptions, channel);
  const subscriptions = heardBy.satisfied.length > 0 ? heardBy.satisfied : all;
  const first = subscriptions[0];
  const server = card?.server ?? first?.server ?? null;
  if (server === null) return [];
  const severity = input.incident.facts.severity;
  const alert = input.alerts.find((each) => each.server === server) ?? null;
  const isDirect = card?.isDirect ?? (first?.user ?? null) !== null;
  const wantPing = subscriptions.filter(({ alerts, pingFloor }) => alerts && isAtLeast(severity, pingFloor));
  const pings = wantPing.find(({ pingRole }) => pingRole !== null);
  return [
    {
      server,
      channel,
      language: first?.language ?? card?.language ?? 'en',
      pingRole: isDirect ? null : (pings?.pingRole ?? null),
      alert,
      card,
      isDirect,
      pingsDirectly: isDirect && wantPing.length > 0,
      heldUntil: heldUntil(
        subscriptions.filter(({ alerts }) => alerts),
        severity,
        input.now,
      ),
      isMuted: subscriptions.length > 0 && subscriptions.every(({ alerts }) => !alerts),
      cardsPerHour: capOf(all),
      wasTold: card !== null || (alert !== null && heardBy.wasSatisfied),
      reasons: heardBy.reasons,
    },
  ];
}

/** The strictest that was asked for: so many cards and no more is a promise to the channel. */
function capOf(subscriptions: readonly Subscription[]): number | null {
  const caps = subscriptions.flatMap(({ cardsPerHour }) => cardsPerHour ?? []);
  return caps.length === 0 ? null : Math.min(...caps);
}

/** Why a subscription whose watch is satisfied is not told; null where it is. */
export function whyUnheard({ alerts, severityFloor }: Subscription, severity: Severity): ReasonCode | null {
  if (!alerts) return 'digest-only';
  return isAtLeast(severity, severityFloor) ? null : 'below-floor';
}

function wasHeard(
  subscription: Subscription,
  { severity }: WatchedIncident,
  wasSatisfied: boolean | undefined,
): boolean {
  return wasSatisfied === true && whyUnheard(subscription, severity) === null;
}
