import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { openSnapshot } from '../../../src/adapters/redis/backup.ts';
import { refuseUnfinished, writeSnapshot } from '../../../src/adapters/redis/backup-write.ts';
import { connectedPrograms, connectionName } from '../../../src/adapters/redis/connected.ts';
import { timeOf } from '../../../src/adapters/redis/time.ts';
import type { BackupRecord } from '../../../src/pipeline/backup.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

let server: TestRedis;
let redis: Redis;
before(async () => {
  server = await startRedis();
  redis = server.client();
});
beforeEach(() => redis.flushall());
after(() => server.stop());

const from = 'a[1]*:';
const to = 'b:';

async function taken(prefix = from, reader = redis) {
  const snapshot = await openSnapshot(reader, prefix);
  try {
    const records: BackupRecord[] = [];
    for await (const record of snapshot.records) records.push(record);
    return { records, takenAt: snapshot.takenAt() };
  } finally {
    snapshot.close();
  }
}

async function* given(records: readonly BackupRecord[]): AsyncGenerator<BackupRecord> {
  yield* records;
}

const writing = (records: readonly BackupRecord[], takenAt: number) =>
  writeSnapshot(redis, { prefix: to, transport: 'b-queue:', records: given(records), takenAt, now: takenAt });

/** A key whatever its type, in a form that compares: DUMP gives other bytes for the same elements in another order. */
async function contentOf(key: string): Promise<unknown> {
  const type = await redis.type(key);
  const ttl = await redis.call('PEXPIRETIME', key);
  const read = async () => {
    if (type === 'string') return redis.getBuffer(key);
    if (type === 'hash') return new Map(Object.entries(await redis.hgetallBuffer(key)).toSorted());
    if (type === 'set') return (await redis.smembers(key)).toSorted();
    if (type === 'zset') return redis.zrange(key, '0', '-1', 'WITHSCORES');
    const about = (await redis.xinfo('STREAM', key)) as unknown[];
    return [await redis.xrange(key, '-', '+'), about[about.indexOf('last-generated-id') + 1]];
  };
  return { type, ttl, content: await read() };
}

test('a user who may not be told what changes is refused, and no connection is left that holds the process', async () => {
  await redis.call('ACL', 'SETUSER', 'plain', 'on', '>secret', '~*', '+@all', '-client|tracking');
  const reader = redis.duplicate({ username: 'plain', password: 'secret' });
  await assert.rejects(openSnapshot(reader, from), /NOPERM/);
  reader.disconnect();
  const ofPlain = async () => String(await redis.call('CLIENT', 'LIST')).match(/ user=plain /gu) ?? [];
  while ((await ofPlain()).length > 0) await setImmediate();
  await redis.call('ACL', 'DELUSER', 'plain');
});

test('every key comes back with its type, its values byte for byte, and the time at which it goes', async () => {
  const binary = Buffer.from([1, 0, 255, 254, 10, 13, 34]);
  await redis.set(`${from}text`, 'عراق\n"\u0000');
  await redis.set(`${from}binary`, binary, 'PX', 600_000);
  await redis.set(`${from}empty`, '');
  await redis.hset(`${from}hash`, { plain: 'x', packed: binary });
  for (let at = 0; at < 3_000; at += 1) {
    await redis.hset(`${from}large:hash`, `field ${at}`, `value ${at}`);
    if (at % 3 === 0) await redis.zadd(`${from}large:zset`, at / 7, `member ${at}`);
  }
  await redis.sadd(`${from}large:set`, ...Array.from({ length: 2_500 }, (_, at) => `m${at}`));
  await redis.sadd(`${from}set`, 'one', 'two');
  await redis.zadd(`${from}zset`, '+inf', 'never', 0.1, 'tenth', 1_795_308_928_388, 'now', -3, 'minus');
  for (let at = 1; at <= 1_500; at += 1) await redis.xadd(`${from}audit`, `${at}-0`, 'e', `entry ${at}`, 'n', `${at}`);
  await redis.xdel(`${from}audit`, '1500-0', '7-0');
  await redis.xadd(`${from}emptied`, '5-1', 'e', 'x');
  await redis.xdel(`${from}emptied`, '5-1');
  await redis.set('a1:other', 'stands under no prefix of ours');
  await redis.set(`${to}old`, 'x');
  await redis.set('b-queue:poll:wait', 'x');

  const { records, takenAt } = await taken();
  await writing(records, takenAt);
  const names = (await redis.keys('a\\[1\\]\\*:*')).map((key) => key.slice(from.length)).toSorted();
  assert.equal(names.length, 11);
  const restored = (await redis.keys(`${to}*`)).map((key) => key.slice(to.length));
  assert.deepEqual(restored.toSorted(), [...names, 'restored'].toSorted());
  for (const name of names) {
    const { ttl: before, ...one } = (await contentOf(`${from}${name}`)) as { ttl: number };
    const { ttl: behind, ...other } = (await contentOf(`${to}${name}`)) as { ttl: number };
    assert.deepEqual(other, one, name);
    assert.ok(Math.abs(before - behind) <= 20, `${name} goes at ${behind}, not at ${before}`);
  }
  assert.equal(await redis.exists('b-queue:poll:wait'), 0, 'the queues fill themselves again');
  assert.equal(Number(await redis.get(`${to}restored`)), takenAt);
  assert.equal((await redis.keys(`${from}backup*`)).length, 0, 'nothing is left of the backup');
});

test('what others write meanwhile is in it as it was at one moment, large keys and new ones included', async () => {
  const accounts = 40;
  for (let at = 0; at < accounts; at += 1) await redis.set(`${from}account:${at}`, 100);
  await redis.hset(`${from}ledger`, Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`pad ${at}`, 'x'])));
  const writer = server.client();
  // Moves one from account to account, counts it in the large ledger and notes it in a key of its own, in one write.
  const move = `redis.call('DECR', KEYS[1]) redis.call('INCR', KEYS[2])
    local n = redis.call('HINCRBY', KEYS[3], 'moves', 1) redis.call('SET', KEYS[4] .. n, n)`;
  let isDone = false;
  const writes = (async () => {
    for (let at = 0; !isDone; at += 1) {
      const [one, other] = [at % accounts, (at * 7 + 3) % accounts];
      const keys = [`${from}account:${one}`, `${from}account:${other}`, `${from}ledger`, `${from}move:`];
      await writer.eval(move, keys.length, ...keys);
      if (at % 50 === 0) await setImmediate();
    }
  })();
  for (let round = 0; round < 2; round += 1) {
    const { records, takenAt } = await taken();
    await writing(records, takenAt);
    const balances = await redis.mget(Array.from({ length: accounts }, (_, at) => `${to}account:${at}`));
    assert.equal(
      balances.reduce((sum, balance) => sum + Number(balance), 0),
      accounts * 100,
    );
    const moves = Number(await redis.hget(`${to}ledger`, 'moves'));
    assert.equal(await redis.hlen(`${to}ledger`), 5_001);
    const noted = (await redis.keys(`${to}move:*`)).map((key) => Number(key.slice(`${to}move:`.length)));
    assert.deepEqual(
      noted.toSorted((one, other) => one - other),
      Array.from({ length: moves }, (_, at) => at + 1),
    );
    assert.ok(moves > 0);
  }
  isDone = true;
  await writes;
});

test('a large stream that grows, and one that goes, while they are copied are restored as they were at that moment', async () => {
  for (const name of ['growing', 'going'])
    for (let at = 1; at <= 2_500; at += 500) {
      const adding = redis.pipeline();
      for (let one = at; one < at + 500; one += 1) adding.xadd(`${from}${name}`, `${one}-0`, 'e', 'x');
      await adding.exec();
    }
  const snapshot = await openSnapshot(redis, from);
  const records: BackupRecord[] = [];
  for await (const record of snapshot.records) {
    const isFirst = record.kind === 'part' && record.part === 0 && records.every(({ key }) => key !== record.key);
    if (isFirst && record.key === 'growing') await redis.xadd(`${from}growing`, '3000-0', 'e', 'late');
    if (isFirst && record.key === 'going') await redis.del(`${from}going`);
    records.push(record);
  }
  await writing(records, snapshot.takenAt());
  snapshot.close();
  assert.equal(await redis.xlen(`${to}growing`), 2_501);
  assert.equal(await redis.exists(`${to}going`), 0);
  const copied = await contentOf(`${to}growing`);
  assert.deepEqual(copied, await contentOf(`${from}growing`));
});

test('a restore that is broken off leaves a mark, and nobody takes what it left for whole', async () => {
  await redis.set(`${from}one`, '1');
  const { records, takenAt } = await taken();
  const brokenOff = async function* (): AsyncGenerator<BackupRecord> {
    yield* records;
    throw new Error('killed');
  };
  await redis.set(`${to}old`, '1');
  await refuseUnfinished(redis, to);
  const half = { prefix: to, transport: 'b-queue:', records: brokenOff(), takenAt, now: 0 };
  await assert.rejects(writeSnapshot(redis, half), /killed/);
  await assert.rejects(
    refuseUnfinished(redis, to),
    /"b:" is not whole: a restore that began at 1970-01-01T00:00:00\.000Z .* run it again: npm run restore/,
  );
  await writing(records, takenAt);
  await refuseUnfinished(redis, to);
  assert.deepEqual((await redis.keys(`${to}*`)).toSorted(), ['b:one', 'b:restored']);
});

test('who deletes everything beside a restore does not take its mark with it', async () => {
  const deleted = async function* (): AsyncGenerator<BackupRecord> {
    await redis.flushall();
    yield { kind: 'part', key: 'one', type: 'string', part: 0, expiresAt: null, values: [Buffer.from('1')] };
  };
  const snapshot = { prefix: to, transport: 'b-queue:', records: deleted(), takenAt: 0, now: 0 };
  await assert.rejects(writeSnapshot(redis, snapshot), /everything in Redis was deleted meanwhile/);
  await assert.rejects(refuseUnfinished(redis, to), /"b:" is not whole/);
});

test('a restore that is stopped as it opens its connections touches nothing, and leaves none open', async () => {
  await redis.set(`${to}old`, '1');
  const connected = async () =>
    String(await redis.call('CLIENT', 'LIST'))
      .trim()
      .split('\n').length;
  const before = await connected();
  const snapshot = { prefix: to, transport: 'b-queue:', records: given([]), takenAt: 0, now: 0 };
  await assert.rejects(writeSnapshot(redis, snapshot, AbortSignal.abort()), { name: 'AbortError' });
  assert.deepEqual(await redis.keys(`${to}*`), [`${to}old`]);
  await until('they are closed', async () => (await connected()) === before);
});

/** A way to the server on which everybody is cut off as soon as more than so many messages want to pass. */
async function relayCutting(messagesMax: number) {
  const path = `${server.path}.${messagesMax}`;
  const ends = new Set<Socket>();
  let messages = 0;
  const relay = createServer((client) => {
    const there = connect(server.path);
    for (const end of [client, there]) {
      ends.add(end);
      end.on('error', () => undefined);
      end.on('close', () => [client, there].forEach((each) => void each.destroy()));
    }
    there.pipe(client);
    client.on('data', (message) => {
      messages += 1;
      if (messages > messagesMax) for (const end of ends) end.destroy();
      else there.write(message);
    });
  });
  relay.listen(path);
  await once(relay, 'listening');
  const client = new Redis({ path, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  const close = async () => {
    client.disconnect();
    for (const end of ends) end.destroy();
    relay.close();
    await once(relay, 'close');
  };
  return { client, close };
}

test('a restore that is cut off at any step leaves the old data, the new, or the mark, and is made good by another', async () => {
  await redis.hset(`${from}rows`, { one: '1' });
  await redis.set(`${from}both`, 'new');
  await redis.xadd(`${from}audit`, '1-1', 'e', 'x');
  const { records, takenAt } = await taken();
  const snapshot = () => ({ prefix: to, transport: 'b-queue:', records: given(records), takenAt, now: takenAt });
  const standing = async () => {
    const names = (await redis.keys(`${to}*`)).filter((key) => !/:restor(?:ed|ing)/u.test(key)).toSorted();
    return Promise.all(names.map(async (name) => [name, (await contentOf(name)) as object]));
  };
  const stands = { old: '', new: '' };
  await writeSnapshot(redis, snapshot());
  stands.new = JSON.stringify(await standing());
  const putOld = async () => {
    await redis.del(...(await redis.keys(`${to}*`)));
    await redis.mset(`${to}both`, 'old', `${to}other`, 'old');
  };
  await putOld();
  stands.old = JSON.stringify(await standing());
  const met = { old: 0, new: 0, marked: 0 };
  for (let messages = 1, isDone = false; !isDone; messages += 1) {
    await putOld();
    const { client, close } = await relayCutting(messages);
    isDone = await writeSnapshot(client, snapshot()).then(
      () => true,
      () => false,
    );
    await close();
    const now = JSON.stringify(await standing());
    if ((await redis.exists(`${to}restoring`)) === 1) met.marked += 1;
    else if (now === stands.old) met.old += 1;
    else {
      assert.equal(now, stands.new, `after ${messages} messages`);
      met.new += 1;
    }
    for (const tried of await redis.keys(`${to}restoring:*`)) assert.ok((await redis.pttl(tried)) > 0, tried);
    await writeSnapshot(redis, snapshot());
    assert.equal(JSON.stringify(await standing()), stands.new, `again after ${messages} messages`);
    assert.equal(await redis.exists(`${to}restoring`), 0);
  }
  assert.ok(met.old > 3 && met.marked > 3 && met.new > 0, JSON.stringify(met));
});

test('who writes beside a restore is found, also where he has gone again, and what stands is not taken for whole', async () => {
  await redis.hset(`${from}rows`, { one: '1' });
  await redis.set(`${from}article`, '1', 'PX', 3_600_000);
  const { records, takenAt } = await taken();
  const other = server.client();
  const whileSomebody = async (does: () => Promise<unknown>) => {
    const interrupted = async function* (): AsyncGenerator<BackupRecord> {
      yield* records;
      for (let at = 0; at < 1_001; at += 1) yield { kind: 'gone', key: 'nothing' }; // more than are sent in one go
      await does();
    };
    return writeSnapshot(redis, { prefix: to, transport: 'b-queue:', records: interrupted(), takenAt, now: takenAt });
  };
  const refused =
    /"b:rows" was written by somebody else .* nothing starts on it\. Stop every Watchfloor .* restore again/;
  await assert.rejects(
    whileSomebody(() => other.hset(`${to}rows`, { two: '2' })),
    refused,
  );
  await assert.rejects(refuseUnfinished(redis, to), /is not whole/);
  await assert.rejects(
    whileSomebody(() => other.del(`${to}rows`)),
    refused,
  );
  const idle = redis.duplicate({ connectionName: connectionName(to) });
  await assert.rejects(
    whileSomebody(() => idle.ping()),
    /a Watchfloor connected to "b:" while it was restored/,
  );
  idle.disconnect();
  await whileSomebody(() => other.set('c:rows', 'is nothing of ours'));
  await refuseUnfinished(redis, to);
});

test('what runs out while it is restored, or had before, is counted and disturbs nobody', async () => {
  await redis.set(`${from}kept`, '1', 'PX', 3_600_000);
  const { records, takenAt } = await taken();
  const [kept] = records;
  assert.ok(kept?.kind === 'part');
  const until = (key: string, expiresAt: number | null): BackupRecord => ({ ...kept, key, expiresAt });
  const gone = async () => {
    while ((await redis.exists(`${to}soon`)) === 1) await setImmediate();
  };
  const slowly = async function* (): AsyncGenerator<BackupRecord> {
    const soon = timeOf(await redis.time()) + 200;
    // More than are sent in one go, so that the one that runs out is there before.
    for (let at = 0; at < 1_001; at += 1) yield until(`other:${at % 2}`, null);
    yield* [until('before', 5), until('again', 5), until('again', null), until('soon', soon)];
    for (let at = 0; at < 1_001; at += 1) yield until(`other:${at % 2}`, null);
    await gone();
  };
  const snapshot = { prefix: to, transport: 'b-queue:', records: slowly(), takenAt, now: takenAt };
  assert.deepEqual(await writeSnapshot(redis, snapshot), { keys: 3, lapsed: 2 });
});

test('a restore that begins while a backup is made ends the backup, for what stands then is not whole', async () => {
  for (let at = 0; at < 300; at += 1) await redis.set(`${from}article:${at}`, '1');
  const snapshot = await openSnapshot(redis, from);
  await assert.rejects(async () => {
    for await (const _ of snapshot.records) await redis.set(`${from}restoring`, '2026-11-22T00:00:00.000Z');
  }, /"a\[1\]\*:" is not whole: a restore that began at 2026-11-22T00:00:00\.000Z/);
  snapshot.close();
});

test('who may not write each kind of record is refused before anything is deleted', async () => {
  await redis.set(`${to}kept`, '1');
  await redis.call('ACL', 'SETUSER', 'few', 'on', '>hunter2', '~*', '+@all', '-xsetid');
  const few = redis.duplicate({ username: 'few', password: 'hunter2' });
  const snapshot = { prefix: to, transport: 'b-queue:', records: given([]), takenAt: 1, now: 1 };
  await assert.rejects(writeSnapshot(few, snapshot), /NOPERM/);
  few.disconnect();
  assert.deepEqual(await redis.keys(`${to}*`), [`${to}kept`]);
});

test('a Redis that goes away ends it, and what the store never writes is refused', async () => {
  await redis.set(`${from}one`, '1');
  const snapshot = await openSnapshot(redis, from);
  await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await assert.rejects(async () => {
    for await (const _ of snapshot.records);
  }, /connection to Redis was lost/);
  snapshot.close();
  await redis.rpush(`${from}list`, '1');
  await assert.rejects(taken(), /a\[1\]\*:list in Redis is a list, which Watchfloor never writes/);
});

test('it is known whether a program is connected, and who may not know it is told which right he lacks', async () => {
  assert.equal(await connectedPrograms(redis, to), 0);
  const program = redis.duplicate({ connectionName: connectionName(to) });
  await program.ping();
  assert.equal(await connectedPrograms(redis, to), 1);
  assert.equal(await connectedPrograms(redis, 'c:'), 0);
  await redis.call('ACL', 'SETUSER', 'bound', 'on', '>secret', '~*', '&*', '+@all', '-client|list');
  const bound = redis.duplicate({ username: 'bound', password: 'secret' });
  await assert.rejects(connectedPrograms(bound, to), /NOPERM .*client\|list/);
  program.disconnect();
  bound.disconnect();
});

test('the user that is documented for it may do all of it', async () => {
  const documented = readFileSync(join(import.meta.dirname, '../../../docs/redis-user.conf'), 'utf8');
  const rights = /^user watchfloor-keeper (.*)$/mu.exec(documented)?.[1]?.replaceAll('watchfloor', 'b') ?? '';
  await redis.call('ACL', 'SETUSER', 'keeper', ...rights.split(' '));
  const keeper = redis.duplicate({ username: 'keeper', password: 'PASSWORD', disableClientInfo: true });
  await redis.hset(`${to}large`, Object.fromEntries(Array.from({ length: 1_500 }, (_, at) => [`field ${at}`, 'x'])));
  await redis.sadd(`${to}set`, 'x');
  await redis.zadd(`${to}zset`, 1, 'x');
  await redis.xadd(`${to}stream`, '*', 'e', 'x');
  await redis.set(`${to}text`, 'x', 'PX', 60_000);
  const { records, takenAt } = await taken(to, keeper);
  const written = { prefix: to, transport: 'b-queue:', records: given(records), takenAt, now: takenAt };
  assert.deepEqual(await writeSnapshot(keeper, written), { keys: 5, lapsed: 0 });
  assert.equal(await connectedPrograms(keeper, to), 0);
  keeper.disconnect();
});
