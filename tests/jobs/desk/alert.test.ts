import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action, Alert, Page } from '../../../src/model.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type { Control, DeskReply, DeskRequest, Form, PressGiven } from '../../../src/ports.ts';
import { noon } from '../../support/builders.ts';
import { aRota } from '../../support/on-call/rota.ts';
import { plannedPremises } from '../support/premises.ts';
import {
  by,
  deliverAll,
  desk as deskOf,
  incident,
  messenger,
  passNews,
  redis,
  refusedWith,
  setUp,
  store,
  told,
} from './world.ts';

setUp();
const hourMs = 3_600_000;
const premises = plannedPremises();
const member = { roles: [], isBot: false, mayManage: false, mayManageServer: false };
premises.members.set('ben', { ...member, who: { id: 'ben', name: 'Ben' } });
premises.members.set('robot', { ...member, who: { id: 'robot', name: 'Robot' }, isBot: true });
premises.left.add('home carla');

const desk = (said: Parameters<typeof deskOf>[0] = {}) => deskOf({ premises, ...said });
const press = (name: string, action: Action, given?: PressGiven, said: Partial<DeskRequest> = {}) =>
  desk().press({ ...by(name, said), incident, action, ...(given === undefined ? {} : { given }) });
const alertHere = async (): Promise<Alert> => {
  const alert = await store.alert(incident, 'home');
  assert.ok(alert !== null);
  return alert;
};
const controlsOf = (reply: DeskReply): readonly Control[] => (reply.controls ?? []).flat();
const labelled = (reply: DeskReply, label: string): Extract<Control, { kind: 'button' }> => {
  const found = controlsOf(reply).find((each) => each.kind === 'button' && each.label === label);
  assert.ok(found?.kind === 'button', `no ${label}: ${JSON.stringify(reply)}`);
  return found;
};
const choose = (name: string, does: string, values: readonly string[] = []) =>
  desk().control({ ...by(name), does, values });
const fill = (name: string, does: string, fields: Record<string, string>) =>
  desk().submit({ ...by(name), does, fields: new Map(Object.entries(fields)) });
const formed = async (name: string, does: string, said: Partial<DeskRequest> = {}): Promise<Form | DeskReply> =>
  desk().form({ ...by(name, said), does });
async function pages(): Promise<readonly Page[]> {
  const letters = await store.waitingLetters(redis.real + 1, 50);
  return letters.flatMap(({ body }) => (body.kind === 'page' ? [body.page] : []));
}
const linesOf = ({ lines = [] }: DeskReply): readonly string[] => lines.map(plainLine);

test('a snooze asks until when, and is over at the moment that was chosen', async () => {
  await told();
  const asked = await press('Amal', 'snooze');
  assert.equal(asked.text, 'Snooze until when?');
  assert.equal((await alertHere()).state, 'open');
  passNews(60_000);
  const done = await choose('Amal', labelled(asked, '4 hours').does);
  assert.equal(done.text, 'Snoozed.');
  const { state, snoozedUntil, changedBy } = await alertHere();
  assert.deepEqual([state, snoozedUntil, changedBy?.name], ['snoozed', noon + 60_000 + 4 * hourMs, 'Amal']);
  const [entry] = await store.auditOf(incident, 1);
  assert.deepEqual([entry?.action, entry?.from, entry?.alert?.state], ['snooze', 'channel alerts', 'snoozed']);
  assert.match(entry?.detail ?? '', /^open → snoozed: until 20/);
});

test('a time that is typed is read by the clock of the server, and what is none is told back', async () => {
  await told();
  const asked = await press('Amal', 'snooze');
  const other = labelled(asked, 'Other time …');
  assert.equal(other.opensForm, true);
  const form = await formed('Amal', other.does);
  assert.ok('fields' in form && form.fields[0]?.id === 'until');
  refusedWith(await fill('Amal', other.does, { until: 'when it suits' }), /“when it suits” is no time/);
  refusedWith(await fill('Amal', other.does, { until: '8d' }), /within 7 days/);
  refusedWith(await fill('Amal', other.does, { until: '2019-01-01' }), /in the future/);
  assert.equal((await alertHere()).state, 'open');
  assert.equal((await fill('Amal', other.does, { until: '90m' })).ok, true);
  assert.equal((await alertHere()).snoozedUntil, noon + 90 * 60_000);
});

const rota = aRota({ server: 'home', people: ['amal', 'ben'] });
const onCall = { filedOnCall: { rotas: [rota], policies: [] } };

test('who has a shift may snooze until its end, and nobody else is offered that', async () => {
  await told();
  const ask = (name: string) => desk(onCall).press({ ...by(name), incident, action: 'snooze' });
  const [amal, ben] = [await ask('Amal'), await ask('Ben')];
  const offered = [amal, ben].map((reply) =>
    controlsOf(reply).some((each) => each.kind === 'button' && each.label === 'End of my shift'),
  );
  assert.deepEqual(offered.toSorted(), [false, true]);
  const has = offered[0] ? 'Amal' : 'Ben';
  const does = `alert:snooze:shift:${incident}`;
  refusedWith(await desk(onCall).control({ ...by('Zoe'), does, values: [] }), /no shift now/);
  const done = await desk(onCall).control({ ...by(has), does, values: [] });
  assert.equal(done.ok, true);
  const { snoozedUntil } = await alertHere();
  assert.ok(snoozedUntil !== null && snoozedUntil > noon && snoozedUntil <= noon + 7 * 24 * hourMs);
});

test('where nobody said the time zone of the server, times of day are those of its rota', async () => {
  await told();
  const there = desk({ filedOnCall: { rotas: [{ ...rota, timeZone: 'Asia/Baghdad' }], policies: [] } });
  const asked = await there.press({ ...by('Zoe'), incident, action: 'snooze' });
  assert.match(linesOf(asked).join(), /Asia\/Baghdad/u);
  await there.control({ ...by('Zoe'), does: `alert:snooze:morning:${incident}`, values: [] });
  assert.equal((await alertHere()).snoozedUntil, noon + 17 * hourMs, 'tomorrow 08:00 in Baghdad');
});

test('an assignment offers whoever is on call first, and takes any member', async () => {
  await told();
  const asked = await desk(onCall).press({ ...by('Zoe'), incident, action: 'assign' });
  const [first, second, last] = controlsOf(asked);
  assert.ok(first?.kind === 'button' && first.label === 'Me');
  assert.ok(second?.kind === 'button' && second.label.includes(rota.name));
  assert.ok(last?.kind === 'user');
  const done = await choose('Zoe', last.does, ['ben']);
  assert.deepEqual([done.text, linesOf(done)], ['Assigned to Ben.', ['They are told in the thread of the card.']]);
  assert.deepEqual((await alertHere()).assignee, { id: 'ben', name: 'Ben' });
  assert.equal((await alertHere()).state, 'open');
  const again = await press('Zoe', 'assign');
  assert.match(again.text, /^Assigned to Ben\./);
  assert.equal((await choose('Zoe', labelled(again, 'Nobody').does)).ok, true);
  assert.equal((await alertHere()).assignee, null);
});

test('nobody is assigned who is no member, who is a bot, or of whom Discord says nothing', async () => {
  await told();
  refusedWith(await press('Amal', 'assign', { person: 'carla' }), /not on this server/);
  refusedWith(await press('Amal', 'assign', { person: 'robot' }), /a bot/);
  premises.isAway = true;
  refusedWith(await press('Amal', 'assign', { person: 'ben' }), /Discord could not be asked/);
  premises.isAway = false;
  assert.equal((await alertHere()).assignee, null);
  assert.equal((await press('Amal', 'assign', { person: 'amal' })).text, 'Assigned to you.');
});

test('notes and assignments are told in each thread of the server and of no other, naming only who must act', async () => {
  await told();
  await press('Amal', 'note', { text: 'Called Erbil.' });
  await press('Amal', 'assign', { person: 'ben' });
  const sent = (await pages()).map(({ says, users, to, while: when }) => [
    says.what,
    users.join(),
    'channel' in to ? to.channel : to.kind,
    when,
  ]);
  assert.deepEqual(sent.toSorted(), [
    ['assigned', 'ben', 'alerts', 'always'],
    ['assigned', 'ben', 'second', 'always'],
    ['note', '', 'alerts', 'always'],
    ['note', '', 'second', 'always'],
  ]);
});

test('a note is asked for by a form, kept with who and when, and shown on the cards', async () => {
  await told();
  const does = `alert:note::${incident}`;
  const form = await formed('Amal', does);
  assert.ok('fields' in form && form.fields[0]?.lengthMax === 1_000 && form.fields[0].isLong);
  refusedWith(await fill('Amal', does, { text: '  ' }), /empty/);
  const done = await fill('Amal', does, { text: 'Called Erbil.' });
  assert.deepEqual([done.text, linesOf(done)], ['Noted.', ['The note stands on the card and in its thread.']]);
  assert.deepEqual((await alertHere()).notes, [{ at: noon, by: { id: 'amal', name: 'Amal' }, text: 'Called Erbil.' }]);
  await deliverAll();
  const shown = messenger.cards().filter(({ view }) => JSON.stringify(view).includes('Called Erbil.'));
  assert.deepEqual(shown.map(({ place }) => place).toSorted(), ['alerts', 'second']);
});

test('an incident that is shown has what may be done to its alert below it, and its notes', async () => {
  await told();
  await press('Amal', 'note', { text: 'Called Erbil.' });
  await press('Amal', 'assign', { person: 'ben' });
  const shown = await desk().showIncident({ ...by('Zoe'), incident });
  assert.deepEqual(linesOf(shown).at(-1), 'Assigned to Ben');
  const notes = shown.parts?.find(({ heading }) => heading === 'Notes')?.lines.map(plainLine) ?? [];
  assert.match(notes.join(), /^Amal · .*: Called Erbil\.$/);
  assert.equal(labelled(shown, 'Note').opensForm, true);
  const done = await choose('Zoe', labelled(shown, 'Acknowledge').does);
  assert.equal(done.text, 'Acknowledged.');
  assert.equal((await alertHere()).acknowledgement?.by.name, 'Zoe');
});

test('a false alarm asks why; the reason stands on the alert and teaches where the server is the operators’', async () => {
  await told();
  const asked = await press('Amal', 'false-alarm');
  assert.equal(controlsOf(asked).length, 9);
  const done = await choose('Amal', labelled(asked, 'an exercise').does);
  assert.equal(done.text, 'Marked as a false alarm.');
  assert.equal((await alertHere()).falseAlarm, 'exercise');
  const [label] = await store.labels(5);
  assert.deepEqual(
    [label?.says, label?.isTeaching, label?.by.name],
    [{ what: 'false-alarm', reason: 'exercise' }, true, 'Amal'],
  );
  refusedWith(await press('Amal', 'false-alarm', { reason: 'boring' }), /^Already marked as a false alarm by you/);
});

test('another reason is said in words, which stand on the card and in the log', async () => {
  await told();
  const other = labelled(await press('Amal', 'false-alarm'), 'other');
  assert.equal(other.opensForm, true);
  assert.ok('fields' in (await formed('Amal', other.does)));
  await fill('Amal', other.does, { text: 'a film set' });
  const { falseAlarm, changedFor } = await alertHere();
  assert.deepEqual([falseAlarm, changedFor?.detail], ['other', 'a film set']);
  assert.equal((await store.auditOf(incident, 1))[0]?.detail, 'open → false-alarm: other, a film set');
});

test('a reason that is none of the nine is not taken', async () => {
  await told();
  refusedWith(await press('Amal', 'false-alarm', { reason: 'boring' }), /“boring” is no reason/);
  assert.equal((await alertHere()).state, 'open');
});

test('whoever had it is told when another puts it back', async () => {
  await told();
  await press('Amal', 'acknowledge');
  const reply = await press('Ben', 'unacknowledge');
  assert.deepEqual(linesOf(reply), ['Amal had acknowledged it, and is told.']);
  const released = (await pages()).filter(({ says }) => says.what === 'released');
  assert.deepEqual(
    released.map(({ users }) => users),
    [['amal'], ['amal']],
  );
});

test('who may not press is shown no form, and what he sends all the same is refused and put down', async () => {
  await told();
  const eve = { roles: ['other'], mayManage: true };
  for (const does of [`alert:note::${incident}`, `alert:snooze::${incident}`, `alert:false-alarm:other:${incident}`]) {
    const opened = await formed('Eve', does, eve);
    assert.ok('ok' in opened);
    refusedWith(opened, /^Only responders/);
    const fields = new Map([
      ['text', 'x'],
      ['until', '1h'],
    ]);
    refusedWith(await desk().submit({ ...by('Eve', eve), does, fields }), /^Only responders/);
    refusedWith(await desk().control({ ...by('Eve', eve), does, values: ['ben'] }), /^Only responders/);
  }
  assert.equal((await alertHere()).revision, 1);
  assert.equal((await store.recentAudit(20)).filter(({ action }) => action === 'refused').length, 9);
});

test('a form that comes too late is not opened', async () => {
  await told();
  await press('Amal', 'resolve');
  const opened = await formed('Ben', `alert:snooze::${incident}`);
  assert.ok('ok' in opened);
  refusedWith(opened, /^Already resolved by Amal 0 s ago\. Reopen it first\.$/);
});
