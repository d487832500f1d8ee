import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CardView } from '../../../src/ports.ts';
import {
  card,
  deliver,
  deliverer,
  developed,
  messenger,
  nonceWindowMs,
  notice,
  opened,
  pressAcknowledge,
  redis,
  setUp,
  shownVersion,
  store,
  unsettled,
} from './world.ts';

setUp();

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

test('an alert resolved while its post is unclear: what stands shows it, and nothing is posted', async () => {
  await opened();
  messenger.plan('postCard', { status: 'accepted-unheard' });
  await deliverer('d0')('i-article-1.1.card.alerts');
  await pressAcknowledge('resolved');
  await deliver('i-article-1.1.card.alerts');
  assert.deepEqual(messenger.calls, ['postCard alerts', 'findByReference alerts', 'editCard alerts']);
  assert.equal((messenger.cards()[0]?.view as CardView).alert.state, 'resolved');
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
