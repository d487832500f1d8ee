/** What a matcher that runs on does once an analyst has merged or split what it knows. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchJob } from '../../../../src/jobs/match.ts';
import type { Article } from '../../../../src/model.ts';
import { compilePack } from '../../../../src/pipeline/extract.ts';
import type { DeskReply, JobHandler } from '../../../../src/ports.ts';
import { aPoll } from '../../../contracts/builders.ts';
import { anArticle, noon } from '../../../support/builders.ts';
import { aSubscription, quiet, unmetered } from '../../support/builders.ts';
import { by, deliverAll, desk, messenger, pack, pressBelow, queue, redis, setUp, store } from '../world.ts';

const compiled = compilePack(pack);
const outlets = [...new Map(pack.outlets.map((outlet) => [outlet.family, outlet])).values()].map(({ id }) => id);
const everything = {
  id: 'all',
  name: 'All',
  server: null,
  keywords: [],
  actors: [],
  places: [],
  eventTypes: [],
  severityFloor: 'info' as const,
  languages: [],
  origin: 'file' as const,
};
const filed = { watches: [everything], subscriptions: [aSubscription({ watch: 'all' })] };

const taji = (id: string, outlet = 0): Article =>
  anArticle({
    id,
    outlet: outlets[outlet] ?? 'wire',
    title: 'Rockets hit Camp Taji, two US soldiers wounded',
    summary:
      'Katyusha rockets struck Camp Taji north of Baghdad on Wednesday, wounding two American soldiers, officials said.',
  });
const asad = (id: string, outlet = 0): Article =>
  anArticle({
    id,
    outlet: outlets[outlet] ?? 'wire',
    title: 'Drone attack on Ain al-Asad air base kills one US contractor',
    summary:
      'A drone struck the Ain al-Asad air base in western Iraq on Wednesday, killing an American contractor, officials said.',
  });

describe('a matcher that runs on', () => {
  setUp();

  const matcher = (): JobHandler =>
    matchJob({
      store,
      queue,
      clock: { now: () => noon },
      realClock: { now: () => redis.real },
      log: quiet,
      meter: unmetered,
      pack,
      compiled,
      filed,
      owner: 'm1',
      writerLeaseMs: 30_000,
      incidentKeepMs: 400 * 86_400_000,
      alerts: { reopenWithinDays: 7 },
    });
  const arrive = async (match: JobHandler, article: Article) => {
    await store.commitPoll(aPoll([article], { fetchedAtReal: redis.real }));
    await match(article.id);
    return (await store.articleRecord(article.id))?.verdict;
  };
  const on = () => desk({ filed });
  const confirm = (reply: DeskReply) => pressBelow(reply, 'confirm', by('Amal'), on());

  it('has what fits a merged incident join the one that it went into, and tells it there alone', async () => {
    const match = matcher();
    await arrive(match, taji('t1'));
    await arrive(match, asad('a1'));
    await deliverAll();
    const asked = { ...by('Amal'), change: 'merge' as const, incident: 'i-a1', other: 'i-t1', why: null };
    const done = await confirm(await on().regroup(asked));
    assert.match(done.text, /^Merged/u);
    const posted = messenger.cards().length;
    const verdict = await arrive(match, asad('a2', 1));
    assert.equal(verdict?.incident, 'i-t1');
    await deliverAll();
    assert.equal(messenger.cards().length, posted);
    assert.deepEqual((await store.incident('i-t1'))?.reports.map(({ article }) => article).toSorted(), [
      'a1',
      'a2',
      't1',
    ]);
    await confirm(await pressBelow(done, 'undo', by('Amal'), on()));
    assert.equal((await arrive(match, asad('a3', 2)))?.incident, 'i-a1');
    assert.equal((await store.incident('i-t1'))?.reports.length, 2); // what came since stays where it came
  });

  it('founds nothing on what it knew before: a merge in the same moment is seen', async () => {
    const match = matcher();
    await arrive(match, taji('t1'));
    await arrive(match, asad('a1'));
    const asked = { ...by('Amal'), change: 'merge' as const, incident: 'i-a1', other: 'i-t1', why: null };
    const shown = await on().regroup(asked);
    const [, verdict] = await Promise.all([confirm(shown), arrive(match, asad('a2', 1))]);
    const merged = await store.incident('i-a1');
    const holding = merged?.mergedInto === null ? 'i-a1' : 'i-t1';
    assert.ok(['i-a1', 'i-t1'].includes(verdict?.incident ?? ''));
    assert.ok((await store.incident(holding))?.reports.some(({ article }) => article === 'a2'));
  });
});
