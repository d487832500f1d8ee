/** Several press the same alert at the same moment. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Action, type Alert, alertNotesMax } from '../../../src/model.ts';
import { standingOf } from '../../../src/pipeline/alert.ts';
import { alertKey, replay } from '../../../src/pipeline/audit.ts';
import type { DeskRequest, PressGiven, Store } from '../../../src/ports.ts';
import { plannedPremises } from '../support/premises.ts';
import { by, desk as deskOf, incident, passNews, redis, refusedWith, setUp, store, told } from './world.ts';

setUp();
const premises = plannedPremises();
const member = { roles: [], isBot: false, mayManage: false, mayManageServer: false };
premises.members.set('ben', { ...member, who: { id: 'ben', name: 'Ben' } });

const desk = (said: Parameters<typeof deskOf>[0] = {}) => deskOf({ premises, ...said });
const press = (name: string, action: Action, given: PressGiven = {}, said: Partial<DeskRequest> = {}) =>
  desk().press({ ...by(name, said), incident, action, given });
const alertHere = async (): Promise<Alert> => {
  const alert = await store.alert(incident, 'home');
  assert.ok(alert !== null);
  return alert;
};

test('who comes too late is told who was first, whatever he pressed', async () => {
  const first: readonly (readonly [Action, PressGiven, RegExp])[] = [
    ['acknowledge', {}, /^Already acknowledged by Amal 0 s ago\.$/],
    ['snooze', { until: '1h' }, /^Already snoozed by Amal 0 s ago\.$/],
    ['resolve', {}, /^Already resolved by Amal 0 s ago\.$/],
    ['false-alarm', { reason: 'satire' }, /^Already marked as a false alarm by Amal 0 s ago\.$/],
    ['assign', { person: 'ben' }, /^Not done: it was just assigned to Ben by Amal 0 s ago\.$/],
  ];
  for (const [action, given, expected] of first) {
    await redis.empty();
    await told();
    const slow = overtaken(() => press('Amal', action, given));
    const mine = action === 'assign' ? { person: 'zoe' } : given;
    const reply = await desk({ store: slow }).press({ ...by('Zoe'), incident, action, given: mine });
    refusedWith(reply, action === 'snooze' ? /^Not done: it was just snoozed by Amal 0 s ago\.$/ : expected);
    assert.equal((await alertHere()).revision, 2, action);
  }
});

test('a note never loses, and a note takes nothing from another press', async () => {
  await told();
  const noting = overtaken(() => press('Amal', 'acknowledge'));
  const note = { ...by('Ben'), incident, action: 'note', given: { text: 'second' } } as const;
  assert.equal((await desk({ store: noting }).press(note)).ok, true);
  const closing = overtaken(() => press('Amal', 'note', { text: 'third' }));
  const resolved = await desk({ store: closing }).press({ ...by('Ben'), incident, action: 'resolve' });
  assert.equal(resolved.text, 'Resolved.');
  const { state, notes, revision } = await alertHere();
  assert.deepEqual([state, notes.map(({ text }) => text), revision], ['resolved', ['second', 'third'], 5]);
});

test('of twenty notes at once none has to be written again', async () => {
  await told();
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, at) => press(`Analyst ${at}`, 'note', { text: `note ${at}` })),
  );
  assert.deepEqual(
    replies.filter(({ ok }) => !ok),
    [],
  );
  assert.equal(new Set((await alertHere()).notes.map(({ text }) => text)).size, Math.min(20, alertNotesMax));
});

test('whatever many press at once, each is answered, and the log replayed is how the alert stands', async () => {
  await told();
  const people = ['Amal', 'Ben', 'Zoe'];
  const presses: readonly (readonly [Action, PressGiven])[] = [
    ['acknowledge', {}],
    ['snooze', { until: '1h' }],
    ['note', { text: 'here' }],
    ['unacknowledge', {}],
    ['assign', { person: 'ben' }],
    ['resolve', { text: 'done' }],
    ['reopen', {}],
    ['false-alarm', { reason: 'satire' }],
    ['unassign', {}],
    ['wake', {}],
  ];
  for (let round = 0; round < 6; round += 1) {
    passNews(1_000);
    const at = (index: number) => presses[(index * 7 + round * 3) % presses.length] ?? ['note', {}];
    const replies = await Promise.all(
      people.map((name, index) => press(name, at(index)[0], at(index)[1], { roles: ['responder'] })),
    );
    assert.ok(replies.every(({ text }) => text !== ''));
  }
  const alert = await alertHere();
  const entries = await store.auditOf(incident, 100);
  const own = entries.filter((entry) => entry.server === 'home' && entry.alert !== undefined);
  assert.ok(alert.revision > 6, `${alert.revision} changes`);
  assert.deepEqual(
    own.map((entry) => entry.alert?.revision).toSorted((one, other) => (one ?? 0) - (other ?? 0)),
    Array.from({ length: alert.revision - 1 }, (_, index) => index + 2),
  );
  assert.deepEqual(replay(own.toReversed()).get(alertKey('home', incident)), standingOf(alert));
});

/** A store whose next write of an alert finds that another press was quicker. */
function overtaken(press: () => Promise<unknown>): Store {
  let isDone = false;
  return {
    ...store,
    async commitAlert(record) {
      if (!isDone) {
        isDone = true;
        await press();
      }
      return store.commitAlert(record);
    },
  };
}
