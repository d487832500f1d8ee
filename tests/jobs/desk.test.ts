import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { loadConfig } from '../../src/config/load.ts';
import { deliverJob } from '../../src/jobs/deliver.ts';
import { pick } from '../../src/jobs/desk/complete.ts';
import { createDesk, type DeskDeps } from '../../src/jobs/desk.ts';
import type { Server } from '../../src/model.ts';
import { compilePack } from '../../src/pipeline/extract.ts';
import type { CardView, Desk, DeskReply, DeskRequest, Store } from '../../src/ports.ts';
import { aFeedState, aPoll } from '../contracts/builders.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { anArticle, anIncident, noon } from '../support/builders.ts';
import {
  anAlert,
  aRow,
  aSubscription,
  aWatch,
  commit,
  type HandQueue,
  handQueue,
  type PlannedMessenger,
  plannedMessenger,
  quiet,
  unmetered,
} from './support.ts';

const { pack } = loadConfig({ env: {} });
const compiled = compilePack(pack);
const incident = anIncident().id;
const servers: readonly Server[] = [
  { id: 'home', name: 'Home', responderRoles: ['responder'], operators: true },
  { id: 'away', name: 'Away', responderRoles: [], operators: false },
];

let redis: StoreFixture;
let store: Store;
let queue: HandQueue;
let messenger: PlannedMessenger;
let news = noon;

before(async () => {
  redis = await startStores();
  store = redis.store;
});
after(() => redis.stop());
beforeEach(async () => {
  await redis.empty();
  queue = handQueue();
  messenger = plannedMessenger(() => redis.real);
  news = noon;
});

const clock = { now: () => news };
const realClock = { now: () => redis.real };

function desk(said: Partial<DeskDeps> = {}): Desk {
  return createDesk({
    store,
    queue,
    clock,
    realClock,
    log: quiet,
    pack,
    compiled,
    servers,
    filed: { watches: [aWatch(), aWatch({ id: 'raids', keywords: ['raid'] })], subscriptions: [] },
    defaultWatch: 'everything',
    severityFloor: 'low',
    pingFloor: 'high',
    ...said,
  });
}

let keys = 0;
function by(name: string, said: Partial<DeskRequest> = {}): DeskRequest {
  keys += 1;
  return {
    key: `interaction-${keys}`,
    server: 'home',
    channel: 'alerts',
    who: { id: name.toLowerCase(), name },
    roles: ['responder'],
    mayManage: false,
    ...said,
  };
}
const away: Partial<DeskRequest> = { server: 'away', channel: 'far', roles: [], mayManage: true };

async function deliverAll(): Promise<void> {
  const deliver = deliverJob({
    store,
    messenger,
    clock,
    realClock,
    pack,
    log: quiet,
    meter: unmetered,
    owner: 'd1',
    leaseMs: 30_000,
    nonceWindowMs: 60_000,
  });
  await queue.drain({ deliver }, (ms) => {
    redis.real += ms;
  });
}

/** An incident told to two channels of one server and to one of another. */
async function told(): Promise<void> {
  const rows = [aRow(), aRow({ channel: 'second', language: 'ar' }), aRow({ channel: 'far', server: 'away' })];
  const alerts = [anAlert(), anAlert({ server: 'away' })];
  await commit(store, anArticle(), { incident: anIncident(), alerts, rows });
  await queue.add(
    'deliver',
    rows.map(({ id }) => id),
  );
  await deliverAll();
}

const stateShown = (channel: string) => {
  const message = messenger.cards().find(({ place }) => place === channel);
  return (message?.view as CardView | undefined)?.alert.state;
};
const refusedWith = (reply: DeskReply, pattern: RegExp) => {
  assert.equal(reply.ok, false);
  assert.match(reply.text, pattern);
};

test('an acknowledgement is shown on every card of the server, with who and when, and on no other', async () => {
  await told();
  news += 60_000;
  const reply = await desk().press({ ...by('Amal'), incident, action: 'acknowledge' });
  assert.deepEqual(reply, { ok: true, text: 'Acknowledged.' });
  assert.equal(stateShown('alerts'), 'open'); // the press itself edits nothing
  await deliverAll();
  assert.deepEqual(['alerts', 'second', 'far'].map(stateShown), ['acknowledged', 'acknowledged', 'open']);
  const view = messenger.cards().find(({ place }) => place === 'second')?.view as CardView;
  assert.deepEqual([view.alert.changedBy?.name, view.alert.changedAt, view.language], ['Amal', noon + 60_000, 'ar']);
});

test('a press writes the audit log once, and the same interaction again changes nothing', async () => {
  await told();
  const request = { ...by('Amal'), incident, action: 'resolve' as const };
  assert.equal((await desk().press(request)).ok, true);
  await desk().press(request);
  assert.equal((await store.alert(incident, 'home'))?.revision, 2);
  const audit = (await store.auditOf(incident, 10)).filter(({ action }) => action === 'resolve');
  assert.deepEqual(
    audit.map(({ who, detail }) => `${who?.name} ${detail}`),
    ['Amal open → resolved'],
  );
});

test('of two who acknowledge at once one wins, and the other is told who and when', async () => {
  await told();
  const replies = await Promise.all([
    desk().press({ ...by('Amal'), incident, action: 'acknowledge' }),
    desk({ store: redis.other }).press({ ...by('Ben'), incident, action: 'acknowledge' }),
  ]);
  const lost = replies.filter(({ ok }) => !ok);
  assert.equal(lost.length, 1);
  assert.match(lost[0]?.text ?? '', /^Already acknowledged by (Amal|Ben) 0 s ago\.$/);
  assert.equal((await store.alert(incident, 'home'))?.revision, 2);
  news += 12_000;
  const late = await desk().press({ ...by('Carla'), incident, action: 'acknowledge' });
  assert.match(late.text, /^Already acknowledged by (Amal|Ben) 12 s ago\.$/);
});

test('a press that another press overtook is not done, even where it still could be', async () => {
  await told();
  const amal = desk();
  const slow: Store = {
    ...store,
    async commitPress(record) {
      await amal.press({ ...by('Amal'), incident, action: 'acknowledge' });
      return store.commitPress(record);
    },
  };
  const reply = await desk({ store: slow }).press({ ...by('Ben'), incident, action: 'resolve' });
  refusedWith(reply, /^Not done: it was just acknowledged by Amal 0 s ago\.$/);
  assert.equal((await store.alert(incident, 'home'))?.state, 'acknowledged');
});

test('only responders press; where no role is set, whoever may manage messages', async () => {
  await told();
  const press = (request: DeskRequest) => desk().press({ ...request, incident, action: 'acknowledge' });
  refusedWith(await press(by('Eve', { roles: ['other'], mayManage: true })), /^Only responders/);
  refusedWith(await press(by('Eve', { ...away, mayManage: false })), /manage messages/);
  assert.equal((await press(by('Zoe', away))).ok, true);
  assert.equal((await store.alert(incident, 'home'))?.state, 'open');
});

test('nothing that changes anything is done for somebody without the role', async () => {
  await told();
  const eve = by('Eve', { roles: [] });
  const replies = [
    await desk().subscribe({ ...eve, watch: null, pingRole: null, severityFloor: null }),
    await desk().unsubscribe({ ...eve, watch: null }),
    await desk().keyword({ ...eve, change: 'add', keyword: 'x', watch: null }),
    await desk().keyword({ ...eve, change: 'remove', keyword: 'x', watch: null }),
    await desk().raiseIncident({ ...eve, text: 'Rockets', link: null }),
  ];
  for (const reply of replies) refusedWith(reply, /^Only responders/);
  assert.deepEqual(await store.watches(), []);
  assert.deepEqual(await store.subscriptions(), []);
});

test('a press on an incident that the server was not told of is refused', async () => {
  refusedWith(await desk().press({ ...by('Amal'), incident: 'i-unknown', action: 'resolve' }), /no alert/);
});

test('a channel subscribes to the default watch, changes it, and unsubscribes', async () => {
  const ask = { watch: null, pingRole: 'watchers', severityFloor: null };
  const reply = await desk().subscribe({ ...by('Amal'), ...ask });
  assert.match(reply.text, /now told of “Everything” from severity low on; the role is pinged from high on/);
  await desk().subscribe({ ...by('Amal'), ...ask, pingRole: null, severityFloor: 'high' });
  const [subscription, ...others] = await store.subscriptions();
  assert.deepEqual(others, []);
  assert.deepEqual(
    [subscription?.severityFloor, subscription?.pingRole, subscription?.origin],
    ['high', 'watchers', 'command'],
  );
  assert.equal((await desk().unsubscribe({ ...by('Amal'), watch: 'everything' })).ok, true);
  assert.deepEqual(await store.subscriptions(), []);
  refusedWith(await desk().unsubscribe({ ...by('Amal'), watch: null }), /Nothing is subscribed/);
  assert.deepEqual(
    (await store.recentAudit(10)).map(({ action }) => action),
    ['unsubscribe', 'subscribe', 'subscribe'],
  );
});

test('what stands in the configuration is read-only', async () => {
  const filed = { watches: [aWatch()], subscriptions: [aSubscription()] };
  const there = /stands in the configuration/;
  refusedWith(
    await desk({ filed }).subscribe({ ...by('Amal'), watch: null, pingRole: null, severityFloor: null }),
    there,
  );
  refusedWith(await desk({ filed }).unsubscribe({ ...by('Amal'), watch: null }), there);
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
  refusedWith(await keyword('add', '!!!'), /at least one word/);
  refusedWith(await keyword('add', 'x'.repeat(81)), /80 characters/);
  refusedWith(await keyword('add', 'a b c d e f g h i'), /8 words/);
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
  refusedWith(await desk().subscribe({ ...zoe(), watch: id, pingRole: null, severityFloor: null }), /no watch/);
  refusedWith(await desk().unsubscribe({ ...zoe(), channel: 'alerts', watch: id }), /not subscribed/);
  assert.deepEqual(await desk().completeWatch(zoe(), "this channel's"), []);
  assert.deepEqual(await desk().completeKeyword({ ...zoe(), channel: 'alerts' }, ''), []);
  assert.equal((await store.subscriptions()).length, 1);
  await desk().press({ ...by('Amal'), incident, action: 'acknowledge' });
  assert.match((await desk().listIncidents(zoe())).text, /: open/);
  const shown = (await desk().showIncident({ ...zoe(), incident })).text;
  assert.match(shown, /Alert: open/);
  assert.doesNotMatch(shown, /Amal/);
});

test('incidents are listed with their state and shown with their facts and history', async () => {
  assert.match((await desk().listIncidents(by('Amal'))).text, /No unresolved/);
  await told();
  await desk().press({ ...by('Amal'), incident, action: 'acknowledge' });
  assert.match(
    (await desk().listIncidents(by('Ben'))).text,
    /i-article-1 \[elevated\] Rockets hit Camp Taji: acknowledged by Amal/,
  );
  const shown = (await desk().showIncident({ ...by('Ben'), incident })).text;
  assert.match(shown, /Killed: not stated/);
  assert.match(shown, /Amal: acknowledge open → acknowledged/);
  refusedWith(await desk().showIncident({ ...by('Ben'), incident: 'i-none' }), /no incident/);
  await desk().press({ ...by('Amal'), incident, action: 'resolve' });
  assert.match((await desk().listIncidents(by('Ben'))).text, /No unresolved/);
});

test('an analyst raises an incident once, and it is told like any', async () => {
  const filed = {
    watches: [aWatch()],
    subscriptions: [aSubscription(), aSubscription({ id: 'far', server: 'away', channel: 'far' })],
  };
  const request = { ...by('Amal'), text: 'Rockets hit Camp Taji\nSeen from the gate.', link: 'https://gate.example/1' };
  const reply = await desk({ filed }).raiseIncident(request);
  assert.match(reply.text, /^Raised as i-raised-[0-9a-f]{24}; 2 channels are told\.$/);
  assert.match((await desk({ filed }).raiseIncident(request)).text, /^Raised already as/);
  await deliverAll();
  assert.equal(messenger.cards().length, 2);
  const [raised] = await store.recentIncidents(5);
  assert.deepEqual(
    (await store.auditOf(raised?.id ?? '', 5)).map(({ action, who }) => `${action} ${who?.name}`),
    ['raise Amal'],
  );
});

test('what a server that does not operate the place raises is told and shown there alone', async () => {
  const filed = {
    watches: [aWatch()],
    subscriptions: [aSubscription(), aSubscription({ id: 'far', server: 'away', channel: 'far' })],
  };
  const reply = await desk({ filed }).raiseIncident({ ...by('Zoe', away), text: 'Something blew up', link: null });
  assert.match(reply.text, /one channel is told/);
  await deliverAll();
  assert.deepEqual(
    messenger.cards().map(({ place }) => place),
    ['far'],
  );
  const [raised] = await store.recentIncidents(5);
  const id = raised?.id ?? '';
  refusedWith(await desk({ filed }).showIncident({ ...by('Amal'), incident: id }), /no incident/);
  assert.deepEqual(await desk({ filed }).completeIncident(by('Amal'), ''), []);
  assert.equal((await desk({ filed }).completeIncident(by('Zoe', away), 'blew')).length, 1);
});

test('a raise without words or with a link of another kind is refused', async () => {
  refusedWith(await desk().raiseIncident({ ...by('Amal'), text: ' … ', link: null }), /what happened/);
  for (const link of ['javascript:alert(1)', 'file:///etc/passwd', 'gate.example', 'https://u:p@gate.example'])
    refusedWith(await desk().raiseIncident({ ...by('Amal'), text: 'Rockets', link }), /http or https/);
  assert.deepEqual(await store.recentIncidents(5), []);
});

test('the status says which feeds fail, when the last poll was and what is open', async () => {
  const [ok, failing] = pack.feeds;
  const polled = (feed: string | undefined, failures: number, polledAt: number) =>
    aPoll([], {
      state: aFeedState({
        feed: feed ?? '',
        failures,
        lastPolledAt: polledAt,
        lastStatus: 'timeout',
        lastProblem: 'no answer',
      }),
      timer: `poll:${feed}`,
    });
  await store.commitPoll(polled(ok?.id, 0, noon - 30_000));
  await store.commitPoll(polled(failing?.id, 3, noon - 90_000));
  await told();
  const { text } = await desk().status(by('Amal'));
  assert.match(text, new RegExp(`Feeds: 1 ok, 1 failing, 0 paused, ${pack.feeds.length - 2} not polled yet\\.`));
  assert.match(text, /Last poll: 30 s ago/);
  assert.match(text, new RegExp(`• ${failing?.id}: no answer \\(3 in a row\\)`));
  assert.match(text, /Alerts here: 1 unresolved, 1 of them not acknowledged/);
  assert.match(text, /Queues: idle/);
});

test('the status says when every feed fails', async () => {
  const state = aFeedState({ feed: pack.feeds[0]?.id ?? '', failures: 1, lastPolledAt: noon });
  await store.commitPoll(aPoll([], { state }));
  assert.match((await desk().status(by('Amal'))).text, /Watchfloor is blind/);
});

test('a reply never outgrows a message', async () => {
  const keywords = Array.from({ length: 100 }, (_, at) => `${'k'.repeat(70)}${at}`);
  const filed = { watches: [aWatch({ id: 'long', keywords })], subscriptions: [] };
  const reply = await desk({ filed }).keyword({ ...by('Amal'), change: 'list', keyword: null, watch: 'long' });
  assert.ok(reply.text.length <= 2_000);
});

test('choices that begin with what was typed come first, at most 25, each short enough', () => {
  const choices = [
    { name: 'A Taji raid', value: 'a' },
    { name: 'Taji rockets', value: 'b' },
    { name: 'Basra', value: 'taji-c' },
    { name: 'Basra', value: 'd' },
    { name: 'taji', value: 'x'.repeat(101) },
  ];
  assert.deepEqual(
    pick(choices, ' TAJI ').map(({ value }) => value),
    ['b', 'taji-c', 'a'],
  );
  const many = Array.from({ length: 60 }, (_, at) => ({ name: 'n'.repeat(150), value: `v${at}` }));
  assert.equal(pick(many, '').length, 25);
  assert.ok(pick(many, '').every(({ name }) => name.length <= 100));
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
