import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Action, type AlertState, actions, alertStates } from '../../src/model.ts';
import { transitions } from '../../src/pipeline/alert/transitions.ts';
import type { Deed } from '../../src/pipeline/alert.ts';
import { agoOf, isStillMeant, pagesOf, press, whyNot } from '../../src/pipeline/press.ts';
import { plainLine } from '../../src/pipeline/speech/said.ts';
import { anAlert } from '../support/builders.ts';

const amal = { id: 'u1', name: 'Amal' };
const ben = { id: 'u2', name: 'Ben' };
const at = 1_585_742_400_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const { known } = anAlert();
const byBen = { who: ben, known };
const english = { now: at + 12_900, language: 'en' } as const;

function deedOf(action: Action): Deed {
  switch (action) {
    case 'snooze':
      return { what: action, until: english.now + hourMs };
    case 'assign':
      return { what: action, to: amal };
    case 'note':
      return { what: action, text: 'called the desk in Erbil' };
    case 'false-alarm':
      return { what: action, reason: 'exercise' };
    default:
      return { what: action };
  }
}

function alertIn(state: AlertState) {
  const acknowledgement = state === 'acknowledged' ? { by: amal, at, confirmedAt: at, remindedAt: null } : null;
  const changedBy = state === 'open' ? null : amal;
  return anAlert({ state, revision: 3, changedBy, changedAt: at, acknowledgement, assignee: ben });
}

const is = {
  acknowledged: 'acknowledged by Amal 12 s ago',
  snoozed: 'snoozed by Amal 12 s ago',
  resolved: 'resolved by Amal 12 s ago',
  'false-alarm': 'marked as a false alarm by Amal 12 s ago',
};
const merged = 'This incident was merged into another: act on that one, its card has the link.';
const closed = (state: 'resolved' | 'false-alarm') => `Already ${is[state]}. Reopen it first.`;
/** What is said where the table refuses. */
const refusals: Readonly<Record<AlertState, Readonly<Partial<Record<Action, string>>>>> = {
  open: {
    unacknowledge: 'Nobody has acknowledged it: the alert is open.',
    confirm: 'Nobody has acknowledged it: the alert is open.',
    wake: 'The alert is open already.',
    reopen: 'The alert is open already.',
  },
  acknowledged: { acknowledge: `Already ${is.acknowledged}.`, wake: `Not done: it was ${is.acknowledged}.` },
  snoozed: { unacknowledge: `Not done: it was ${is.snoozed}.`, confirm: `Not done: it was ${is.snoozed}.` },
  resolved: {
    acknowledge: closed('resolved'),
    unacknowledge: closed('resolved'),
    confirm: closed('resolved'),
    snooze: closed('resolved'),
    wake: closed('resolved'),
    assign: closed('resolved'),
    unassign: closed('resolved'),
    resolve: `Already ${is.resolved}.`,
  },
  'false-alarm': {
    acknowledge: closed('false-alarm'),
    unacknowledge: closed('false-alarm'),
    confirm: closed('false-alarm'),
    snooze: closed('false-alarm'),
    wake: closed('false-alarm'),
    assign: closed('false-alarm'),
    unassign: closed('false-alarm'),
    resolve: closed('false-alarm'),
    'false-alarm': `Already ${is['false-alarm']}.`,
  },
  merged: Object.fromEntries(actions.filter((action) => action !== 'note').map((action) => [action, merged])),
};

for (const state of alertStates)
  test(`every action on an alert that is ${state} is done as the table says, or refused with a sentence`, () => {
    for (const action of actions) {
      const alert = alertIn(state);
      const pressed = press(alert, deedOf(action), byBen, english);
      const leads = transitions[state][action];
      const refusal = refusals[state][action] ?? null;
      assert.equal(whyNot(alert, action, ben, english), refusal, action);
      if (!pressed.ok) {
        assert.equal(pressed.said, refusal, action);
        assert.equal(leads, null, action);
        continue;
      }
      assert.equal(refusal, null, action);
      assert.equal(pressed.alert.state, leads === 'same' ? state : leads, action);
      assert.equal(pressed.alert.revision, 4, action);
      assert.notEqual(pressed.said, '', action);
      if (leads === 'same') continue;
      assert.deepEqual([pressed.alert.changedAt, pressed.alert.changedBy], [english.now, ben], action);
      assert.equal(pressed.alert.changedFor?.what, action);
    }
  });

test('who pressed twice is told that it was them', () => {
  const pressed = press(alertIn('acknowledged'), { what: 'acknowledge' }, { who: amal, known }, english);
  assert.equal(pressed.said, 'Already acknowledged by you 12 s ago.');
});

test('what follows is said: the escalation that stops, the end of a snooze, who had it and is told', () => {
  const follows = (alert: ReturnType<typeof anAlert>, deed: Deed) => {
    const pressed = press(alert, deed, byBen, english);
    assert.ok(pressed.ok);
    return pressed.follows.map(plainLine);
  };
  const escalation = { policy: 'p', step: 1, round: 0, dueAt: at, startedAt: at, pages: 1 };
  const running = anAlert({ escalation });
  assert.deepEqual(follows(running, { what: 'acknowledge' }), ['Escalation stopped.']);
  assert.deepEqual(follows(running, { what: 'resolve' }), ['Escalation stopped.']);
  assert.deepEqual(follows(anAlert(), { what: 'acknowledge' }), []);
  assert.deepEqual(follows(anAlert({ escalation: { ...escalation, dueAt: null } }), { what: 'acknowledge' }), []);
  const [until, released] = follows(alertIn('acknowledged'), deedOf('snooze'));
  assert.match(until ?? '', /^Until .* Then it is open again, and whoever is on call then is told\.$/);
  assert.equal(released, 'Amal had acknowledged it, and is told.');
  assert.deepEqual(follows(alertIn('acknowledged'), { what: 'unacknowledge' }), [released]);
});

test('a snooze ends in the future and within seven days', () => {
  const until = (ms: number) => press(anAlert(), { what: 'snooze', until: english.now + ms }, byBen, english);
  assert.deepEqual(
    [1, 7 * dayMs].map((ms) => until(ms).ok),
    [true, true],
  );
  for (const ms of [0, -1, 7 * dayMs + 1])
    assert.deepEqual(until(ms), {
      ok: false,
      said: 'Not snoozed: it must end in the future, and within 7 days.',
    });
});

test('nothing is noted, and nobody assigned, twice or in vain', () => {
  const said = (deed: Deed, assignee: typeof amal | null) => press(anAlert({ assignee }), deed, byBen, english).said;
  assert.equal(said({ what: 'note', text: ' \n' }, null), 'Nothing was noted: the note is empty.');
  assert.equal(said({ what: 'assign', to: amal }, amal), 'Already assigned to Amal.');
  assert.equal(said({ what: 'assign', to: amal }, ben), 'Assigned to Amal.');
  assert.equal(said({ what: 'assign', to: ben }, amal), 'Assigned to you.');
  assert.equal(said({ what: 'unassign' }, null), 'It is assigned to nobody.');
});

test('the threads are told of notes and assignments, and whoever lost what they had; only who must act is named', () => {
  const pages = (deed: Deed, by = ben) =>
    pagesOf(alertIn('acknowledged'), deed, by, ['c1', 'c2']).map(({ says, users, roles, to }) => [
      says.what,
      users,
      roles,
      'channel' in to && to.channel,
    ]);
  assert.deepEqual(pages(deedOf('note')), [
    ['note', [], [], 'c1'],
    ['note', [], [], 'c2'],
  ]);
  assert.deepEqual(pages({ what: 'assign', to: amal })[0], ['assigned', ['u1'], [], 'c1']);
  assert.deepEqual(pages({ what: 'assign', to: ben })[0], ['assigned', [], [], 'c1']);
  for (const what of ['unacknowledge', 'reopen', 'snooze'] as const) {
    assert.deepEqual(pages(deedOf(what))[0], ['released', ['u1'], [], 'c1'], what);
    assert.deepEqual(pages(deedOf(what), amal), [], what);
  }
  for (const what of ['acknowledge', 'resolve', 'confirm', 'false-alarm', 'unassign', 'wake'] as const)
    assert.deepEqual(pages(deedOf(what)), [], what);
});

test('a press goes on where others changed what it does not touch', () => {
  const seen = anAlert();
  const noted = { ...seen, revision: 2, notes: [{ at, by: amal, text: 'x' }] };
  const assigned = { ...seen, revision: 2, assignee: amal };
  const taken = { ...seen, revision: 2, state: 'acknowledged', changedAt: at } as const;
  const meant = (now: typeof seen) =>
    (['acknowledge', 'assign', 'unassign', 'note'] as const).map((action) => isStillMeant(seen, now, deedOf(action)));
  assert.deepEqual(meant(noted), [true, true, true, true]);
  assert.deepEqual(meant(assigned), [true, false, false, true]);
  assert.deepEqual(meant(taken), [false, false, false, true]);
});

test('how long ago is said in the largest unit that fits', () => {
  const spans = [-5, 0, 12_000, 119_000, 120_000, 7_199_000, 7_200_000, 172_800_000];
  assert.deepEqual(
    spans.map((span) => agoOf(span)),
    ['0 s ago', '0 s ago', '12 s ago', '119 s ago', '2 min ago', '119 min ago', '2 h ago', '2 days ago'],
  );
});

test('who asks in Arabic is answered in Arabic', () => {
  const alert = alertIn('acknowledged');
  const said = (who: typeof amal, ms: number) =>
    press(alert, { what: 'acknowledge' }, { who, known }, { now: at + ms, language: 'ar' }).said;
  assert.equal(said(ben, 1_000), 'سبق استلام التنبيه بواسطة Amal قبل ثانية واحدة.');
  assert.equal(said(amal, 180_000), 'سبق استلام التنبيه من قِبلك قبل 3 دقائق.');
});
