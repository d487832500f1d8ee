import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { readAudience } from '../../src/jobs/audience.ts';
import { membersJob, mustNotHear } from '../../src/jobs/membership.ts';
import type { Subscription } from '../../src/model.ts';
import { askedMax } from '../../src/pipeline/membership.ts';
import type { Store } from '../../src/ports.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { dayMs, hourMs, noon } from '../support/builders.ts';
import { aSubscription, quiet } from './support/builders.ts';
import { type PlannedPremises, plannedPremises } from './support/premises.ts';

const direct = (user: string, said: Partial<Subscription> = {}) =>
  aSubscription({ id: `direct-${user}`, channel: `dm-${user}`, user, origin: 'command', ...said });

describe('who is told in direct messages', () => {
  let redis: StoreFixture;
  let store: Store;
  let premises: PlannedPremises;
  let filed: Subscription[];
  before(async () => {
    redis = await startStores();
    store = redis.store;
  });
  after(() => redis.stop());
  beforeEach(async () => {
    await redis.empty();
    premises = plannedPremises();
    filed = [];
  });

  const deps = () => ({
    store,
    premises,
    audience: () => readAudience({ store, filed: { watches: [], subscriptions: filed } }),
    clock: { now: () => noon },
    realClock: { now: () => redis.real },
    log: quiet,
  });
  const round = () => membersJob(deps())('members');
  const entry = { at: noon, server: 'home', incident: null, who: null, action: 'subscribe', detail: '' };
  const subscribe = (...all: readonly Subscription[]) =>
    Promise.all(all.map((each) => store.saveSubscription(each, entry)));
  const left = async () => (await store.subscriptions()).map(({ id }) => id).toSorted();
  const mayNot = (server: string, channel: string) => mustNotHear(deps(), { server, channel });

  test('is told no more of a server once they left it, of others they are, and the audit says so', async () => {
    await subscribe(direct('u1'), direct('u1', { id: 'second', watch: 'other' }), direct('u2'));
    await subscribe(direct('u1', { id: 'far', server: 'away' }), aSubscription({ id: 'room', origin: 'command' }));
    premises.left.add('home u1');
    await round();
    assert.deepEqual(await left(), ['direct-u2', 'far', 'room']);
    assert.deepEqual([await mayNot('home', 'dm-u1'), await mayNot('away', 'dm-u1')], [true, false]);
    const ended = (await store.recentAudit(10)).filter(({ action }) => action === 'subscriptions-ended');
    assert.equal(ended.length, 2);
    assert.match(ended[0]?.detail ?? '', /u1 \((everything|other)\)/);
  });

  test('is asked for once a day', async () => {
    await subscribe(direct('u1'));
    await round();
    redis.real += dayMs - 1;
    await round();
    assert.equal(premises.asked.length, 1);
    redis.real += 1;
    await round();
    assert.equal(premises.asked.length, 2);
  });

  test('is asked for some at a time, each in their turn', async () => {
    await subscribe(...Array.from({ length: askedMax + 3 }, (_, at) => direct(`u${at}`)));
    await round();
    assert.equal(premises.asked.length, askedMax);
    await round();
    await round();
    assert.equal(new Set(premises.asked).size, askedMax + 3);
    assert.equal(premises.asked.length, askedMax + 3);
  });

  test('stays so while Discord cannot tell, and is asked for again an hour later', async () => {
    await subscribe(direct('u1'));
    premises.isAway = true;
    premises.left.add('home u1');
    await round();
    assert.deepEqual(await left(), ['direct-u1']);
    assert.equal(await mayNot('home', 'dm-u1'), false);
    premises.isAway = false;
    redis.real += hourMs;
    await round();
    assert.deepEqual(await left(), []);
  });

  test('is asked for before a message where nobody asked for a day', async () => {
    await subscribe(direct('u1'));
    await round();
    premises.left.add('home u1');
    assert.equal(await mayNot('home', 'dm-u1'), false);
    redis.real += dayMs;
    assert.equal(await mayNot('home', 'dm-u1'), true);
    assert.deepEqual(await left(), []);
  });

  test('is told again at once when they come back and subscribe', async () => {
    await subscribe(direct('u1'));
    premises.left.add('home u1');
    await round();
    premises.left.clear();
    await subscribe(direct('u1'));
    assert.equal(await mayNot('home', 'dm-u1'), false);
  });

  test('by the configuration stays listed when they left, is told nothing, and is when they are back', async () => {
    filed = [direct('u1', { origin: 'file' })];
    premises.left.add('home u1');
    await round();
    assert.equal(await mayNot('home', 'dm-u1'), true);
    premises.left.clear();
    redis.real += dayMs;
    await round();
    assert.equal(await mayNot('home', 'dm-u1'), false);
  });

  test('is forgotten when they unsubscribed', async () => {
    await subscribe(direct('u1'));
    await round();
    await store.removeSubscription('direct-u1', entry);
    await round();
    assert.deepEqual(await store.memberships(), []);
  });
});
