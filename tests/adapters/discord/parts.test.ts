import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { embedRoomOf } from '../../../src/adapters/discord/message.ts';
import { flowingEmbeds } from '../../../src/adapters/discord/parts.ts';
import { hostile } from '../../support/discord/views.ts';

const fieldsOf = (parts: Parameters<typeof flowingEmbeds>[0]) => flowingEmbeds(parts)[0]?.fields ?? [];
const lines = (count: number, length: number) =>
  Array.from({ length: count }, (_, at) => `${at}: ${'x'.repeat(length)}`);

test('a list that is longer than a field goes on in the next, and none of its lines is cut', () => {
  const fields = fieldsOf([
    { heading: 'Watches', lines: lines(30, 80) },
    { heading: 'Next', lines: ['done'] },
  ]);
  assert.deepEqual(
    fields.map(({ name }) => name),
    ['Watches', '…', '…', 'Next'],
  );
  const shown = fields.slice(0, -1).flatMap(({ value }) => value.split('\n'));
  assert.deepEqual(shown, lines(30, 80));
});

test('what no message holds is seen to be left out, and the parts below it stand', () => {
  const fields = fieldsOf([
    { heading: 'Watches', lines: lines(300, 80) },
    { heading: 'Next', lines: ['done'] },
  ]);
  assert.equal(fields.at(-1)?.value, 'done');
  assert.ok(fields.at(-2)?.value.endsWith('\n…'));
});

test('whatever the parts hold, the limits of an embed are kept', () => {
  const text = fc.oneof(fc.string({ maxLength: 60 }), fc.constant(hostile), fc.constant('*'.repeat(2_000)));
  const part = fc.record({ heading: text, lines: fc.array(text, { maxLength: 60 }) });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const [embed] = flowingEmbeds(parts);
      if (embed === undefined) return;
      const fields = embed.fields ?? [];
      assert.ok(fields.length > 0 && fields.length <= 25);
      assert.ok(embedRoomOf([embed]) <= 6_000);
      for (const { name, value } of fields)
        assert.ok(name !== '' && name.length <= 256 && value !== '' && value.length <= 1_024);
    }),
    { numRuns: 60 },
  );
});
