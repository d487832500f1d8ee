import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { loadConfig } from '../../src/config/load.ts';
import { deliverJob } from '../../src/jobs/deliver.ts';
import { matchJob } from '../../src/jobs/match.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import type { Article, Verdict } from '../../src/model.ts';
import { compilePack } from '../../src/pipeline/extract.ts';
import type { Store } from '../../src/ports.ts';
import { aPoll } from '../contracts/builders.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { anArticle, dayMs, noon } from '../support/builders.ts';
import { aSubscription, aWatch, quiet, unmetered } from './support/builders.ts';
import { type PlannedMessenger, plannedMessenger } from './support/messenger.ts';
import { type HandQueue, handQueue } from './support/queue.ts';

const { pack } = loadConfig({ env: {} });
const compiled = compilePack(pack);
const [first, second] = [...new Map(pack.outlets.map((outlet) => [outlet.family, outlet])).values()];

let redis: StoreFixture;
let store: Store;
let queue: HandQueue;
let messenger: PlannedMessenger;
let verdicts: Verdict[] = [];
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
  verdicts = [];
  news = noon;
});

const clocks = { clock: { now: () => news }, realClock: { now: () => redis.real } };
const matcher = (owner: string, on: Store = store, filed = { watches: [aWatch()], subscriptions: [aSubscription()] }) =>
  matchJob({
    store: on,
    queue,
    ...clocks,
    log: quiet,
    meter: { ...unmetered, decided: (verdict) => void verdicts.push(verdict) },
    pack,
    compiled,
    filed,
    owner,
    writerLeaseMs: 100,
    incidentKeepMs: 30 * 86_400_000,
    alerts: { reopenWithinDays: 7 },
  });
const deliverer = (owner: string) =>
  deliverJob({
    store,
    messenger,
    ...clocks,
    pack,
    log: quiet,
    meter: unmetered,
    owner,
    leaseMs: 30_000,
    nonceWindowMs: 60_000,
    editEveryMs: 0,
    cardsPerHourMax: 1_000,
    filed: { watches: [], subscriptions: [] },
    filedServers: [],
    queue,
    premises: null,
    audience: async () => null,
  });

const attack = (id: string, said: Partial<Article> = {}) =>
  anArticle({
    id,
    outlet: first?.id ?? 'wire',
    title: 'Rockets hit Camp Taji, two US soldiers wounded',
    summary:
      'Several Katyusha rockets struck Camp Taji north of Baghdad on Wednesday, wounding two American soldiers, the Iraqi military said.',
    ...said,
  });
const football = (id: string) =>
  anArticle({ id, title: 'Football: Baghdad club wins', summary: 'The cup final ended 2-1.' });

async function arrive(...articles: readonly Article[]): Promise<void> {
  await store.commitPoll(aPoll(articles, { fetchedAtReal: redis.real }));
}

test('an attack becomes an incident, an alert and a row for delivery', async () => {
  await arrive(attack('a1'));
  const result = await matcher('m1')('a1');
  assert.deepEqual(result, { status: 'done', reason: 'new' });
  const [incident] = await store.recentIncidents(5);
  assert.equal((await store.alertsOf(incident?.id ?? '')).length, 1);
  assert.deepEqual(
    queue.waiting.map(({ queue: name }) => name),
    ['deliver'],
  );
  const record = await store.articleRecord('a1');
  assert.ok(record?.verdict.reasons.some(({ code }) => code === 'alert-opened'));
  assert.equal(verdicts.length, 1);
});

test('who has not been told of an incident waits for no edit of the cards that stand', async () => {
  await arrive(attack('a1'));
  await matcher('m1')('a1');
  await queue.drain({ deliver: deliverer('d1') }, () => {});
  const subscriptions = [aSubscription(), aSubscription({ id: 'late', channel: 'late' })];
  await arrive(attack('a2', { title: 'Rockets hit Camp Taji, three US soldiers wounded' }));
  await matcher('m1', store, { watches: [aWatch()], subscriptions })('a2');
  const told = queue.waiting.map(({ id, place }) => [id.split('.card.')[1], place]);
  assert.deepEqual(told, [
    ['late', undefined],
    [aSubscription().channel, 'behind'],
  ]);
});

test('an article decided once is not decided again', async () => {
  await arrive(attack('a1'));
  const match = matcher('m1');
  await match('a1');
  assert.deepEqual(await match('a1'), { status: 'done', reason: 'decided-already' });
  assert.equal(queue.waiting.length, 1);
});

test('off-topic news is noted and told to nobody', async () => {
  await arrive(football('f1'));
  assert.deepEqual(await matcher('m1')('f1'), { status: 'done', reason: 'irrelevant' });
  assert.equal((await store.articleRecord('f1'))?.verdict.decision, 'irrelevant');
  assert.deepEqual(queue.waiting, []);
});

test('a repeat by another process joins the incident that this one opened', async () => {
  await arrive(attack('a1'), attack('a2', { outlet: second?.id ?? 'daily' }));
  await matcher('m1')('a1');
  await matcher('m2', redis.other)('a2');
  assert.equal((await store.recentIncidents(5)).length, 1);
  assert.equal((await store.articleRecord('a2'))?.verdict.decision, 'duplicate');
});

const rounds = [
  ['one after the other under the lease', null],
  ['at once, because a dead process holds the lease', 'dead'],
] as const;
for (const [how, holder] of rounds) {
  test(`two matchers that decide two articles of one new incident ${how} make one incident and one alert`, async () => {
    if (holder !== null) await store.claimWriter(holder, 3_600_000);
    const [one, two] = [matcher('m1'), matcher('m2', redis.other)];
    await arrive(football('f1'), football('f2'));
    await Promise.all([one('f1'), two('f2')]);
    await arrive(attack('a1'), attack('b1', { outlet: second?.id ?? 'daily' }));
    await Promise.all([one('a1'), two('b1')]);
    const incidents = await store.recentIncidents(5);
    assert.equal(incidents.length, 1);
    assert.equal(incidents[0]?.reports.length, 2);
    assert.equal((await store.alertsOf(incidents[0]?.id ?? '')).length, 1);
    const rows = await store.unsettledRows(Number.MAX_SAFE_INTEGER, 10);
    assert.equal(rows.filter(({ kind, version }) => kind === 'card' && version === 1).length, 1);
  });
}

test('a matcher whose index ran ahead of a restored store starts anew', async () => {
  const match = matcher('m1');
  await arrive(attack('a1'));
  await match('a1');
  await redis.empty();
  await arrive(attack('a2'));
  assert.equal((await match('a2')).reason, 'new');
  assert.equal((await store.recentIncidents(5)).length, 1);
});

test('a subscription made by command is told within a second', async () => {
  const match = matcher('m1', store, { watches: [aWatch()], subscriptions: [] });
  await arrive(attack('a1'));
  await match('a1');
  assert.deepEqual(queue.waiting, []);
  const audit = { at: noon, server: 'home', incident: null, who: null, action: 'subscribe', detail: '' };
  await store.saveSubscription(aSubscription({ origin: 'command' }), audit);
  redis.real += 1_000;
  news += 40 * dayMs;
  await arrive(attack('a2', { publishedAt: news, seenAt: news }));
  await match('a2');
  assert.equal(queue.waiting.length, 1);
});

test('where file and command have the same id, the file holds', async () => {
  const audit = { at: noon, server: 'home', incident: null, who: null, action: 'subscribe', detail: '' };
  await store.saveSubscription(aSubscription({ origin: 'command', channel: 'elsewhere' }), audit);
  await arrive(attack('a1'));
  await matcher('m1')('a1');
  const rows = await store.unsettledRows(Number.MAX_SAFE_INTEGER, 10);
  assert.deepEqual(
    rows.map(({ channel }) => channel),
    ['alerts'],
  );
});

test('when the queue lost everything, the sweep brings articles and rows back', async () => {
  const handlers = { match: matcher('m1'), deliver: deliverer('d1') };
  const passTime = (ms: number) => {
    redis.real += ms;
  };
  const sweeping = { store, queue, realClock: clocks.realClock, log: quiet, sweepAfterMs: 10_000 };
  await arrive(attack('a1'));
  assert.deepEqual(await sweep(sweeping), { articles: 0, rows: 0 });
  redis.real += 10_001;
  assert.deepEqual(await sweep(sweeping), { articles: 1, rows: 0 });
  await handlers.match('a1');
  queue.waiting.length = 0;
  redis.real += 10_001;
  assert.deepEqual(await sweep(sweeping), { articles: 0, rows: 1 });
  await queue.drain(handlers, passTime);
  assert.equal(messenger.cards().length, 1);
  redis.real += 10_001;
  assert.deepEqual(await sweep(sweeping), { articles: 0, rows: 0 });
});

test('backlog opens an incident silently, so that its repeat is no news and its development is', async () => {
  await arrive(attack('a1', { arrival: 'backlog' }));
  const match = matcher('m1');
  await match('a1');
  await arrive(attack('a2', { outlet: first?.id ?? 'wire' }));
  await match('a2');
  assert.deepEqual(queue.waiting, []);
  assert.equal((await store.recentIncidents(5)).length, 1);
  await arrive(
    attack('a3', {
      title: 'One of two US soldiers wounded in Camp Taji rocket attack dies',
      summary:
        'The rocket attack on Camp Taji north of Baghdad killed one American soldier and wounded three, officials said on Wednesday.',
    }),
  );
  await match('a3');
  const record = await store.articleRecord('a3');
  assert.equal(record?.verdict.decision, 'update');
  assert.equal(queue.waiting.length, 1);
});

test('a matcher that has not met an incident yet does not take a later word on it for background', async () => {
  const [one, two] = [matcher('m1'), matcher('m2')];
  const toll = attack('toll', {
    outlet: second?.id ?? 'other',
    title: 'Death toll of Camp Taji rocket attack rises to three',
    summary: 'Three soldiers have died of their wounds after the rocket attack on Camp Taji, the Iraqi military said.',
  });
  await store.commitPoll(aPoll([attack('warm'), football('other'), toll]));
  await two('other');
  await one('warm');
  await two('toll');
  assert.deepEqual(
    verdicts.map(({ article, decision }) => `${article} ${decision}`),
    ['other irrelevant', 'warm new', 'toll update'],
  );
});
