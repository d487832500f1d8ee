import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFiled, mergeServer, zoneMeant } from '../../src/pipeline/server.ts';
import { aServer } from '../jobs/support/builders.ts';

const bare = aServer({ id: '100000000000000010', name: '100000000000000010' });
const full = aServer({
  id: bare.id,
  name: 'Ops',
  responderRoles: ['1'],
  operatorsChannel: '2',
  language: 'ar',
  timeZone: 'Asia/Baghdad',
  origin: 'command',
});

test('what the file says of a server holds, whatever was set by command', () => {
  const filed = aServer({ ...full, name: 'File', responderRoles: ['9'], operatorsChannel: '8', origin: 'file' });
  assert.deepEqual(mergeServer(filed, { ...full, language: 'en', timeZone: 'UTC' }), filed);
});

test('what the file leaves out of a server may be set by command', () => {
  assert.deepEqual(mergeServer(bare, full), { ...full, origin: 'file' });
});

test('a command makes no server the operators', () => {
  assert.equal(mergeServer(null, { ...full, operators: true })?.operators, false);
  assert.equal(mergeServer(bare, { ...full, operators: true })?.operators, false);
  assert.equal(mergeServer({ ...bare, operators: true }, full)?.operators, true);
  assert.equal(mergeServer(null, null), null);
});

test('a value that stands where nothing is said counts as not said', () => {
  assert.equal(isFiled(null, 'language'), false);
  assert.equal(isFiled(bare, 'language'), false);
  assert.equal(isFiled(bare, 'name'), false);
  assert.equal(isFiled({ ...bare, timeZone: 'Asia/Tehran' }, 'timeZone'), true);
});

test('times of day are those of the server, else of its first rota, else UTC', () => {
  const rotas = [{ timeZone: 'America/New_York' }, { timeZone: 'Asia/Tehran' }];
  assert.equal(zoneMeant(full, rotas), 'Asia/Baghdad');
  assert.equal(zoneMeant(bare, rotas), 'America/New_York');
  assert.equal(zoneMeant(null, rotas), 'America/New_York');
  assert.equal(zoneMeant(null, []), 'UTC');
});
