import type { Letter, Pack, Subscription } from '../model.ts';
import { digestOf, digestTime, digestTimer } from '../pipeline/digest.ts';
import { nextDigestAt } from '../pipeline/local-time.ts';
import { hearersOf } from '../pipeline/membership.ts';
import type { Clock, JobHandler, Log, Queue, Store } from '../ports.ts';
import type { Audience } from './audience.ts';
import { letterJobId } from './deliver/letter-job.ts';
import { type Asked, digestReader, type ReaderStore } from './digest/read.ts';
import { isGone, type MembershipDeps } from './membership.ts';

export interface DigestDeps extends MembershipDeps {
  readonly store: MembershipDeps['store'] &
    ReaderStore &
    Pick<Store, 'saveLetter' | 'settleTimer' | 'ensureTimers' | 'bar'>;
  readonly queue: Pick<Queue, 'add'>;
  /** Who is told; null while that is not known. */
  readonly audience: () => Promise<Audience | null>;
  readonly pack: Pack;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
}

const audienceWaitMs = 2_000;
/** So often every timer is looked after, in case one was lost or the clock was put back. */
const ensuredForMs = 3_600_000;
const ensuredAtOnceMax = 50;

type Due = Omit<Asked, 'time'>;

/** Makes the job that writes the digest whose timer fell due: the newest, once, and none of those that were missed before. */
export function digestJob(deps: DigestDeps): JobHandler {
  const read = digestReader(deps);
  return async (timer) => {
    const audience = await deps.audience();
    if (audience === null) return { status: 'again', delayMs: audienceWaitMs, reason: 'audience-unknown' };
    const due = duesOf(audience).get(timer);
    if (due === undefined) {
      await deps.store.settleTimer(timer, null);
      return { status: 'done', reason: 'unsubscribed' };
    }
    const now = deps.clock.now();
    if (await isEnded(deps, due.subscription)) {
      await deps.store.settleTimer(timer, nextDigestAt(due.plan, now));
      return { status: 'done', reason: 'channel-ended' };
    }
    const [hearer] = hearersOf([due.subscription]);
    if (hearer !== undefined && (await isGone(deps, hearer))) {
      await deps.store.settleTimer(timer, nextDigestAt(due.plan, now));
      return { status: 'done', reason: 'left-the-server' };
    }
    const asked = { ...due, time: digestTime(due.plan, now) };
    const letter = letterOf(
      asked,
      digestOf({ ...asked, ...(await read(asked)), pack: deps.pack }),
      deps.realClock.now(),
    );
    const isNew = await deps.store.saveLetter(letter);
    // Also where it was written before: that may have been our own try, and its job lost.
    await deps.queue.add('deliver', [letterJobId(letter.id)]);
    await deps.store.settleTimer(timer, nextDigestAt(due.plan, now));
    if (isNew) deps.log.info('digest written', { subscription: due.subscription.id, letter: letter.id });
    return { status: 'done', reason: isNew ? 'written' : 'written-already' };
  };
}

/** A subscription of the configuration stays listed when its channel takes nothing any more. */
async function isEnded({ store }: DigestDeps, { channel }: Subscription): Promise<boolean> {
  const bar = await store.bar(channel);
  return bar !== null && bar.endedAt !== null;
}

/**
 * Makes what gives each digest of the audience its timer, to be called now and then. A timer that stands is left as it
 * is, so that what fell due while nobody ran is sent; that of a plan that was given up ends when it falls due.
 */
export function digestTimers(deps: DigestDeps): () => Promise<void> {
  const ensured = new Set<string>();
  let forgottenAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const audience = await deps.audience();
    if (audience === null) return;
    if (deps.realClock.now() - forgottenAt > ensuredForMs) {
      ensured.clear();
      forgottenAt = deps.realClock.now();
    }
    const now = deps.clock.now();
    const dues = [...duesOf(audience)].filter(([timer]) => !ensured.has(timer));
    for (let from = 0; from < dues.length; from += ensuredAtOnceMax) {
      const some = dues.slice(from, from + ensuredAtOnceMax);
      await deps.store.ensureTimers(some.map(([timer, { plan }]) => [timer, nextDigestAt(plan, now)] as const));
      for (const [timer] of some) ensured.add(timer);
    }
  };
}

const dues = new WeakMap<Audience, ReadonlyMap<string, Due>>();

/** Every plan of the audience by its timer; the audience is the same object while nothing changed. */
function duesOf(audience: Audience): ReadonlyMap<string, Due> {
  const known = dues.get(audience);
  if (known !== undefined) return known;
  const watches = new Map(audience.watches.map((watch) => [watch.id, watch]));
  const channels = Map.groupBy(audience.subscriptions, ({ channel }) => channel);
  const made = new Map<string, Due>();
  for (const subscription of audience.subscriptions) {
    const watch = watches.get(subscription.watch);
    if (watch === undefined) continue;
    const isAlone = (channels.get(subscription.channel) ?? []).every((each) => each.watch === subscription.watch);
    for (const plan of subscription.digests)
      made.set(digestTimer(subscription, plan), { subscription, watch, plan, isAlone });
  }
  dues.set(audience, made);
  return made;
}

/** Its id says of which time it tells, so that no time is told twice. */
function letterOf({ subscription, plan, time }: Asked, digest: ReturnType<typeof digestOf>, createdAt: number): Letter {
  const { id, server, channel, language }: Subscription = subscription;
  const letter = `digest.${id}.${plan.every}.${new Date(time.to).toISOString()}`;
  return { id: letter, server, channel, language, body: { kind: 'digest', digest }, createdAt };
}
