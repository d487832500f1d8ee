import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
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

const madeYaml = `watches:
  - { id: drones, name: Drones, server: "100000000000000010", keywords: [drone] }
subscriptions:
  - id: here
    watch: drones
    server: "100000000000000010"
    channel: "100000000000000011"
    quiet: { from: "22:00", to: "07:00", timeZone: Asia/Baghdad }
    digests: [{ every: week, at: "08:00", timeZone: Asia/Baghdad }]
servers:
  - { id: "100000000000000010", name: Operations, responderRoles: ["100000000000000012"], language: ar }
`;

test('config import makes of a file what commands would have made, says what it did, and is the same done twice', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  const folder = configFolder(t);
  const file = join(folder, 'made.yaml');
  writeFileSync(file, madeYaml);
  const env = { REDIS_URL: redis.path, WATCHFLOOR_CONFIG: folder };
  const first = runWorker('config.ts', ['import', file], env);
  assert.equal(first.stderr, '');
  assert.equal(
    first.stdout,
    [
      'watches: 1 added, 0 changed, 0 as they were\n',
      'subscriptions: 1 added, 0 changed, 0 as they were\n',
      'servers: 1 added, 0 changed, 0 as they were\n',
      'rotas: 0 added, 0 changed, 0 as they were\n',
      'policies: 0 added, 0 changed, 0 as they were\n',
      'overrides: 0 added, 0 changed, 0 as they were\n',
    ].join(''),
  );
  const log = { info() {}, warn() {}, error() {} };
  const store = openStore(redis.client(), { prefix: 'watchfloor:', log });
  const [subscription] = await store.subscriptions();
  assert.deepEqual([subscription?.quiet?.from, subscription?.origin], ['22:00', 'command']);
  assert.deepEqual((await store.servers())[0]?.responderRoles, ['100000000000000012']);
  assert.deepEqual((await store.recentAudit(5)).map(({ action, who }) => `${who?.name} ${action}`).sort(), [
    'terminal setup',
    'terminal subscribe',
    'terminal watch',
  ]);
  assert.match(runWorker('config.ts', ['import', file], env).stdout, /^watches: 0 added, 0 changed, 1 as they were/);
});

test('config import refuses what the file may not say, each mistake with its line, and keeps nothing of it', async (t) => {
  const redis = await startRedis();
  t.after(() => redis.stop());
  const folder = configFolder(t);
  const file = join(folder, 'made.yaml');
  const wrong = madeYaml
    .replace('id: drones, name: Drones', 'id: everything, name: Drones')
    .replace('keywords: [drone]', 'keywords: []')
    .replace('language: ar', 'operators: true')
    .replace('server: "100000000000000010"\n    channel', 'server: "100000000000000099"\n    channel')
    .replace('watch: drones', 'watch: everything');
  writeFileSync(file, wrong);
  const env = { REDIS_URL: redis.path, WATCHFLOOR_CONFIG: folder };
  const { status, stderr, stdout } = runWorker('config.ts', ['import', file], env);
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.equal(stderr.trim().split('\n').length, 4, stderr);
  assert.match(stderr, /^made\.yaml:2:\d+: watches\[0\]\.id: expected an id that the configuration does not have/m);
  assert.match(stderr, /^made\.yaml:2:\d+: watches\[0\]: expected keywords, actors, places or eventTypes/m);
  assert.match(stderr, /^made\.yaml:5:\d+: subscriptions\[0\]\.watch: expected no other server's watch/m);
  assert.match(stderr, /^made\.yaml:11:\d+: servers\[0\]\.operators: expected in watches\.yaml alone/m);
  const log = { info() {}, warn() {}, error() {} };
  assert.deepEqual(await openStore(redis.client(), { prefix: 'watchfloor:', log }).watches(), []);
  const absent = runWorker('config.ts', ['import', join(folder, 'none.yaml')], env);
  assert.deepEqual([absent.status, absent.stderr], [2, 'none.yaml: expected this file, but it is missing\n']);
});

test('config without a known command says how it is used, with exit code 2', () => {
  const { status, stderr } = runWorker('config.ts', ['import'], {});
  assert.match(
    stderr,
    /usage: npm run --silent config -- export \[watches\|feeds \[--with-keys\]\|rotas\] \| import FILE/,
  );
  assert.equal(status, 2);
});
