import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choices, names, sentences } from '../../../src/adapters/discord/commands/arabic.ts';
import type { Localised } from '../../../src/adapters/discord/commands/localise.ts';
import { commandSet } from '../../../src/adapters/discord/commands.ts';
import { loadBodyCheck } from '../../support/discord/openapi.ts';
import { commandProblems } from '../../support/discord/rules.ts';

/** Every command, sub-command and option, by the way to it. */
function all(set: readonly Localised[], way = ''): readonly (readonly [string, Localised])[] {
  return set.flatMap((one) => {
    const own = `${way}/${one.name}`;
    return [[own, one] as const, ...all(one.options ?? [], own)];
  });
}

test('each command, option and choice is named and described in Arabic', () => {
  const lacking = all(commandSet).flatMap(([way, one]) => [
    ...(one.name_localizations?.ar === undefined ? [`${way}: arabic.ts has no name for it`] : []),
    ...(one.description_localizations?.ar === undefined
      ? [`${way}: arabic.ts has no sentence for its description`]
      : []),
    ...(one.choices ?? [])
      .filter((choice) => choice.name_localizations?.ar === undefined)
      .map(({ name }) => `${way}: arabic.ts has no word for the choice ${name}`),
  ]);
  assert.deepEqual(lacking, []);
});

test('no word of the Arabic table is left from a command that is gone', () => {
  const used = JSON.stringify(commandSet);
  const ways = new Set(all(commandSet).map(([way]) => way.split('/').slice(-2).join(' ')));
  const words = [...Object.keys(names), ...Object.keys(sentences), ...Object.keys(choices)];
  assert.deepEqual(
    words.filter((word) => !used.includes(JSON.stringify(word).slice(1, -1)) && !ways.has(word)),
    [],
  );
});

test('a name that says two things is said for each of them', () => {
  const called = new Map(all(commandSet).map(([way, one]) => [way, one.name_localizations?.ar]));
  assert.equal(called.get('/incident/link'), 'ربط', 'linking, and no address');
  assert.equal(called.get('/incident/unlink'), 'فك-الربط');
  assert.equal(called.get('/incident/raise/link'), 'رابط');
});

test('names that stand side by side differ in each language', () => {
  const sides = [commandSet, ...all(commandSet).map(([, one]) => one.options ?? [])];
  for (const side of sides) {
    for (const named of [side.map(({ name }) => name), side.map((one) => one.name_localizations?.ar ?? one.name)])
      assert.equal(new Set(named).size, named.length, named.join(' '));
  }
});

test('the command set keeps to every rule of Discord, localised too', () => {
  assert.deepEqual(commandProblems(commandSet), []);
  assert.deepEqual(loadBodyCheck()?.('PUT', '/applications/1/commands', commandSet) ?? [], []);
});

/** What Discord's own menu asks for; the desk checks it all the same. */
const manageServer = 1n << 5n;
const manageMessages = 1n << 13n;
const guarded: Readonly<Record<string, bigint | null>> = {
  setup: manageServer,
  // Anybody may be told in direct messages.
  subscribe: null,
  unsubscribe: null,
  subscriptions: null,
  watch: manageMessages,
  keyword: manageMessages,
  incident: null,
  why: null,
  export: null,
  feeds: manageMessages,
  lesson: manageMessages,
  // Responders have a role of the bot's own, and need no right of Discord's.
  silence: null,
  handover: null,
  stats: null,
  status: null,
  oncall: null,
  rota: manageServer,
  escalation: manageServer,
};

test('who may configure is guarded in the menu, and who may only look is not', () => {
  const set = commandSet as readonly (Localised & { readonly default_member_permissions: string | null })[];
  assert.deepEqual(
    Object.fromEntries(set.map((one) => [one.name, one.default_member_permissions])),
    Object.fromEntries(Object.entries(guarded).map(([name, bits]) => [name, bits === null ? null : String(bits)])),
  );
});
