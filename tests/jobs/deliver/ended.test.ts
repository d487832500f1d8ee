import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rememberAudience } from '../../../src/jobs/audience.ts';
import { liftBars } from '../../../src/jobs/deliver/barred.ts';
import type { Permission } from '../../../src/model.ts';
import type { Found } from '../../../src/ports.ts';
import { anAlert, anArticle, anIncident } from '../../support/builders.ts';
import { aRow, aSubscription, aWatch, commit, quiet } from '../support/builders.ts';
import {
  card,
  deliver,
  deliverer,
  developed,
  messenger,
  notice,
  opened,
  pressAcknowledge,
  redis,
  setUp,
  shownVersion,
  store,
  unsettled,
} from './world.ts';

setUp();

const minuteMs = 60_000;
const refusal = (bars: 'gone' | 'forbidden' | 'person') => ({ status: 'refused', problem: 'no', bars }) as const;
const subscribed = (channel: string) =>
  store.saveSubscription(aSubscription({ id: `by-command-${channel}`, channel, origin: 'command' }), {
    at: 0,
    server: 'home',
    incident: null,
    who: null,
    action: 'subscribe',
    detail: '',
  });
const first = 'i-article-1.1.card.alerts';
const posts = () => messenger.calls.filter((call) => call === 'postCard alerts').length;
const ended = async () => (await store.recentAudit(50)).filter(({ action }) => action === 'subscriptions-ended');

test('a deleted channel ends its subscriptions at once, and the operators hear of it once', async () => {
  await subscribed('alerts');
  await opened([aRow(), aRow({ version: 2 }), aRow({ version: 3 })]);
  messenger.plan('postCard', refusal('gone'));
  await deliver(first, 'i-article-1.2.card.alerts', 'i-article-1.3.card.alerts');
  assert.equal(posts(), 1);
  assert.deepEqual(await unsettled(), []);
  assert.deepEqual(await store.subscriptions(), []);
  assert.equal((await ended()).length, 1);
  const [bulletin, ...more] = await store.waitingBulletins(10);
  assert.deepEqual(more, []);
  assert.match(bulletin?.text ?? '', /channel alerts have ended: it was deleted[\s\S]*filed, by-command-alerts/);
  const [letter] = await store.waitingLetters(Number.MAX_SAFE_INTEGER, 10);
  assert.equal(letter?.channel, 'operators');
  const failures = (await store.auditOf('i-article-1', 10)).filter(({ action }) => action === 'delivery-failed');
  assert.equal(failures.length, 1, 'the rows behind the first say nothing of their own');
});

test('missing permissions are given ten minutes to come back, with a try a minute by one of the rows', async () => {
  await opened([aRow(), aRow({ version: 2 })]);
  messenger.plan('postCard', ...Array.from({ length: 5 }, () => refusal('forbidden')));
  const startedAt = redis.real;
  await deliver(first, 'i-article-1.2.card.alerts');
  assert.equal(messenger.cards().length, 1);
  assert.equal(posts(), 6);
  assert.ok(redis.real - startedAt >= 5 * minuteMs);
  assert.equal(await store.bar('alerts'), null, 'what takes messages again is not barred');
  assert.deepEqual(await ended(), []);
});

test('of two deliverers one tries the channel again for all that waits', async () => {
  await opened();
  const two = { ...anIncident({ id: 'i-article-2' }), version: 1 };
  const row = aRow({ incident: 'i-article-2', id: 'i-article-2.1.card.alerts' });
  const alerts = [anAlert({ incident: 'i-article-2' })];
  await commit(store, anArticle({ id: 'article-2' }), { incident: two, alerts, rows: [row] });
  messenger.plan('postCard', refusal('forbidden'), refusal('forbidden'), refusal('forbidden'));
  await deliverer('d1')(first);
  assert.equal(posts(), 1);
  redis.real += minuteMs;
  const results = await Promise.all([deliverer('d1')(first), deliverer('d2')(row.id)]);
  assert.equal(posts(), 2);
  assert.deepEqual(
    results.map(({ status, reason }) => [status, reason]),
    [first, row.id].map(() => ['again', 'channel-refuses']),
  );
});

test('who has nothing to send to a channel that refuses leaves the try to the next', async () => {
  await opened([aRow(), aRow({ version: 2 })]);
  messenger.plan('postCard', refusal('forbidden'));
  await deliverer('d1')(first);
  redis.real += minuteMs;
  await pressAcknowledge('resolved');
  await deliverer('d1')(first);
  assert.equal(posts(), 1);
  assert.equal((await store.bar('alerts'))?.triedAt, redis.real - minuteMs);
});

test('permissions that stay away end the subscriptions', async () => {
  await subscribed('alerts');
  await opened();
  messenger.plan('postCard', ...Array.from({ length: 40 }, () => refusal('forbidden')));
  const startedAt = redis.real;
  await deliver(first);
  assert.ok(redis.real - startedAt >= 10 * minuteMs);
  assert.ok(posts() <= 12);
  assert.deepEqual(await store.subscriptions(), []);
  assert.equal((await ended()).length, 1);
});

test('who takes no direct messages is told nothing more, and nobody else hears of it', async () => {
  await subscribed('dm');
  await opened([aRow({ channel: 'dm', isDirect: true, id: 'i-article-1.1.card.dm' })]);
  messenger.plan('postCard', refusal('person'));
  await deliver('i-article-1.1.card.dm');
  assert.deepEqual(await store.subscriptions(), []);
  assert.deepEqual(await store.waitingBulletins(10), []);
  assert.deepEqual(await store.waitingLetters(Number.MAX_SAFE_INTEGER, 10), []);
});

test('a thread that we may not write in ends nothing', async () => {
  await opened();
  await deliver(first);
  messenger.plan('openThread', refusal('forbidden'));
  await developed(2, [card(2), notice(2)]);
  await deliver('i-article-1.2.notice.alerts', 'i-article-1.2.card.alerts');
  assert.equal(shownVersion(), 2);
  assert.match((await store.outcome('i-article-1.2.notice.alerts'))?.reason ?? '', /^refused/);
  assert.equal(await store.bar('alerts'), null);
});

test('a subscription of the file that ended is told nothing until its channel is found again', async () => {
  await opened();
  messenger.plan('postCard', refusal('gone'));
  await deliver(first);
  const filed = { watches: [aWatch()], subscriptions: [aSubscription(), aSubscription({ id: 'b', channel: 'other' })] };
  const told = async () => {
    const audience = rememberAudience({ store, filed, log: quiet, realNow: () => redis.real });
    return (await audience()).subscriptions.map(({ channel }) => channel);
  };
  assert.deepEqual(await told(), ['other']);
  const lifted = async (answer: Found<readonly Permission[]>) => {
    await liftBars({ store, premises: { lacks: async () => answer }, log: quiet });
    return told();
  };
  assert.deepEqual(await lifted({ status: 'unknown', problem: 'no answer' }), ['other']);
  assert.deepEqual(await lifted({ status: 'found', is: ['send-messages'] }), ['other']);
  assert.deepEqual(await lifted({ status: 'found', is: ['manage-threads'] }), ['alerts', 'other']);
});

test('two deliverers that find the channel deleted at once tell of it once', async () => {
  await opened([aRow(), aRow({ incident: 'i-lost', id: 'i-lost.1.card.alerts' })]);
  messenger.plan('postCard', refusal('gone'), refusal('gone'));
  await Promise.all([deliverer('d1')(first), deliverer('d2', redis.other)(first)]);
  await deliver(...(await unsettled()));
  assert.equal((await ended()).length, 1);
  assert.equal((await store.waitingBulletins(10)).length, 1);
});
