import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { loadConfig } from '../../src/config/load.ts';
import { changeAlert } from '../../src/jobs/alert.ts';
import { escalateJob } from '../../src/jobs/escalate.ts';
import { matchJob } from '../../src/jobs/match.ts';
import type { Alert, Article, Verdict } from '../../src/model.ts';
import { alertTimer } from '../../src/pipeline/alert/timer.ts';
import { act, type Deed } from '../../src/pipeline/alert.ts';
import { compilePack } from '../../src/pipeline/extract.ts';
import { aPoll } from '../contracts/builders.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { limits } from '../pipeline/alert/builders.ts';
import { anArticle, dayMs, noon } from '../support/builders.ts';
import { aSubscription, aWatch, quiet, unmetered } from './support/builders.ts';
import { handQueue } from './support/queue.ts';

/** What happened in 2020 after these articles must not be known. */
const pack = { ...loadConfig({ env: {} }).pack, knownIncidents: [] };
const amal = { id: 'amal', name: 'Amal' };
let redis: StoreFixture;
let now = noon;
before(async () => {
  redis = await startStores();
});
after(() => redis.stop());
beforeEach(() => redis.empty());

const shared = () => ({
  store: redis.store,
  queue: handQueue(),
  clock: { now: () => now },
  realClock: { now: () => redis.real },
  log: quiet,
  pack,
  filedServers: [],
  filedOnCall: { rotas: [], policies: [] },
});

async function decide(article: Article): Promise<Verdict> {
  now = article.publishedAt;
  const match = matchJob({
    ...shared(),
    meter: unmetered,
    compiled: compilePack(pack),
    filed: {
      watches: [aWatch()],
      subscriptions: [aSubscription(), aSubscription({ id: 'b', server: 'away', channel: 'far' })],
    },
    owner: 'm1',
    writerLeaseMs: 100,
    incidentKeepMs: 400 * dayMs,
    alerts: limits,
  });
  await redis.store.commitPoll(aPoll([article], { fetchedAtReal: redis.real }));
  await match(article.id);
  const record = await redis.store.articleRecord(article.id);
  assert.ok(record);
  return record.verdict;
}

async function does(incident: string, server: string, deed: Deed): Promise<void> {
  const alert = await alertOf(incident, server);
  const after = act(alert, deed, { who: amal, now, known: alert.known });
  assert.ok(after);
  const key = `${incident} ${server} ${deed.what} ${now}`;
  assert.equal(await changeAlert(shared(), { key, before: alert, after, deed: deed.what, by: amal }), 'committed');
}
async function alertOf(incident: string, server: string): Promise<Alert> {
  const alert = await redis.store.alert(incident, server);
  assert.ok(alert);
  return alert;
}
const lookAfter = (incident: string, server: string) =>
  escalateJob({ ...shared(), limits, filed: { watches: [], subscriptions: [] } })(alertTimer({ incident, server }));

const at = (days: number) => ({ publishedAt: noon + days * dayMs, seenAt: noon + days * dayMs });
const attack = anArticle({
  id: 'attack',
  outlet: 'reuters',
  title: 'Rockets hit Balad Air Base, two US soldiers killed',
  summary:
    'Rockets struck Balad Air Base north of Baghdad on Wednesday, killing two American soldiers, the Pentagon said.',
});
const claim = (id: string, days: number, said: Partial<Article> = {}) =>
  anArticle({
    id,
    outlet: 'ap',
    ...at(days),
    title: 'Kataib Hezbollah claims April 1 rocket attack on Balad Air Base',
    summary:
      'Kataib Hezbollah claimed responsibility for the April 1 rocket attack on Balad Air Base in Iraq that killed two American soldiers.',
    ...said,
  });
const arrests = (id: string, days: number) =>
  anArticle({
    id,
    outlet: 'ap',
    ...at(days),
    title: 'Iraq arrests three over April 1 rocket attack on Balad Air Base',
    summary:
      'Iraqi forces arrested three suspects over the April 1 rocket attack on Balad Air Base that killed two American soldiers, the interior ministry said.',
  });
const codes = ({ reasons }: Verdict) => reasons.map(({ code }) => code);

/** The attack, told to two servers and resolved by both a day later. */
async function resolved(): Promise<string> {
  const { incident } = await decide(attack);
  assert.ok(incident);
  now = noon + dayMs;
  for (const server of ['home', 'away']) await does(incident, server, { what: 'resolve' });
  return incident;
}

test('news within the window reopens what was resolved, in each server that was told', async () => {
  const incident = await resolved();
  const verdict = await decide(claim('claim', 5));
  assert.deepEqual([verdict.decision, verdict.incident], ['update', incident]);
  for (const server of ['home', 'away']) {
    await lookAfter(incident, server);
    const { state, changedFor } = await alertOf(incident, server);
    assert.deepEqual([state, changedFor?.what], ['open', 'report-again']);
  }
});

test('later news founds an incident that goes on where that one ended, which is told and linked; what follows joins it', async () => {
  const incident = await resolved();
  const verdict = await decide(claim('claim', 12));
  assert.deepEqual([verdict.decision, verdict.incident], ['new', 'i-claim']);
  assert.deepEqual(
    verdict.reasons.filter(({ code }) => code === 'continued'),
    [{ code: 'continued', detail: incident }],
  );
  const founded = await redis.store.incident('i-claim');
  assert.deepEqual(founded?.related[0], { incident, how: 'continues' });
  assert.equal(founded?.facts.place, 'balad-air-base');
  assert.deepEqual((await redis.store.incident(incident))?.related[0], { incident: 'i-claim', how: 'continued-by' });
  assert.equal((await alertOf('i-claim', 'home')).state, 'open');
  await lookAfter(incident, 'home');
  assert.equal((await alertOf(incident, 'home')).state, 'resolved', 'the old one stays as it was');
  const next = await decide(arrests('arrests', 13));
  assert.equal(next.incident, 'i-claim', codes(next).join());
  assert.equal(next.decision, 'update');
});

test('what is late or of a feed’s first poll founds nothing, and a repeat is one', async () => {
  const incident = await resolved();
  for (const arrival of ['late', 'backlog'] as const) {
    const verdict = await decide(claim(`claim-${arrival}`, 12, { arrival, outlet: arrival === 'late' ? 'ap' : 'afp' }));
    assert.equal(verdict.incident, incident, arrival);
    assert.ok(!codes(verdict).includes('continued'));
  }
  const repeated = await decide(claim('again', 12.1, { outlet: 'cnn' }));
  assert.deepEqual([repeated.decision, repeated.incident], ['duplicate', incident]);
});

test('where one server is still at it the news is its incident’s', async () => {
  const { incident } = await decide(attack);
  assert.ok(incident);
  now = noon + dayMs;
  await does(incident, 'home', { what: 'resolve' });
  await does(incident, 'away', { what: 'acknowledge' });
  assert.equal((await decide(claim('claim', 12))).incident, incident);
});

test('what was a false alarm for all does not come back as another incident', async () => {
  const { incident } = await decide(attack);
  assert.ok(incident);
  now = noon + dayMs;
  for (const server of ['home', 'away']) await does(incident, server, { what: 'false-alarm', reason: 'satire' });
  assert.equal((await decide(claim('claim', 12))).incident, incident);
  await lookAfter(incident, 'home');
  assert.equal((await alertOf(incident, 'home')).state, 'false-alarm');
});

test('a story that ended twice goes on a third time where it ended last', async () => {
  await resolved();
  await decide(claim('claim', 8.1));
  now = noon + 8.2 * dayMs;
  for (const server of ['home', 'away']) await does('i-claim', server, { what: 'resolve' });
  const verdict = await decide(arrests('arrests', 15.3));
  assert.deepEqual([verdict.decision, verdict.incident], ['new', 'i-arrests'], codes(verdict).join());
  assert.deepEqual((await redis.store.incident('i-arrests'))?.related[0], { incident: 'i-claim', how: 'continues' });
});
