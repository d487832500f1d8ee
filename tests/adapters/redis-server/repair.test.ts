import assert from 'node:assert/strict';
import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { forgetMending, mendingsIn } from '../../../src/adapters/redis-server/mendings.ts';
import { startRedisServer } from '../../../src/adapters/redis-server/start.ts';

const told: string[] = [];
const tell = (message: string, fields = {}) => void told.push(`${message} ${JSON.stringify(fields)}`);
const log = { debug() {}, info() {}, warn: tell, error: tell };
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wf-repair-'));
  await withServer('whole', async (redis) => {
    for (let at = 0; at < 50; at += 1) await redis.set(`base${at}`, 'v'.repeat(100));
    await redis.bgrewriteaof();
    while (!/aof_rewrite_in_progress:0\s+aof_rewrite_scheduled:0/u.test(await redis.info('persistence')))
      await pause(5);
    for (let at = 0; at < 50; at += 1) await redis.set(`incr${at}`, 'v'.repeat(100));
  });
});
after(() => rm(folder, { recursive: true, force: true }));

async function withServer<T>(name: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const server = await startRedisServer({ dataDir: join(folder, name), log });
  const redis = new Redis({ path: server.socketPath });
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
    await server.stop();
  }
}

/** Spoils a part of a copy, and gives how many keys are there then, or why it does not start; and what was told. */
async function spoilt(name: string, end: string, spoil: (content: Buffer) => Buffer | null) {
  const dataDir = join(folder, name);
  await cp(join(folder, 'whole'), dataDir, { recursive: true });
  const parts = join(dataDir, 'appendonlydir');
  const path = join(parts, (await readdir(parts)).find((each) => each.endsWith(end)) ?? assert.fail());
  const content = spoil(await readFile(path));
  await (content === null ? rm(path) : writeFile(path, content));
  told.length = 0;
  const keys = await withServer(name, (redis) => redis.dbsize()).catch((error: Error) => error.message);
  const copy = (await readdir(dataDir)).find((each) => each.includes('before-repair'));
  const noted = (await mendingsIn(dataDir)).map(({ what, copy, lostBytes }) => ({
    what,
    isCopied: copy !== null,
    lostBytes,
  }));
  const copied = copy === undefined ? null : await readdir(join(dataDir, copy));
  const isWhole = copy !== undefined && content?.equals(await readFile(join(dataDir, copy, basename(path))));
  return { keys, told: told.join('\n'), isWhole, copied, noted };
}

const damage = (content: Buffer) => {
  const spoiled = Buffer.from(content);
  spoiled.write('!!damage!!', spoiled.length >> 1);
  return spoiled;
};

test('damage behind the base is cut off with a copy, and told by how many bytes', async () => {
  const { keys, told: said, copied, isWhole, noted } = await spoilt('middle', '.incr.aof', damage);
  assert.ok(Number(keys) > 60 && Number(keys) < 90, `${keys} keys`);
  assert.match(said, /^the append-only file of Redis was damaged: backed up and repaired .*"droppedBytes":[1-9]\d\d+/);
  assert.equal(copied?.length, 3);
  assert.ok(isWhole, 'the copy is what was there, byte for byte');
  const lostBytes = Number(/"droppedBytes":(\d+)/u.exec(said)?.[1]);
  assert.deepEqual(noted, [{ what: 'repaired', isCopied: true, lostBytes }]);
  const dataDir = join(folder, 'middle');
  const [mending] = await mendingsIn(dataDir);
  assert.ok(mending);
  await forgetMending(dataDir, mending);
  assert.deepEqual(await mendingsIn(dataDir), []);
});

test('what a power cut left half-written is dropped, and told', async () => {
  const { keys, told: said, noted } = await spoilt('tail', '.incr.aof', (content) => content.subarray(0, -30));
  assert.equal(keys, 99);
  assert.match(said, /^the append-only file of Redis ended in the midst of a command, .* is lost \{"keptBytes":\d+\}$/);
  assert.deepEqual(noted, [{ what: 'truncated', isCopied: false, lostBytes: null }]);
});

test('a list of the parts that is lost or unreadable is written anew, and no data is taken for none', async () => {
  for (const [name, content] of [
    ['missing', null],
    ['empty', ''],
    ['garbage', 'garbage\n'],
  ] as const) {
    const spoil = () => (content === null ? null : Buffer.from(content));
    const { keys, told: said, noted } = await spoilt(`manifest-${name}`, '.manifest', spoil);
    assert.equal(keys, 100, name);
    assert.match(said, /^the list of the parts .* was lost: backed up and written anew .*2\.base\.rdb.*2\.incr\.aof/);
    assert.deepEqual(noted, [{ what: 'relisted', isCopied: true, lostBytes: null }]);
  }
});

test('what cannot be repaired is left as it is, with a copy, and with what to do', async () => {
  for (const [name, spoil] of [
    ['damaged', damage],
    ['missing', () => null],
  ] as const) {
    const { keys, copied } = await spoilt(`base-${name}`, '.base.rdb', spoil);
    assert.match(
      String(keys),
      /^What Redis keeps in .* is damaged and could not be repaired \(a copy stands in .*\): .*[^.]\. Move/,
    );
    assert.match(String(keys), /put a backup in its place: npm run restore -- FILE$/);
    assert.ok((copied?.length ?? 0) >= 2, name);
  }
});

test('who tries again and again keeps one copy of what cannot be mended, and the older ones', async () => {
  await spoilt('again', '.base.rdb', damage);
  for (let tries = 0; tries < 4; tries += 1) await withServer('again', async () => {}).catch(() => undefined);
  const copies = (await readdir(join(folder, 'again'))).filter((name) => name.includes('before-repair'));
  assert.equal(copies.length, 1);
});

test('nothing is mended of which no copy can be made', {
  skip: process.getuid?.() === 0 && 'root writes anywhere',
}, async () => {
  const dataDir = join(folder, 'closed');
  await cp(join(folder, 'whole'), dataDir, { recursive: true });
  await rm(join(dataDir, 'appendonlydir', 'appendonly.aof.manifest'));
  await chmod(dataDir, 0o500);
  await assert.rejects(
    withServer('closed', (redis) => redis.dbsize()),
    /EACCES/,
  );
  await chmod(dataDir, 0o700);
  assert.equal((await readdir(join(dataDir, 'appendonlydir'))).length, 2);
});
