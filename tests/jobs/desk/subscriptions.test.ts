import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SubscriptionWish } from '../../../src/model.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import { nothingWished } from '../../../src/pipeline/subscribe.ts';
import type { DeskReply } from '../../../src/ports.ts';
import { aSubscription, aWatch } from '../support/builders.ts';
import { away, by, desk, incident, listing, refusedWith, setUp, store, told } from './world.ts';

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

test('what stands in the configuration is read-only', async () => {
  const filed = { watches: [aWatch()], subscriptions: [aSubscription()] };
  const there = /stands in the configuration/;
  refusedWith(
    await desk({ filed }).subscribe({ ...by('Amal'), watch: null, wish: nothingWished, isDirect: false }),
    there,
  );
  refusedWith(await desk({ filed }).unsubscribe({ ...by('Amal'), watch: null, isDirect: false }), there);
  refusedWith(await desk().keyword({ ...by('Amal'), change: 'add', keyword: 'x', watch: 'raids' }), there);
  refusedWith(await desk().keyword({ ...by('Amal'), change: 'remove', keyword: 'raid', watch: 'raids' }), there);
  assert.match((await desk().keyword({ ...by('Amal'), change: 'list', keyword: null, watch: 'raids' })).text, /“raid”/);
});

test("keywords without a watch named are the channel's own, told there until the last is gone", async () => {
  const keyword = (change: 'add' | 'remove' | 'list', word: string | null) =>
    desk().keyword({ ...by('Amal'), change, keyword: word, watch: null });
  assert.match((await keyword('list', null)).text, /no keywords/);
  assert.match((await keyword('add', ' Camp Taji ')).text, /“Camp Taji” is now looked for .* This channel is told/);
  await keyword('add', 'بغداد');
  refusedWith(await keyword('add', 'camp taji'), /already/);
  refusedWith(await keyword('add', '!!!'), /no word here/);
  refusedWith(await keyword('add', 'x'.repeat(501)), /500 characters/);
  refusedWith(await keyword('add', 'word '.repeat(17)), /16 words/);
  refusedWith(await keyword('remove', 'Basra'), /not a keyword/);
  assert.match((await keyword('list', null)).text, /“Camp Taji”, “بغداد”/);
  const [watch] = await store.watches();
  assert.deepEqual([watch?.server, watch?.origin], ['home', 'command']);
  assert.equal((await store.subscriptions()).length, 1);
  await keyword('remove', 'CAMP TAJI');
  await keyword('remove', 'بغداد');
  assert.deepEqual(await store.subscriptions(), []);
});

test('keywords added at once are all kept', async () => {
  const own = desk();
  const words = ['one', 'two', 'three', 'four', 'five'];
  await Promise.all(words.map((keyword) => own.keyword({ ...by('Amal'), change: 'add', keyword, watch: null })));
  assert.deepEqual((await store.watches())[0]?.keywords, words);
});

test('a watch has a limit of keywords', async () => {
  const full = aWatch({
    id: 'own',
    server: 'home',
    origin: 'command',
    keywords: Array.from({ length: 100 }, (_, at) => `w${at}`),
  });
  await store.saveWatch(full, { at: 0, server: 'home', incident: null, who: null, action: 'test', detail: '' });
  refusedWith(await desk().keyword({ ...by('Amal'), change: 'add', keyword: 'more', watch: 'own' }), /at most 100/);
});

test("one server neither sees nor changes another's watches, subscriptions and alerts", async () => {
  await told();
  await desk().keyword({ ...by('Amal'), change: 'add', keyword: 'Taji', watch: null });
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

test('a reply never outgrows a message', async () => {
  const keywords = Array.from({ length: 100 }, (_, at) => `${'k'.repeat(70)}${at}`);
  const filed = { watches: [aWatch({ id: 'long', keywords })], subscriptions: [] };
  const reply = await desk({ filed }).keyword({ ...by('Amal'), change: 'list', keyword: null, watch: 'long' });
  assert.ok(reply.text.length <= 2_000);
});

test('incidents and keywords are completed from what the channel can use', async () => {
  await told();
  await desk().keyword({ ...by('Amal'), change: 'add', keyword: 'Taji', watch: null });
  assert.deepEqual(await desk().completeIncident(by('Amal'), 'camp'), [
    { name: '[elevated] Rockets hit Camp Taji', value: incident },
  ]);
  assert.deepEqual(await desk().completeKeyword(by('Amal'), 't'), [{ name: 'Taji', value: 'Taji' }]);
  assert.deepEqual(
    (await desk().completeWatch(by('Amal'), '')).map(({ value }) => value),
    ['everything', 'raids', 'channel-home-alerts'],
  );
});

test('keywords open no more subscriptions and watches than a server may have', async () => {
  const add = (channel: string) =>
    desk().keyword({ ...by('Amal', { channel }), change: 'add', keyword: 'Basra', watch: null });
  for (let at = 0; at < 100; at += 1) assert.equal((await add(`thread-${at}`)).ok, true);
  refusedWith(await add('thread-100'), /A server can have 100/);
  assert.equal((await store.watches()).length, 100);
  await desk().unsubscribe({ ...by('Amal', { channel: 'thread-7' }), watch: null, isDirect: false });
  refusedWith(await add('thread-100'), /100 channels with keywords of their own/);
  const elsewhere = { ...by('Zoe', away), change: 'add', keyword: 'Basra', watch: null } as const;
  assert.equal((await desk().keyword(elsewhere)).ok, true);
});
