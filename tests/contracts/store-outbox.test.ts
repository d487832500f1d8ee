import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { anIncident } from '../support/builders.ts';
import { aCard, aRow, aVerdict } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

const sent = (row: string) => ({ row, outcome: 'sent', reason: 'posted' }) as const;

describe('the outbox', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  const commit = (...rows: ReturnType<typeof aRow>[]) =>
    fixture.store.commitVerdict(aVerdict('a', anIncident({ id: 'i' }), { rows }));

  it('gives the rows that wait, oldest first, and only those created before a time', async () => {
    const late = aRow('i', '100', { createdAt: 30 });
    const early = aRow('i', '200', { createdAt: 10 });
    await commit(late, early);
    assert.deepEqual(await fixture.store.unsettledRows(31, 10), [early, late]);
    assert.deepEqual(await fixture.store.unsettledRows(31, 1), [early]);
    assert.deepEqual(await fixture.store.unsettledRows(30, 10), [early]);
    assert.deepEqual(await fixture.store.unsettledRows(31, 0), []);
    assert.deepEqual(await fixture.store.row(late.id), late);
  });

  it('settles rows with the card in one write, and remembers what became of them', async () => {
    const { store } = fixture;
    const row = aRow('i', '100');
    await commit(row);
    await store.claimCard('i', '100', 'me', 1_000);
    const card = aCard('i', '100', {
      messageId: '9',
      server: 'home',
      language: 'ar',
      versionTold: 1,
      versionPosted: 1,
    });
    assert.equal(await store.saveCard(card, 'me', [sent(row.id)]), true);
    assert.deepEqual(await store.card('i', '100'), card);
    assert.deepEqual(await store.cardsOf('i'), [card]);
    assert.equal(await store.row(row.id), null);
    assert.deepEqual(await store.unsettledRows(99_999, 10), []);
    assert.deepEqual(await store.outcome(row.id), sent(row.id));
  });

  it('lets the first outcome of a row stand', async () => {
    const { store } = fixture;
    const row = aRow('i', '100');
    await commit(row);
    await store.claimCard('i', '100', 'me', 1_000);
    await store.saveCard(aCard('i', '100'), 'me', [sent(row.id)]);
    await store.saveCard(aCard('i', '100'), 'me', [{ row: row.id, outcome: 'failed', reason: 'refused' }]);
    assert.equal((await store.outcome(row.id))?.outcome, 'sent');
  });

  it('gives a card to one of many that race for it: an empty one where there is none yet', async () => {
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? fixture.store : fixture.other).claimCard('i', '100', `owner ${index}`, 1_000),
      ),
    );
    const won = claims.filter((card) => card !== null);
    assert.deepEqual(won, [aCard('i', '100')]);
    assert.notEqual(await fixture.other.claimCard('i', '200', 'else', 1_000), null, 'another channel is free');
    assert.notEqual(await fixture.other.claimCard('j', '100', 'else', 1_000), null, 'another incident is free');
  });

  it('gives a card to the next when its claim is released or ran out on the real clock', async () => {
    const { store, other } = fixture;
    await store.claimCard('i', '100', 'one', 1_000);
    await other.releaseCard('i', '100', 'two');
    assert.equal(await other.claimCard('i', '100', 'two', 1_000), null, 'only the holder releases it');
    fixture.real += 1_000;
    assert.notEqual(await other.claimCard('i', '100', 'two', 1_000), null);
    await store.releaseCard('i', '100', 'one');
    assert.equal(await store.claimCard('i', '100', 'one', 1_000), null, 'the claim that ran out releases nothing');
    await other.releaseCard('i', '100', 'two');
    assert.notEqual(await store.claimCard('i', '100', 'one', 1_000), null);
  });

  it('refuses a card whose claim was lost, and settles nothing then', async () => {
    const { store, other } = fixture;
    const row = aRow('i', '100');
    await commit(row);
    await store.claimCard('i', '100', 'one', 1_000);
    fixture.real += 1_000;
    await other.claimCard('i', '100', 'two', 1_000);
    assert.equal(await store.saveCard(aCard('i', '100', { messageId: '1' }), 'one', [sent(row.id)]), false);
    assert.equal(await store.card('i', '100'), null);
    assert.deepEqual(await store.row(row.id), row);
    await other.releaseCard('i', '100', 'two');
    assert.equal(await other.saveCard(aCard('i', '100', { messageId: '2' }), 'two', [sent(row.id)]), false);
  });

  it('takes a card from one whose claim ran out while nobody else wanted it', async () => {
    const { store } = fixture;
    await store.claimCard('i', '100', 'one', 1_000);
    fixture.real += 60_000;
    assert.equal(await store.saveCard(aCard('i', '100', { messageId: '1' }), 'one', []), true);
  });

  it('keeps held rows apart until their time on the Clock, with the timer that ends their hold', async () => {
    const { store } = fixture;
    const held = aRow('i', '100', { heldUntil: 9_000 });
    const later = aRow('i', '200', { heldUntil: 50_000 });
    await commit(later, held, aRow('i', '300'));
    assert.deepEqual(
      (await store.unsettledRows(99_999, 10)).map(({ channel }) => channel),
      ['300'],
    );
    assert.deepEqual(await store.row(held.id), held);
    assert.deepEqual(await store.nextTimer(), { name: 'release', at: 9_000 });
    assert.equal(await store.nextHeld(), 9_000);
    assert.deepEqual(await store.heldRows(8_999, 10), []);
    assert.deepEqual(await store.heldRows(9_000, 10), [held]);
    assert.deepEqual(await store.heldRows(60_000, 10), [held, later]);
    assert.deepEqual(await store.heldRows(60_000, 1), [held]);
  });

  it('gives rows free as they are written, settles others, and does either once', async () => {
    const { store } = fixture;
    const told = aRow('i', '100', { heldUntil: 9_000 });
    const dropped = aRow('i', '200', { heldUntil: 9_000 });
    await commit(told, dropped);
    const free = { ...told, heldUntil: null, createdAt: 77_000 };
    for (let times = 0; times < 2; times += 1)
      await store.releaseRows([free], [{ row: dropped, reason: 'unsubscribed' }]);
    assert.deepEqual(await store.unsettledRows(99_999, 10), [free]);
    assert.deepEqual(await store.outcome(dropped.id), {
      row: dropped.id,
      outcome: 'skipped',
      reason: 'unsubscribed',
    });
    assert.equal(await store.nextHeld(), null);
    await store.claimCard('i', '100', 'me', 1_000);
    await store.saveCard(aCard('i', '100'), 'me', [sent(told.id)]);
    await store.releaseRows([free], []);
    assert.equal(await store.row(told.id), null, 'what was told is not brought back');
  });

  it('gives what a clock ahead held for longer than any quiet hours, and lets go of what cannot be read', async () => {
    const { store, redis } = fixture;
    const ahead = aRow('i', '100', { heldUntil: 40 * 24 * 3_600_000 });
    const broken = aRow('i', '900', { heldUntil: 9_000 });
    await commit(ahead, broken);
    await redis.hset('wf:outbox:rows', broken.id, 'x');
    assert.deepEqual(await store.heldRows(10_000, 10), [ahead]);
    assert.equal(await redis.zscore('wf:outbox:held', broken.id), null);
    assert.notEqual(await redis.zscore('wf:outbox:unsettled', broken.id), null);
  });

  it('reads past rows that cannot be read, and keeps them', async () => {
    const { store, redis, reported } = fixture;
    const rows = ['100', '200', '300', '400'].map((channel, place) => aRow('i', channel, { createdAt: place }));
    await commit(...rows);
    await redis.hset('wf:outbox:rows', rows[0]?.id ?? '', '[]', rows[1]?.id ?? '', 'x');
    assert.deepEqual(await store.unsettledRows(99, 1), [rows[2]]);
    assert.deepEqual(await store.unsettledRows(99, 5), [rows[2], rows[3]]);
    assert.equal(reported.length, 2);
    assert.equal(await redis.zcard('wf:outbox:unsettled'), 4);
  });

  it('gives a card that cannot be read as one that may have been posted long ago', async () => {
    const { store, redis } = fixture;
    await redis.hset('wf:cards:i', '100', '{}');
    assert.deepEqual(await store.claimCard('i', '100', 'me', 1_000), aCard('i', '100', { attemptedAt: 1 }));
    assert.deepEqual(await store.cardsOf('i'), []);
  });
});
