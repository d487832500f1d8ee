import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { loadConfig } from '../../src/config/load.ts';
import { matchJob } from '../../src/jobs/match.ts';
import type { Article } from '../../src/model.ts';
import { compilePack } from '../../src/pipeline/extract.ts';
import { aPoll } from '../contracts/builders.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { anArticle, dayMs, noon } from '../support/builders.ts';
import { aSubscription, aWatch, quiet, unmetered } from './support/builders.ts';
import { handQueue } from './support/queue.ts';

const { pack } = loadConfig({ env: {} });
let redis: StoreFixture;
before(async () => {
  redis = await startStores();
});
after(() => redis.stop());

/** Decides on an article, and gives the incident that it belongs to. */
async function decide(article: Article): Promise<string> {
  const match = matchJob({
    store: redis.store,
    queue: handQueue(),
    clock: { now: () => article.publishedAt },
    realClock: { now: () => redis.real },
    log: quiet,
    meter: unmetered,
    pack,
    compiled: compilePack(pack),
    filed: { watches: [aWatch()], subscriptions: [aSubscription()] },
    owner: 'm1',
    writerLeaseMs: 100,
    incidentKeepMs: 30 * dayMs,
    alerts: { reopenWithinDays: 7 },
  });
  await redis.store.commitPoll(aPoll([article], { fetchedAtReal: redis.real }));
  await match(article.id);
  const { incident } = (await redis.store.articleRecord(article.id))?.verdict ?? {};
  return incident ?? '';
}

const attack = anArticle({
  id: 'attack',
  outlet: 'reuters',
  title: 'Rockets hit Camp Taji, two US soldiers killed',
  summary: 'Rockets struck Camp Taji north of Baghdad on Wednesday, killing two American soldiers, the Pentagon said.',
});
const answer = anArticle({
  id: 'answer',
  outlet: 'reuters',
  publishedAt: noon + dayMs,
  seenAt: noon + dayMs,
  title: 'US jets bomb Kataib Hezbollah in Jurf al-Sakhar',
  summary:
    'American warplanes bombed Kataib Hezbollah positions in Jurf al-Sakhar on Thursday in retaliation for the rocket attack on Camp Taji, the Pentagon said.',
});

test('two incidents of which one answers the other know of each other, and the card that stands is edited', async () => {
  const struck = await decide(attack);
  const [channel = ''] = (await redis.store.unsettledRows(Number.MAX_SAFE_INTEGER, 9)).map((row) => row.channel);
  const card = await redis.store.claimCard(struck, channel, 'owner', 1_000);
  assert.ok(card);
  const server = aSubscription().server;
  const posted = { ...card, server, language: 'en' as const, messageId: 'm', versionPosted: 1, versionTold: 1 };
  assert.equal(await redis.store.saveCard(posted, 'owner', []), true);
  const before = (await redis.store.incident(struck))?.version ?? 0;
  const answering = await decide(answer);
  assert.notEqual(answering, struck);
  assert.deepEqual((await redis.store.incident(answering))?.related, [{ incident: struck, how: 'answers' }]);
  const answered = await redis.store.incident(struck);
  assert.deepEqual(answered?.related, [{ incident: answering, how: 'answered-by' }]);
  assert.deepEqual([answered?.version, answered?.changes], [before + 1, []]);
  const rows = await redis.store.unsettledRows(Number.MAX_SAFE_INTEGER, 9);
  const ofStruck = rows.filter(({ incident, version }) => incident === struck && version === before + 1);
  assert.deepEqual(
    ofStruck.map(({ kind, pingRole }) => [kind, pingRole]),
    [['card', null]],
  );
});
