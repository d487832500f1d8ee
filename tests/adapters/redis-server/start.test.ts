import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { Redis } from 'ioredis';
import { isAlive } from '../../../src/adapters/redis-server/life.ts';
import { DataFolderBusyError, type RedisServer, startRedisServer } from '../../../src/adapters/redis-server/start.ts';
import { until } from '../../support/until.ts';

let folder = '';
let messages: string[] = [];
const note = (message: string) => {
  messages.push(message);
};
const log = { debug: note, info: note, warn: note, error: note };
const running: RedisServer[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchfloor-server-'));
  messages = [];
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(dataDir = join(folder, 'data')): Promise<RedisServer> {
  const server = await startRedisServer({ dataDir, log });
  running.push(server);
  return server;
}

async function command(server: RedisServer, ...words: [string, ...string[]]): Promise<unknown> {
  const client = new Redis({ path: server.socketPath });
  client.on('error', () => undefined);
  const [name, ...rest] = words;
  return client.call(name, ...rest).finally(() => client.disconnect());
}

const startModule = join(import.meta.dirname, '../../../src/adapters/redis-server/start.ts');

/** A process of its own that starts a server on the folder, prints its number and does `then`. */
function aProcess(then: string, dataDir = join(folder, 'data')) {
  const script = `
    import { startRedisServer } from ${JSON.stringify(startModule)};
    const log = { info() {}, warn() {}, error() {} };
    const server = await startRedisServer({ dataDir: process.argv[1], log });
    console.log(server.pid());
    ${then}`;
  const args = ['--input-type=module', '-e', script, dataDir];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** One that starts a server and then waits. */
async function owner(): Promise<{ child: ChildProcess; redisPid: number }> {
  const child = aProcess('setInterval(() => {}, 1000);');
  const [printed] = await once(child.stdout, 'data');
  return { child, redisPid: Number(String(printed)) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('what was written is there after a stop and a start', async () => {
  const first = await start();
  await command(first, 'SET', 'key', 'value');
  await first.stop();
  assert.equal(await command(await start(), 'GET', 'key'), 'value');
});

test('nothing of it is left running after a stop, and it may be stopped twice', async () => {
  const server = await start();
  const pid = server.pid() ?? 0;
  assert.ok(isAlive(pid));
  await server.stop();
  await server.stop();
  assert.equal(isAlive(pid), false);
  assert.equal(existsSync(join(folder, 'data/redis.lock')), false);
});

test('a process that has nothing else to do sees the server’s end before its own', async () => {
  const children = ['one', 'two', 'three'].map((name) => aProcess('await server.stop();', join(folder, name)));
  const ends = await Promise.all(children.map((child) => once(child, 'exit')));
  assert.deepEqual(ends, [
    [0, null],
    [0, null],
    [0, null],
  ]);
  const { child } = await owner();
  await kill(child);
  const next = aProcess('await server.stop();');
  assert.deepEqual(await once(next, 'exit'), [0, null]);
});

test('it runs in a process group of its own, so that Ctrl-C does not reach it', {
  skip: process.platform === 'win32',
}, async () => {
  const server = await start();
  const group = execFileSync('sh', [
    '-c',
    `cut -d' ' -f5 /proc/${server.pid()}/stat 2>/dev/null || ps -o pgid= -p ${server.pid()}`,
  ]);
  assert.equal(Number(String(group)), server.pid());
});

test('its folder, its socket and all that it writes are open to their owner alone, also where the folder was open', async () => {
  await mkdir(join(folder, 'data'), { mode: 0o755 });
  const server = await start();
  await command(server, 'SET', 'a', 'b');
  const below = await readdir(join(folder, 'data'), { recursive: true });
  assert.ok(below.some((name) => name.endsWith('.aof')) && below.includes('redis.log'), below.join(' '));
  for (const name of ['.', ...below]) {
    const { mode } = await stat(join(folder, 'data', name));
    assert.equal(mode & 0o077, 0, `${name} has the mode ${(mode & 0o777).toString(8)}`);
  }
  assert.equal((await stat(server.socketPath)).mode & 0o077, 0);
});

test('another user of the machine neither sees its files nor reaches its socket', {
  skip: process.getuid?.() !== 0 && 'only root can be somebody else',
}, async () => {
  const server = await start();
  await chmod(folder, 0o755);
  const asNobody = (...args: string[]) =>
    execFileSync('setpriv', ['--reuid', '65534', '--regid', '65534', '--clear-groups', ...args], { stdio: 'pipe' });
  assert.match(String(asNobody('ls', folder)), /data/, 'he comes as far as the folder');
  for (const args of [
    ['ls', join(folder, 'data')],
    ['test', '-e', server.socketPath],
    ['cat', join(folder, 'data/redis.log')],
  ])
    assert.throws(() => asNobody(...args), { status: args[0] === 'ls' ? 2 : 1 }, args.join(' '));
});

test('it writes each command to its append-only file and never evicts', async () => {
  const server = await start();
  assert.deepEqual(await command(server, 'CONFIG', 'GET', 'appendonly'), ['appendonly', 'yes']);
  assert.deepEqual(await command(server, 'CONFIG', 'GET', 'appendfsync'), ['appendfsync', 'everysec']);
  assert.deepEqual(await command(server, 'CONFIG', 'GET', 'maxmemory-policy'), ['maxmemory-policy', 'noeviction']);
  assert.deepEqual(await command(server, 'CONFIG', 'GET', 'port'), ['port', '0']);
});

test('a second start on the same folder says so in one sentence and harms nothing', async () => {
  const first = await start();
  await assert.rejects(start(), (error) => {
    assert.ok(error instanceof DataFolderBusyError);
    assert.match(error.message, /^Another Watchfloor \(process \d+\) is running on the data folder \S+: stop it first/);
    return true;
  });
  assert.equal(await command(first, 'PING'), 'PONG');
});

test('of several starts at once on one folder with a stale lock exactly one wins', async () => {
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data/redis.lock'), '999999999 1 gone\n');
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => start()));
  assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1);
});

test('a server whose owner was killed is taken over with all it has, and ended by the new owner', async () => {
  const { child, redisPid } = await owner();
  await kill(child);
  assert.ok(isAlive(redisPid), 'the server outlives its owner');
  const server = await start();
  assert.equal(server.adopted, true);
  assert.equal(server.pid(), redisPid);
  await command(server, 'SET', 'key', 'value');
  await server.stop();
  assert.equal(isAlive(redisPid), false);
  assert.equal(await command(await start(), 'GET', 'key'), 'value');
});

test('a server left behind that cannot be reached any more is ended before another one starts', async () => {
  const { child, redisPid } = await owner();
  await kill(child);
  await rm(join(folder, 'data/redis.sock'));
  const server = await start();
  assert.equal(server.adopted, false);
  assert.equal(isAlive(redisPid), false);
});

test('a server that is killed is started again under the same address, with its data', async () => {
  const server = await start();
  await command(server, 'SET', 'key', 'value');
  const killed = server.pid() ?? 0;
  process.kill(killed, 'SIGKILL');
  await until('a new process', () => server.pid() !== null && server.pid() !== killed);
  assert.equal(await command(server, 'GET', 'key'), 'value');
  assert.deepEqual(messages, ['Redis ended unexpectedly, starting it again']);
});

test('a server that was taken over and then killed is started again too', async () => {
  const { child, redisPid } = await owner();
  await kill(child);
  const server = await start();
  process.kill(redisPid, 'SIGKILL');
  await until('a new process', () => server.pid() !== null && server.pid() !== redisPid);
  assert.equal(await command(server, 'PING'), 'PONG');
});

test('a folder with a long path gets its socket elsewhere, still the owner’s alone', async () => {
  const server = await start(join(folder, 'd'.repeat(120)));
  assert.ok(Buffer.byteLength(server.socketPath) <= 103);
  assert.equal((await stat(dirname(server.socketPath))).mode & 0o077, 0);
  assert.equal(await command(server, 'PING'), 'PONG');
  await server.stop();
  await rm(dirname(server.socketPath), { recursive: true });
});
