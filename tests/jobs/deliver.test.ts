import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { deliverJob } from '../../src/jobs/deliver.ts';
import type { Change, Incident, OutboxRow } from '../../src/model.ts';
import type { CardView, Store } from '../../src/ports.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { anArticle, anIncident, aPack, noon } from '../support/builders.ts';
import {
  anAlert,
  aRow,
  commit,
  type HandQueue,
  handQueue,
  type PlannedMessenger,
  plannedMessenger,
  quiet,
  unmetered,
} from './support.ts';

const nonceWindowMs = 60_000;
let redis: StoreFixture;
let store: Store;
let messenger: PlannedMessenger;
let queue: HandQueue;
let latencies: (number | null)[] = [];

before(async () => {
  redis = await startStores();
  store = redis.store;
});
after(() => redis.stop());
beforeEach(async () => {
  await redis.empty();
  messenger = plannedMessenger(() => redis.real, nonceWindowMs);
  queue = handQueue();
  latencies = [];
});

const deliverer = (owner: string, on = store) =>
  deliverJob({
    store: on,
    messenger,
    clock: { now: () => noon },
    realClock: { now: () => redis.real },
    pack: aPack(),
    log: quiet,
    meter: { ...unmetered, delivered: (_, __, latencyMs) => void latencies.push(latencyMs) },
    owner,
    leaseMs: 30_000,
    nonceWindowMs,
  });

const passTime = (ms: number) => {
  redis.real += ms;
};

/** Runs what was added until nothing waits. */
async function deliver(...ids: readonly string[]): Promise<void> {
  await queue.add('deliver', ids);
  await queue.drain({ deliver: deliverer('d1') }, passTime);
}

const change = (what: Change['what'], detail = ''): Change => ({ what, detail, article: 'article-2' });

async function opened(rows: readonly OutboxRow[] = [aRow({ pingRole: 'watchers' })]): Promise<void> {
  await commit(store, anArticle(), { incident: anIncident(), alerts: [anAlert()], rows });
}

async function developed(version: number, rows: readonly OutboxRow[], facts: Partial<Incident['facts']> = {}) {
  const incident = anIncident({ version, changes: [change('actor')], facts });
  await commit(store, anArticle({ id: `article-${version}` }), { incident, rows });
}

const card = (version: number, said: Partial<OutboxRow> = {}) => aRow({ version, createdAt: redis.real, ...said });
const notice = (version: number, said: Partial<OutboxRow> = {}) =>
  aRow({ version, kind: 'notice', changes: [change('actor', 'Kataib Hezbollah')], createdAt: redis.real, ...said });
const unsettled = async () => (await store.unsettledRows(Number.MAX_SAFE_INTEGER, 100)).map(({ id }) => id);
const shownVersion = () => (messenger.cards()[0]?.view as CardView | undefined)?.summary.version;

async function pressAcknowledge(state: 'acknowledged' | 'resolved' = 'acknowledged'): Promise<void> {
  const who = { id: 'u1', name: 'Amal' };
  await store.commitPress({
    key: `press-${state}`,
    expectedRevision: 1,
    alert: anAlert({ state, revision: 2, changedBy: who }),
    rows: [],
    audit: { at: noon, server: 'home', incident: 'i-article-1', who, action: state, detail: '' },
  });
}

test('a row becomes one card, pings once and is settled with its latency', async () => {
  await opened();
  redis.real += 250;
  await deliver('i-article-1.1.card.alerts');
  assert.equal(messenger.cards().length, 1);
  assert.equal(messenger.cards()[0]?.pinged, 'watchers');
  assert.match(messenger.cards()[0]?.reference ?? '', /^[a-z2-7]{12}$/);
  assert.deepEqual(await unsettled(), []);
  assert.deepEqual(latencies, [250]);
});

test('a job that comes a second time does nothing', async () => {
  await opened();
  await deliver('i-article-1.1.card.alerts');
  await deliver('i-article-1.1.card.alerts');
  assert.deepEqual(messenger.calls, ['postCard alerts']);
});

test('a later version edits the card; rows that one edit covers make no further call', async () => {
  await opened();
  await deliver('i-article-1.1.card.alerts');
  await developed(2, [card(2)]);
  await developed(3, [card(3)]);
  await deliver('i-article-1.2.card.alerts', 'i-article-1.3.card.alerts');
  assert.deepEqual(messenger.calls, ['postCard alerts', 'editCard alerts']);
  assert.equal(shownVersion(), 3);
  assert.deepEqual(await unsettled(), []);
});

test('an update is told once in the thread of the card', async () => {
  await opened();
  await deliver('i-article-1.1.card.alerts');
  await developed(2, [card(2), notice(2, { pingRole: 'watchers' })]);
  await deliver('i-article-1.2.card.alerts', 'i-article-1.2.notice.alerts');
  assert.deepEqual(
    messenger.notices().map(({ place, pinged }) => `${place} ${pinged}`),
    ['thread-of-m1 watchers'],
  );
  assert.match(messenger.notices()[0]?.text ?? '', /Kataib Hezbollah/);
  await developed(3, [notice(3)]);
  await deliver('i-article-1.3.notice.alerts');
  assert.equal(messenger.notices().length, 2);
  assert.equal(messenger.calls.filter((call) => call.startsWith('openThread')).length, 1);
});

test('a notice that overtakes its card posts the card, and is not said again', async () => {
  await opened();
  await developed(2, [card(2), notice(2, { pingRole: 'watchers' })]);
  await deliver('i-article-1.2.notice.alerts', 'i-article-1.2.card.alerts', 'i-article-1.1.card.alerts');
  assert.deepEqual(messenger.calls, ['postCard alerts']);
  assert.equal(messenger.cards()[0]?.pinged, 'watchers');
  assert.deepEqual(await unsettled(), []);
});

test("the first row of two takes over the newer one's ping when it posts for both", async () => {
  await opened([aRow()]);
  await developed(2, [card(2, { pingRole: 'watchers' })]);
  await deliver('i-article-1.1.card.alerts', 'i-article-1.2.card.alerts');
  assert.equal(messenger.cards()[0]?.pinged, 'watchers');
  assert.equal(messenger.calls.length, 1);
});

test('accepted, but the answer lost: the retry finds the same message', async () => {
  await opened();
  messenger.plan('postCard', { status: 'accepted-unheard' });
  await deliver('i-article-1.1.card.alerts');
  assert.equal(messenger.cards().length, 1);
  assert.equal((await store.card('i-article-1', 'alerts'))?.messageId, 'm1');
  assert.ok(!messenger.calls.some((call) => call.startsWith('findByReference')));
});

test('a crash between acceptance and our note of it leaves one card', async () => {
  await opened();
  messenger.plan('postCard', { status: 'crash' });
  await deliver('i-article-1.1.card.alerts');
  assert.equal(messenger.cards().length, 1);
  assert.deepEqual(await unsettled(), []);
});

test('a crash, and back only after the nonce window: the card is found by its reference', async () => {
  await opened();
  messenger.plan('postCard', { status: 'crash' });
  await assert.rejects(deliverer('dead')('i-article-1.1.card.alerts'), /died/);
  redis.real += 10 * nonceWindowMs;
  await deliver('i-article-1.1.card.alerts');
  assert.equal(messenger.cards().length, 1);
  assert.deepEqual(messenger.calls, ['postCard alerts', 'findByReference alerts', 'editCard alerts']);
  assert.deepEqual(await unsettled(), []);
});

test('never accepted, and back only after the nonce window: it is looked for, then posted', async () => {
  await opened();
  messenger.plan('postCard', { status: 'unclear', problem: 'reset' });
  await deliverer('slow')('i-article-1.1.card.alerts');
  redis.real += 10 * nonceWindowMs;
  messenger.plan('findByReference', { status: 'unclear', problem: 'timeout' });
  await deliver('i-article-1.1.card.alerts');
  assert.equal(messenger.cards().length, 1);
  assert.deepEqual(messenger.calls.slice(1), ['findByReference alerts', 'findByReference alerts', 'postCard alerts']);
});

test('a version that comes while a post is unclear does not make a second card, and is shown in the end', async () => {
  await opened();
  messenger.plan('postCard', { status: 'accepted-unheard' });
  await deliverer('d0')('i-article-1.1.card.alerts');
  await developed(2, [card(2), notice(2)]);
  await deliver('i-article-1.2.card.alerts', 'i-article-1.1.card.alerts', 'i-article-1.2.notice.alerts');
  assert.equal(messenger.cards().length, 1);
  assert.equal(shownVersion(), 2);
  assert.equal(messenger.notices().length, 1);
});

test('a notice whose card came through after all is still said', async () => {
  await opened();
  messenger.plan('postCard', { status: 'accepted-unheard' });
  await deliverer('d0')('i-article-1.1.card.alerts');
  await developed(2, [card(2), notice(2)]);
  await deliver('i-article-1.2.notice.alerts');
  assert.equal(messenger.notices().length, 1);
  assert.equal(shownVersion(), 2);
});

test('two deliverers that race for one row make one card', async () => {
  await opened();
  const results = await Promise.all([
    deliverer('d1')('i-article-1.1.card.alerts'),
    deliverer('d2', redis.other)('i-article-1.1.card.alerts'),
  ]);
  assert.equal(messenger.cards().length, 1);
  assert.equal(messenger.calls.length, 1);
  assert.ok(results.some(({ reason }) => reason === 'posted'));
});

test('a deliverer that loses its claim in the midst of posting leaves one card to the next', async () => {
  await opened();
  messenger.before('postCard', async () => {
    redis.real += 31_000;
    await deliverer('d2', redis.other)('i-article-1.1.card.alerts');
  });
  const result = await deliverer('d1')('i-article-1.1.card.alerts');
  assert.equal(result.reason, 'claim-lost');
  assert.equal(messenger.cards().length, 1);
  assert.deepEqual(await unsettled(), []);
});

test('an acknowledgement before the post takes the ping away', async () => {
  await opened();
  await pressAcknowledge();
  await deliver('i-article-1.1.card.alerts');
  assert.equal(messenger.cards()[0]?.pinged, null);
});

test('an acknowledgement while a notice waits takes its ping away', async () => {
  await opened();
  await deliver('i-article-1.1.card.alerts');
  await developed(2, [card(2), notice(2, { pingRole: 'watchers' })]);
  messenger.plan('postNotice', { status: 'wait', waitMs: 400 });
  messenger.before('postNotice', () => pressAcknowledge());
  await deliver('i-article-1.2.notice.alerts', 'i-article-1.2.card.alerts');
  assert.equal(messenger.notices()[0]?.pinged, null);
});

test('a resolved alert gets no new card and no notice', async () => {
  await opened();
  await pressAcknowledge('resolved');
  await deliver('i-article-1.1.card.alerts');
  assert.deepEqual(messenger.calls, []);
  assert.deepEqual(await unsettled(), []);
});

test('an alert resolved while its post is unclear: what stands shows it, and nothing is posted', async () => {
  await opened();
  messenger.plan('postCard', { status: 'accepted-unheard' });
  await deliverer('d0')('i-article-1.1.card.alerts');
  await pressAcknowledge('resolved');
  await deliver('i-article-1.1.card.alerts');
  assert.deepEqual(messenger.calls, ['postCard alerts', 'findByReference alerts', 'editCard alerts']);
  assert.equal((messenger.cards()[0]?.view as CardView).alert.state, 'resolved');
});

test('a deleted card is not brought back, and its rows end with the reason', async () => {
  await opened();
  await deliver('i-article-1.1.card.alerts');
  for (const message of messenger.seen) message.deleted = true;
  await developed(2, [card(2), notice(2)]);
  await deliver('i-article-1.2.card.alerts', 'i-article-1.2.notice.alerts');
  assert.deepEqual(messenger.cards(), []);
  assert.equal((await store.card('i-article-1', 'alerts'))?.gone, true);
  assert.deepEqual(await unsettled(), []);
});

test('a refusal ends the row and stands in the audit log', async () => {
  await opened();
  messenger.plan('postCard', { status: 'refused', problem: 'missing permission: send messages' });
  await deliver('i-article-1.1.card.alerts');
  assert.deepEqual(await unsettled(), []);
  const [entry] = await store.auditOf('i-article-1', 1);
  assert.equal(entry?.action, 'delivery-failed');
  assert.match(entry?.detail ?? '', /missing permission/);
});

test('a rate limit is waited out', async () => {
  await opened();
  const startedAt = redis.real;
  messenger.plan('postCard', { status: 'wait', waitMs: 7_000 });
  await deliver('i-article-1.1.card.alerts');
  assert.equal(messenger.cards().length, 1);
  assert.ok(redis.real - startedAt >= 7_000);
  assert.equal((await store.card('i-article-1', 'alerts'))?.attemptedAt, null);
});

test('pauses after unclear tries grow, and a message comes through in the end', async () => {
  await opened();
  const unclear = { status: 'unclear', problem: '503' } as const;
  messenger.plan('postCard', unclear, unclear, unclear, unclear, unclear);
  await deliver('i-article-1.1.card.alerts');
  assert.equal(messenger.cards().length, 1);
  assert.deepEqual(await unsettled(), []);
});

test('a notice accepted with its answer lost is said once, within the nonce window and after it', async () => {
  for (const [version, lateMs] of [
    [2, 0],
    [3, 10 * nonceWindowMs],
  ] as const) {
    if (version === 2) {
      await opened();
      await deliver('i-article-1.1.card.alerts');
    }
    await developed(version, [notice(version)]);
    messenger.plan('postNotice', { status: 'accepted-unheard' });
    await deliverer('d0')(`i-article-1.${version}.notice.alerts`);
    redis.real += lateMs;
    await deliver(`i-article-1.${version}.notice.alerts`);
    assert.equal(messenger.notices().length, version - 1);
  }
  assert.deepEqual(await unsettled(), []);
});

test('a thread that somebody deleted is not opened again, and the card lives on', async () => {
  await opened();
  await deliver('i-article-1.1.card.alerts');
  await developed(2, [card(2), notice(2)]);
  messenger.plan('postNotice', { status: 'gone' });
  await deliver('i-article-1.2.notice.alerts', 'i-article-1.2.card.alerts');
  assert.deepEqual(messenger.notices(), []);
  assert.equal(shownVersion(), 2);
});

test('a row without its incident ends as failed instead of coming back for ever', async () => {
  await opened([aRow(), aRow({ incident: 'i-lost', id: 'i-lost.1.card.alerts' })]);
  await deliver('i-lost.1.card.alerts', 'i-article-1.1.card.alerts');
  assert.equal(messenger.cards().length, 1);
  assert.deepEqual(await unsettled(), []);
});

test('a row that stays unclear for a day is reported as failed', async () => {
  await opened();
  await deliver('i-article-1.1.card.alerts');
  await developed(2, [card(2)]);
  const unclear = { status: 'unclear', problem: '503' } as const;
  messenger.plan('editCard', ...Array.from({ length: 3 }, () => unclear));
  await deliverer('d1')('i-article-1.2.card.alerts');
  redis.real += 25 * 3_600_000;
  assert.equal((await deliverer('d1')('i-article-1.2.card.alerts')).status, 'done');
  assert.deepEqual(await unsettled(), []);
  assert.equal((await store.auditOf('i-article-1', 1))[0]?.action, 'delivery-failed');
});

const anyFault = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.constant({ status: 'unclear', problem: 'reset' } as const),
  fc.constant({ status: 'accepted-unheard' } as const),
  fc.constant({ status: 'crash' } as const),
  fc.constant({ status: 'wait', waitMs: 500 } as const),
);
const anyFaults = fc.array(anyFault, { maxLength: 6 });
const anyStep = fc.record({
  row: fc.constantFrom('1.card', '2.card', '2.notice', '3.card', '3.notice'),
  owner: fc.constantFrom('d1', 'd2'),
  laterMs: fc.constantFrom(0, 500, 20_000, 40_000, 2 * nonceWindowMs, 20 * nonceWindowMs),
});

test('whatever fails and in whatever order: one card with the newest version, each notice once, nothing left', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ postCard: anyFaults, editCard: anyFaults, openThread: anyFaults, postNotice: anyFaults }),
      fc.array(anyStep, { maxLength: 12 }),
      async (faults, steps) => {
        await redis.empty();
        messenger = plannedMessenger(() => redis.real, nonceWindowMs);
        queue = handQueue();
        messenger.plan('postCard', ...faults.postCard);
        messenger.plan('editCard', ...faults.editCard);
        messenger.plan('openThread', ...faults.openThread);
        messenger.plan('postNotice', ...faults.postNotice);
        await opened();
        await developed(2, [card(2), notice(2)]);
        await developed(3, [card(3), notice(3)]);
        for (const { row, owner, laterMs } of steps) {
          redis.real += laterMs;
          await deliverer(owner)(`i-article-1.${row}.alerts`).catch(() => undefined);
        }
        await deliver(...(await unsettled()));
        assert.equal(messenger.cards().length, 1);
        assert.equal(shownVersion(), 3);
        assert.deepEqual(await unsettled(), []);
        const references = messenger.notices().map(({ reference }) => reference);
        assert.equal(new Set(references).size, references.length);
      },
    ),
    { numRuns: 150 },
  );
});
