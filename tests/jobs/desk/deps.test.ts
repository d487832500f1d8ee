import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyNotAllowed, whyNotConfiguring, whyNotManaging } from '../../../src/jobs/desk/deps.ts';
import { dayMs, noon } from '../../support/builders.ts';
import { anOverride, aRota } from '../../support/on-call/rota.ts';
import { aServer } from '../support/builders.ts';
import { away, by, desk, setUp, store } from './world.ts';

setUp();

const filedServers = [aServer({ id: 'home', responderRoles: ['responder'] }), aServer({ id: 'away' })];
const filedOnCall = { rotas: [], policies: [] };
const deps = () => ({ store, filedServers, filedOnCall, clock: { now: () => noon } });

test('responder roles decide; without any, whoever may manage messages', async () => {
  assert.equal(await whyNotAllowed(deps(), by('Amal'), 'x'), null);
  assert.equal(await whyNotAllowed(deps(), by('Zoe', away), 'x'), null);
  const guest = by('Eve', { roles: [], mayManage: true });
  assert.equal(
    await whyNotAllowed(deps(), guest, 'x'),
    'Only responders can do this. Ask whoever manages this server for a responder role.',
  );
  assert.match((await whyNotAllowed(deps(), by('Eve', { ...away, mayManage: false }), 'x')) ?? '', /manage messages/);
});

test('who manages the server configures it without being a responder, but presses nothing', async () => {
  const admin = by('Root', { roles: [], mayManageServer: true });
  assert.equal(await whyNotConfiguring(deps(), admin, 'x'), null);
  assert.equal(await whyNotManaging(deps(), admin, 'x'), null);
  assert.notEqual(await whyNotAllowed(deps(), admin, 'x'), null);
  assert.notEqual(await whyNotManaging(deps(), by('Amal'), 'x'), null);
});

test('who is on a rota of the server acts on alerts without being a responder, and configures nothing', async () => {
  const rotas = [aRota({ people: ['nour'] }), aRota({ id: 'theirs', server: 'away', people: ['olga'] })];
  const rotaDeps = { ...deps(), filedOnCall: { rotas, policies: [] } };
  const roles: readonly string[] = [];
  assert.equal(await whyNotAllowed(rotaDeps, by('Nour', { roles }), 'x'), null);
  assert.notEqual(await whyNotConfiguring(rotaDeps, by('Nour', { roles }), 'x'), null);
  assert.notEqual(await whyNotAllowed(rotaDeps, by('Olga', { roles }), 'x'), null);
  const audit = { at: 0, server: 'home', incident: null, who: null, action: 'override', detail: '' };
  await store.saveOverrides([anOverride({ person: by('Pia').who })], audit);
  assert.equal(await whyNotAllowed(rotaDeps, by('Pia', { roles }), 'x'), null);
  const later = { ...rotaDeps, clock: { now: () => noon + 2 * dayMs } };
  assert.notEqual(await whyNotAllowed(later, by('Pia', { roles }), 'x'), null);
});

test('a refusal is said in the language of the asker and put down with who asked for what', async () => {
  const eve = by('Eve', { roles: [], language: 'ar', locale: 'ar' });
  assert.match((await whyNotAllowed(deps(), eve, `keyword add ${'k'.repeat(500)}`)) ?? '', /للمستجيبين/);
  const [entry, ...others] = await store.recentAudit(10);
  assert.deepEqual(others, []);
  assert.deepEqual([entry?.action, entry?.who?.name, entry?.server, entry?.at], ['refused', 'Eve', 'home', noon]);
  assert.match(entry?.detail ?? '', /^channel alerts: keyword add k{188}$/);
});

test('roles that a command set count where the file names none', async () => {
  const audit = { at: 0, server: 'away', incident: null, who: null, action: 'setup', detail: '' };
  await store.saveServer(aServer({ id: 'away', responderRoles: ['watch'], origin: 'command' }), audit);
  await store.saveServer(aServer({ id: 'home', responderRoles: ['guest'], origin: 'command' }), audit);
  assert.equal(await whyNotAllowed(deps(), by('Zoe', { ...away, roles: ['watch'] }), 'x'), null);
  assert.notEqual(await whyNotAllowed(deps(), by('Zoe', away), 'x'), null);
  assert.notEqual(await whyNotAllowed(deps(), by('Eve', { roles: ['guest'] }), 'x'), null);
});

test('a button of another version says so in the language of its presser', async () => {
  const pressed = { does: 'constructor:name', values: [] };
  assert.match((await desk().control({ ...by('Amal'), ...pressed })).text, /another version/);
  assert.match((await desk().control({ ...by('Amal', { language: 'ar' }), ...pressed })).text, /إصدار آخر/);
});
