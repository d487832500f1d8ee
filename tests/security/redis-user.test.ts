import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../support/launch.ts';
import { startRedis } from '../support/redis.ts';

const documented = readFileSync(join(root, 'docs/redis-user.conf'), 'utf8');

const rightsOf = (user: string) => documented.split('\n').find((line) => line.startsWith(`user ${user} on `)) ?? '';

/** The commands that a user may run, as the documentation has it. */
const allowedTo = (user: string) => new Set([...rightsOf(user).matchAll(/\+([a-z]+)/g)].map(([, name = '']) => name));
const allowed = allowedTo('watchfloor');

/** Every command that a script or a list of commands below a folder names, with the file that does. */
function commandsBelow(folder: string, pattern: RegExp): ReadonlyMap<string, string> {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const found = files
    .filter((name) => /\.(?:ts|lua|js)$/.test(name) && !name.endsWith('.d.ts'))
    .flatMap((name) => {
      const text = readFileSync(join(root, folder, name), 'utf8');
      return [...text.matchAll(pattern)].map(([, command = '']) => [command.toLowerCase(), name] as const);
    });
  return new Map(found);
}

test('the documented users of Redis may run every command that we and BullMQ name, in a script or by a client', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  const commands = new Set(
    ((await server.client().call('COMMAND', ['LIST'])) as string[]).map((name) => name.toLowerCase()),
  );
  const folders = ['src/adapters/redis', 'src/adapters/queue'].map((folder) => [
    ...commandsBelow(folder, /(?:redis\.p?call\(|\[)'([A-Z]{3,})'/g),
    ...commandsBelow(folder, /\.([a-z]+?)(?:Buffer)?\(/g),
  ]);
  const theirs = [
    ...commandsBelow('node_modules/bullmq/dist/esm/scripts', /(?:rcall|redis\.call)\(["']([A-Za-z]+)["']/g),
    ...commandsBelow('node_modules/bullmq/dist/esm/classes', /\b(?:client|conn|multi|pipeline)\.([a-z]+)\(/g),
  ];
  const named = [...folders.flat(), ...theirs].filter(([command]) => commands.has(command));
  assert.ok(new Set(named.map(([command]) => command)).size > 60, 'the commands were found');
  // `map.keys()`, `list.sort()`, `log.debug()`; of BullMQ what nobody calls here: its list of workers, and what it does in a cluster.
  const others = new Set(['keys', 'sort', 'debug', 'client']);
  // Who makes backups and restores them is a user of his own.
  const keeper = allowedTo('watchfloor-keeper');
  const missing = named.filter(([command, file]) => {
    const may = file.startsWith('backup') ? keeper : allowed;
    return !may.has(command) && !others.has(command);
  });
  assert.deepEqual(missing, []);
});

test('the documented user of Redis sees no key of others, and may neither stop, empty nor read out the server', () => {
  assert.match(rightsOf('watchfloor'), / resetkeys ~watchfloor:\* ~watchfloor-queue:\* resetchannels -@all /);
  for (const command of [
    'acl',
    'config',
    'debug',
    'flushall',
    'flushdb',
    'keys',
    'migrate',
    'module',
    'monitor',
    'replicaof',
    'save',
    'shutdown',
    'sync',
  ])
    assert.ok(!allowed.has(command), command);
  assert.doesNotMatch(documented, /\+@|allkeys|~\* |allchannels/);
});
