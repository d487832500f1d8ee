import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Config } from '../../src/config/load.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { DigestPlan } from '../../src/model.ts';
import type { LetterView } from '../../src/ports.ts';
import { readStream } from '../../src/replay/stream.ts';
import { replay } from '../../src/replay.ts';
import { aSubscription, quiet } from '../jobs/support/builders.ts';
import { plannedMessenger } from '../jobs/support/messenger.ts';
import { root } from '../support/launch.ts';

const daily: DigestPlan = { every: 'day', at: '07:00', timeZone: 'Asia/Baghdad' };
const weekly: DigestPlan = { ...daily, every: 'week' };

/** The configuration as shipped, with one channel that asks for digests alone. */
function digestsOnly(): Config {
  const config = loadConfig();
  const [watch] = config.watches;
  const place = { watch: watch?.id ?? '', server: 'console', channel: 'console', pingRole: null };
  return { ...config, subscriptions: [aSubscription({ ...place, alerts: false, digests: [daily, weekly] })] };
}

test('a replayed week brings each digest at its time by the virtual clock, and nothing else to who asked for no alerts', async () => {
  const items = readStream(join(root, 'src/replay/sample')).filter(({ published }) => published < '2020-01-07');
  const messenger = plannedMessenger(Date.now);
  await replay({ items, config: digestsOnly(), log: quiet, messenger, speed: null });
  const letters = messenger.seen.map(({ view }) => view as LetterView);
  const days = (Date.parse('2020-01-06T04:00Z') - Date.parse(items[0]?.published ?? '')) / 86_400_000;
  const [daysTold, weeksTold] = [/^Daily digest/u, /^Weekly digest/u].map(
    (kind) => letters.filter(({ text }) => kind.test(text)).length,
  );
  assert.equal(daysTold, Math.ceil(days));
  assert.equal(weeksTold, 2);
  assert.equal(letters.length, Math.ceil(days) + 2);
  const week = letters.find(({ text }) => text.includes('30 Dec 2019, 07:00 – 6 Jan 2020, 07:00'));
  assert.match(week?.text ?? '', /\n\d+ incidents: 3 critical, /u);
  assert.deepEqual([...(week?.image?.png.subarray(1, 4) ?? [])], [...Buffer.from('PNG')]);
});
