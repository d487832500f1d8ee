import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SubscriptionWish } from '../../../../src/model.ts';
import { nothingWished } from '../../../../src/pipeline/subscribe.ts';
import { aWatch } from '../../support/builders.ts';
import { plannedPremises } from '../../support/premises.ts';
import { away, by, desk, queue, refusedWith, setUp, store } from '../world.ts';

setUp();

const guest = (said = {}) => by('Eve', { roles: [], ...said });
const ask = (watch: string, wish: Partial<SubscriptionWish> = {}) => ({
  watch,
  wish: { ...nothingWished, ...wish },
  isDirect: true,
});
const own = () => desk({ premises: plannedPremises() });

test('anyone is told in direct messages what he asks for, greeted once, and ends it himself', async () => {
  const wish = { severityFloor: 'high', quietFrom: '22:00', quietTo: '7:00', timeZone: 'baghdad' } as const;
  const reply = await own().subscribe({ ...guest(), ...ask('raids', { ...wish, pingRole: 'watchers' }) });
  assert.match(reply.text, /In direct messages you are now told of/);
  assert.match(JSON.stringify(reply.lines), /the role was left out/);
  await own().subscribe({ ...guest(), ...ask('raids', { severityFloor: 'critical' }) });
  const [subscription, ...others] = await store.subscriptions();
  assert.deepEqual(others, []);
  assert.partialDeepStrictEqual(subscription, {
    user: 'eve',
    server: 'home',
    channel: 'direct-eve',
    pingRole: null,
    severityFloor: 'critical',
    quiet: { from: '22:00', to: '07:00', timeZone: 'Asia/Baghdad' },
  });
  const letters = await store.waitingLetters(Number.MAX_SAFE_INTEGER, 10);
  assert.equal(letters.length, 1);
  assert.match(JSON.stringify(letters[0]?.body), /Home.*“Everything”/);
  assert.deepEqual(
    queue.waiting.map(({ id }) => id),
    letters.map(({ id }) => `letter:${id}`),
  );
  refusedWith(await own().unsubscribe({ ...by('Ben'), watch: null, isDirect: true }), /nothing in direct messages/);
  assert.equal((await own().unsubscribe({ ...guest(), watch: null, isDirect: true })).ok, true);
  assert.deepEqual(await store.subscriptions(), []);
});

test('the greeting names a server that was never set up as Discord does', async () => {
  const bare = desk({ premises: plannedPremises(), filedServers: [] });
  assert.equal((await bare.subscribe({ ...guest(), ...ask('raids') })).ok, true);
  const [letter] = await store.waitingLetters(Number.MAX_SAFE_INTEGER, 10);
  assert.match(JSON.stringify(letter?.body), /You asked on Home /);
});

test("nobody is told of another server's watch in direct messages, nor ends what another asked for", async () => {
  const filed = { watches: [aWatch({ id: 'private', server: 'home' })], subscriptions: [] };
  const shared = desk({ premises: plannedPremises(), filed });
  refusedWith(await shared.subscribe({ ...guest(away), ...ask('private') }), /no watch “private”/);
  assert.equal((await shared.subscribe({ ...guest(), ...ask('private') })).ok, true);
  refusedWith(await shared.unsubscribe({ ...guest(away), watch: 'private', isDirect: true }), /nothing/);
  assert.equal((await store.subscriptions()).length, 1);
});

test('a person asks for ten watches at most, also at the same moment', async () => {
  const watches = Array.from({ length: 12 }, (_, at) => aWatch({ id: `w${at}` }));
  const shared = desk({ premises: plannedPremises(), filed: { watches, subscriptions: [] } });
  const replies = await Promise.all(watches.map(({ id }) => shared.subscribe({ ...guest(), ...ask(id) })));
  assert.equal(replies.filter(({ ok }) => ok).length, 10);
  assert.equal((await store.subscriptions()).length, 10);
});

test('a person asks for ten watches at most, and what is told to persons takes no place of the channels', async () => {
  const watches = Array.from({ length: 11 }, (_, at) => aWatch({ id: `w${at}` }));
  const many = desk({ premises: plannedPremises(), filed: { watches, subscriptions: [] } });
  for (let at = 0; at < 10; at += 1) assert.equal((await many.subscribe({ ...guest(), ...ask(`w${at}`) })).ok, true);
  refusedWith(await many.subscribe({ ...guest(), ...ask('w10') }), /10 watches in direct messages/);
  assert.equal((await many.subscribe({ ...by('Ben'), ...ask('w10') })).ok, true);
});

test('without a way to direct messages nothing is saved, and why is said', async () => {
  const premises = plannedPremises();
  premises.isAway = true;
  refusedWith(await desk({ premises }).subscribe({ ...guest(), ...ask('raids') }), /No direct messages .*reached/);
  refusedWith(await desk().subscribe({ ...guest(), ...ask('raids') }), /not connected/);
  assert.deepEqual(await store.subscriptions(), []);
});
