import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Report } from '../../../src/model.ts';
import { tollOf } from '../../../src/pipeline/assign/toll.ts';
import { aPack, aReport, hourMs, noon } from '../../support/builders.ts';

const outlets = new Map(aPack().outlets.map((outlet) => [outlet.id, outlet]));
const said = (outlet: string, hour: number, killed: number | null, more: Partial<Report> = {}): Report =>
  aReport({ article: `${outlet}-${hour}`, outlet, publishedAt: noon + hour * hourMs, killed, ...more });
const held = (...reports: Report[]) => tollOf('killed', reports, outlets).held;
const lines = (...reports: Report[]) => tollOf('killed', reports, outlets).lines.map(({ figure }) => figure);

test('an outlet that corrects itself says its newest figure alone', () => {
  assert.deepEqual(lines(said('wire', 0, 5), said('wire', 1, 3)), [3]);
});

test('of two outlets that differ the higher figure is held, and both are shown', () => {
  const reports = [said('wire', 0, 3), said('daily', 1, 2)];
  assert.equal(held(...reports), 3);
  assert.deepEqual(lines(...reports), [3, 2]);
});

test('no word of casualties is overtaken by a toll of later, not by a claim of a state’s own media', () => {
  assert.deepEqual(lines(said('wire', 0, 0), said('daily', 1, 3, { development: 'casualties' })), [3]);
  const claim = [said('wire', 0, 0), said('state-tv', 1, 80)];
  assert.equal(held(...claim), 0);
  assert.deepEqual(lines(...claim), [0, 80]);
});

test('a figure beside a denial, an answer or a probe counts only where nobody else gives one', () => {
  const aside = said('daily', 1, 3, { development: 'denial' });
  assert.equal(held(said('wire', 0, 0), aside), 0);
  assert.equal(held(said('wire', 0, null, { wounded: 0 }), aside), null);
  assert.equal(held(said('wire', 0, null), aside), 3);
});

test('a leap that one family alone reports, where two agree on less, waits for a second', () => {
  const agreed = [said('wire', 0, 1), said('daily', 0, 1)];
  assert.equal(held(...agreed, said('third', 5, 10)), 1);
  assert.equal(held(...agreed, said('third', 5, 10), said('fourth', 6, 10)), 10);
  assert.equal(held(...agreed, said('third', 5, 10, { development: 'casualties' })), 10);
});

test('the order of the reports does not matter', () => {
  const anyReport = fc.record({
    outlet: fc.constantFrom('wire', 'wire-copy', 'daily', 'state-tv', 'third'),
    hour: fc.nat(5),
    killed: fc.option(fc.nat(12)),
    development: fc.constantFrom(null, 'casualties' as const, 'denial' as const),
  });
  fc.assert(
    fc.property(fc.array(anyReport, { maxLength: 8 }), (entries) => {
      const reports = entries.map(({ outlet, hour, killed, development }, at) =>
        said(outlet, hour, killed, { article: `a${at}`, development }),
      );
      assert.equal(held(...reports), held(...reports.toReversed()));
    }),
  );
});
