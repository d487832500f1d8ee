import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamItem } from '../../src/adapters/stream/items.ts';
import { type Driven, driveAtSpeed, driveByJumps } from '../../src/replay/drive.ts';

const minute = 60_000;
const start = Date.parse('2020-01-03T00:00:00Z');

function anItem(id: string, minutesIn: number): StreamItem {
  const published = new Date(start + minutesIn * minute).toISOString();
  return { id, feed: 'wire', feedTitle: 'Wire', url: '', published, lang: 'en', title: id, summary: '', content: null };
}

/** Records what the driver does, with one timer that is due every ten minutes. */
function recorder(): Driven & { readonly log: string[] } {
  const log: string[] = [];
  let now = start;
  let due = start + 10 * minute;
  return {
    log,
    advance(to) {
      assert.ok(to >= now, 'the clock never runs back');
      now = to;
    },
    publish: async (item) => void log.push(`${item.id} at +${(now - start) / minute}`),
    tick: async () => {
      if (due > now) return;
      log.push(`timer at +${(now - start) / minute}`);
      due = now + 10 * minute;
    },
    nextTimer: async () => due,
    idle: async () => void log.push('idle'),
  };
}

test('the clock jumps to whichever comes first, item or due time, and waits until all is quiet', async () => {
  const driven = recorder();
  await driveByJumps([anItem('a', 1), anItem('b', 25)], driven);
  assert.deepEqual(driven.log, ['a at +1', 'idle', 'timer at +10', 'idle', 'timer at +20', 'idle', 'b at +25', 'idle']);
});

test('at a speed, items appear in order when their time has come and the run ends when all is through', async () => {
  const driven = recorder();
  let real = 0;
  const pace = {
    speed: 600,
    realNow: () => real,
    sleep: async (ms: number) => {
      real += ms;
    },
  };
  await driveAtSpeed([anItem('a', 0), anItem('b', 3), anItem('c', 3)], driven, pace);
  assert.deepEqual(
    driven.log.map((line) => line.split(' ')[0]),
    ['a', 'b', 'c', 'idle'],
  );
});

test('an empty stream ends at once', async () => {
  const driven = recorder();
  await driveByJumps([], driven);
  await driveAtSpeed([], driven, { speed: 1, realNow: () => 0, sleep: async () => {} });
  assert.deepEqual(driven.log, []);
});
