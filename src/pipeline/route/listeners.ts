import type { Alert, Article, Card, Incident, Language, Pack, Reason, Subscription, Watch } from '../../model.ts';
import { isAtLeast, satisfaction, type WatchedIncident, watched } from '../watch.ts';

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
  readonly reasons: readonly Reason[];
}

/** The channels that hear of the incident: those whose watches are satisfied, then those that were told before. */
export function listenersOf(input: Audible): readonly Listener[] {
  const seen = watched(input.incident, input.article, input.pack);
  const seenBefore = input.before === null || input.before.silent ? null : watched(input.before, null, input.pack);
  const byChannel = new Map<string, { satisfied: Subscription[]; reasons: Reason[]; wasSatisfied: boolean }>();
  for (const subscription of input.subscriptions) {
    const watch = watchOf(input.watches, subscription);
    const reasons = watch === null ? null : heard(watch, subscription, seen);
    if (watch === null || reasons === null) continue;
    const wasSatisfied = seenBefore !== null && heard(watch, subscription, seenBefore) !== null;
    const known = byChannel.get(subscription.channel);
    byChannel.set(subscription.channel, {
      satisfied: [...(known?.satisfied ?? []), subscription],
      reasons: [...(known?.reasons ?? []), { code: 'watch-satisfied', detail: watch.id }, ...reasons],
      wasSatisfied: wasSatisfied || known?.wasSatisfied === true,
    });
  }
  const listeners = [...byChannel].flatMap(([channel, { satisfied, reasons, wasSatisfied }]) =>
    listenerOf(input, channel, { satisfied, reasons, wasSatisfied }),
  );
  const told = input.cards.filter(({ channel }) => !byChannel.has(channel));
  return [...listeners, ...told.flatMap((card) => listenerOf(input, card.channel, nobody))];
}
const nobody = { satisfied: [], reasons: [], wasSatisfied: false };

function listenerOf(
  input: Audible,
  channel: string,
  heardBy: { satisfied: readonly Subscription[]; reasons: readonly Reason[]; wasSatisfied: boolean },
): Listener[] {
  const card = input.cards.find((each) => each.channel === channel) ?? null;
  const subscriptions =
    heardBy.satisfied.length > 0 ? heardBy.satisfied : input.subscriptions.filter((each) => each.channel === channel);
  const first = subscriptions[0];
  const server = card?.server ?? first?.server ?? null;
  if (server === null) return [];
  const severity = input.incident.facts.severity;
  const alert = input.alerts.find((each) => each.server === server) ?? null;
  const pings = subscriptions.find(({ pingRole, pingFloor }) => pingRole !== null && isAtLeast(severity, pingFloor));
  return [
    {
      server,
      channel,
      language: first?.language ?? card?.language ?? 'en',
      pingRole: pings?.pingRole ?? null,
      alert,
      card,
      wasTold: card !== null || (alert !== null && heardBy.wasSatisfied),
      reasons: heardBy.reasons,
    },
  ];
}

/** A server's watch is heard by that server alone. */
function watchOf(watches: readonly Watch[], subscription: Subscription): Watch | null {
  const watch = watches.find(({ id }) => id === subscription.watch);
  if (watch === undefined) return null;
  return watch.server === null || watch.server === subscription.server ? watch : null;
}

function heard(watch: Watch, subscription: Subscription, seen: WatchedIncident): readonly Reason[] | null {
  return isAtLeast(seen.severity, subscription.severityFloor) ? satisfaction(watch, seen) : null;
}
