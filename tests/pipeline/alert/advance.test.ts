import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert, Incident } from '../../../src/model.ts';
import { advance } from '../../../src/pipeline/alert/advance.ts';
import { act, type Deed, knownOf } from '../../../src/pipeline/alert.ts';

import { anAlert, anIncident, dayMs, hourMs, noon } from '../../support/builders.ts';
import { amal, aPolicy, around, basim, limits } from './builders.ts';

const minute = 60_000;
const told = anIncident();
const opened = anAlert({ openedAt: noon, changedAt: noon, known: knownOf(told) });

/** What Amal does to an alert at noon, or a time after. */
function after(deed: Deed, alert: Alert = opened, ms = 0, incident = told): Alert {
  const done = act(alert, deed, { who: amal, now: noon + ms, known: knownOf(incident) });
  assert.ok(done, deed.what);
  return done;
}
const acknowledged = after({ what: 'acknowledge' });
const snoozed = after({ what: 'snooze', until: noon + hourMs });

function changed(facts: Partial<Incident['facts']>, at = noon + minute): Incident {
  return {
    ...told,
    version: told.version + 1,
    updatedAt: at,
    changedAt: at,
    newsAt: at,
    facts: { ...told.facts, ...facts },
  };
}
const words = ({ happened }: ReturnType<typeof advance>) => happened.map(({ what }) => what);

test('an alert of which nothing is due is left as it is, and looked at again when something is', () => {
  const looked = advance(acknowledged, around(), noon + minute);
  assert.deepEqual([looked.alert, looked.happened, looked.pages], [acknowledged, [], []]);
  assert.equal(looked.nextDueAt, noon + 120 * minute);
});

test('a rise of severity reopens what somebody has taken or put off, and says so to him and to who is on call', () => {
  for (const alert of [acknowledged, snoozed]) {
    const looked = advance(alert, around({}, changed({ severity: 'critical' })), noon + minute);
    assert.equal(looked.alert.state, 'open');
    const worse = { severity: { before: 'elevated', after: 'critical' }, place: null, actors: [] } as const;
    assert.deepEqual(looked.alert.changedFor, { what: 'worsen', detail: '', worse });
    assert.deepEqual(looked.pages, [
      {
        incident: told.id,
        says: { what: 'worsened', by: amal, worse },
        to: { kind: 'thread', channel: 'alerts' },
        users: ['amal', 'basim'],
        roles: [],
        while: 'unacknowledged',
      },
    ]);
  }
});

test('a severity that falls, a place around the one that was known and whoever speaks of it reopen nothing', () => {
  const facts: readonly Partial<Incident['facts']>[] = [
    { severity: 'low' },
    { place: 'iraq' },
    { actors: [...told.facts.actors, { actor: 'iran-government', role: 'denier' }] },
    { actors: [...told.facts.actors, { actor: 'unlisted:Ashab al-Kahf', role: 'claimant' }] },
    { killed: 3 },
  ];
  for (const each of facts)
    assert.deepEqual(words(advance(acknowledged, around({}, changed(each)), noon + minute)), []);
});

test('a new place or actor reopens, once within the cooldown; a rise of severity waits for no cooldown', () => {
  const elsewhere = changed({ place: 'ain-al-asad' });
  const reopened = advance(acknowledged, around({}, elsewhere), noon + minute);
  assert.deepEqual(words(reopened), ['worsen']);
  assert.equal(reopened.alert.changedFor?.worse?.place, 'ain-al-asad');
  const again = after({ what: 'acknowledge' }, reopened.alert, 2 * minute, elsewhere);
  const doer = { actors: [...told.facts.actors, { actor: 'kataib-hezbollah', role: 'agent' as const }] };
  const named = changed({ place: 'ain-al-asad', ...doer }, noon + 3 * minute);
  const cooling = advance(again, around({}, named), noon + 3 * minute);
  assert.deepEqual(words(cooling), []);
  assert.equal(cooling.nextDueAt, noon + 31 * minute, 'it is said when the cooldown is over');
  assert.deepEqual(words(advance(again, around({}, named), noon + 31 * minute)), ['worsen']);
  const graver = changed({ place: 'ain-al-asad', ...doer, severity: 'high' }, noon + 3 * minute);
  const risen = advance(again, around({}, graver), noon + 3 * minute);
  assert.deepEqual(risen.alert.changedFor?.worse, {
    severity: { before: 'elevated', after: 'high' },
    place: null,
    actors: ['kataib-hezbollah'],
  });
});

test('what was known when it was taken is nothing new', () => {
  const graver = changed({ severity: 'critical', place: 'ain-al-asad' });
  const taken = after({ what: 'acknowledge' }, opened, 2 * minute, graver);
  assert.deepEqual(words(advance(taken, around({}, graver), noon + 3 * minute)), []);
});

test('an alert of an older program, of which nobody knows what was known, is not reopened by what it tells', () => {
  const older = {
    ...acknowledged,
    known: { ...acknowledged.known, severity: 'critical' as const, version: 0, actors: [] },
  };
  assert.deepEqual(words(advance(older, around(), noon + minute)), []);
});

test('a snooze ends in open, and tells who put it off and who is on call then', () => {
  assert.equal(advance(snoozed, around(), noon + hourMs - 1).nextDueAt, noon + hourMs);
  const ended = advance(snoozed, around(), noon + hourMs);
  assert.deepEqual([words(ended), ended.alert.state, ended.alert.snoozedUntil], [['snooze-end'], 'open', null]);
  assert.deepEqual(
    ended.pages.map(({ says, users }) => [says, users]),
    [[{ what: 'snooze-ended', by: amal }, ['amal', 'basim']]],
  );
  const nobody = advance(snoozed, around({ onCall: () => null }), noon + hourMs);
  assert.deepEqual(
    nobody.pages.map(({ users }) => users),
    [['amal']],
  );
});

test('who has acknowledged is asked after a time whether he is still at it, once, and has it no more without an answer', () => {
  const early = advance(acknowledged, around(), noon + 120 * minute - 1);
  assert.deepEqual(words(early), []);
  const asked = advance(acknowledged, around(), noon + 120 * minute);
  assert.deepEqual([words(asked), asked.alert.state], [['remind'], 'acknowledged']);
  assert.deepEqual(asked.pages[0]?.says, {
    what: 'reminder',
    by: amal,
    since: noon,
    lapsesAt: noon + 150 * minute,
  });
  assert.deepEqual([asked.pages[0]?.users, asked.pages[0]?.while], [['amal'], 'acknowledged']);
  assert.equal(asked.nextDueAt, noon + 150 * minute);
  assert.deepEqual(words(advance(asked.alert, around(), noon + 149 * minute)), []);
  const lapsed = advance(asked.alert, around(), noon + 150 * minute);
  assert.deepEqual([words(lapsed), lapsed.alert.state], [['lapse'], 'open']);
  assert.deepEqual(
    lapsed.pages.map(({ says, users }) => [says, users]),
    [[{ what: 'lapsed', by: amal }, ['amal', 'basim']]],
  );
});

test('an answer puts the next reminder off, and no setting asks nobody', () => {
  const asked = advance(acknowledged, around(), noon + 120 * minute).alert;
  const confirmed = after({ what: 'confirm' }, asked, 130 * minute);
  assert.equal(advance(confirmed, around(), noon + 150 * minute).nextDueAt, noon + 250 * minute);
  const never = around({ limits: { ...limits, remindAfterMinutes: null, resolveAfterQuietHours: null } });
  assert.equal(advance(acknowledged, never, noon + 150 * minute).nextDueAt, null);
});

test('a program that was down for a day asks first and takes nothing away before the time for an answer is over', () => {
  const late = advance(acknowledged, around(), noon + dayMs);
  assert.deepEqual(words(late), ['remind']);
  assert.equal(late.nextDueAt, noon + dayMs + 30 * minute);
});

test('an alert of which nothing is heard is resolved and says so in the threads that there are', () => {
  for (const alert of [opened, acknowledged]) {
    assert.deepEqual(words(advance(alert, around({ threads: ['alerts'] }), noon + 48 * hourMs)).at(0), 'quiet');
    const quiet = advance(alert, around({ threads: ['alerts'] }), noon + 48 * hourMs);
    assert.deepEqual([quiet.alert.state, quiet.alert.changedFor?.what, quiet.nextDueAt], ['resolved', 'quiet', null]);
    assert.deepEqual(
      quiet.pages.map(({ says, users }) => [says, users]),
      [[{ what: 'quiet', quietMs: 48 * hourMs }, []]],
    );
    assert.deepEqual(advance(alert, around(), noon + 48 * hourMs).pages, [], 'no thread is opened for it');
  }
});

test('a report, a note or an answer is heard of; a snooze keeps an alert from ending by itself', () => {
  const reported = { ...told, updatedAt: noon + hourMs };
  assert.deepEqual(words(advance(opened, around({}, reported), noon + 48 * hourMs)), []);
  assert.deepEqual(words(advance(opened, around({}, reported), noon + 49 * hourMs)), ['quiet']);
  const noted = after({ what: 'note', text: 'x' }, opened, hourMs);
  assert.deepEqual(words(advance(noted, around(), noon + 48 * hourMs)), []);
  const week = after({ what: 'snooze', until: noon + 7 * dayMs });
  assert.deepEqual(words(advance(week, around(), noon + 6 * dayMs)), []);
});

test('news within the window reopens what was resolved; later it does not', () => {
  const resolved = after({ what: 'resolve' });
  const news = (ms: number) => changed({ killed: 2 }, noon + ms);
  const again = advance(resolved, around({}, news(6 * dayMs)), noon + 6 * dayMs);
  assert.deepEqual([words(again), again.alert.state], [['report-again'], 'open']);
  assert.deepEqual(
    again.pages.map(({ says, users }) => [says, users]),
    [[{ what: 'reported-again' }, ['amal', 'basim']]],
  );
  assert.deepEqual(words(advance(resolved, around({}, news(7 * dayMs + 1)), noon + 8 * dayMs)), []);
  assert.deepEqual(words(advance(resolved, around(), noon + dayMs)), [], 'what was told before is no news');
  assert.deepEqual(words(advance(resolved, around({}, { ...news(dayMs), newsAt: noon }), noon + dayMs)), []);
});

test('a false alarm comes back only where it turned critical', () => {
  const marked = after({ what: 'false-alarm', reason: 'exercise' });
  const at = noon + dayMs;
  assert.deepEqual(words(advance(marked, around({}, changed({ severity: 'high' }, at)), at)), []);
  assert.deepEqual(words(advance(marked, around({}, changed({ severity: 'critical' }, at)), at)), ['report-again']);
});

test('the policy that is meant for an alert begins with it, and goes on until somebody takes it', () => {
  const policies = [aPolicy()];
  const begun = advance(opened, around({ policies }), noon);
  assert.deepEqual(words(begun), ['escalate']);
  assert.deepEqual(
    begun.pages.map(({ to, users }) => [to, users]),
    [[{ kind: 'direct', user: 'basim' }, ['basim']]],
  );
  assert.deepEqual([begun.alert.state, begun.alert.measures.escalations], ['open', 1]);
  assert.equal(begun.nextDueAt, noon + 10 * minute);
  assert.deepEqual(words(advance(begun.alert, around({ policies }), noon + 9 * minute)), []);
  const next = advance(begun.alert, around({ policies }), noon + 10 * minute);
  assert.deepEqual(
    next.pages.map(({ roles }) => roles),
    [['chiefs']],
  );
  const taken = after({ what: 'acknowledge' }, begun.alert, 9 * minute);
  assert.deepEqual(words(advance(taken, around({ policies }), noon + 10 * minute)), []);
});

test('a step that a clock ahead put out of reach is taken after one wait, and whoever was called is not called again', () => {
  const policies = [aPolicy()];
  const ahead = noon + dayMs;
  const begun = advance({ ...opened, openedAt: ahead, changedAt: ahead }, around({ policies }), ahead);
  assert.equal(begun.nextDueAt, ahead + 10 * minute);
  const back = advance(begun.alert, around({ policies }), noon);
  assert.deepEqual([words(back), back.pages, back.nextDueAt], [['escalate'], [], noon + 10 * minute]);
  assert.deepEqual(back.happened[0]?.said, ['policy usual goes on: the clock was put back']);
  const next = advance(back.alert, around({ policies }), noon + 10 * minute);
  assert.deepEqual(
    next.pages.map(({ roles }) => roles),
    [['chiefs']],
  );
  assert.deepEqual(words(advance(begun.alert, around({ policies }), ahead - 90_000)), []);
});

test('an alert that had nobody to call is looked at again soon, and calls whoever stands in before the hand-over', () => {
  const policies = [aPolicy({ steps: [{ do: 'notify-on-call', rota: 'first', by: 'direct', onlyIn: null }] })];
  const gap = around({ policies, onCall: () => null, comesOnAt: () => noon + dayMs });
  const begun = advance(opened, gap, noon);
  assert.deepEqual(
    begun.pages.map(({ says }) => says),
    [{ what: 'nobody-on-call', policy: 'usual', comesAt: noon + dayMs }],
  );
  assert.equal(begun.nextDueAt, noon + 5 * minute);
  const looked = advance(begun.alert, gap, noon + 5 * minute);
  assert.deepEqual([words(looked), looked.nextDueAt], [[], noon + 10 * minute]);
  const standIn = advance(begun.alert, around({ policies }), noon + 10 * minute);
  assert.deepEqual(
    standIn.pages.map(({ users }) => users),
    [['basim']],
  );
  assert.equal(standIn.alert.escalation?.dueAt, noon + 15 * minute);
});

test('nobody is called for what is old or known, and nothing at all happens at the terminal', () => {
  const policies = [aPolicy()];
  assert.deepEqual(words(advance({ ...opened, isUrgent: false }, around({ policies }), noon)), []);
  const old = advance({ ...acknowledged, isUrgent: false }, around({ policies }), noon + 3 * hourMs);
  assert.deepEqual(words(old), []);
  const terminal = { ...opened, server: 'console' };
  const looked = advance(terminal, around({ policies }), noon + 100 * dayMs);
  assert.deepEqual([looked.alert, looked.nextDueAt], [terminal, null]);
});

test('what came late is called for once live news says that it is graver; what was known before never is', () => {
  const policies = [aPolicy()];
  const late = { ...opened, isUrgent: false };
  const risen = advance(late, around({ policies }, changed({ severity: 'high' })), noon + minute);
  assert.deepEqual([words(risen), risen.alert.isUrgent], [['worsen', 'escalate'], true]);
  const older = { ...changed({ severity: 'high' }), newsAt: null };
  assert.deepEqual(words(advance(late, around({ policies }, older), noon + minute)), ['worsen']);
  const known = { ...late, incident: 'known:soleimani' };
  assert.deepEqual(words(advance(known, around({ policies }, changed({ severity: 'high' })), noon + minute)), [
    'worsen',
  ]);
});

test('who was just told that an alert is open again is given some minutes before the policy begins', () => {
  const policies = [aPolicy()];
  const ended = advance(snoozed, around({ policies }), noon + hourMs);
  assert.deepEqual(words(ended), ['snooze-end', 'escalate']);
  assert.equal(ended.pages.length, 1);
  assert.equal(ended.nextDueAt, noon + hourMs + 5 * minute);
  const after5 = advance(ended.alert, around({ policies }), noon + hourMs + 5 * minute);
  assert.deepEqual(
    after5.pages.map(({ says }) => says.what),
    ['escalation'],
  );
});

test('what gets graver while it is open is called for by the graver policy at once', () => {
  const usual = aPolicy();
  const grave = aPolicy({ id: 'grave', severityFloor: 'critical' });
  const begun = advance(opened, around({ policies: [usual, grave] }), noon).alert;
  assert.equal(begun.escalation?.policy, 'usual');
  const risen = advance(begun, around({ policies: [usual, grave] }, changed({ severity: 'critical' })), noon + minute);
  assert.deepEqual(words(risen), ['worsen', 'escalate']);
  assert.equal(risen.alert.escalation?.policy, 'grave');
  assert.deepEqual(
    risen.pages.map(({ says }) => says.what),
    ['escalation'],
  );
  const same = advance(begun, around({ policies: [usual] }, changed({ severity: 'critical' })), noon + minute);
  assert.deepEqual(words(same), ['worsen']);
  assert.deepEqual(same.alert.escalation, begun.escalation);
});

test('a policy that nobody answered is not begun again, unless it gets worse', () => {
  const policies = [aPolicy({ steps: [{ do: 'notify-on-call', rota: 'first', by: 'direct', onlyIn: null }] })];
  let alert = opened;
  for (let ms = 0; ms < hourMs; ms += minute) alert = advance(alert, around({ policies }), noon + ms).alert;
  assert.deepEqual([alert.escalation?.dueAt, alert.measures.escalations], [null, 1]);
  const risen = advance(alert, around({ policies }, changed({ severity: 'high' })), noon + hourMs);
  assert.equal(risen.alert.measures.escalations, 2);
});

test('a silence keeps everybody from being called until it ends, and takes no acknowledgement away', () => {
  const policies = [aPolicy()];
  const hush = { silencedUntil: noon + 5 * hourMs, isInhibited: false };
  const silenced = advance(opened, around({ policies, hush }), noon);
  assert.deepEqual([words(silenced), silenced.nextDueAt], [[], noon + 5 * hourMs]);
  assert.deepEqual(words(advance(opened, around({ policies }), noon + 5 * hourMs)), ['escalate']);
  assert.deepEqual(words(advance(acknowledged, around({ hush }), noon + 3 * hourMs)), []);
  const ended = advance(snoozed, around({ policies, hush }), noon + hourMs);
  assert.deepEqual([ended.alert.state, ended.pages], ['open', []]);
});

test('an alert that a graver one mutes is looked at again soon, and called for when that is over', () => {
  const policies = [aPolicy()];
  const hush = { silencedUntil: null, isInhibited: true };
  const muted = advance(opened, around({ policies, hush }), noon);
  assert.deepEqual([words(muted), muted.nextDueAt], [[], noon + 15 * minute]);
  assert.deepEqual(words(advance(opened, around({ policies }), noon + 15 * minute)), ['escalate']);
});

test('where an alert has no channel of the server people are told directly', () => {
  const ended = advance(snoozed, around({ channels: [] }), noon + hourMs);
  assert.deepEqual(
    ended.pages.map(({ to }) => to),
    [
      { kind: 'direct', user: amal.id },
      { kind: 'direct', user: basim.id },
    ],
  );
});
