/** A week of alerts through the whole program, with people who take them or do not, and a checker of its own. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { checkWeek, figuresOf } from '../support/on-call/check.ts';
import { runWeek, type WeekRecord } from '../support/on-call/week.ts';

const alertsMin = 200;

/** It takes half a minute on a quiet machine, and several on one that does much else. */
const timeout = 600_000;

describe('a week with three responders, 200 alerts, restarts, flushed queues, a swap and a clock that is put on', {
  timeout,
}, () => {
  let week: WeekRecord;
  before(
    async () => {
      week = await runWeek({ seed: 2, alerts: 210 });
    },
    { timeout },
  );

  it('loses nothing, calls nobody twice, and nobody once somebody has acknowledged', () => {
    assert.deepEqual(checkWeek(week), []);
  });

  it('is one in which there was something to lose', () => {
    const figures = figuresOf(week);
    assert.ok(figures.alerts >= alertsMin, JSON.stringify(figures));
    for (const happened of [
      'steps',
      'reminders',
      'lapses',
      'worsened',
      'reportedAgain',
      'snoozesEnded',
      'resolvedByQuiet',
    ] as const)
      assert.ok(figures[happened] > 0, `no ${happened}: ${JSON.stringify(figures)}`);
    assert.ok(figures.restarts > 0 && figures.flushes > 0);
    assert.ok(week.done.some(({ answer }) => answer.startsWith('Already acknowledged by')));
  });

  it('would have been found out by its checker', () => {
    const found = (changed: Partial<WeekRecord>) => checkWeek({ ...week, ...changed }).join('; ');
    const card = week.effects.findIndex(({ isCard }) => isCard);
    assert.match(found({ effects: week.effects.toSpliced(card, 1) }), /has 0 cards/);
    const [effect] = week.effects;
    assert.ok(effect !== undefined);
    assert.match(found({ effects: [...week.effects, effect] }), /was posted 2 times/);
    const resolved = week.audit.find(({ action }) => action === 'resolve');
    const call = week.effects.find(({ incident, isCard }) => !isCard && incident === resolved?.incident);
    assert.ok(resolved !== undefined && call !== undefined);
    const late = { ...call, at: resolved.at + 1, nonce: 'late', content: '<@710000000000000001> take it' };
    assert.match(found({ effects: [...week.effects, late] }), /called somebody though it was resolved/);
    const acknowledged = week.audit.findIndex(({ action }) => action === 'acknowledge');
    assert.match(found({ audit: week.audit.toSpliced(acknowledged, 1) }), /of the log is revision/);
    const steps = week.audit.map((entry) => (entry.action === 'paged' ? { ...entry, at: entry.at + 900_000 } : entry));
    assert.match(found({ audit: steps }), /step \d of the run/);
    const [alert, ...others] = week.alerts;
    assert.ok(alert !== undefined);
    assert.match(found({ alerts: [{ ...alert, state: 'open' }, ...others] }), /the log replayed gives another state/);
    const swapped = { ...week.script, overrides: [] };
    assert.match(found({ script: swapped }), /called (?:Amal|Berit) at/);
  });
});
