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
  Silence,
  Subscription,
  Watch,
} from '../../model.ts';
import { heldUntil } from '../hold.ts';
import { silenceOf, silenceTraits } from '../silences.ts';
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
  /** Of all servers; left out where there are none. */
  readonly silences?: readonly Silence[];
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
  /** The silence because of which nothing is posted and nobody pinged; cards that stand are kept true. */
  readonly silence: Silence['id'] | null;
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
  /** The silences that keep it from somebody. */
  readonly hiddenBy: readonly Silence['id'][];
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
  const heldBack = new Map<string, Reason>();
  const silenced = silencerOf(input);
  const silencedIn = new Map<string, string>();
  for (const { subscription, watch } of subscribersTo(input.subscriptions, satisfied)) {
    const code = whyUnheard(subscription, seen.severity);
    if (code !== null) {
      heldBack.set(subscription.channel, { code, detail: subscription.channel });
      continue;
    }
    const silence = silenced(subscription.server, [watch.id]);
    if (silence !== null) {
      silencedIn.set(subscription.channel, silence);
      heldBack.set(subscription.channel, { code: 'silenced', detail: silencedDetail(subscription.channel, silence) });
      continue;
    }
    const heard = byChannel.get(subscription.channel) ?? { satisfied: [], reasons: [], wasSatisfied: false };
    heard.satisfied.push(subscription);
    heard.reasons.push({ code: 'watch-satisfied', detail: watch.id }, ...(satisfied.get(watch) ?? []));
    heard.wasSatisfied ||= seenBefore !== null && wasHeard(subscription, seenBefore, satisfiedBefore?.has(watch));
    byChannel.set(subscription.channel, heard);
  }
  const listeners = [...byChannel].flatMap(([channel, { satisfied, reasons, wasSatisfied }]) =>
    listenerOf(input, channel, { satisfied, reasons, wasSatisfied, silence: null }),
  );
  const told = input.cards
    .filter(({ channel }) => !byChannel.has(channel))
    .flatMap((card) => {
      const silence = silencedIn.get(card.channel) ?? silenceOfCard(input, card, silenced);
      return listenerOf(input, card.channel, { ...nobody, silence });
    });
  // A silence is said of those who were told before with all that they are told now.
  const silent = new Set(told.flatMap(({ channel, silence }) => (silence === null ? [] : channel)));
  const unheard = [...heldBack].flatMap(([channel, reason]) =>
    byChannel.has(channel) || silent.has(channel) ? [] : reason,
  );
  const hiddenBy = [...silencedIn.values(), ...told.flatMap(({ silence }) => silence ?? [])];
  return {
    listeners: [...listeners, ...told],
    unheard: unheard.slice(0, unheardMax),
    hiddenBy: [...new Set(hiddenBy)],
  };
}
const nobody = { satisfied: [], reasons: [], wasSatisfied: false };

/** A silence of a channel, in a reason: the channel comes first, as in all reasons of routing. */
const silencedDetail = (channel: string, silence: Silence['id']): string => `${channel} ${silence}`;

type Silencer = (server: string, watches: readonly string[]) => Silence['id'] | null;

/** Looks at the incident once, and only if anybody has a silence. */
function silencerOf({ silences = [], incident, pack, now }: Audible): Silencer {
  if (silences.length === 0) return () => null;
  const traits = silenceTraits(incident, pack);
  return (server, watches) => silenceOf(silences, traits, { server, watches, now })?.id ?? null;
}

/** A channel that was told for a watch that is satisfied no more, or silenced by now. */
function silenceOfCard({ alerts, subscriptions }: Audible, { server, channel }: Card, silenced: Silencer) {
  const own = subscriptionsOf(subscriptions, channel);
  const at = server ?? own[0]?.server;
  if (at === undefined) return null;
  const alert = alerts.find((each) => each.server === at);
  const watches = alert === undefined || alert.watches.length === 0 ? own.map(({ watch }) => watch) : alert.watches;
  return silenced(at, watches);
}

function listenerOf(
  input: Audible,
  channel: string,
  heardBy: {
    satisfied: readonly Subscription[];
    reasons: readonly Reason[];
    wasSatisfied: boolean;
    silence: string | null;
  },
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
      isMuted: heardBy.silence !== null || (subscriptions.length > 0 && subscriptions.every(({ alerts }) => !alerts)),
      silence: heardBy.silence,
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
