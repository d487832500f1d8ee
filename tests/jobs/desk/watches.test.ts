import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Severity } from '../../../src/model.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type { Control, Desk, DeskReply, DeskRequest, Form } from '../../../src/ports.ts';
import { anArticle, anIncident, aReport, dayMs, noon } from '../../support/builders.ts';
import { aSubscription, aWatch, commit } from '../support/builders.ts';
import { away, by, desk, passNews, pressBelow, refusedWith, setUp, store, told } from './world.ts';

setUp();

type Asked = Parameters<Desk['watch']>[0];
const nothingSaid = { watch: null, name: null, query: null, severityFloor: null, days: null } as const;

function watch(change: Asked['change'], said: Partial<Asked> = {}, who = by('Amal'), on = desk()): Promise<DeskReply> {
  return on.watch({ ...who, change, ...nothingSaid, ...said });
}
const drones = { name: 'Drones', query: 'drone* OR rocket*' } as const;
const controlsOf = ({ controls = [] }: DeskReply): readonly Control[] => controls.flat();
const verbsOf = (reply: DeskReply) => controlsOf(reply).map((each) => ('does' in each ? each.does.split(':')[1] : ''));
const partOf = (reply: DeskReply, heading: RegExp) =>
  (reply.parts ?? []).find((part) => heading.test(part.heading))?.lines.map(plainLine) ?? [];

async function save(reply: DeskReply, who: DeskRequest = by('Amal'), on = desk()): Promise<DeskReply> {
  return pressBelow(reply, 'save', who, on);
}
async function formBelow(reply: DeskReply, who: DeskRequest = by('Amal')): Promise<Form> {
  const control = controlsOf(reply).find((each) => 'does' in each && each.does.startsWith('watches:edit:'));
  assert.ok(control !== undefined && control.kind === 'button' && control.opensForm === true);
  return formOf(await desk().form({ ...who, does: control.does }));
}
function formOf(answer: Form | DeskReply): Form {
  assert.ok('fields' in answer, 'text' in answer ? answer.text : '');
  return answer;
}
const typed = (form: Form, said: Readonly<Record<string, string>>) => ({
  does: form.does,
  fields: new Map([...form.fields.map(({ id, value }): [string, string] => [id, value]), ...Object.entries(said)]),
});

/** An incident of its own, reported at a time by one article. */
async function happened(id: string, title: string, said: { at?: number; severity?: Severity; outlet?: string } = {}) {
  const at = said.at ?? noon;
  const report = aReport({ article: id, title, publishedAt: at, outlet: said.outlet ?? 'wire' });
  const incident = anIncident({
    id: `i-${id}`,
    openedAt: at,
    updatedAt: at,
    reports: [report],
    facts: { title, severity: said.severity ?? 'elevated' },
  });
  await commit(store, anArticle({ id, title, summary: '', publishedAt: at, seenAt: at }), { incident, rows: [] });
}

test('a new watch is tried, shown as it was read, and saved by a press; then it is said what comes next', async () => {
  await happened('a', 'Rockets hit Camp Taji', { severity: 'high' });
  await happened('b', 'Drones over Balad', { at: noon - dayMs });
  await happened('c', 'A treaty is signed');
  const reply = await watch('add', drones);
  assert.match(reply.text, /^“Drones”: tried, nothing is saved yet\.\nIt would have sent 2 alerts in \d days?, /);
  assert.match(reply.text, /1 of them from high on/);
  assert.match(reply.text, /Looked at 3 articles of 3 incidents/);
  assert.deepEqual(partOf(reply, /^Read as/), ['drone* OR rocket*']);
  assert.deepEqual(
    reply.cards?.map(({ summary, mark }) => [summary.title, mark]),
    [
      ['Rockets hit Camp Taji', 'example'],
      ['Drones over Balad', 'example'],
    ],
  );
  assert.deepEqual(verbsOf(reply), ['save', 'edit', 'discard']);
  assert.deepEqual(await store.watches(), []);
  const saved = await save(reply);
  assert.match(saved.text, /“Drones” is saved\. No channel is told of it yet: .*\/subscribe watch:Drones/);
  const [own] = await store.watches();
  assert.deepEqual([own?.id, own?.server, own?.keywords], ['watch-home-drones', 'home', ['drone* OR rocket*']]);
  assert.deepEqual(
    controlsOf(saved).map((each) => 'does' in each && each.does),
    ['subscriptions:add:watch-home-drones'],
  );
  assert.deepEqual(
    (await store.recentAudit(5)).map(({ action, detail, who }) => [action, detail, who?.name]),
    [['watch-add', 'channel alerts: watch-home-drones from info: drone* OR rocket*', 'Amal']],
  );
});

test('of a new watch it is said how much of it this server is told already', async () => {
  await happened('a', 'Rockets hit Camp Taji', { severity: 'high' });
  await happened('b', 'Rockets hit Balad');
  const subscriptions = [aSubscription({ severityFloor: 'high' }), aSubscription({ id: 'far', server: 'away' })];
  const filed = { watches: [aWatch()], subscriptions };
  const reply = await watch('test', { query: 'rockets' }, by('Amal'), desk({ filed }));
  assert.match(reply.text, /1 of them is told on this server already; 1 would be new\./);
});

test('the button after saving subscribes this channel', async () => {
  const saved = await save(await watch('add', drones));
  const [button] = controlsOf(saved);
  assert.ok(button !== undefined && 'does' in button);
  await desk().control({ ...by('Amal'), does: button.does, values: [] });
  assert.deepEqual(
    (await store.subscriptions()).map((each) => [each.channel, each.watch]),
    [['alerts', 'watch-home-drones']],
  );
});

test('without a query a form opens; what is filled in is tried, and everything works after a restart', async () => {
  const form = formOf(await desk().form({ ...by('Amal'), does: 'watches:new' }));
  assert.deepEqual(
    form.fields.map(({ id }) => id),
    ['name', 'queries', 'severity'],
  );
  const filled = typed(form, { name: 'Bases', queries: 'place:camp-taji\n\nplace:ain-al-asad', severity: 'HIGH' });
  const reply = await desk().submit({ ...by('Amal'), ...filled });
  assert.deepEqual(partOf(reply, /^Read as/), ['place:camp-taji', 'place:ain-al-asad', 'severity high or higher']);
  assert.equal((await save(reply, by('Amal'), desk())).ok, true);
  const [own] = await store.watches();
  assert.deepEqual([own?.severityFloor, own?.keywords], ['high', ['place:camp-taji', 'place:ain-al-asad']]);
});

const mistakes: readonly (readonly [claim: string, said: Readonly<Record<string, string>>, RegExp])[] = [
  ['a query with a mistake', { queries: 'rocket NEAR/5' }, /«»/],
  ['a value that is none', { queries: 'actor:kataib-hezbolah' }, /«kataib-hezbolah»|kataib-hezbollah/],
  ['no query', { queries: ' \n ' }, /Say what to look for/],
  ['no name', { name: ' ' }, /name of 1 to 60/],
  ['a name that is too long', { name: 'x'.repeat(61) }, /name of 1 to 60/],
  ['the name of a watch that is there', { name: 'everything' }, /There is a watch “Everything” already/],
  ['a severity that is none', { severity: 'dreadful' }, /“dreadful” is no severity.*info, low/],
  [
    'too many queries',
    { queries: Array.from({ length: 101 }, (_, at) => `w${at}`).join('\n') },
    /at most 100 keywords/,
  ],
];
for (const [claim, said, pattern] of mistakes)
  test(`${claim} is told, saves nothing and loses nothing that was typed`, async () => {
    const form = formOf(await desk().form({ ...by('Amal'), does: 'watches:new' }));
    const filled = typed(form, { name: 'Mine', queries: 'rocket', severity: 'low', ...said });
    const reply = await desk().submit({ ...by('Amal'), ...filled });
    refusedWith(reply, pattern);
    assert.deepEqual(verbsOf(reply), ['edit', 'discard']);
    const again = await formBelow(reply);
    for (const { id, value } of again.fields) assert.equal(value, filled.fields.get(id));
    const mended = await desk().submit({
      ...by('Amal'),
      ...typed(again, { name: 'Mine', queries: 'rocket', severity: 'low' }),
    });
    assert.equal((await save(mended)).ok, true);
  });

test('what a change adds and takes is said, and a change that changes nothing cannot be saved', async () => {
  await happened('a', 'Rockets hit Camp Taji');
  await happened('b', 'Drones over Balad');
  await save(await watch('add', { name: 'Mine', query: 'rocket*' }));
  const reply = await watch('edit', { watch: 'mine', query: 'drone*' });
  assert.deepEqual(partOf(reply, /^Beside “Mine” as it is: 1 alert$/), [
    'adds 1',
    '+ Drones over Balad',
    'takes 1 away',
    '− Rockets hit Camp Taji',
  ]);
  assert.match((await save(reply)).text, /is saved/);
  assert.deepEqual((await store.watches())[0]?.keywords, ['drone*']);
  const same = await watch('test', { watch: 'Mine' });
  assert.match(same.text, /^“Mine” as it is now/);
  assert.deepEqual(verbsOf(same), ['edit', 'discard']);
  assert.deepEqual(partOf(same, /^Beside/), []);
});

test('it is counted from the severity on that the server is told, or would be', async () => {
  await happened('a', 'Rockets hit Camp Taji', { severity: 'low' });
  await happened('b', 'Rockets hit Balad', { severity: 'critical' });
  const of = async (on: Desk) =>
    (await on.watch({ ...by('Amal'), change: 'test', ...nothingSaid, query: 'rockets' })).text;
  assert.match(await of(desk()), /sent 2 alerts/);
  assert.match(await of(desk({ severityFloor: 'high' })), /sent 1 alert /);
  const subscriptions = [aSubscription({ watch: 'everything', severityFloor: 'critical', pingFloor: 'critical' })];
  const filed = { watches: [aWatch()], subscriptions };
  const reply = await watch('test', { watch: 'everything' }, by('Amal'), desk({ filed }));
  assert.match(reply.text, /sent 1 alert .*\n1 of them from critical on/);
});

test('two people who edit one watch lose neither word: the later one is told, and goes on from what stands', async () => {
  await save(await watch('add', { name: 'Mine', query: 'rocket*' }));
  const amals = await watch('edit', { watch: 'Mine', query: 'drone*' });
  const benos = await watch('edit', { watch: 'Mine', query: 'mortar*' }, by('Beno'));
  assert.equal((await save(benos, by('Beno'))).ok, true);
  const late = await save(amals);
  refusedWith(late, /somebody changed “Mine” meanwhile/);
  assert.deepEqual((await store.watches())[0]?.keywords, ['mortar*']);
  const form = await formBelow(late);
  assert.equal(form.fields.find(({ id }) => id === 'queries')?.value, 'drone*');
  const again = await desk().submit({ ...by('Amal'), ...typed(form, { queries: 'drone*\nmortar*' }) });
  assert.match(partOf(again, /^Beside/).join(), /adds 0|same incidents/);
  assert.equal((await save(again)).ok, true);
  assert.deepEqual((await store.watches())[0]?.keywords, ['drone*', 'mortar*']);
});

test('a press that comes twice saves once', async () => {
  const reply = await watch('add', drones);
  const both = await Promise.all([save(reply), save(reply)]);
  assert.deepEqual(both.map(({ ok }) => ok).toSorted(), [false, true]);
  assert.equal((await store.watches()).length, 1);
  assert.equal((await store.recentAudit(5)).length, 1);
});

test('discarding ends it', async () => {
  const reply = await watch('add', drones);
  assert.match((await pressBelow(reply, 'discard', by('Amal'))).text, /Nothing was saved/);
  refusedWith(await save(reply), /Give the command again/);
  assert.deepEqual(await store.watches(), []);
});

test('removal is asked for, says how many subscriptions end, and takes them along', async () => {
  await save(await watch('add', drones));
  const on = aSubscription({ id: 's', watch: 'watch-home-drones', origin: 'command' });
  await store.saveSubscription(on, { at: 0, server: 'home', incident: null, who: null, action: 'test', detail: '' });
  const asked = await watch('remove', { watch: 'Drones' });
  assert.match(asked.text, /Remove “Drones”\? One subscription ends with it/);
  assert.match((await pressBelow(asked, 'discard', by('Amal'))).text, /stays as it is/);
  assert.equal((await store.watches()).length, 1);
  const again = await watch('remove', { watch: 'Drones' });
  assert.match((await pressBelow(again, 'remove', by('Amal'))).text, /is removed/);
  assert.deepEqual([await store.watches(), await store.subscriptions()], [[], []]);
  refusedWith(await pressBelow(again, 'remove', by('Amal')), /Give the command again/);
});

test('the list says of each watch where it stands and what it looks for, and which keyword is not understood', async () => {
  const own = aWatch({ id: 'own', name: 'Own', server: 'home', origin: 'command', keywords: ['drone AND'] });
  await store.saveWatch(own, { at: 0, server: 'home', incident: null, who: null, action: 'test', detail: '' });
  const listed = await watch('list');
  assert.deepEqual(partOf(listed, /^Everything$/), ['from the configuration, every incident']);
  assert.match(partOf(listed, /^Own$/)[0] ?? '', /^⚠ not understood, finds nothing: .*«», 1 keyword$/);
  const shown = await watch('show', { watch: 'Own' });
  assert.match(shown.text, /^Own: own/);
  assert.match(partOf(shown, /looks for/)[0] ?? '', /^⚠ drone AND: not understood/);
});

test('a watch is told by the names of its places, actors and kinds of events, in Arabic where the pack has them', async () => {
  const parts = { actors: ['us-forces', 'kataib-hezbollah'], places: ['baghdad'], eventTypes: ['missile-attack'] };
  const own = aWatch({ id: 'own', name: 'Own', server: 'home', origin: 'command', ...parts, severityFloor: 'high' });
  await store.saveWatch(own, { at: 0, server: 'home', incident: null, who: null, action: 'test', detail: '' });
  const told = [
    'actors: US forces, Kataib Hezbollah',
    'places: Baghdad',
    'kinds of event: Rocket, missile or mortar attack',
    'severity high or higher',
  ];
  assert.deepEqual(partOf(await watch('show', { watch: 'own' }), /Only where/), told);
  assert.deepEqual(partOf(await watch('list'), /^Own$/), [told.join(', ')]);
  const arabic = await watch('show', { watch: 'own' }, by('Amal', { language: 'ar', locale: 'ar' }));
  const said = (arabic.parts ?? []).flatMap(({ lines }) => lines.map(plainLine)).join('\n');
  assert.match(said, /كتائب حزب الله\n.*بغداد\n/);
  assert.doesNotMatch(said, /kataib|baghdad|missile-attack|\bhigh\b/i);
});

test('the list has room for every watch of a server, its own first', async () => {
  const places = Array.from({ length: 40 }, (_, at) => `a-place-with-a-long-name-${at}`);
  for (let at = 0; at < 24; at += 1) {
    const own = aWatch({ id: `own-${at}`, name: `Watch number ${at}`, server: 'home', origin: 'command', places });
    await store.saveWatch(own, { at: 0, server: 'home', incident: null, who: null, action: 'test', detail: '' });
  }
  const { text, parts = [] } = await watch('list');
  assert.equal(text, '26 watches: (and 1 more)');
  assert.deepEqual([parts.length, parts.at(-1)?.heading], [25, 'Everything']);
  assert.match(parts[0]?.lines.join('') ?? '', /^places: a-place-with-a-long-name-0, .* and 36 more$/);
  const written = parts.reduce((sum, { heading, lines }) => sum + `${heading}${lines.join('')}`.length, 0);
  assert.ok(written < 6000, String(written));
});

test('what stands in the configuration can be tried, and neither changed nor removed', async () => {
  const there = /stands in the configuration/;
  refusedWith(await watch('edit', { watch: 'raids', query: 'x' }), there);
  refusedWith(await watch('remove', { watch: 'raids' }), there);
  const refusal = await desk().form({ ...by('Amal'), does: 'watches:change:raids' });
  assert.ok('text' in refusal);
  assert.match(refusal.text, there);
  const tried = await watch('test', { watch: 'raids', query: 'rocket' });
  assert.deepEqual(verbsOf(tried), ['edit', 'discard']);
});

test('whoever may not configure changes nothing, by command, button or form, and each try is put down', async () => {
  const reply = await watch('add', drones);
  const asked = await watch('remove', { watch: 'raids' });
  assert.equal(asked.ok, false);
  const eve = () => by('Eve', { roles: [] });
  const draft = controlsOf(reply)
    .map((each) => ('does' in each ? each.does : ''))[0]
    ?.split(':')[2];
  const replies = [
    await watch('add', drones, eve()),
    await watch('edit', { watch: 'raids', query: 'x' }, eve()),
    await watch('remove', { watch: 'raids' }, eve()),
    await watch('test', { watch: 'raids' }, eve()),
    await desk().control({ ...eve(), does: `watches:save:${draft}`, values: [] }),
    await desk().control({ ...eve(), does: `watches:remove:${draft}`, values: [] }),
    await desk().control({ ...eve(), does: `watches:try:${draft}`, values: [] }),
    await desk().submit({ ...eve(), does: 'watches:new', fields: new Map([['queries', 'x']]) }),
    await desk().form({ ...eve(), does: 'watches:new' }),
  ];
  for (const each of replies) {
    assert.ok('ok' in each);
    refusedWith(each, /^Only responders/);
  }
  assert.deepEqual(await store.watches(), []);
  const refusals = (await store.recentAudit(20)).filter(({ action }) => action === 'refused');
  assert.equal(refusals.length, replies.length);
});

test("what one began nobody else goes on with, and no server sees another's watches and drafts", async () => {
  const reply = await watch('add', drones);
  refusedWith(await save(reply, by('Beno')), /begun by somebody else/);
  refusedWith(await save(reply, by('Amal', away)), /begun by somebody else/);
  await save(reply);
  const zoe = () => by('Zoe', away);
  for (const change of ['show', 'edit', 'remove', 'test'] as const)
    refusedWith(await watch(change, { watch: 'watch-home-drones', query: 'x' }, zoe()), /no watch/);
  assert.ok(!JSON.stringify(await watch('list', {}, zoe())).includes('Drones'));
  assert.equal((await save(await watch('add', drones, zoe()), zoe())).ok, true);
  assert.deepEqual((await store.watches()).map(({ id }) => id).toSorted(), ['watch-away-drones', 'watch-home-drones']);
});

test('what was raised on another server is not looked at', async () => {
  await happened('raised-1', 'Rockets hit Balad', { outlet: 'server-analyst' });
  await happened('a', 'Rockets hit Camp Taji');
  const reply = await watch('test', { query: 'rockets' }, by('Zoe', away));
  assert.match(reply.text, /sent 1 alert .*\n(?:.*\n)?Looked at 1 article of 1 incident/);
  assert.ok(!JSON.stringify(reply).includes('Balad'));
});

test('only the days that are asked for are counted, and it is said where no more is kept', async () => {
  await happened('old', 'Rockets hit Balad', { at: noon - 20 * dayMs });
  await happened('new', 'Rockets hit Camp Taji', { at: noon - dayMs });
  assert.match((await watch('test', { query: 'rockets', days: 3 })).text, /sent 1 alert in 3 days, 0\.33 a day/);
  const long = (await watch('test', { query: 'rockets', days: 30 })).text;
  assert.match(long, /sent 2 alerts in 20 days, 0\.1 a day/);
  assert.match(long, /Nothing older is kept here: it goes back to 2020-03-12/);
  passNews(10 * dayMs);
  assert.match((await watch('test', { query: 'rockets' })).text, /no incident in 7 days/);
});

test('others are answered while a watch is tried over many incidents', async () => {
  for (let at = 0; at < 120; at += 1) await happened(`n${at}`, `Rockets hit place ${at}`, { at: noon - at });
  const answered: string[] = [];
  const own = desk();
  const trial = watch('test', { query: 'rocket* NEAR/3 place OR (drone* NOT "green zone")' }, by('Amal'), own);
  const first = trial.then(() => answered.push('trial'));
  await own.completeWatch(by('Beno'), '').then(() => answered.push('completed'));
  await first;
  assert.deepEqual(answered, ['completed', 'trial']);
  assert.match((await trial).text, /sent 120 alerts/);
  assert.equal((await trial).cards?.length, 5);
});

test('a query that is tried needs no name, and gets one that is free', async () => {
  for (const name of ['rocket*', 'rocket* 2', 'rocket* 3']) {
    const reply = await watch('test', { query: 'rocket*' });
    assert.match(reply.text, new RegExp(`^“${name.replace('*', '\\*')}”: tried`));
    assert.equal((await save(reply)).ok, true);
  }
});

test('a name is what is to be seen of it: letters that nobody sees make no name, and no second one', async () => {
  refusedWith(await watch('add', { ...drones, name: '\u200b\u202e\u2066' }), /name/i);
  await save(await watch('add', drones));
  refusedWith(await watch('add', { ...drones, name: 'Dro\u200bnes' }), /Drones/);
});

test('more trials than a few at a time are put off, and can be tried again by a button', async () => {
  await told();
  const own = desk();
  const asks = Array.from({ length: 6 }, () => watch('test', { query: 'rocket*' }, by('Amal'), own));
  const replies = await Promise.all(asks);
  const busy = replies.filter(({ ok }) => !ok);
  assert.ok(busy.length > 0 && busy.length < replies.length);
  for (const reply of busy) refusedWith(reply, /Try again in a few seconds/);
  const [one] = busy;
  assert.ok(one);
  assert.match((await pressBelow(one, 'try', by('Amal'), own)).text, /sent 1 alert/);
});

test('it is all said in Arabic to who speaks it', async () => {
  await told();
  const amal = () => by('Amal', { language: 'ar' });
  const reply = await watch('add', drones, amal());
  assert.match(reply.text, /جُرّب ولم يُحفظ شيء بعد/);
  assert.equal(reply.cards?.[0]?.language, 'ar');
  const labels = controlsOf(reply).map((each) => ('label' in each ? each.label : ''));
  assert.deepEqual(labels, ['حفظ', 'تعديل', 'إلغاء']);
  assert.match((await save(reply, amal())).text, /حُفظ الرصد «Drones»/);
});
