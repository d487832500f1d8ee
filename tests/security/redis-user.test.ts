import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../support/program.ts';

const documented = readFileSync(join(root, 'docs/redis-user.conf'), 'utf8');

/** What a user of Redis is allowed, as the documentation has it. */
const allowed = new Set([...documented.matchAll(/\+([a-z]+)/g)].map(([, name = '']) => name));

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

test('the documented user of Redis may run every command that our scripts and those of BullMQ name', () => {
  const ours = commandsBelow('src/adapters/redis', /(?:redis\.p?call\(|\[)'([A-Z]{3,}|[A-Z][A-Z|]+)'/g);
  const theirs = commandsBelow('node_modules/bullmq/dist/esm/scripts', /(?:rcall|redis\.call)\(["']([A-Za-z]+)["']/g);
  assert.ok(ours.size > 25 && theirs.size > 50, `${ours.size} and ${theirs.size} commands were found`);
  const notCommands = new Set(['chain', 'unchain', 'limit', 'eacces']);
  const missing = [...ours, ...theirs].filter(([command]) => !allowed.has(command) && !notCommands.has(command));
  assert.deepEqual(missing, []);
});

test('the documented user of Redis sees no key of others, and may neither stop, empty nor read out the server', () => {
  assert.match(documented, / resetkeys ~watchfloor:\* ~watchfloor-queue:\* resetchannels -@all /);
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
