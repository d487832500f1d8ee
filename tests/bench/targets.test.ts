import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { missedOf, type Target } from '../../bench/targets.ts';

const figures = {
  alerts: 3,
  waits: { p99Ms: 800 },
  memory: { poll: { mbAnHour: { isFlat: true } }, match: { mbAnHour: { isFlat: false } }, count: 2 },
  weeks: [{ wrong: 0 }, { wrong: 1 }],
  ratio: null,
  slowest: Number.NaN,
};

describe('of what a benchmark measured', () => {
  for (const [claim, target, missed] of [
    ['what reaches its target is not told', { alerts: 3, 'waits.p99MsMax': 800, 'waits.p99MsMin': 800 }, []],
    ['what is over a limit is', { 'waits.p99MsMax': 700 }, ['waits.p99Ms is 800, to be at most 700']],
    ['what is under one is', { 'waits.p99MsMin': 900 }, ['waits.p99Ms is 800, to be at least 900']],
    ['what must be so and is not is', { alerts: 2 }, ['alerts is 3, to be 2']],
    [
      'a star stands for each there is that has parts',
      { 'memory.*.mbAnHour.isFlat': true, 'weeks.*.wrong': 0 },
      ['memory.match.mbAnHour.isFlat is false, to be true', 'weeks.1.wrong is 1, to be 0'],
    ],
    [
      'what was not measured reached nothing',
      { ratioMax: 1, 'ratio.partsMax': 1, slowestMax: 1, 'none.*.isFlat': true },
      [
        'ratio was not measured, to be at most 1',
        'ratio.parts was not measured, to be at most 1',
        'slowest was not measured, to be at most 1',
        'none.*.isFlat was not measured, to be true',
      ],
    ],
  ] satisfies readonly (readonly [string, Target, readonly string[]])[])
    it(claim, () => assert.deepEqual(missedOf(figures, target), missed));
});
