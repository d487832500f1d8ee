import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { ConfigError } from '../../src/config/mistakes.ts';
import { readRota } from '../../src/config/on-call-text.ts';
import { parseYaml } from '../../src/config/yaml-file.ts';
import { configFolder, type FileName, fillFolder, load, smallFiles } from './folder.ts';

const names = fc.constantFrom(...(Object.keys(smallFiles) as FileName[]));
const keys = ['actors', 'places', 'id', 'name', 'aliases', 'within', 'partOf', '__proto__', 'constructor', 'toString'];
const anyValue = fc.anything({
  key: fc.oneof(fc.constantFrom(...keys), fc.string()),
  maxDepth: 4,
  withBigInt: true,
  withNullPrototype: true,
});

/** Loads and says whether the outcome is one that an operator can read. */
function isTold(folder: string): boolean {
  const outcome = load(folder);
  return !Array.isArray(outcome) || (outcome.length > 0 && outcome.every((line: string) => line.length > 0));
}

test('no text in place of a file brings anything but a list of mistakes', (t) => {
  const folder = configFolder(t);
  const snippet = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          '- ',
          'a: ',
          '&x ',
          '*x ',
          '\n',
          '  ',
          '[',
          ']',
          '{',
          '}',
          '"',
          "'",
          '!!js ',
          '<<: ',
          '%',
          '|',
          '>',
          '? ',
          '---\n',
          'id',
          '\t',
        ),
        {
          maxLength: 60,
        },
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(names, snippet, (name, text) => {
      fillFolder(folder, { [name]: text });
      assert.ok(isTold(folder));
    }),
    { numRuns: 150 },
  );
});

test('no value in place of a file, or of a part of it, brings anything but a list of mistakes', (t) => {
  const folder = configFolder(t);
  fc.assert(
    fc.property(names, anyValue, fc.boolean(), (name, value, isPart) => {
      const key = /^(?<key>\w+):/m.exec(smallFiles[name])?.groups?.key ?? 'x';
      fillFolder(folder, { [name]: stringify(isPart ? { [key]: [value] } : value) ?? '' });
      assert.ok(isTold(folder));
    }),
    { numRuns: 150 },
  );
});

test('no cut through a file brings anything but a list of mistakes', (t) => {
  const folder = configFolder(t);
  fc.assert(
    fc.property(names, fc.nat(600), fc.nat(40), (name, from, length) => {
      const text = smallFiles[name];
      fillFolder(folder, { [name]: text.slice(0, from) + text.slice(from + length) });
      assert.ok(isTold(folder));
    }),
    { numRuns: 150 },
  );
});

test('an anchor that contains itself is refused', (t) => {
  for (const text of ['rotas: &a [*a]', 'rotas: &a { id: *a }', '&a [*a]', '&a { ? *a : x }']) {
    const told = load(configFolder(t, { 'rota.yaml': text }));
    assert.ok(Array.isArray(told), text);
  }
});

test('a list of thousands of mistakes is told in a hundred lines', (t) => {
  const told = load(configFolder(t, { 'actors.yaml': `actors:\n${'  - {}\n'.repeat(1000)}` }));
  assert.ok(Array.isArray(told));
  assert.equal(told.length, 101);
  assert.match(String(told.at(-1)), /^… and \d+ more$/);
});

test('a mistake is an error of its own class, with the mistakes as values', () => {
  const mistake = { file: 'a.yaml', line: 3, column: 2, path: 'b', problem: 'expected c' };
  const error = new ConfigError([mistake]);
  assert.equal(error.message, 'a.yaml:3:2: b: expected c');
  assert.deepEqual(error.mistakes, [mistake]);
});

test('a key that is itself a map is told in one line', (t) => {
  const folder = configFolder(t);
  fillFolder(folder, { 'watchfloor.yaml': '? ? \n' });
  assert.ok(isTold(folder));
});

test('keys within keys cost no more than their text: a form that people fill in is read by the process that answers them', () => {
  const from = process.threadCpuUsage();
  for (const key of ['? ', '? - ', '- ? ', '? {a: 1, ', '? *x\n']) {
    const { ok } = readRota(key.repeat(4_000 / key.length), { id: 'a', server: 'home' });
    assert.equal(ok, false, key);
  }
  const { user } = process.threadCpuUsage(from);
  assert.ok(user < 3_000_000, `${Math.round(user / 1000)} ms`);
});

test('a key that is no plain text is told with its place', () => {
  const { mistakes, value } = parseYaml('a: 1\nb:\n  ? [c]\n  : 2\n', 'rota');
  assert.equal(value, null);
  assert.deepEqual(mistakes, [
    { file: 'rota', line: 3, column: 5, path: '', problem: 'expected plain text as a key, got a list or a map' },
  ]);
});
