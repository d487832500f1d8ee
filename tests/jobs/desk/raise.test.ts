import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchJob } from '../../../src/jobs/match.ts';
import { compilePack } from '../../../src/pipeline/extract.ts';
import type { CardView } from '../../../src/ports.ts';
import { aPoll } from '../../contracts/builders.ts';
import { anArticle, noon } from '../../support/builders.ts';
import { aSubscription, aWatch, quiet, unmetered } from '../support/builders.ts';
import { away, by, deliverAll, desk, messenger, pack, queue, redis, setUp, store } from './world.ts';

setUp();

const filed = {
  watches: [aWatch()],
  subscriptions: [aSubscription(), aSubscription({ id: 'far', server: 'away', channel: 'far' })],
};
const [outlet] = pack.outlets;

const atTaji = [
  'Rockets hit Camp Taji, two US soldiers wounded',
  'Several Katyusha rockets struck Camp Taji north of Baghdad on Wednesday, wounding two American soldiers, the Iraqi military said.',
] as const;

async function newsTells(title: string, summary: string): Promise<void> {
  const article = anArticle({ id: 'news-1', outlet: outlet?.id ?? 'wire', title, summary });
  await store.commitPoll(aPoll([article]));
  const match = matchJob({
    store,
    queue,
    clock: { now: () => noon },
    realClock: { now: () => redis.real },
    log: quiet,
    meter: unmetered,
    pack,
    compiled: compilePack(pack),
    filed,
    owner: 'm1',
    writerLeaseMs: 100,
    incidentKeepMs: 30 * 86_400_000,
    alerts: { reopenWithinDays: 7 },
  });
  await match(article.id);
  await deliverAll();
}

test('what another server raised is no source of what the news tell here', async () => {
  const text = 'Rockets hit Camp Taji, 900 American soldiers killed\nSeen from the gate of Camp Taji on Wednesday.';
  const link = 'https://gate.example/1';
  await desk({ filed }).raiseIncident({ ...by('Zoe', away), text, link });
  await deliverAll();
  await newsTells(...atTaji);
  const here = messenger.cards().find(({ place }) => place === 'alerts');
  const shown = (here?.view as CardView | undefined)?.summary;
  assert.ok(shown);
  assert.doesNotMatch(JSON.stringify(shown), /900|gate|analyst/);
  assert.deepEqual([shown.severity, shown.confirmed, shown.familiesCount], ['high', false, 1]);
});

test('what the operators raised stays a source beside the news', async () => {
  const text = 'Rockets hit Camp Taji, two American soldiers wounded\nSeen from the gate of Camp Taji on Wednesday.';
  await desk({ filed }).raiseIncident({ ...by('Amal'), text, link: null });
  await deliverAll();
  await newsTells(...atTaji);
  const here = messenger.cards().find(({ place }) => place === 'alerts');
  const shown = (here?.view as CardView | undefined)?.summary;
  assert.deepEqual(
    shown?.outlets.map(({ name }) => name),
    ['analyst', outlet?.name],
  );
});
