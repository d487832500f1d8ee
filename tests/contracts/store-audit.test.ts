import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import type { AlertStanding, AuditLink } from '../../src/model.ts';
import { act, type Deed, standingOf } from '../../src/pipeline/alert.ts';
import { alertKey, checkChain, replay } from '../../src/pipeline/audit.ts';
import type { Store } from '../../src/ports.ts';
import { anIncident } from '../support/builders.ts';
import { anAlert, anEntry, aVerdict } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';
import { startLossySocket } from './lossy-socket.ts';

const key = 'wf:audit';

async function check(store: Store) {
  const { newest } = await store.auditEnds();
  const links = await store.auditLinks(null, 10_000);
  const { gone } = await store.auditEnds();
  return checkChain({ links, newest, gone });
}

const fieldsOf = ({ text, number, before: earlier, hash }: AuditLink): readonly string[] => [
  ...['e', text, 'n', String(number)],
  ...['p', String(earlier), 'h', String(hash)],
];

/** Writes the log anew, as somebody could who has the Redis to himself. */
async function rewrite(redis: Redis, links: readonly (readonly string[])[]): Promise<void> {
  await redis.del(key);
  for (const [at, fields] of links.entries()) await redis.call('XADD', key, `${at + 1}-0`, ...fields);
}

describe('audit log', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('chains what any number of writers append at once', async () => {
    const { store, other } = fixture;
    const writes = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? store : other).record(anEntry({ at })));
    await Promise.all(writes);
    const checked = await check(store);
    assert.deepEqual(checked.whole && [checked.chained, checked.newest?.number], [60, 60]);
    assert.deepEqual((await store.auditEnds()).newest, checked.whole && checked.newest);
  });

  it('chains an entry with the write that it tells of, and none where nothing was written', async () => {
    const { store } = fixture;
    const verdict = aVerdict('a1', anIncident({ id: 'i1' }), {
      alertsOpened: [anAlert('i1', 'home')],
      audit: [anEntry({ incident: 'i1', action: 'open' }), anEntry({ incident: 'i1', action: 'told' })],
    });
    await store.commitVerdict(verdict);
    assert.equal(await store.commitVerdict({ ...verdict, revision: 1 }), 'already');
    const checked = await check(store);
    assert.equal(checked.whole && checked.chained, 2);
    assert.deepEqual(
      (await store.auditOf('i1', 5)).map(({ action }) => action),
      ['told', 'open'],
    );
  });

  it('has an entry once whose reply was lost', async () => {
    const path = fixture.server.path.replace(/[^/]*$/, 'lossy.sock');
    const socket = await startLossySocket(path, fixture.server.path);
    const redis = new Redis(path, { maxRetriesPerRequest: null, retryStrategy: () => 5 });
    try {
      const store = fixture.open({}, redis);
      await store.record(anEntry({ action: 'first' }));
      socket.loseNextReply();
      await store.record(anEntry({ action: 'second' }));
      assert.equal(socket.lost, 1);
      const checked = await check(store);
      assert.equal(checked.whole && checked.chained, 2);
    } finally {
      redis.disconnect();
      await socket.close();
    }
  });

  it('is whole when its oldest are kept no more, and remembers what the first kept follows', async () => {
    const { open } = fixture;
    const store = open({ keep: { auditMs: 1_000 } });
    for (let at = 1; at <= 6; at += 1) await store.record(anEntry({ at: at * 1_000 }));
    const before = await store.auditLinks(null, 10);
    await store.retain(5_000);
    const checked = await check(store);
    assert.equal(checked.whole && checked.chained, 3);
    assert.deepEqual((await store.auditEnds()).gone, { number: 3, hash: before[2]?.hash });
    await store.retain(60_000);
    await store.record(anEntry({ at: 61_000 }));
    const emptied = await check(store);
    assert.deepEqual(emptied.whole && [emptied.chained, emptied.gone?.number, emptied.newest?.number], [1, 6, 7]);
  });

  it('goes on behind entries of an earlier program', async () => {
    const { store, redis } = fixture;
    await redis.xadd(key, '*', 'e', JSON.stringify(anEntry({ action: 'long ago' })));
    await store.record(anEntry({ action: 'today' }));
    const checked = await check(store);
    assert.deepEqual(checked.whole && [checked.chained, checked.unchained], [1, 1]);
    assert.deepEqual(
      (await store.recentAudit(5)).map(({ action }) => action),
      ['today', 'long ago'],
    );
  });

  it('takes what the files say once, from whoever read them as they stand', async () => {
    const { store, other } = fixture;
    assert.equal(await store.filed(), null);
    const audit = [anEntry({ action: 'file-watch', from: 'file' })];
    const first = { 'watch\t1\ta': 'd1' };
    const starts = [store, other, store].map((each) => each.saveFiled({ before: null, after: first, audit }));
    assert.deepEqual((await Promise.all(starts)).filter((isSaved) => isSaved).length, 1);
    assert.deepEqual(await other.filed(), first);
    const second = { ...first, 'watch\t1\tb': 'd2' };
    assert.equal(await store.saveFiled({ before: second, after: first, audit }), false);
    assert.equal(await store.saveFiled({ before: await other.filed(), after: second, audit }), true);
    assert.equal((await store.recentAudit(9)).length, 2);
  });

  it('shows who changes, drops, puts in or moves an entry in Redis itself', async () => {
    const { store, redis } = fixture;
    for (let at = 1; at <= 5; at += 1) await store.record(anEntry({ at, detail: `entry ${at}` }));
    const rows = (await store.auditLinks(null, 10)).map(fieldsOf);
    const row = (at: number) => rows[at] ?? assert.fail();
    const told = async (links: readonly (readonly string[])[]) => {
      await rewrite(redis, links);
      const checked = await check(store);
      return checked.whole ? 'whole' : `${checked.how} ${checked.number}`;
    };
    assert.equal(await told(rows), 'whole');
    const changed = row(2).map((field, at) => (at === 1 ? field.replace('entry', 'other') : field));
    assert.equal(await told([...rows.slice(0, 2), changed, ...rows.slice(3)]), 'changed 3');
    assert.equal(await told(rows.toSpliced(2, 1)), 'missing 3');
    assert.equal(await told(rows.slice(0, 4)), 'missing 5');
    assert.equal(await told(rows.toSpliced(3, 0, ['e', row(1)[1] ?? ''])), 'inserted null');
    assert.equal(await told([row(0), row(2), row(1), row(3), row(4)]), 'reordered 2');
  });

  it('gives, replayed, how every alert stands, whatever was done to it by whom', async () => {
    const anyDeed: fc.Arbitrary<Deed> = fc.oneof(
      fc
        .constantFrom(
          ...(['acknowledge', 'unacknowledge', 'resolve', 'reopen', 'lapse', 'wake', 'quiet', 'unmerge'] as const),
        )
        .map((what): Deed => ({ what })),
      fc.nat(99).map((until): Deed => ({ what: 'snooze', until })),
      fc.constantFrom('7', '8').map((id): Deed => ({ what: 'assign', to: { id, name: id } })),
      fc.constant<Deed>({ what: 'false-alarm', reason: 'satire' }),
      fc.constant<Deed>({ what: 'merge', into: 'i9' }),
      fc.constant<Deed>({ what: 'note', text: 'seen' }),
    );
    const anyStep = fc.record({
      incident: fc.constantFrom('i1', 'i2'),
      server: fc.constantFrom('home', 'away'),
      deed: anyDeed,
      isStale: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 15 }), async (steps) => {
        await fixture.empty();
        const { store } = fixture;
        for (const [at, id] of ['i1', 'i2'].entries()) {
          const alertsOpened = ['home', 'away'].map((server) => anAlert(id, server));
          const audit = alertsOpened.map((alert) =>
            anEntry({ incident: id, server: alert.server, action: 'open', alert: standingOf(alert) }),
          );
          await store.commitVerdict(aVerdict(`a${at}`, anIncident({ id }), { revision: at, alertsOpened, audit }));
        }
        for (const [at, step] of steps.entries()) await doStep(store, step, at);
        const links = await store.auditLinks(null, 1_000);
        const expected = new Map<string, AlertStanding>();
        for (const id of ['i1', 'i2'])
          for (const alert of await store.alertsOf(id)) expected.set(alertKey(alert.server, id), standingOf(alert));
        assert.deepEqual(
          new Map([...replay(links.flatMap(({ entry }) => entry ?? []))].sort()),
          new Map([...expected].sort()),
        );
        assert.equal((await check(store)).whole, true);
      }),
      { numRuns: 25 },
    );
  });
});

interface AnyStep {
  readonly incident: string;
  readonly server: string;
  readonly deed: Deed;
  readonly isStale: boolean;
}

/** Does a deed as the desk does; a stale one is decided on a revision that is no more, and leaves no trace. */
async function doStep(store: Store, { incident, server, deed, isStale }: AnyStep, at: number): Promise<void> {
  const alert = (await store.alert(incident, server)) ?? assert.fail();
  const by = { who: { id: '7', name: 'Layla' }, now: 10_000 + at, known: alert.known };
  const changed = act(alert, deed, by);
  if (changed === null) return;
  const outcome = await store.commitAlert({
    key: `k${at}`,
    expectedRevision: alert.revision - (isStale ? 1 : 0),
    alert: changed,
    rows: [],
    letters: [],
    label: null,
    audit: [anEntry({ incident, server, action: deed.what, alert: standingOf(changed) })],
    nextDueAt: null,
  });
  assert.equal(outcome, isStale ? 'lost' : 'committed');
}
