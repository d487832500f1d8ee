import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CardView } from '../../../src/ports.ts';
import { aRow } from '../support/builders.ts';
import {
  card,
  deliver,
  deliverer,
  developed,
  limits,
  messenger,
  opened,
  pressAcknowledge,
  redis,
  setUp,
  shownVersion,
  store,
  unsettled,
} from './world.ts';

setUp();

const edits = () => messenger.calls.filter((call) => call.startsWith('editCard')).length;
const state = () => (messenger.cards()[0]?.view as CardView).alert.state;

test('the first edit is made at once, the next ones are one, and the last state is shown', async () => {
  limits.editEveryMs = 5_000;
  await opened();
  await deliver('i-article-1.1.card.alerts');
  await developed(2, [card(2)]);
  await deliver('i-article-1.2.card.alerts');
  assert.equal(shownVersion(), 2);
  const editedAt = redis.real;
  await developed(3, [card(3)]);
  await developed(4, [card(4)]);
  await developed(5, [card(5)]);
  await deliver('i-article-1.3.card.alerts', 'i-article-1.4.card.alerts', 'i-article-1.5.card.alerts');
  assert.equal(edits(), 2);
  assert.equal(shownVersion(), 5);
  assert.ok(redis.real - editedAt >= 5_000);
  assert.deepEqual(await unsettled(), []);
});

test('what was pressed is shown at once, with whatever waited for its turn', async () => {
  limits.editEveryMs = 5_000;
  await opened();
  await deliver('i-article-1.1.card.alerts');
  await developed(2, [card(2)]);
  await deliver('i-article-1.2.card.alerts');
  await developed(3, [card(3)]);
  const waiting = await deliverer('d2')('i-article-1.3.card.alerts');
  assert.equal(waiting.reason, 'edited-just-now');
  const pressedAt = redis.real;
  await pressAcknowledge('acknowledged', [aRow({ version: 3, id: 'i-article-1.3.2.card.alerts' })]);
  await deliver('i-article-1.3.2.card.alerts', 'i-article-1.3.card.alerts');
  assert.equal(redis.real, pressedAt);
  assert.equal(shownVersion(), 3);
  assert.equal(state(), 'acknowledged');
  assert.equal(edits(), 2);
});

test('a deliverer that starts anew knows when the last edit was, and a clock put back holds nothing', async () => {
  limits.editEveryMs = 5_000;
  await opened();
  await deliver('i-article-1.1.card.alerts');
  await developed(2, [card(2)]);
  await deliver('i-article-1.2.card.alerts');
  await developed(3, [card(3)]);
  assert.equal((await deliverer('anew', redis.other)('i-article-1.3.card.alerts')).status, 'again');
  const stands = await store.card('i-article-1', 'alerts');
  redis.real -= 60_000;
  assert.ok(stands?.editedAt && stands.editedAt > redis.real);
  assert.equal((await deliverer('anew', redis.other)('i-article-1.3.card.alerts')).status, 'done');
  assert.equal(shownVersion(), 3);
});
