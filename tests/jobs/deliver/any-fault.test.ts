import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  afresh,
  card,
  deliver,
  deliverer,
  developed,
  messenger,
  nonceWindowMs,
  notice,
  opened,
  redis,
  setUp,
  shownVersion,
  unsettled,
} from './world.ts';

setUp();

const anyFault = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  fc.constant({ status: 'unclear', problem: 'reset' } as const),
  fc.constant({ status: 'accepted-unheard' } as const),
  fc.constant({ status: 'crash' } as const),
  fc.constant({ status: 'wait', waitMs: 500 } as const),
);
const anyFaults = fc.array(anyFault, { maxLength: 6 });
const anyStep = fc.record({
  row: fc.constantFrom('1.card', '2.card', '2.notice', '3.card', '3.notice'),
  owner: fc.constantFrom('d1', 'd2'),
  laterMs: fc.constantFrom(0, 500, 20_000, 40_000, 2 * nonceWindowMs, 20 * nonceWindowMs),
});

test('whatever fails and in whatever order: one card with the newest version, each notice once, nothing left', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ postCard: anyFaults, editCard: anyFaults, openThread: anyFaults, postNotice: anyFaults }),
      fc.array(anyStep, { maxLength: 12 }),
      async (faults, steps) => {
        await afresh();
        messenger.plan('postCard', ...faults.postCard);
        messenger.plan('editCard', ...faults.editCard);
        messenger.plan('openThread', ...faults.openThread);
        messenger.plan('postNotice', ...faults.postNotice);
        await opened();
        await developed(2, [card(2), notice(2)]);
        await developed(3, [card(3), notice(3)]);
        for (const { row, owner, laterMs } of steps) {
          redis.real += laterMs;
          await deliverer(owner)(`i-article-1.${row}.alerts`).catch(() => undefined);
        }
        await deliver(...(await unsettled()));
        assert.equal(messenger.cards().length, 1);
        assert.equal(shownVersion(), 3);
        assert.deepEqual(await unsettled(), []);
        const references = messenger.notices().map(({ reference }) => reference);
        assert.equal(new Set(references).size, references.length);
      },
    ),
    { numRuns: 150 },
  );
});
