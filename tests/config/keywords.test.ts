import assert from 'node:assert/strict';
import test from 'node:test';
import { configFolder, load, loaded } from './folder.ts';

const watching = (keywords: string): string =>
  `watches:\n  - id: everything\n    name: Everything\n    keywords:\n${keywords}subscriptions: []\nservers: []\n`;

const places: readonly [claim: string, keywords: string, told: string][] = [
  ['bare', '      - rocket\n      - drone NEAR/x base\n', '6:15: watches[0].keywords[1]: NEAR needs a number'],
  [
    'in single quotes',
    `      - 'it''s actor:us-force'\n`,
    `5:22: watches[0].keywords[0]: No actor is called “us-force”`,
  ],
  [
    'in double quotes',
    `      - "\\"green zone\\" (x"\n`,
    '5:25: watches[0].keywords[0]: This parenthesis is never closed',
  ],
  [
    'folded, at its beginning',
    '      - >\n        rocket\n        AND\n',
    '5:9: watches[0].keywords[0]: Something is missing',
  ],
  ['in brackets', '      []\n', ''],
];

for (const [claim, keywords, told] of places) {
  test(`a mistake in a keyword that stands ${claim} is told with line and column`, (t) => {
    const mistakes = load(configFolder(t, { 'watches.yaml': watching(keywords) }));
    if (told === '') return assert.ok(!Array.isArray(mistakes));
    assert.ok(Array.isArray(mistakes) && mistakes.length === 1, JSON.stringify(mistakes));
    assert.equal(String(mistakes[0]).slice(0, `watches.yaml:${told}`.length), `watches.yaml:${told}`);
  });
}

test('a watch of a file has no more keywords than one made by command, and no longer ones', (t) => {
  const many = Array.from({ length: 101 }, (_, at) => `      - rocket${at}\n`).join('');
  assert.deepEqual(load(configFolder(t, { 'watches.yaml': watching(many) })), [
    'watches.yaml:5:7: watches[0].keywords: expected at most 100 keywords a watch, got a list',
  ]);
  const long = `      - ${'rocket '.repeat(72)}\n`;
  assert.match(String(load(configFolder(t, { 'watches.yaml': watching(long) }))), /at most 500 characters/);
});

test('a name in a file is what can be seen of it', (t) => {
  const named = (name: string) => ({
    'watches.yaml': watching('      - rocket\n').replace('name: Everything', `name: "${name}"`),
  });
  const { watches } = loaded(configFolder(t, named('Dro\u200bnes \u202e at  night')));
  assert.equal(watches[0]?.name, 'Drones at night');
  assert.match(
    String(load(configFolder(t, named('\u200b\u202e')))),
    /watches\[0\]\.name: expected a name of characters/,
  );
});

test('the place of the mistake is shown, and what was likely meant', (t) => {
  const told = load(configFolder(t, { 'watches.yaml': watching('      - rocket actor:us-forcs\n') }));
  assert.deepEqual(told, [
    'watches.yaml:5:22: watches[0].keywords[0]: No actor is called “us-forcs”. Did you mean us-forces? In: rocket actor:«us-forcs»',
  ]);
});

test('queries name the entries of the files', (t) => {
  const keywords = '      - actor:"American troops" OR place:العراق OR type:strike OR outlet:wire\n';
  const { watches } = loaded(configFolder(t, { 'watches.yaml': watching(keywords) }));
  assert.equal(watches[0]?.keywords.length, 1);
});

test('what a file that is wrong itself would have named is not missed', (t) => {
  const files = { 'actors.yaml': 'actors: 7\n', 'watches.yaml': watching('      - actor:us-forces\n') };
  const told = load(configFolder(t, files));
  assert.ok(Array.isArray(told));
  assert.ok(!told.some((each) => String(each).includes('keywords')), told.join('\n'));
});
