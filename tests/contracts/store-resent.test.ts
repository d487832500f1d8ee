import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import type { Store } from '../../src/ports.ts';
import { anArticle, anIncident } from '../support/builders.ts';
import { aCard, aFeedState, anAlert, anEntry, aPoll, aRow, aSubscription, aVerdict, aWatch } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';
import { type LossySocket, startLossySocket } from './lossy-socket.ts';

type Write = (store: Store) => Promise<unknown>;

const small = fc.nat(2);
const instant = fc.integer({ min: 1, max: 50 });

/** Any write of the store, on few ids, so that writes meet. */
const anyWrite: fc.Arbitrary<Write> = fc.oneof(
  fc.tuple(small, instant).map(
    ([n, at]) =>
      (store: Store) =>
        store.settleTimer(`t${n}`, at),
  ),
  fc.tuple(small, instant).map(
    ([n, at]) =>
      (store: Store) =>
        store.ensureTimer(`t${n}`, at),
  ),
  fc.tuple(small, small, instant).map(([n, article, at]) => (store: Store) => {
    const state = aFeedState({ feed: `f${n}`, lastPolledAt: at });
    return store.commitPoll(
      aPoll([anArticle({ id: `a${article}` })], { state, timer: `t${n}`, polledAt: at, nextDue: at }),
    );
  }),
  fc.tuple(small, small, small, fc.boolean()).map(([article, incident, behind, concerns]) => async (store: Store) => {
    const { revision } = await store.incidentsSince(0);
    const id = `i${incident}`;
    if (!concerns) return store.commitVerdict(aVerdict(`a${article}`, null));
    return store.commitVerdict(
      aVerdict(`a${article}`, anIncident({ id }), {
        revision: revision - Math.max(0, behind - 1),
        alertsOpened: [anAlert(id, 'home')],
        rows: [aRow(id, '100'), aRow(id, `20${article}`)],
        audit: [anEntry({ incident: id, action: `verdict on ${article}` })],
      }),
    );
  }),
  fc.tuple(small, small, small).map(([incident, key, revision]) => (store: Store) => {
    const id = `i${incident}`;
    const state = key === 0 ? 'resolved' : 'acknowledged';
    return store.commitAlert({
      key: `k${key}`,
      expectedRevision: revision,
      alert: anAlert(id, 'home', { state, revision: revision + 1 }),
      rows: [aRow(id, '100', { id: `${id}.1.${revision}.card.100` })],
      letters: [],
      label: null,
      audit: [anEntry({ incident: id, action: `press ${key}` })],
      nextDueAt: null,
    });
  }),
  fc.tuple(small, small).map(
    ([n, owner]) =>
      (store: Store) =>
        store.claimCard(`i${n}`, '100', `o${owner}`, 1_000),
  ),
  fc.tuple(small, small).map(
    ([n, owner]) =>
      (store: Store) =>
        store.releaseCard(`i${n}`, '100', `o${owner}`),
  ),
  fc.tuple(small, small).map(([n, owner]) => (store: Store) => {
    const settled = [{ row: aRow(`i${n}`, '100').id, outcome: 'sent', reason: 'posted' } as const];
    return store.saveCard(aCard(`i${n}`, '100', { messageId: `m${owner}` }), `o${owner}`, settled);
  }),
  small.map((owner) => (store: Store) => store.claimWriter(`o${owner}`, 1_000)),
  small.map((owner) => (store: Store) => store.releaseWriter(`o${owner}`)),
  small.map((n) => (store: Store) => store.saveWatch(aWatch(`w${n}`), anEntry({ action: `watch ${n}` }))),
  small.map((n) => (store: Store) => store.saveSubscription(aSubscription(`s${n}`), anEntry({ action: 'subscribe' }))),
  small.map((n) => (store: Store) => store.removeSubscription(`s${n}`, anEntry({ action: 'unsubscribe' }))),
  small.map((n) => (store: Store) => store.record(anEntry({ action: `act ${n}`, incident: `i${n}` }))),
  fc.constant((store: Store) => store.retain(1)),
);

/** Everything under a prefix but what differs by chance: tokens, stream ids, expiry. */
async function contents(redis: Redis, prefix: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const key of (await redis.keys(`${prefix}*`)).toSorted()) {
    const name = key.slice(prefix.length);
    if (name.startsWith('applied:')) continue;
    const type = await redis.type(key);
    if (type === 'string') found[name] = name.startsWith('press:') ? 'taken' : await withoutToken(redis, key);
    if (type === 'hash') found[name] = await redis.hgetall(key);
    if (type === 'zset') found[name] = await redis.zrange(key, 0, '-1', 'WITHSCORES');
    if (type === 'set') found[name] = (await redis.smembers(key)).toSorted();
    if (type === 'stream') found[name] = (await redis.xrange(key, '-', '+')).map(([, fields]) => fields);
  }
  return found;
}

async function withoutToken(redis: Redis, key: string): Promise<string | undefined> {
  return (await redis.get(key))?.replace(/"commit":"[^"]*"/, '');
}

describe('a write that is sent again because its reply was lost', () => {
  let fixture: StoreFixture;
  let socket: LossySocket;
  let lossyRedis: Redis;
  before(async () => {
    fixture = await startStores();
    socket = await startLossySocket(`${fixture.server.path}.lossy`, fixture.server.path);
    lossyRedis = new Redis({ path: socket.path, maxRetriesPerRequest: null, retryStrategy: () => 1 });
    lossyRedis.on('error', () => undefined);
  });
  after(async () => {
    lossyRedis.disconnect();
    await socket.close();
    await fixture.stop();
  });

  it('changes neither what is stored nor what is answered', async () => {
    const steps = fc.array(fc.tuple(anyWrite, fc.boolean()), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(steps, async (writes) => {
        await fixture.empty();
        const plain = fixture.open({ prefix: 'plain:' });
        const lossy = fixture.open({ prefix: 'lossy:' }, lossyRedis);
        for (const [write, isLost] of writes) {
          const expected = await write(plain);
          if (isLost) socket.loseNextReply();
          assert.deepEqual(await write(lossy), expected);
        }
        assert.deepEqual(await contents(fixture.redis, 'lossy:'), await contents(fixture.redis, 'plain:'));
      }),
      { numRuns: 60 },
    );
    assert.ok(socket.lost > 100, `${socket.lost} replies were lost`);
  });

  it('has removed a subscription that there was', async () => {
    await fixture.empty();
    const lossy = fixture.open({}, lossyRedis);
    await lossy.saveSubscription(aSubscription('s'), anEntry());
    await lossy.removeSubscription('none', anEntry());
    socket.loseNextReply();
    assert.equal(await lossy.removeSubscription('s', anEntry()), true);
    assert.deepEqual(await fixture.store.subscriptions(), []);
  });

  it('takes the timers that it took, as long as they are leased', async () => {
    await fixture.empty();
    const lossy = fixture.open({}, lossyRedis);
    for (const name of ['a', 'b', 'c']) await fixture.store.settleTimer(name, 1);
    assert.deepEqual(await lossy.claimDue(0, 2, 1_000), [], 'the server knows the script from now on');
    socket.loseNextReply();
    assert.deepEqual((await lossy.claimDue(1, 2, 1_000)).toSorted(), ['a', 'b']);
    assert.deepEqual(await lossy.claimDue(1, 2, 1_000), ['c'], 'the next claim in the same millisecond is another');
    fixture.real += 1_000;
    assert.deepEqual((await lossy.claimDue(1, 9, 1_000)).toSorted(), ['a', 'b', 'c']);
  });
});
