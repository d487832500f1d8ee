import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { openStore } from '../../src/adapters/redis/store.ts';
import { startRedisServer } from '../../src/adapters/redis-server/start.ts';
import { configFolder, loaded } from '../config/folder.ts';
import { startRedis } from '../support/redis.ts';

const root = join(import.meta.dirname, '../..');
const timeoutMs = 60_000;

function runWorker(name: string, args: readonly string[], env: Record<string, string>) {
  return spawnSync(process.execPath, [join(root, 'workers', name), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...env },
    encoding: 'utf8',
    timeout: timeoutMs,
  });
}

test('config:check says what the shipped configuration holds', () => {
  const { status, stdout, stderr } = runWorker('config-check.ts', [], {});
  assert.equal(stderr, '');
  assert.match(stdout, /^OK: \d+ feeds \(\d+ unverified\) of \d+ outlets, \d+ actors, \d+ places, /);
  assert.equal(status, 0);
});

test('config:check lists every mistake and ends with exit code 2', (t) => {
  const folder = configFolder(t, { 'rota.yaml': 'rotas: 7\n', 'lexicon.yaml': null });
  const { status, stdout, stderr } = runWorker('config-check.ts', [], { WATCHFLOOR_CONFIG: folder });
  assert.equal(stdout, '');
  assert.match(stderr, /lexicon\.yaml: expected this file, but it is missing\n/);
  assert.match(
    stderr,
    /rota\.yaml:1:8: rotas: expected a list of rotas, got 7\n\n2 mistakes in the configuration\.\n$/,
  );
  assert.equal(status, 2);
});

test('config export writes what was made by command as YAML that loads', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  const log = { info() {}, warn() {}, error() {} };
  const store = openStore(redis.client(), { prefix: 'watchfloor:', log });
  const audit = { at: 0, server: null, incident: null, who: null, action: 'keyword', detail: '' };
  await store.saveWatch(
    {
      id: 'channel-drones',
      name: "this channel's keywords",
      server: '100000000000000010',
      keywords: ['drone "swarm"'],
      actors: [],
      places: [],
      eventTypes: [],
      severityFloor: 'info',
      languages: [],
      origin: 'command',
    },
    audit,
  );
  const { status, stdout } = runWorker('config.ts', ['export'], { REDIS_URL: redis.path });
  assert.equal(status, 0);
  const { watches } = loaded(configFolder(t, { 'watches.yaml': stdout }));
  assert.deepEqual(
    watches.map(({ id, keywords }) => [id, keywords]),
    [['channel-drones', ['drone "swarm"']]],
  );
});

test('config export reads beside a Watchfloor that runs with a Redis of its own', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'watchfloor-export-'));
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const cacheDir = join(root, '.cache');
  const server = await startRedisServer({ dataDir: join(dataDir, 'redis'), cacheDir, env: process.env, log });
  t.after(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true });
  });
  const { status, stdout, stderr } = runWorker('config.ts', ['export'], { WATCHFLOOR_DATA: dataDir });
  assert.equal(stderr, '');
  assert.match(stdout, /^watches: \[\]\n/);
  assert.equal(status, 0);
  assert.notEqual(server.pid(), null, 'it still runs');
});

test('config without a known command says how it is used, with exit code 2', () => {
  const { status, stderr } = runWorker('config.ts', ['import'], {});
  assert.match(stderr, /usage: npm run --silent config -- export/);
  assert.equal(status, 2);
});
