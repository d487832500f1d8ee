/** compose.yaml says of the program what is true of it: nobody here has the machines to find out by starting it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { Redis } from 'ioredis';
import { parse } from 'yaml';
import { z } from 'zod';
import { findRedisServer, serverEnvironment } from '../src/adapters/redis-server/find.ts';
import { startRedisServer } from '../src/adapters/redis-server/start.ts';
import { roles } from '../src/app.ts';
import { readEnvironment } from '../src/config/environment.ts';
import { root } from './support/launch.ts';

const serviceShape = z.looseObject({
  image: z.string(),
  command: z.union([z.string(), z.array(z.string())]),
  environment: z.record(z.string(), z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  stop_grace_period: z.string(),
  read_only: z.boolean().optional(),
  restart: z.string(),
  volumes: z.array(z.string()),
});
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');
const composed = textOf('compose.yaml');
const { services } = z.object({ services: z.record(z.string(), serviceShape) }).parse(parse(composed, { merge: true }));
const { redis, ...workers } = services;
/** What a variable is in the container where nothing is set outside. */
const unsetOf = (value: string) => value.replace(/\$\{\w+:-([^}]*)\}/g, '$1');

it('every role has a service of its name that runs it, and no service runs anything else', () => {
  const commands = Object.entries(workers).map(([name, { command }]) => [name, command]);
  assert.deepEqual(commands.toSorted(), roles.map((role) => [role, ['workers/run.ts', role]]).toSorted());
  const entry = /^ENTRYPOINT (\[.*\])$/m.exec(textOf('Dockerfile'))?.[1] ?? '[]';
  assert.deepEqual(z.array(z.string()).parse(JSON.parse(entry)).slice(-2), ['--import', './require-node.mjs']);
  assert.ok(existsSync(join(root, 'workers/run.ts')));
});

it('all roles share the one Redis, which is ready before they start', () => {
  for (const [name, worker] of Object.entries(workers)) {
    assert.equal(worker.environment?.REDIS_URL, 'redis://redis:6379', name);
    assert.deepEqual(worker.depends_on, { redis: { condition: 'service_healthy' } }, name);
  }
});

it('every variable is one that the program reads, and those that are left empty are no mistake', () => {
  for (const [name, { environment = {} }] of Object.entries(workers)) {
    const given = Object.entries(environment).map(([variable, value]) => [variable, unsetOf(value)] as const);
    const { mistakes } = readEnvironment(Object.fromEntries(given));
    assert.deepEqual(mistakes, [], name);
    const heard = given.filter(([variable]) => {
      const wrong = readEnvironment({ [variable]: '\u0000' });
      return wrong.mistakes.length > 0 || Object.hasOwn(wrong.variables, variable);
    });
    assert.deepEqual(heard, given, name);
  }
});

it('its Redis keeps what it acknowledged and evicts nothing: it is set as the one that the program brings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wf-compose-'));
  const own = await startRedisServer({ dataDir: join(folder, 'own'), log: silent });
  const found = await findRedisServer({ log: silent });
  const [, ...args] = String(redis?.command)
    .replaceAll('""', ' ')
    .split(/ (?=--)/);
  const socket = join(folder, 'composed.sock');
  const given = args
    .flatMap((option) => option.trim().split(' '))
    .flatMap((word) => (word === '--save' ? [word, ''] : [word]));
  const composedServer = spawn(found.binary, [...given, '--port', '0', '--unixsocket', socket, '--dir', folder], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, ...serverEnvironment(found) },
  });
  try {
    const settings = await Promise.all([own.socketPath, socket].map(settingsAt));
    assert.deepEqual(settings[1], settings[0]);
    assert.equal(settings[0]?.appendonly, 'yes');
  } finally {
    composedServer.kill('SIGKILL');
    await own.stop();
    await rm(folder, { recursive: true, force: true });
  }
  assert.deepEqual(redis?.volumes, ['redis:/data']);
});

/** What decides whether a write is kept. */
async function settingsAt(path: string): Promise<Readonly<Record<string, string>>> {
  const client = new Redis({ path, maxRetriesPerRequest: 500, retryStrategy: () => 20 });
  client.on('error', () => undefined);
  const names = ['appendonly', 'appendfsync', 'save', 'maxmemory', 'maxmemory-policy'];
  const told = await Promise.all(names.map((name) => client.config('GET', name)));
  client.disconnect();
  return Object.fromEntries(told.map((pair) => z.tuple([z.string(), z.string()]).parse(pair)));
}

it('each worker is started again, may take its time to stop, and writes nowhere but in memory', () => {
  for (const [name, worker] of Object.entries(services)) {
    assert.equal(worker.restart, 'unless-stopped', name);
    assert.ok(Number.parseInt(worker.stop_grace_period, 10) >= 10, name);
    if (name !== 'redis') assert.equal(worker.read_only, true, name);
  }
});

it('the services that README and comments scale are there, and none that is scaled has a name or port of its own', () => {
  const scaled = [composed, textOf('README.md')].flatMap((text) =>
    [...text.matchAll(/--scale (\w+)=\d+/g)].map(([, name = '']) => name),
  );
  assert.ok(new Set(scaled).size >= 3, `expected poll, match and deliver among ${scaled.join(', ')}`);
  for (const name of scaled) {
    const service = services[name];
    assert.ok(service !== undefined, `${name} is scaled and is no service`);
    assert.equal(service.container_name ?? service.ports, undefined, name);
  }
});
