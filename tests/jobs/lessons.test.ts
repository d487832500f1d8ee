import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchJob } from '../../src/jobs/match.ts';
import type { Decision } from '../../src/model.ts';
import { compilePack } from '../../src/pipeline/extract.ts';
import { articleOf } from '../../src/replay/article.ts';
import { aPoll } from '../contracts/builders.ts';
import { dayMs } from '../support/builders.ts';
import { lessonsStream, repeated } from '../support/lessons-stream.ts';
import { by, desk, pack, redis, setUp, store } from './desk/world.ts';
import { aSubscription, aWatch, quiet, unmetered } from './support/builders.ts';
import { handQueue } from './support/queue.ts';

setUp();
const compiled = compilePack(pack);
const items = new Map(lessonsStream().map((item) => [item.id, item]));

let news = 0;
const clock = { now: () => news };
const deskNow = () => desk({ clock });

/** A matcher as a process of its own has it, which keeps what it knows; its channel is of a server. */
function aMatcher(owner: string, server = 'home') {
  const match = matchJob({
    store,
    queue: handQueue(),
    clock,
    realClock: { now: () => redis.real },
    log: quiet,
    meter: unmetered,
    pack,
    compiled,
    filed: { watches: [aWatch()], subscriptions: [aSubscription({ server })] },
    owner,
    writerLeaseMs: 100,
    incidentKeepMs: 400 * dayMs,
    alerts: { reopenWithinDays: 7 },
  });
  /** Polls an item and decides on it. */
  return async (id: string): Promise<{ readonly decision: Decision; readonly incident: string | null }> => {
    const article = articleOf(pack, items.get(id) ?? assert.fail(id));
    news = article.publishedAt;
    redis.real += 2_000; // longer than a matcher goes without asking for lessons
    await store.commitPoll(aPoll([article], { fetchedAtReal: redis.real }));
    await match(article.id);
    return (await store.articleRecord(article.id))?.verdict ?? assert.fail(id);
  };
}

async function press(incident: string | null, said: Parameters<typeof by>[1] = {}): Promise<void> {
  const given = { reason: 'exercise' } as const;
  const request = { ...by('Amal', said), incident: incident ?? assert.fail(), action: 'false-alarm' as const, given };
  const reply = await deskNow().press(request);
  assert.ok(reply.ok, reply.text);
}

test('three presses at the desk stop a repeated false alarm in every process, and revoking one brings it back', async () => {
  const [decide, decideElsewhere] = [aMatcher('one'), aMatcher('other')];
  const [first = '', second = '', third = '', fourth = '', fifth = '', sixth = '', seventh = ''] = repeated;
  for (const id of [first, second, third]) {
    const { decision, incident } = await decide(id);
    assert.equal(decision, 'new', id);
    await press(incident);
  }
  assert.equal((await decide(fourth)).decision, 'background');
  assert.equal((await decideElsewhere(fifth)).decision, 'background');
  const list = await deskNow().lessons({ ...by('Amal'), change: 'list', lesson: null });
  assert.equal(list.parts?.length, 3);
  assert.ok(list.parts.every(({ lines }) => lines.some((line) => String(line).includes('2 articles'))));

  assert.equal((await decide('true-same-day')).decision, 'new');
  assert.equal((await decide('critical')).decision, 'new');

  const [lesson] = (await store.lessons()).labels ?? [];
  assert.equal((await deskNow().lessons({ ...by('Omar'), change: 'revoke', lesson: lesson?.id ?? '' })).ok, true);
  assert.equal((await decide(sixth)).decision === 'background', false);
  assert.equal((await decideElsewhere(seventh)).decision, 'new');
});

test('an alert that is reopened takes its lesson back', async () => {
  const decide = aMatcher('one');
  const incidents: (string | null)[] = [];
  for (const id of repeated.slice(0, 3)) {
    const { incident } = await decide(id);
    incidents.push(incident);
    await press(incident);
  }
  const [incident] = incidents;
  const request = { ...by('Omar'), incident: incident ?? '', action: 'reopen' as const };
  assert.ok((await deskNow().press(request)).ok);
  assert.equal((await store.lessons()).labels?.length, 2);
  assert.equal((await decide(repeated[3] ?? '')).decision, 'new');
});

test('what another server calls a false alarm is labelled and teaches nobody', async () => {
  const decide = aMatcher('one');
  const away = aMatcher('two', 'away');
  for (const id of repeated.slice(0, 3))
    await press((await away(id)).incident, { server: 'away', roles: [], mayManage: true });
  assert.equal((await store.labels(9)).length, 3);
  assert.deepEqual((await store.lessons()).labels, []);
  assert.equal((await decide(repeated[3] ?? '')).decision, 'new');
});
