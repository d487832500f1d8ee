import type { Instant, Membership, Subscription } from '../model.ts';

/** The timer, and the job of the queue `deliver`, that look after who is told in direct messages. */
export const membersTimer = 'members';
export const membersJobId = 'members';
/** A round asks for so few people, so that many are spread over the day: 14,400 at most. */
export const membersEveryMs = 60_000;
export const askedMax = 10;

const askedEveryMs = 24 * 3_600_000;
/** When Discord is asked again after it could not tell. */
const unknownPauseMs = 3_600_000;
/** Cards that somebody who left still has are let go by then. */
const goneKeepMs = 45 * 24 * 3_600_000;

/** Somebody who is told the watches of a server in direct messages. */
export type Hearer = Pick<Membership, 'server' | 'channel' | 'user'>;

/** Everybody who is told in direct messages, once a server. */
export function hearersOf(subscriptions: readonly Subscription[]): readonly Hearer[] {
  const hearers = new Map<string, Hearer>();
  for (const { server, channel, user } of subscriptions)
    if (user !== null) hearers.set(placeOf({ server, channel }), { server, channel, user });
  return [...hearers.values()];
}

/** Whom a round asks for: the longest due first, and those to be forgotten, who are told nothing and have nothing more. */
export function membershipRound(
  hearers: readonly Hearer[],
  known: readonly Membership[],
  now: Instant,
): { readonly asked: readonly Hearer[]; readonly forgotten: readonly Membership[] } {
  const byPlace = new Map(known.map((membership) => [placeOf(membership), membership]));
  const due = hearers.flatMap((hearer) => {
    const membership = byPlace.get(placeOf(hearer)) ?? null;
    return isDue(membership, now) ? { hearer, dueAt: membership?.dueAt ?? Number.NEGATIVE_INFINITY } : [];
  });
  const heard = new Set(hearers.map(placeOf));
  const forgotten = known.filter(
    (membership) => !heard.has(placeOf(membership)) && (!membership.isGone || now - membership.dueAt > goneKeepMs),
  );
  const asked = due.toSorted((a, b) => (a.dueAt === b.dueAt ? 0 : a.dueAt - b.dueAt)).slice(0, askedMax);
  return { asked: asked.map(({ hearer }) => hearer), forgotten };
}

/** Whether it is time to ask for somebody; a due time that only a clock put back explains counts as none. */
export function isDue(membership: Membership | null, now: Instant): boolean {
  return membership === null || membership.dueAt <= now || membership.dueAt > now + askedEveryMs;
}

/** What an answer makes of it; null: it could not be told, and what was known holds. */
export function answered(
  hearer: Hearer,
  isMember: boolean | null,
  before: Membership | null,
  now: Instant,
): Membership {
  const { server, channel, user } = hearer;
  const isGone = isMember === null ? (before?.isGone ?? false) : !isMember;
  return { server, channel, user, isGone, dueAt: now + (isMember === null ? unknownPauseMs : askedEveryMs) };
}

const placeOf = ({ server, channel }: Pick<Membership, 'server' | 'channel'>): string => `${server}:${channel}`;
