import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openQueue } from '../../src/adapters/queue/queue.ts';
import { loadConfig } from '../../src/config/load.ts';
import { beat } from '../../src/jobs/heartbeat.ts';
import { matchJob } from '../../src/jobs/match.ts';
import type { LetterBody, Verdict } from '../../src/model.ts';
import { compilePack } from '../../src/pipeline/extract.ts';
import type { Health } from '../../src/pipeline/health.ts';
import { heartbeatLimits } from '../../src/pipeline/heartbeat.ts';
import type { CallOutcome, Queue, Store } from '../../src/ports.ts';
import { aRow, aVerdict } from '../contracts/builders.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { anIncident, noon } from '../support/builders.ts';
import { aSubscription, aWatch, quiet, unmetered } from './support/builders.ts';

const { pack } = loadConfig({ env: {} });
const compiled = compilePack(pack);
const minute = 60_000;
let redis: StoreFixture;
let store: Store;
let queue: Queue & { close(): Promise<void> };
let verdicts: Verdict[] = [];
let calls = 0;
let answer: CallOutcome = { ok: true };
const health: Health = { healthy: true, parts: [] };
const clock = { now: () => noon };

before(async () => {
  redis = await startStores();
  store = redis.store;
  const match = matchJob({
    store,
    queue: { add: async () => {} },
    clock,
    realClock: { now: () => redis.real },
    log: quiet,
    meter: { ...unmetered, decided: (verdict) => void verdicts.push(verdict) },
    pack,
    compiled,
    filed: { watches: [aWatch()], subscriptions: [aSubscription()] },
    owner: 'm1',
    writerLeaseMs: 5_000,
    incidentKeepMs: 30 * 86_400_000,
    alerts: { reopenWithinDays: 7 },
  });
  queue = openQueue({ connection: redis.redis, prefix: 'q', handlers: { match }, log: quiet });
});
after(async () => {
  await queue.close();
  await redis.stop();
});
beforeEach(async () => {
  const kept = await redis.redis.keys('wf:*');
  if (kept.length > 0) await redis.redis.del(...kept);
  redis.real = noon;
  [verdicts, calls, answer] = [[], 0, { ok: true }];
});

const deps = (over: Partial<Parameters<typeof beat>[0]> = {}): Parameters<typeof beat>[0] => ({
  store,
  queue,
  clock,
  realClock: { now: () => redis.real },
  limits: heartbeatLimits,
  health: () => health,
  stop: new AbortController().signal,
  call: async () => {
    calls += 1;
    return answer;
  },
  ...over,
});
/** What was late, and whether the outside was called. */
async function beaten(over: Partial<Parameters<typeof beat>[0]> = {}) {
  const before = calls;
  const { outcome, late } = await beat(deps(over));
  return [outcome, calls - before, ...late.map(({ part }) => part)];
}

test('while all is on time the outside is called, and the canary leaves nothing behind but its verdict', async () => {
  const told = await beat(deps());
  assert.equal(told.outcome, 'called', JSON.stringify(told.late));
  assert.ok(told.canaryMs !== null && told.canaryMs < heartbeatLimits.canaryMsMax);
  assert.equal(calls, 1);
  assert.deepEqual(verdicts, [], 'no figure counts it');
  assert.deepEqual([(await store.incidentsSince(0)).revision, await store.pendingBefore(noon + 1, 5)], [0, []]);
  const [record] = await redis.redis.keys('wf:article:canary-*');
  const left = await redis.redis.pttl(record ?? '');
  assert.ok(left > 0 && left <= 10 * minute, `kept for ${left} ms`);
});

test('a failure outside is told as one, and nothing is late then', async () => {
  answer = { ok: false, problem: 'HTTP 500' };
  const told = await beat(deps());
  assert.deepEqual([told.outcome, told.problem, told.late], ['failed', 'HTTP 500', []]);
});

test('it is withheld while no item is decided', async () => {
  const unworked = openQueue({ connection: redis.redis, prefix: 'unworked', handlers: {}, log: quiet });
  try {
    const limits = { ...heartbeatLimits, canaryMsMax: 150 };
    assert.deepEqual(await beaten({ queue: unworked, limits }), ['withheld', 0, 'matching']);
    // The queue was lost, and the sweep brings the canary back: it was late, the next is not.
    await queue.add('match', await store.pendingBefore(noon + 1, 5));
    assert.deepEqual(await beaten(), ['called', 1]);
  } finally {
    await unworked.close();
  }
});

test('it is withheld while a row waits, unless its channel takes nothing or it is held', async () => {
  const rows = [aRow('i1', '100', { createdAt: noon }), aRow('i1', '200', { createdAt: noon, heldUntil: noon + 1 })];
  await store.commitVerdict(aVerdict('a1', anIncident({ id: 'i1' }), { rows }));
  redis.real = noon + 2 * minute;
  assert.deepEqual(await beaten(), ['called', 1]);
  redis.real += 1;
  assert.deepEqual(await beaten(), ['withheld', 0, 'delivery']);
  await store.noteLimit('100', redis.real + 1_000);
  assert.deepEqual(await beaten(), ['called', 1]);
  redis.real += 1_000;
  assert.deepEqual(await beaten(), ['withheld', 0, 'delivery'], 'the limit is over');
  const refused = { why: 'forbidden', problem: '403', since: noon, triedAt: redis.real, endedAt: null } as const;
  await store.saveBar({ channel: '100', server: 'home', ...refused });
  assert.deepEqual(await beaten(), ['called', 1]);
});

test('it is withheld while a letter waits', async () => {
  const body = { kind: 'text', text: 'A page' } as const;
  await store.saveLetter({ id: 'l1', server: 'home', channel: '300', language: 'en', body, createdAt: noon });
  assert.deepEqual(await beaten(), ['called', 1]);
  redis.real = noon + 2 * minute + 1;
  assert.deepEqual(await beaten(), ['withheld', 0, 'delivery']);
});

test('a system of somebody else that does not answer withholds nothing', async () => {
  const to = { kind: 'webhook', webhook: 'pager' } as const;
  const page = { incident: 'i1', says: { what: 'reported-again' }, to, users: [], roles: [], while: 'always' } as const;
  const body: LetterBody = { kind: 'page', page };
  await store.saveLetter({ id: 'l1', server: 'home', channel: 'pager', language: 'en', body, createdAt: noon });
  redis.real = noon + 2 * minute + 1;
  assert.deepEqual(await beaten(), ['called', 1]);
});

test('it is withheld while an alert that fell due is not dealt with, however often its timer is taken', async () => {
  await store.settleTimer('alert:home:i1', noon - 4 * minute);
  await store.claimDue(noon - 4 * minute, 10, 10_000);
  assert.deepEqual(await beaten(), ['called', 1]);
  const later = { clock: { now: () => noon + minute + 1 } };
  assert.deepEqual(await beaten(later), ['withheld', 0, 'escalation']);
  // Who took it has died: its lease ends, it is taken again, and it is as late as before.
  redis.real += 10_001;
  assert.deepEqual(await store.claimDue(noon + minute, 10, 10_000), ['alert:home:i1']);
  assert.deepEqual(await beaten(later), ['withheld', 0, 'escalation']);
  await store.restTimer('alert:home:i1', null);
  assert.deepEqual(await beaten(later), ['called', 1]);
});

test('it is withheld while nobody takes what falls due', async () => {
  await store.settleTimer('poll:gazette', noon - 31_000);
  assert.deepEqual(await beaten(), ['withheld', 0, 'tick']);
  await store.claimDue(noon, 10, 120_000);
  assert.deepEqual(await beaten(), ['called', 1]);
});

test('it is withheld while no feed is read', async () => {
  const parts = [{ part: 'feeds', code: 'failed-too-long', wellAt: null, failingMs: 1 }] as const;
  assert.deepEqual(await beaten({ health: () => ({ healthy: false, parts }) }), ['withheld', 0, 'polling']);
});

test('a process that stops waits for no canary', async () => {
  const unworked = openQueue({ connection: redis.redis, prefix: 'unworked', handlers: {}, log: quiet });
  const stop = new AbortController();
  const going = beat(deps({ queue: unworked, stop: stop.signal }));
  stop.abort();
  await assert.rejects(going, { name: 'AbortError' });
  assert.equal(calls, 0);
  await unworked.close();
});
