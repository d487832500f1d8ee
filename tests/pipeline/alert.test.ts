import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Action,
  type Alert,
  type AlertEvent,
  type AlertState,
  actions,
  alertEvents,
  alertNotesMax,
  alertStates,
  falseAlarmReasons,
} from '../../src/model.ts';
import { transitions } from '../../src/pipeline/alert/transitions.ts';
import { act, type Deed, type DoneBy, isClosed, standingOf } from '../../src/pipeline/alert.ts';

import { anAlert, noon } from '../support/builders.ts';

const amal = { id: 'amal', name: 'Amal' };
const known = { severity: 'high', place: 'baghdad', actors: ['us-forces'], version: 7, worsenedAt: null } as const;
const byAmal: DoneBy = { who: amal, now: noon, known };
const byItself: DoneBy = { who: null, now: noon, known };

const run = { policy: 'p', step: 1, round: 0, dueAt: noon + 1, startedAt: noon, pages: 1 };
const acknowledgement = { by: amal, at: noon - 9, confirmedAt: noon - 9, remindedAt: null };

/** An alert as it may stand in each state. */
const standing: Readonly<Record<AlertState, Alert>> = {
  open: anAlert({ state: 'open', escalation: run }),
  acknowledged: anAlert({ state: 'acknowledged', acknowledgement }),
  snoozed: anAlert({ state: 'snoozed', snoozedUntil: noon + 60_000 }),
  resolved: anAlert({ state: 'resolved' }),
  'false-alarm': anAlert({ state: 'false-alarm', falseAlarm: 'satire' }),
  merged: anAlert({
    state: 'merged',
    merged: {
      into: 'i-target',
      before: { state: 'acknowledged', acknowledgement, snoozedUntil: null, falseAlarm: null },
    },
  }),
};

const worse = { severity: { before: 'high', after: 'critical' }, place: null, actors: [] } as const;

function deedOf(what: Action | AlertEvent): Deed {
  switch (what) {
    case 'snooze':
      return { what, until: noon + 60_000 };
    case 'assign':
      return { what, to: { id: 'basim', name: 'Basim' } };
    case 'note':
      return { what, text: 'Called the embassy.' };
    case 'false-alarm':
      return { what, reason: 'exercise' };
    case 'merge':
      return { what, into: 'i-target' };
    case 'worsen':
      return { what, worse };
    case 'escalate':
      return { what, run, called: 1 };
    default:
      return { what };
  }
}

/** Each state: what is allowed there, and the state that follows. Everything else is refused. */
const allowed: Readonly<Record<AlertState, Readonly<Partial<Record<Action | AlertEvent, AlertState>>>>> = {
  open: {
    acknowledge: 'acknowledged',
    snooze: 'snoozed',
    assign: 'open',
    unassign: 'open',
    note: 'open',
    resolve: 'resolved',
    'false-alarm': 'false-alarm',
    worsen: 'open',
    quiet: 'resolved',
    escalate: 'open',
    merge: 'merged',
  },
  acknowledged: {
    unacknowledge: 'open',
    confirm: 'acknowledged',
    snooze: 'snoozed',
    assign: 'acknowledged',
    unassign: 'acknowledged',
    note: 'acknowledged',
    resolve: 'resolved',
    'false-alarm': 'false-alarm',
    reopen: 'open',
    lapse: 'open',
    worsen: 'open',
    quiet: 'resolved',
    remind: 'acknowledged',
    merge: 'merged',
  },
  snoozed: {
    acknowledge: 'acknowledged',
    snooze: 'snoozed',
    wake: 'open',
    assign: 'snoozed',
    unassign: 'snoozed',
    note: 'snoozed',
    resolve: 'resolved',
    'false-alarm': 'false-alarm',
    reopen: 'open',
    'snooze-end': 'open',
    worsen: 'open',
    merge: 'merged',
  },
  resolved: {
    note: 'resolved',
    'false-alarm': 'false-alarm',
    reopen: 'open',
    'report-again': 'open',
    merge: 'merged',
  },
  'false-alarm': { note: 'false-alarm', reopen: 'open', 'report-again': 'open', merge: 'merged' },
  merged: { note: 'merged', unmerge: 'acknowledged' },
};

for (const state of alertStates) {
  test(`an alert that is ${state} allows what it allows, and nothing else`, () => {
    for (const what of [...actions, ...alertEvents]) {
      const after = act(standing[state], deedOf(what), byAmal);
      assert.equal(after?.state ?? null, allowed[state][what] ?? null, `${what} in ${state}`);
      assert.equal(transitions[state][what] === null, after === null, `${what} in ${state}`);
      if (after !== null) assert.equal(after.revision, standing[state].revision + 1);
    }
  });
}

test('what only somebody can do is not done by the program', () => {
  for (const what of ['acknowledge', 'confirm', 'note'] as const)
    for (const state of alertStates) assert.equal(act(standing[state], deedOf(what), byItself), null);
});

test('a new state says who brought it about, when and why; a note beside it does not', () => {
  const resolved = act(standing.open, { what: 'resolve', detail: 'Confirmed by the ministry.' }, byAmal);
  assert.deepEqual(resolved?.changedFor, { what: 'resolve', detail: 'Confirmed by the ministry.' });
  assert.deepEqual([resolved?.changedBy, resolved?.changedAt], [amal, noon]);
  const reopened = act(standing.acknowledged, { what: 'worsen', worse }, byItself);
  assert.deepEqual(reopened?.changedFor, { what: 'worsen', detail: '', worse });
  const noted = act(standing.acknowledged, deedOf('note'), { ...byAmal, now: noon + 5 });
  assert.deepEqual(
    [noted?.changedAt, noted?.changedFor],
    [standing.acknowledged.changedAt, standing.acknowledged.changedFor],
  );
  assert.deepEqual(noted?.notes, [{ at: noon + 5, by: amal, text: 'Called the embassy.' }]);
});

test('whoever takes a stand knows what is known then; what ends by itself is no stand', () => {
  const stand = (state: AlertState, what: Action | AlertEvent, by = byAmal) =>
    act(standing[state], deedOf(what), by)?.known;
  for (const what of ['acknowledge', 'snooze', 'resolve', 'false-alarm'] as const)
    assert.deepEqual(stand('open', what), known, what);
  assert.deepEqual(stand('acknowledged', 'confirm'), known);
  assert.deepEqual(stand('snoozed', 'worsen', byItself), { ...known, worsenedAt: noon });
  for (const [state, what] of [
    ['acknowledged', 'lapse'],
    ['snoozed', 'snooze-end'],
    ['open', 'escalate'],
    ['open', 'quiet'],
  ] as const)
    assert.deepEqual(stand(state, what, byItself), standing[state].known, what);
});

test('a run of a policy ends with the state that it was begun in', () => {
  for (const what of ['acknowledge', 'snooze', 'resolve', 'false-alarm', 'merge'] as const)
    assert.equal(act(standing.open, deedOf(what), byAmal)?.escalation, null, what);
  for (const what of ['assign', 'note', 'worsen'] as const)
    assert.deepEqual(act(standing.open, deedOf(what), byAmal)?.escalation, run, what);
});

test('the first acknowledgement is measured, and the last end', () => {
  const at = (now: number): DoneBy => ({ ...byAmal, now });
  const steps: readonly [Action, number][] = [
    ['acknowledge', 10],
    ['resolve', 20],
    ['reopen', 30],
    ['acknowledge', 40],
    ['false-alarm', 50],
  ];
  const measured = steps.map(
    (
      (alert: Alert) =>
      ([what, now]: readonly [Action, number]) => {
        alert = act(alert, deedOf(what), at(now)) ?? alert;
        return [alert.measures.acknowledgedAt, alert.measures.resolvedAt];
      }
    )(anAlert()),
  );
  assert.deepEqual(measured, [
    [10, null],
    [10, 20],
    [10, null],
    [10, null],
    [10, 50],
  ]);
});

const someDeed: fc.Arbitrary<Deed> = fc
  .tuple(fc.constantFrom(...actions, ...alertEvents), fc.constantFrom(...falseAlarmReasons), fc.nat(10 * 86_400_000))
  .map(([what, reason, ms]) => {
    if (what === 'false-alarm') return { what, reason };
    return what === 'snooze' ? { what, until: noon + ms } : deedOf(what);
  });
const someBy: fc.Arbitrary<DoneBy> = fc
  .tuple(fc.boolean(), fc.nat(20 * 86_400_000))
  .map(([isSomebody, ms]) => ({ who: isSomebody ? amal : null, now: noon + ms, known }));
const someDeeds = fc.array(fc.tuple(someDeed, someBy), { maxLength: 60 });

test('whatever is done to an alert, it holds together', () => {
  fc.assert(
    fc.property(someDeeds, (deeds) => {
      let alert = anAlert();
      for (const [deed, by] of deeds) {
        const after = act(alert, deed, by);
        if (after === null) {
          assert.equal(allowed[alert.state][deed.what] === undefined || by.who === null, true);
          continue;
        }
        assert.equal(after.revision, alert.revision + 1);
        assertSound(after);
        alert = after;
      }
    }),
    { numRuns: 400 },
  );
});

function assertSound(alert: Alert): void {
  const { state, measures } = alert;
  assert.equal(alert.acknowledgement !== null, state === 'acknowledged', 'acknowledgement');
  assert.equal(alert.snoozedUntil !== null, state === 'snoozed', 'snoozedUntil');
  assert.equal(alert.falseAlarm !== null, state === 'false-alarm', 'falseAlarm');
  assert.equal(alert.merged !== null, state === 'merged', 'merged');
  assert.ok(alert.escalation === null || state === 'open', 'escalation');
  assert.ok(alert.notes.length <= alertNotesMax);
  if (state === 'acknowledged') assert.notEqual(measures.acknowledgedAt, null);
  if (state === 'resolved' || state === 'false-alarm') assert.notEqual(measures.resolvedAt, null);
  if (!isClosed(alert)) assert.equal(measures.resolvedAt, null);
  const { acknowledgedBy, mergedInto, assignee } = standingOf(alert);
  assert.equal(acknowledgedBy !== null, state === 'acknowledged');
  assert.equal(mergedInto !== null, state === 'merged');
  assert.equal(assignee, alert.assignee?.id ?? null);
}

test('what is merged and unmerged stands as it stood', () => {
  fc.assert(
    fc.property(someDeeds, someBy, someBy, (deeds, merges, unmerges) => {
      let alert = anAlert();
      for (const [deed, by] of deeds) alert = act(alert, deed, by) ?? alert;
      fc.pre(alert.state !== 'merged');
      const merged = act(alert, { what: 'merge', into: 'i-target' }, merges);
      assert.ok(merged);
      const back = act(merged, { what: 'unmerge' }, unmerges);
      assert.ok(back);
      const { revision, changedAt, changedBy, changedFor, escalation, ...stands } = back;
      assert.deepEqual({ ...alert, ...stands }, alert);
      assert.equal(revision, alert.revision + 2);
      assert.equal(escalation, null);
      assert.equal(changedFor?.what, 'unmerge');
      assert.deepEqual([changedBy, changedAt], [unmerges.who, unmerges.now]);
    }),
    { numRuns: 400 },
  );
});
