import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FoldEntry } from '../../../src/model.ts';
import { renderFold } from '../../../src/pipeline/render/fold.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import { noon } from '../../support/builders.ts';

const anEntry = (said: Partial<FoldEntry> = {}): FoldEntry => ({
  incident: 'i-1',
  title: 'Rockets hit Camp Taji',
  severity: 'high',
  state: 'open',
  link: 'https://news.example/taji',
  message: null,
  ...said,
});
const aFold = (entries: readonly FoldEntry[], said: Partial<Parameters<typeof renderFold>[0]> = {}) =>
  renderFold({
    language: 'en',
    hour: noon,
    entries,
    total: entries.length,
    from: 0,
    reference: 'abcdefghijkl',
    ...said,
  });
const plain = (fold: ReturnType<typeof renderFold>) => fold.lines.map(plainLine);

test('a summary names each with its severity and id, and links its source', () => {
  const fold = aFold([anEntry(), anEntry({ incident: 'i-2', link: null, state: 'acknowledged', severity: 'low' })]);
  assert.equal(fold.headline, '📥 2 more incidents this hour');
  assert.deepEqual(plain(fold), ['🔴 Rockets hit Camp Taji · i-1', '🟡 Rockets hit Camp Taji · 👁 Acknowledged · i-2']);
  assert.deepEqual(fold.lines[0]?.[1], {
    kind: 'link',
    text: 'Rockets hit Camp Taji',
    url: 'https://news.example/taji',
  });
  assert.ok(fold.lines[1]?.every(({ kind }) => kind === 'text'));
  assert.match(fold.footer, /^abcdefghijkl · /);
});

test('what was told after all is linked to its message', () => {
  const fold = aFold([anEntry({ message: { server: 'home', channel: 'alerts', id: 'm7' } })]);
  assert.equal(fold.headline, '📥 1 more incident this hour');
  assert.deepEqual(fold.lines[0]?.at(-1), {
    kind: 'message',
    text: '→',
    server: 'home',
    channel: 'alerts',
    message: 'm7',
  });
});

test('a summary that goes on says which part it is, in each language', () => {
  const part = { total: 20, from: 12 };
  assert.equal(aFold([anEntry(), anEntry()], part).headline, '📥 13–14 of 20 more incidents this hour');
  for (const language of ['ar', 'fa'] as const) {
    const { headline, footer } = aFold([anEntry()], { ...part, language });
    assert.match(headline, /13–13 .* 20$/);
    assert.match(footer, /\p{Script=Arabic}/u);
  }
});
