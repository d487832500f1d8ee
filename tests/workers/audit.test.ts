import assert from 'node:assert/strict';
import { after, before, beforeEach, type TestContext, test } from 'node:test';
import { openStore } from '../../src/adapters/redis/store.ts';
import { readArguments } from '../../src/app/audit.ts';
import type { Store } from '../../src/ports.ts';
import { configFolder } from '../config/folder.ts';
import { anEntry } from '../contracts/builders.ts';
import { runProgram, stopPrograms } from '../support/program.ts';
import { startRedis } from '../support/redis.ts';

let redis: Awaited<ReturnType<typeof startRedis>>;
let store: Store;
before(async () => {
  redis = await startRedis();
  store = openStore(redis.client(), { prefix: 'watchfloor:' });
});
beforeEach(async () => {
  await redis.client().flushall();
});
after(async () => {
  await stopPrograms();
  await redis.stop();
});

function runner(t: TestContext) {
  const env = { REDIS_URL: redis.path, WATCHFLOOR_CONFIG: configFolder(t) };
  return (...args: string[]) => runProgram('audit', { args, env });
}

const who = { id: '7', name: '=Layla\n\u001b[31m' };

test('the log is verified, held against a note and listed, and a rewritten entry is named with exit code 1', async (t) => {
  const run = runner(t);
  for (let at = 1; at <= 3; at += 1)
    await store.record(anEntry({ at: at * 1_000, who, action: 'note', detail: `entry ${at}`, from: 'channel 12' }));
  const { newest } = await store.auditEnds();
  const whole = await run('verify');
  assert.deepEqual([whole.code, whole.stderr], [0, '']);
  assert.match(whole.stdout, /stands as it was written: 3 entries\.\nNewest: 3:[0-9a-f]{40}\n/);
  const noted = await run('verify', '--against', `3:${newest?.hash}`);
  assert.deepEqual([noted.code, noted.stdout.includes('stands in it')], [0, true]);
  const asHandedOver = await run('verify', '--against', `3:${newest?.hash.slice(0, 16)}`);
  assert.deepEqual([asHandedOver.code, asHandedOver.stdout.includes('stands in it')], [0, true]);
  const other = await run('verify', '--against', `3:${'f'.repeat(40)}`);
  assert.deepEqual([other.code, other.stdout.includes('written anew')], [1, true]);

  const listed = await run('list', '--count', '2');
  assert.match(listed.stdout, /^1970-01-01T00:00:02\.000Z =Layla.*: note, entry 2 \(.*channel 12/m);
  assert.equal(listed.stdout.includes('\u001b'), false, 'nothing of a name reaches the terminal raw');
  assert.equal(listed.stdout.split('\n').length, 3);

  const links = await store.auditLinks(null, 9);
  const raw = redis.client();
  const ends = await raw.hgetall('watchfloor:audit:ends');
  for (const number of [null, 'none']) {
    await (number === null ? raw.del('watchfloor:audit:ends') : raw.hset('watchfloor:audit:ends', { ...ends, number }));
    assert.match((await run('verify')).stdout, /^Entry 4 is missing \(at the end\)/, `ends: ${number}`);
  }
  await raw.hset('watchfloor:audit:ends', ends);
  await raw.del('watchfloor:audit');
  for (const [at, { text, number, before: earlier, hash }] of links.entries()) {
    const told = at === 1 ? text.replace('entry 2', 'entry 9') : text;
    await raw.xadd('watchfloor:audit', `${at + 1}-0`, 'e', told, 'n', `${number}`, 'p', `${earlier}`, 'h', `${hash}`);
  }
  const broken = await run('verify');
  assert.equal(broken.code, 1);
  assert.match(broken.stdout, /^Entry 2 was changed \(at 2-0\): .*entry 9/);
});

test('the log is exported with its chain, also from a day on', async (t) => {
  const run = runner(t);
  await store.record(anEntry({ at: Date.parse('2026-11-01'), who, detail: 'first' }));
  await store.record(anEntry({ at: Date.parse('2026-11-03'), who, detail: 'second' }));
  const all = await run('export');
  const read = all.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    read.map(({ number }) => number),
    [1, 2],
  );
  assert.equal(read[1].before, read[0].hash);
  assert.equal(JSON.parse(read[1].text).detail, 'second');
  const late = await run('export', '--since', '2026-11-02', '--csv');
  const rows = late.stdout.trimEnd().split('\r\n');
  assert.equal(rows.length, 2);
  assert.match(rows[1] ?? '', /^2,2026-11-03T00:00:00\.000Z,.*'=Layla/);
});

test('what is asked otherwise is refused with what was expected', () => {
  for (const args of [[], ['verify', 'x'], ['verify', '--count', '3'], ['export', '--csv', '--jsonl'], ['tell']])
    assert.throws(() => readArguments(args), /usage: npm run/, args.join(' '));
  assert.throws(
    () => readArguments(['verify', '--against', '3']),
    /NUMBER:HASH as verify or a hand-over report has it, got "3"/,
  );
  assert.throws(() => readArguments(['export', '--since', 'monday']), /expected a date as 2026-11-21/);
  assert.throws(() => readArguments(['list', '--count', '0']), /from 1 to 1000, got "0"/);
});
