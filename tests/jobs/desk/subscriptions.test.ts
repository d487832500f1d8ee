import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SubscriptionWish } from '../../../src/model.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import { nothingWished } from '../../../src/pipeline/subscribe.ts';
import type { DeskReply } from '../../../src/ports.ts';
import { aSubscription, aWatch } from '../support/builders.ts';
import { addKeyword, away, by, desk, incident, listing, refusedWith, setUp, store, told } from './world.ts';

setUp();

const to = (watch: string | null, wish: Partial<SubscriptionWish> = {}) => ({
  watch,
  wish: { ...nothingWished, ...wish },
  isDirect: false,
});
const linesOf = (reply: DeskReply) => (reply.lines ?? []).map(plainLine).join('\n');

test('a channel subscribes to the default watch, changes it, and unsubscribes', async () => {
  const reply = await desk().subscribe({ ...by('Amal'), ...to(null, { pingRole: 'watchers' }) });
  assert.match(reply.text, /now told of/);
  assert.match(linesOf(reply), /“Everything” from severity low on; pings @watchers from high on/);
  await desk().subscribe({ ...by('Amal'), ...to(null, { severityFloor: 'high' }) });
  const [subscription, ...others] = await store.subscriptions();
  assert.deepEqual(others, []);
  assert.deepEqual(
    [subscription?.severityFloor, subscription?.pingRole, subscription?.origin],
    ['high', 'watchers', 'command'],
  );
  assert.equal((await desk().unsubscribe({ ...by('Amal'), watch: 'everything', isDirect: false })).ok, true);
  assert.deepEqual(await store.subscriptions(), []);
  refusedWith(await desk().unsubscribe({ ...by('Amal'), watch: null, isDirect: false }), /Nothing is subscribed/);
  assert.deepEqual(
    (await store.recentAudit(10)).map(({ action }) => action),
    ['unsubscribe', 'subscribe', 'subscribe'],
  );
});

test('a server has a hundred subscriptions, also where several ask at the same moment', async () => {
  const audit = { at: 0, server: 'home', incident: null, who: null, action: 'test', detail: '' };
  for (let at = 0; at < 98; at += 1)
    await store.saveSubscription(aSubscription({ id: `s${at}`, channel: `c${at}`, origin: 'command' }), audit);
  const own = desk();
  const asks = ['x', 'y', 'z'].map((channel) => own.subscribe({ ...by('Amal', { channel }), ...to(null) }));
  const replies = await Promise.all([...asks, addKeyword(by('Amal', { channel: 'k' }), 'rocket', null, own)]);
  assert.ok(
    replies.some(({ text }) => /at most 100|100 subscriptions|hundred/.test(text)),
    JSON.stringify(replies),
  );
  assert.equal((await store.subscriptions()).length, 100);
});

test('what stands in the configuration is read-only', async () => {
  const filed = { watches: [aWatch()], subscriptions: [aSubscription()] };
  const there = /stands in the configuration/;
  refusedWith(
    await desk({ filed }).subscribe({ ...by('Amal'), watch: null, wish: nothingWished, isDirect: false }),
    there,
  );
  refusedWith(await desk({ filed }).unsubscribe({ ...by('Amal'), watch: null, isDirect: false }), there);
});

test("one server neither sees nor changes another's watches, subscriptions and alerts", async () => {
  await told();
  await addKeyword(by('Amal'), 'Taji');
  const [watch] = await store.watches();
  const id = watch?.id ?? '';
  const zoe = () => by('Zoe', away);
  refusedWith(await desk().keyword({ ...zoe(), change: 'list', keyword: null, watch: id }), /no watch/);
  refusedWith(await desk().keyword({ ...zoe(), change: 'add', keyword: 'x', watch: id }), /no watch/);
  refusedWith(await desk().subscribe({ ...zoe(), watch: id, wish: nothingWished, isDirect: false }), /no watch/);
  refusedWith(await desk().unsubscribe({ ...zoe(), channel: 'alerts', watch: id, isDirect: false }), /not subscribed/);
  assert.deepEqual(await desk().completeWatch(zoe(), "this channel's"), []);
  assert.deepEqual(await desk().completeKeyword({ ...zoe(), channel: 'alerts' }, ''), []);
  assert.equal((await store.subscriptions()).length, 1);
  await desk().press({ ...by('Amal'), incident, action: 'acknowledge' });
  for (const reply of [
    await desk().listIncidents({ ...zoe(), ...listing() }),
    await desk().showIncident({ ...zoe(), incident }),
  ]) {
    assert.match(JSON.stringify(reply.lines), /open/);
    assert.doesNotMatch(JSON.stringify(reply), /Amal/);
  }
});

test('incidents and keywords are completed from what the channel can use', async () => {
  await told();
  await addKeyword(by('Amal'), 'Taji');
  assert.deepEqual(await desk().completeIncident(by('Amal'), 'camp'), [
    { name: '[elevated] Rockets hit Camp Taji', value: incident },
  ]);
  assert.deepEqual(await desk().completeKeyword(by('Amal'), 't'), [{ name: 'Taji', value: 'Taji' }]);
  assert.deepEqual(
    (await desk().completeWatch(by('Amal'), '')).map(({ value }) => value),
    ['everything', 'raids', 'channel-home-alerts'],
  );
});

test('what ends is named as it is called, in the language of who ends it', async () => {
  const saved = await addKeyword(by('Amal', { language: 'ar' }), 'rocket');
  assert.match(saved.text, /^أصبح الرصد «كلمات هذه القناة» يبحث عن «rocket»\./);
  const arabic = await desk().unsubscribe({ ...by('Amal', { language: 'ar' }), watch: null, isDirect: false });
  assert.equal(arabic.text, 'لن تُبلَّغ هذه القناة بعد الآن بما في: «كلمات هذه القناة».');
});
