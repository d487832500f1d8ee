/** Silences and inhibition, from the article to Discord's stand-in, on a real store. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { openDiscord } from '../../src/adapters/discord/discord.ts';
import { loadConfig } from '../../src/config/load.ts';
import { deliverJob } from '../../src/jobs/deliver.ts';
import { hushOf } from '../../src/jobs/hush.ts';
import { matchJob } from '../../src/jobs/match.ts';
import type { Article, Incident, Silence } from '../../src/model.ts';
import { compilePack } from '../../src/pipeline/extract.ts';
import type { Messenger, Store } from '../../src/ports.ts';
import { aPoll } from '../contracts/builders.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { anArticle, dayMs, hourMs, noon } from '../support/builders.ts';
import { type DiscordStandIn, startDiscord } from '../support/discord/server.ts';
import { recordLog } from '../support/discord/views.ts';
import { aSilence, aSubscription, aWatch, quiet, unmetered } from './support/builders.ts';
import { type HandQueue, handQueue } from './support/queue.ts';

const { pack } = loadConfig({ env: {} });
const compiled = compilePack(pack);
const [first, second] = [...new Map(pack.outlets.map((outlet) => [outlet.family, outlet])).values()];
const role = '900000000000000009';

let redis: StoreFixture;
let store: Store;
let queue: HandQueue;
let standIn: DiscordStandIn;
let messenger: Messenger;
let close: () => Promise<void>;
let news = noon;

before(async () => {
  redis = await startStores();
  store = redis.store;
});
after(() => redis.stop());
beforeEach(async () => {
  await redis.empty();
  queue = handQueue();
  news = noon;
  standIn = await startDiscord();
  const rememberCommands = { load: async () => null, save: async () => {} };
  const discord = await openDiscord({
    token: standIn.token,
    apiUrl: standIn.apiUrl,
    log: recordLog(),
    rememberCommands,
  });
  messenger = discord.messenger;
  close = async () => {
    await discord.close();
    await standIn.close();
  };
});
afterEach(() => close());

const clocks = { clock: { now: () => news }, realClock: { now: () => redis.real } };
function matcher(watches = [aWatch()]) {
  const subscriptions = watches.map(({ id }) =>
    aSubscription({ id, watch: id, channel: standIn.channel, pingRole: role }),
  );
  const filed = { watches, subscriptions };
  const given = { store, queue, ...clocks, log: quiet, meter: unmetered, pack, compiled, filed };
  return matchJob({
    ...given,
    alerts: { reopenWithinDays: 7 },
    owner: 'm1',
    writerLeaseMs: 100,
    incidentKeepMs: 30 * dayMs,
  });
}
async function deliverAll(): Promise<void> {
  const deliver = deliverJob({
    store,
    messenger,
    ...clocks,
    pack,
    log: quiet,
    meter: unmetered,
    owner: 'd1',
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
  await queue.drain({ deliver }, (ms) => {
    redis.real += ms;
  });
}
const attack = (id: string, said: Partial<Article> = {}) =>
  anArticle({
    id,
    outlet: first?.id ?? 'wire',
    title: 'Rockets hit Camp Taji, two US soldiers wounded',
    summary:
      'Several Katyusha rockets struck Camp Taji north of Baghdad on Wednesday, wounding two American soldiers, the Iraqi military said.',
    publishedAt: news,
    seenAt: news,
    ...said,
  });
async function tell(match: ReturnType<typeof matcher>, article: Article): Promise<Incident | null> {
  await store.commitPoll(aPoll([article], { fetchedAtReal: redis.real }));
  await match(article.id);
  await deliverAll();
  const id = (await store.articleRecord(article.id))?.verdict.incident ?? null;
  return id === null ? null : store.incident(id);
}
async function silence(said: Parameters<typeof aSilence>[0] = {}): Promise<Silence> {
  const after = aSilence({ from: news, to: news + dayMs, ...said });
  const audit = { at: news, server: 'home', incident: null, who: after.by, action: 'silence', detail: after.id };
  assert.equal(await store.changeSilence({ before: null, after, audit }), 'committed');
  return after;
}
const posted = () => standIn.messagesIn(standIn.channel);
const codesOf = async (article: string) =>
  (await store.articleRecord(article))?.verdict.reasons.map(({ code, detail }) => `${code} ${detail}`) ?? [];

test('what a silence hides is not told, not pinged and counted once, in the write of its verdict', async () => {
  await silence({ matchers: { places: ['camp-taji'] } });
  const match = matcher();
  const incident = await tell(match, attack('a1'));
  await tell(match, attack('a2', { outlet: second?.id ?? 'daily' }));
  assert.deepEqual(posted(), []);
  assert.deepEqual(await store.alertsOf(incident?.id ?? ''), []);
  assert.deepEqual([...(await store.hiddenBy(['s1']))], [['s1', 1]]);
  assert.deepEqual(await store.hiddenIncidents('s1', 5), [incident?.id]);
  assert.ok((await codesOf('a1')).includes(`silenced ${standIn.channel} s1`));
});

test('when it is over, the next news of what it hid is told as usual', async () => {
  await silence({ matchers: { places: ['camp-taji'] } });
  const match = matcher();
  await tell(match, attack('a1'));
  news += dayMs;
  await tell(
    match,
    attack('a2', {
      outlet: second?.id ?? 'daily',
      title: 'Two US soldiers killed as rockets hit Camp Taji',
      summary:
        'Rockets struck Camp Taji north of Baghdad on Wednesday, killing two American soldiers, the Iraqi military said.',
      publishedAt: noon + hourMs,
    }),
  );
  assert.equal(posted().length, 1);
  assert.deepEqual(standIn.problems, []);
});

test('a card that stands is kept true in a silence, and its thread stays still', async () => {
  const match = matcher();
  const incident = await tell(match, attack('a1'));
  const [card] = posted();
  assert.deepEqual(card?.pinged, [role]);
  await silence({ matchers: { places: ['camp-taji'] } });
  await tell(
    match,
    attack('a2', {
      outlet: second?.id ?? 'daily',
      title: 'Two US soldiers killed as rockets hit Camp Taji',
      summary:
        'Rockets struck Camp Taji north of Baghdad on Wednesday, killing two American soldiers, the Iraqi military said.',
    }),
  );
  const now = await store.incident(incident?.id ?? '');
  assert.ok((now?.version ?? 0) > 1, 'the second article changed it');
  assert.equal(posted().length, 1);
  assert.equal(posted()[0]?.edits, 1);
  assert.deepEqual(standIn.problems, []);
});

test('a message on its way when the silence begins is not posted, and counted as hidden', async () => {
  const match = matcher();
  const article = attack('a1');
  await store.commitPoll(aPoll([article], { fetchedAtReal: redis.real }));
  await match('a1');
  await silence({ matchers: { places: ['camp-taji'] } });
  await deliverAll();
  assert.deepEqual(posted(), []);
  assert.deepEqual([...(await store.hiddenBy(['s1']))], [['s1', 1]]);
});

const abduction = (id: string) =>
  attack(id, {
    title: 'US contractor kidnapped in Baghdad',
    summary: 'An American contractor was kidnapped by gunmen in Baghdad on Wednesday, police said.',
  });
/** At the embassy, which lies in Baghdad; critical, once two outlets tell it. */
async function storming(match: ReturnType<typeof matcher>): Promise<Incident | null> {
  const said = {
    title: 'Militia supporters storm gate of US embassy in Baghdad',
    summary: 'Supporters of Kataib Hezbollah stormed the gate of the US embassy in Baghdad on Wednesday.',
  };
  await tell(match, attack('a1', said));
  return tell(match, attack('a2', { ...said, outlet: second?.id ?? 'daily' }));
}

test('a graver incident at the same place and hour mutes the ping of a lesser one, not its message', async () => {
  const match = matcher();
  const greater = await storming(match);
  news += hourMs / 2;
  const lesser = await tell(match, abduction('b1'));
  assert.deepEqual([greater?.facts.severity, lesser?.facts.severity], ['critical', 'high']);
  const cards = posted();
  assert.deepEqual(
    cards.map(({ pinged }) => pinged),
    [[role], []],
  );
  assert.ok((await codesOf('b1')).includes(`no-ping-inhibited ${standIn.channel} ${greater?.id}`));
  const alert = await store.alert(lesser?.id ?? '', 'home');
  assert.ok(alert !== null && lesser !== null);
  const hush = await hushOf({ store, pack, clock: clocks.clock }, alert, lesser);
  assert.deepEqual(hush, { silence: null, inhibitor: greater?.id });
});

test('an hour later, or once the graver one is closed, it pings as usual', async () => {
  const match = matcher();
  const greater = await storming(match);
  const alert = await store.alert(greater?.id ?? '', 'home');
  assert.ok(alert !== null);
  const closed = { ...alert, state: 'resolved' as const, revision: alert.revision + 1 };
  const change = { key: 'k', expectedRevision: alert.revision, alert: closed, rows: [], letters: [], label: null };
  assert.equal(await store.commitAlert({ ...change, audit: [], nextDueAt: null }), 'committed');
  await tell(match, abduction('b1'));
  assert.deepEqual(
    posted().map(({ pinged }) => pinged),
    [[role], [role]],
  );
});
