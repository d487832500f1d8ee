import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStreamItem } from '../../../src/adapters/stream/items.ts';

const item = { id: '1', feed: 'wire', published: '2020-01-08T12:00:00Z' };

test('what is wrong with a line is told in one sentence, however long the line is', () => {
  const long = 'x'.repeat(1_000_000);
  for (const wrong of [{ ...item, id: [long] }, { ...item, published: long }, { ...item, feed: { [long]: 1 } }, [long]])
    assert.throws(
      () => parseStreamItem(JSON.stringify(wrong), 3, 'items.jsonl'),
      ({ message }: Error) => message.startsWith('items.jsonl:3: ') && message.length < 300,
    );
});
