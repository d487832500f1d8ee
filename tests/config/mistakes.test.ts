import assert from 'node:assert/strict';
import test from 'node:test';
import { configFolder, load, smallFiles } from './folder.ts';
import { slips } from './slips.ts';

for (const slip of slips) {
  test(`a mistake is told with file, line and expectation: ${slip.name}`, (t) => {
    const text = smallFiles[slip.file];
    assert.ok(slip.from === undefined || text.includes(slip.from), 'the test replaces nothing');
    const mended = slip.from === undefined ? slip.to : text.replace(slip.from, slip.to);
    const told = load(configFolder(t, { [slip.file]: mended }));
    assert.deepEqual(told, [slip.told]);
  });
}

test('every mistake of every file is told at once', (t) => {
  const told = load(
    configFolder(t, {
      'actors.yaml': smallFiles['actors.yaml'].replace('kind: force', 'kind: army').replace('[us]', '[uk]'),
      'rota.yaml': null,
      'lexicon.yaml': 'lexicon: 7\n',
    }),
  );
  assert.deepEqual(told, [
    'actors.yaml:4:11: actors[0].kind: expected one of militia, state, person, force, organisation, got "army"',
    'actors.yaml:5:15: actors[0].parties[0]: expected one of iraq, iran, us, israel, other, got "uk"',
    'lexicon.yaml:1:10: lexicon: expected a map of word lists, got 7',
    'rota.yaml: expected this file, but it is missing',
  ]);
});

test('an anchor that multiplies itself is refused before it fills the memory', (t) => {
  const layers = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [inner, outer] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg']) {
    layers.push(`${outer}: &${outer} [${Array(9).fill(`*${inner}`).join(', ')}]`);
  }
  const told = load(configFolder(t, { 'rota.yaml': layers.join('\n') }));
  assert.ok(Array.isArray(told));
  assert.match(String(told), /rota\.yaml:1:1: expected at most 100 uses of an anchor/);
});

test('a file that is too large or no text is refused', (t) => {
  const told = load(
    configFolder(t, { 'rota.yaml': new Uint8Array([0xff, 0xfe, 0x41]), 'lexicon.yaml': 'x'.repeat(4_000_001) }),
  );
  assert.deepEqual(told, [
    'lexicon.yaml: cannot be read: expected at most 4000000 bytes, got 4000001',
    'rota.yaml: expected text in UTF-8',
  ]);
});
