import type { DigestPlan, Language, QuietHours, Severity, Subscription, SubscriptionWish } from '../model.ts';
import { readTimeOfDay, readTimeZone } from './time-words.ts';

export const cardsPerHourMax = 1_000;
const digestAtUsual = '08:00';
const typedShownMax = 60;

/** What a subscription is where neither a wish nor an earlier one says otherwise. */
export interface UsualSubscription {
  readonly severityFloor: Severity;
  readonly pingFloor: Severity;
  readonly language: Language;
  readonly timeZone: string;
}

/** Why a wish cannot be granted. */
export type WishMistake =
  | { readonly what: 'time-of-day'; readonly typed: string }
  | { readonly what: 'time-zone'; readonly typed: string; readonly near: readonly string[] }
  | { readonly what: 'half-quiet' }
  | { readonly what: 'cap'; readonly typed: string }
  | { readonly what: 'digest-time-alone' }
  | { readonly what: 'nothing-told' };

export type Wished =
  | { readonly ok: true; readonly subscription: Subscription }
  | { readonly ok: false; readonly mistake: WishMistake };

/** Nothing but the usual. */
export const nothingWished: SubscriptionWish = {
  pingRole: null,
  severityFloor: null,
  pingFloor: null,
  quietFrom: null,
  quietTo: null,
  timeZone: null,
  cardsPerHour: null,
  cardLanguage: null,
  digest: null,
  digestAt: null,
  alerts: null,
};

/** Who is told what. */
export type SubscriptionOf = Pick<Subscription, 'id' | 'watch' | 'server' | 'channel' | 'user'>;

/** The subscription that is wished for: what the wish leaves open is as `before`, else as usual. */
export function subscriptionOf(
  to: SubscriptionOf,
  wish: SubscriptionWish,
  before: Subscription | null,
  usual: UsualSubscription,
): Wished {
  const zone = zoneOf(wish, before, usual);
  const quiet = zone.ok ? quietOf(wish, before, zone.timeZone) : zone;
  const digests = zone.ok ? digestsOf(wish, before, zone.timeZone) : zone;
  if (!zone.ok) return zone;
  if (!quiet.ok) return quiet;
  if (!digests.ok) return digests;
  const cap = wish.cardsPerHour;
  if (cap !== null && !(Number.isInteger(cap) && cap >= 0 && cap <= cardsPerHourMax))
    return { ok: false, mistake: { what: 'cap', typed: String(cap) } };
  const alerts = wish.alerts ?? before?.alerts ?? true;
  if (!alerts && digests.digests.length === 0) return { ok: false, mistake: { what: 'nothing-told' } };
  const isPinged = to.user === null && wish.pingFloor !== 'nobody';
  const subscription: Subscription = {
    ...to,
    pingRole: isPinged ? (wish.pingRole ?? before?.pingRole ?? null) : null,
    severityFloor: wish.severityFloor ?? before?.severityFloor ?? usual.severityFloor,
    pingFloor: (wish.pingFloor === 'nobody' ? null : wish.pingFloor) ?? before?.pingFloor ?? usual.pingFloor,
    language: wish.cardLanguage ?? before?.language ?? usual.language,
    alerts,
    quiet: quiet.quiet,
    cardsPerHour: cap === null ? (before?.cardsPerHour ?? null) : cap === 0 ? null : cap,
    digests: digests.digests,
    origin: 'command',
  };
  return { ok: true, subscription };
}

type Failed = Extract<Wished, { readonly ok: false }>;

function zoneOf(wish: SubscriptionWish, before: Subscription | null, usual: UsualSubscription) {
  if (wish.timeZone === null) {
    const held = before?.quiet?.timeZone ?? before?.digests[0]?.timeZone ?? usual.timeZone;
    return { ok: true, timeZone: held } as const;
  }
  const read = readTimeZone(wish.timeZone);
  if (read.ok) return read;
  const typed = wish.timeZone.slice(0, typedShownMax);
  return { ok: false, mistake: { what: 'time-zone', typed, near: read.near } } as const;
}

/** Reads quiet hours as they are typed; equal ends are none. */
export function readQuietHours(
  from: string,
  to: string,
  timeZone: string,
): Failed | { readonly ok: true; readonly quiet: QuietHours | null } {
  const [begins, ends] = [readTimeOfDay(from), readTimeOfDay(to)];
  if (begins === null) return wrongTime(from);
  if (ends === null) return wrongTime(to);
  return { ok: true, quiet: begins === ends ? null : { from: begins, to: ends, timeZone } };
}

function quietOf(wish: SubscriptionWish, before: Subscription | null, timeZone: string) {
  const { quietFrom, quietTo } = wish;
  const held = before?.quiet ?? null;
  if (quietFrom === null && quietTo === null)
    return { ok: true, quiet: held === null || wish.timeZone === null ? held : { ...held, timeZone } } as const;
  if (quietFrom === null || quietTo === null) return { ok: false, mistake: { what: 'half-quiet' } } as const;
  return readQuietHours(quietFrom, quietTo, timeZone);
}

function digestsOf(wish: SubscriptionWish, before: Subscription | null, timeZone: string) {
  const held = before?.digests ?? [];
  const at = wish.digestAt === null ? (held[0]?.at ?? digestAtUsual) : readTimeOfDay(wish.digestAt);
  if (at === null) return wrongTime(wish.digestAt ?? '');
  const every = wish.digest === null ? held.map((plan) => plan.every) : everyOf(wish.digest);
  if (wish.digestAt !== null && every.length === 0)
    return { ok: false, mistake: { what: 'digest-time-alone' } } as const;
  const isAsBefore = wish.digest === null && wish.digestAt === null;
  const digests: readonly DigestPlan[] = isAsBefore
    ? held.map((plan) => (wish.timeZone === null ? plan : { ...plan, timeZone }))
    : every.map((one) => ({ every: one, at, timeZone }));
  return { ok: true, digests } as const;
}

function everyOf(digest: NonNullable<SubscriptionWish['digest']>): readonly DigestPlan['every'][] {
  switch (digest) {
    case 'none':
      return [];
    case 'both':
      return ['day', 'week'];
    case 'day':
    case 'week':
      return [digest];
  }
}

function wrongTime(typed: string): Failed {
  return { ok: false, mistake: { what: 'time-of-day', typed: typed.slice(0, typedShownMax) } };
}
