import type { Subscription } from '../model.ts';
import { answered, type Hearer, hearersOf, isDue, membershipRound } from '../pipeline/membership.ts';
import type { Clock, JobHandler, Log, Premises, Store } from '../ports.ts';
import type { Audience } from './audience.ts';

export interface MembershipDeps {
  readonly store: Pick<
    Store,
    'membership' | 'memberships' | 'saveMembership' | 'forgetMemberships' | 'removeSubscription' | 'subscriptions'
  >;
  /** Null where nobody can be asked: there everybody counts as a member. */
  readonly premises: Pick<Premises, 'isMember'> | null;
  /** Who is told; null while that is not known. */
  readonly audience: () => Promise<Audience | null>;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
}

/**
 * Makes the job that asks whether those who are told in direct messages are still on the server whose watches they hear,
 * a few of them a round, each once a day. It may come at any time.
 */
export function membersJob(deps: MembershipDeps): JobHandler {
  return async () => {
    const audience = await deps.audience();
    if (deps.premises === null) return { status: 'done', reason: 'nobody-to-ask' };
    if (audience === null) return { status: 'done', reason: 'audience-unknown' };
    const hearers = hearersOf(audience.subscriptions);
    const known = await deps.store.memberships();
    const { asked, forgotten } = membershipRound(hearers, known, deps.realClock.now());
    for (const hearer of asked) await isGone(deps, hearer);
    await deps.store.forgetMemberships(forgotten);
    return { status: 'done', reason: asked.length === 0 ? 'none-due' : 'asked' };
  };
}

/** Asks, whenever it was asked before; who is gone is told no more. */
export async function isGone(deps: MembershipDeps, hearer: Hearer): Promise<boolean> {
  const { store, premises, realClock, log } = deps;
  if (premises === null) return false;
  const before = await store.membership(hearer.server, hearer.channel);
  const found = await premises.isMember(hearer.server, hearer.user);
  const isMember = found.status === 'found' ? found.is : null;
  const membership = answered(hearer, isMember, before, realClock.now());
  // First of all: from here on they are told nothing, whatever becomes of us.
  await store.saveMembership(membership);
  if (found.status !== 'found')
    log.warn('membership not told; asked again later', { ...hearer, problem: found.problem });
  if (membership.isGone) await endSubscriptions(deps, hearer);
  return membership.isGone;
}

/** Whether a channel of direct messages must not be told of a server; asks where nobody asked for a day. */
export async function mustNotHear(
  deps: MembershipDeps,
  { server, channel }: Pick<Hearer, 'server' | 'channel'>,
): Promise<boolean> {
  if (deps.premises === null) return false;
  const membership = await deps.store.membership(server, channel);
  if (!isDue(membership, deps.realClock.now())) return membership?.isGone ?? false;
  const hearers = hearersOf((await deps.audience())?.subscriptions ?? []);
  const hearer = membership ?? hearers.find((each) => each.server === server && each.channel === channel);
  return hearer === undefined ? false : isGone(deps, hearer);
}

/** Those of the configuration stay listed, as for channels that ended. Nobody is told: leaving is a person's own affair. */
async function endSubscriptions(
  { store, clock, log }: MembershipDeps,
  { server, channel, user }: Hearer,
): Promise<void> {
  const isTheirs = (each: Subscription) => each.server === server && each.channel === channel && each.user === user;
  for (const { id, watch } of (await store.subscriptions()).filter(isTheirs)) {
    await store.removeSubscription(id, {
      at: clock.now(),
      server,
      incident: null,
      who: null,
      action: 'subscriptions-ended',
      detail: `direct messages to ${user} (${watch}): they are not on the server any more`,
    });
    log.info('direct subscription of somebody who left ended', { server, user, subscription: id });
  }
}
