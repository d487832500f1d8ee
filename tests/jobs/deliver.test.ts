import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticeReference } from '../../src/jobs/deliver/reference.ts';
import {
  card,
  deliver,
  developed,
  latencies,
  messenger,
  notice,
  opened,
  pressAcknowledge,
  redis,
  setUp,
  shownVersion,
  store,
  unsettled,
} from './deliver/world.ts';
import { aRow } from './support/builders.ts';

setUp();

test('an acknowledgement before the post takes the ping away', async () => {
  await opened();
  await pressAcknowledge();
  await deliver('i-article-1.1.card.alerts');
  assert.equal(messenger.cards()[0]?.pinged, null);
});

test('an acknowledgement while the post is on its way takes the ping away, and one card stands', async () => {
  await opened();
  messenger.before('postCard', () => pressAcknowledge());
  await deliver('i-article-1.1.card.alerts');
  assert.deepEqual(
    messenger.cards().map(({ pinged }) => pinged),
    [null],
  );
  assert.deepEqual(await unsettled(), []);
});

test('an acknowledgement while a notice is on its way takes its ping away', async () => {
  await opened();
  await deliver('i-article-1.1.card.alerts');
  await developed(2, [card(2), notice(2, { pingRole: 'watchers' })]);
  messenger.before('postNotice', () => pressAcknowledge());
  await deliver('i-article-1.2.notice.alerts', 'i-article-1.2.card.alerts');
  assert.deepEqual(
    messenger.notices().map(({ pinged }) => pinged),
    [null],
  );
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

test('notices stand in the order of their versions, whichever job comes first; one in trouble holds none up for long', async () => {
  await opened();
  await deliver('i-article-1.1.card.alerts');
  await developed(2, [notice(2)]);
  await developed(3, [notice(3)]);
  await deliver('i-article-1.3.notice.alerts', 'i-article-1.2.notice.alerts');
  const told = () => messenger.notices().map(({ reference }) => reference);
  assert.deepEqual(told(), ['i-article-1.2.notice.alerts', 'i-article-1.3.notice.alerts'].map(noticeReference));
  await developed(4, [notice(4)]);
  await developed(5, [notice(5)]);
  messenger.plan('postNotice', { status: 'wait', waitMs: 20_000 });
  await deliver('i-article-1.4.notice.alerts', 'i-article-1.5.notice.alerts');
  assert.equal(told().length, 4);
  assert.deepEqual(await unsettled(), []);
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

test('a resolved alert gets no new card and no notice', async () => {
  await opened();
  await pressAcknowledge('resolved');
  await deliver('i-article-1.1.card.alerts');
  assert.deepEqual(messenger.calls, []);
  assert.deepEqual(await unsettled(), []);
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
