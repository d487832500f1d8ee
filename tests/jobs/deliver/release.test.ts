import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { releaseJob } from '../../../src/jobs/deliver/release.ts';
import { sweep } from '../../../src/jobs/sweep.ts';
import type { OutboxRow, Severity } from '../../../src/model.ts';
import { type StoreFixture, startStores } from '../../contracts/fixture.ts';
import { anAlert, anArticle, anIncident, noon } from '../../support/builders.ts';
import { aRow, aSubscription, aWatch, commit, quiet } from '../support/builders.ts';
import { type HandQueue, handQueue } from '../support/queue.ts';

const morning = noon + 2 * 3_600_000;

describe('the end of quiet hours', () => {
  let redis: StoreFixture;
  let queue: HandQueue;
  let now = noon;
  let isAudienceKnown = true;
  before(async () => {
    redis = await startStores();
  });
  after(() => redis.stop());
  beforeEach(async () => {
    await redis.empty();
    queue = handQueue();
    now = noon;
    isAudienceKnown = true;
  });

  const release = (on = redis.store) =>
    releaseJob({
      store: on,
      queue,
      filed: {
        watches: [aWatch()],
        subscriptions: [aSubscription(), aSubscription({ id: 'off', channel: 'off', alerts: false })],
      },
      isAudienceKnown: () => isAudienceKnown,
      clock: { now: () => now },
      realClock: { now: () => redis.real },
      log: quiet,
    })('release');
  const happens = (id: string, severity: Severity, said: Partial<OutboxRow> = {}) =>
    commit(redis.store, anArticle({ id: `a-${id}` }), {
      incident: anIncident({ id, facts: { severity }, updatedAt: noon }),
      alerts: [anAlert({ incident: id })],
      rows: [aRow({ incident: id, heldUntil: morning, pingRole: 'watchers', ...said })],
    });
  const queued = () => queue.waiting.map(({ id }) => id.split('.')[0]);

  it('gives nothing free before, and everything then, the gravest first, without pings for old news', async () => {
    await happens('i-low', 'low');
    await happens('i-high', 'high');
    assert.deepEqual(await release(), { status: 'done', reason: 'none-held' });
    now = morning;
    redis.real += 7_200_000;
    assert.deepEqual(await release(), { status: 'done', reason: 'released' });
    assert.deepEqual(queued(), ['i-high', 'i-low']);
    const rows = await redis.store.unsettledRows(Number.MAX_SAFE_INTEGER, 10);
    assert.deepEqual(
      rows.map(({ heldUntil, pingRole, createdAt }) => [heldUntil, pingRole, createdAt]),
      [
        [null, null, redis.real],
        [null, null, redis.real],
      ],
    );
    assert.equal(await redis.store.nextHeld(), null);
  });

  it('tells nothing to a channel that has unsubscribed, or wants digests alone by now', async () => {
    await happens('i-gone', 'high', { channel: 'gone' });
    await happens('i-off', 'high', { channel: 'off' });
    now = morning;
    await release();
    assert.deepEqual(queue.waiting, []);
    assert.equal((await redis.store.outcome('i-gone.1.card.gone'))?.reason, 'unsubscribed');
    assert.equal((await redis.store.outcome('i-off.1.card.off'))?.reason, 'unsubscribed');
  });

  it('waits until it is known who is told, or everybody would seem to have left', async () => {
    await happens('i-1', 'high');
    now = morning;
    isAudienceKnown = false;
    assert.equal((await release()).status, 'again');
    assert.equal(await redis.store.nextHeld(), morning);
  });

  it('gives a row free once where two do it at a time', async () => {
    await happens('i-1', 'high');
    now = morning;
    await Promise.all([release(), release(redis.other)]);
    assert.equal((await redis.store.unsettledRows(Number.MAX_SAFE_INTEGER, 10)).length, 1);
    assert.equal(queue.waiting.length, 1);
  });

  it('is brought back by the sweep where its timer was lost, and so is what was given free', async () => {
    await happens('i-1', 'high');
    await redis.store.settleTimer('release', null);
    const sweepNow = () =>
      sweep({ store: redis.store, queue, realClock: { now: () => redis.real }, log: quiet, sweepAfterMs: 10_000 });
    redis.real += 60_000;
    await sweepNow();
    assert.deepEqual(await redis.store.nextTimer(), { name: 'release', at: morning });
    assert.deepEqual(queue.waiting, [], 'a held row is no row that waits too long');
    now = morning;
    await release();
    queue.waiting.length = 0;
    redis.real += 60_000;
    await sweepNow();
    assert.deepEqual(queued(), ['i-1']);
  });
});
