import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tryWatch } from '../../../../src/jobs/desk/watches/try.ts';
import { anArticle, anIncident, aReport, dayMs, hourMs, noon } from '../../../support/builders.ts';
import { aWatch, commit } from '../../support/builders.ts';
import { pack, setUp, store } from '../world.ts';

setUp();

const trying = {
  proposed: aWatch({ keywords: ['rockets'] }),
  present: null,
  severityFloor: 'info',
  pingFloor: 'high',
  days: 7,
} as const;
const request = { server: 'home' };
const deps = () => ({ store, pack, clock: { now: () => noon } });

/** One an hour, or all at once. */
async function happened(count: number, everyMs: number) {
  for (let at = 0; at < count; at += 1) {
    const time = noon - at * everyMs;
    const report = aReport({ article: `a${at}`, title: `Rockets hit place ${at}`, publishedAt: time });
    const incident = anIncident({ id: `i-${at}`, openedAt: time, updatedAt: time, reports: [report] });
    await commit(store, anArticle({ id: `a${at}`, seenAt: time }), { incident, rows: [] });
  }
}

test('what is too much is cut at the oldest, and counted for the time that was looked at', async () => {
  await happened(12, hourMs);
  const tried = await tryWatch(deps(), request, trying, { incidentsMax: 5, msMax: 60_000 });
  assert.deepEqual([tried.alerts, tried.incidents, tried.short], [5, 5, 'too-much']);
  assert.equal(tried.from, noon - 5 * hourMs + 1);
});

test('what takes too long is cut as well', async () => {
  await happened(3, hourMs);
  const tried = await tryWatch(deps(), request, trying, { incidentsMax: 100, msMax: -1 });
  assert.deepEqual([tried.alerts, tried.short], [0, 'too-much']);
});

test('each incident is looked at once, however many changed in one millisecond', async () => {
  await happened(130, 0);
  const tried = await tryWatch(deps(), request, trying);
  assert.deepEqual([tried.alerts, tried.incidents, tried.articles], [130, 130, 130]);
});

test('both ends of the time are in it', async () => {
  await happened(2, 7 * dayMs);
  const tried = await tryWatch(deps(), request, trying);
  assert.deepEqual([tried.alerts, tried.from, tried.to], [2, noon - 7 * dayMs, noon]);
});

test('the first incident of all is counted, though its article was seen before it opened', async () => {
  const report = aReport({ article: 'a0', title: 'Rockets hit a base', publishedAt: noon - hourMs });
  const incident = anIncident({ id: 'i-0', openedAt: noon - hourMs + 150, updatedAt: noon, reports: [report] });
  await commit(store, anArticle({ id: 'a0', seenAt: noon - hourMs }), { incident, rows: [] });
  const tried = await tryWatch(deps(), request, trying);
  assert.deepEqual([tried.alerts, tried.short], [1, 'nothing-older']);
});
