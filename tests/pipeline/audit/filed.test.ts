import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fileChanges, filedDigests } from '../../../src/pipeline/audit/filed.ts';

const anyListed = fc.dictionary(
  fc.constantFrom('watch', 'feed', 'rota'),
  fc.uniqueArray(
    fc.record({ id: fc.constantFrom('a', 'b', 'c'), server: fc.constantFrom('1', '2', null), said: fc.nat(2) }),
    { selector: ({ id, server }) => `${id} ${server}`, maxLength: 4 },
  ),
);
const told = (before: Parameters<typeof filedDigests>[0], after: Parameters<typeof filedDigests>[0]) =>
  fileChanges(filedDigests(before), filedDigests(after), 5);

test('what was added, changed and removed in the files is told by kind and server', () => {
  const before = {
    watch: [
      { id: 'a', server: '1' },
      { id: 'b', server: '1', name: 'B' },
    ],
    feed: [{ id: 'irna' }],
  };
  const after = {
    watch: [
      { id: 'b', server: '1', name: 'Bee' },
      { id: 'c', server: '2' },
    ],
    feed: [{ id: 'irna' }],
  };
  assert.deepEqual(
    told(before, after).map(({ action, server, detail, from, who }) => [action, server, detail, from, who]),
    [
      ['file-watch', '1', 'changed b; removed a', 'file', null],
      ['file-watch', '2', 'added c', 'file', null],
    ],
  );
});

test('the same files tell nothing, and any other something of each kind that differs', () => {
  fc.assert(
    fc.property(anyListed, anyListed, (before, after) => {
      assert.deepEqual(told(before, before), []);
      const kinds = new Set(told(before, after).map(({ action }) => action));
      for (const kind of ['watch', 'feed', 'rota']) {
        const sorted = (listed: typeof before) =>
          JSON.stringify((listed[kind] ?? []).map((each) => JSON.stringify(each)).toSorted());
        assert.equal(kinds.has(`file-${kind}`), sorted(before) !== sorted(after));
      }
    }),
  );
});

test('of many a few are named, and no digest gives away what it is of', () => {
  const feeds = Array.from({ length: 50 }, (_, at) => ({ id: `feed-${at}`, url: 'https://x.example/?key=hush' }));
  const [entry] = told({}, { feed: feeds });
  assert.match(entry?.detail ?? '', /^added feed-0, .*feed-19 and 30 more$/);
  assert.equal(JSON.stringify(filedDigests({ feed: feeds })).includes('hush'), false);
});
