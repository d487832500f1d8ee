import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analystOutlet } from '../../../src/pipeline/hearsay.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type { Control, DeskReply } from '../../../src/ports.ts';
import { anAlert, anArticle, anIncident, aReport, hourMs, noon } from '../../support/builders.ts';
import { aCard, commit } from '../support/builders.ts';
import { away, by, desk, incident, listing, pack, refusedWith, setUp, store, told } from './world.ts';

setUp();

const shown = ({ lines = [] }: DeskReply): readonly string[] => lines.map(plainLine);
const all = (reply: DeskReply): string =>
  [
    reply.text,
    ...shown(reply),
    ...(reply.parts ?? []).flatMap((part) => [part.heading, ...part.lines.map(plainLine)]),
  ].join('\n');
const buttons = ({ controls = [] }: DeskReply): readonly Extract<Control, { kind: 'button' }>[] =>
  controls.flat().filter((control) => control.kind === 'button');
const labelled = (reply: DeskReply, label: string): string =>
  buttons(reply).find((button) => button.label === label)?.does ?? '';
const choiceOf = ({ controls = [] }: DeskReply) => controls.flat().find((control) => control.kind === 'choice');

interface Said {
  readonly title?: string;
  readonly place?: string;
  readonly actor?: string;
  readonly severity?: 'low' | 'elevated' | 'high';
  readonly day?: string;
  readonly servers?: readonly string[];
  readonly outlet?: string;
}
/** Incidents of the shipped pack's places and actors, the later ones opened later. */
async function held(...incidents: readonly Said[]): Promise<void> {
  for (const [at, said] of incidents.entries()) {
    const id = `n${at}`;
    const day = said.day ?? '2020-04-01';
    const { place = 'camp-taji', actor = 'us-forces', title = `Rockets hit Camp Taji, wave ${at}` } = said;
    const days = { from: day, to: day };
    const report = aReport({ article: id, title, place, days, outlet: said.outlet ?? 'wire' });
    const facts = {
      title,
      place,
      days,
      severity: said.severity ?? 'elevated',
      actors: [{ actor, role: 'target' as const }],
    };
    const openedAt = noon + at * hourMs;
    const one = anIncident({ id: `i-${id}`, reports: [report], openedAt, updatedAt: openedAt, facts });
    const alerts = (said.servers ?? ['home']).map((server) =>
      anAlert({ incident: `i-${id}`, server, openedAt, changedAt: openedAt }),
    );
    await commit(store, anArticle({ id, title }), { incident: one, alerts, rows: [] });
  }
}

test('the unresolved alerts are listed with state, outlets and their card, until somebody puts them away', async () => {
  assert.match((await desk().listIncidents({ ...by('Amal'), ...listing() })).text, /No unresolved alerts here/);
  await told();
  await desk().press({ ...by('Amal'), incident, action: 'acknowledge' });
  const reply = await desk().listIncidents({ ...by('Ben'), ...listing() });
  assert.match(reply.text, /^One incident \(unresolved alerts\), newest first:$/);
  assert.match(shown(reply)[0] ?? '', /^🟠 Elevated · Rockets hit Camp Taji · acknowledged by Amal .*.* · 1 outlet$/);
  const message = reply.lines?.flat().find((piece) => typeof piece !== 'string' && piece.kind === 'message');
  assert.ok(message !== undefined && message.server === 'home' && message.channel === 'alerts');
  await desk().press({ ...by('Amal'), incident, action: 'resolve' });
  assert.match((await desk().listIncidents({ ...by('Ben'), ...listing() })).text, /No unresolved/);
  const resolved = await desk().listIncidents({ ...by('Ben'), ...listing({ state: 'resolved' }) });
  assert.match(all(resolved), /resolved by Amal/);
});

test('each filter takes its part, by name or id, and by whatever lies in a place', async () => {
  await held(
    { severity: 'low', place: 'ain-al-asad', day: '2020-03-01' },
    { severity: 'high', actor: 'kataib-hezbollah', title: 'Raid on a base of Kataib Hezbollah' },
    { place: 'baghdad', title: 'Rockets fall near the embassy' },
  );
  const found = async (given: Parameters<typeof listing>[0]) =>
    choiceOf(await desk().listIncidents({ ...by('Amal'), ...listing(given) }))?.options.map(({ value }) => value) ?? [];
  assert.deepEqual(await found({}), ['i-n2', 'i-n1', 'i-n0']);
  assert.deepEqual(await found({ order: 'gravest' }), ['i-n1', 'i-n2', 'i-n0']);
  assert.deepEqual(await found({ severity: 'elevated' }), ['i-n2', 'i-n1']);
  assert.deepEqual(await found({ place: 'Ain al-Asad' }), ['i-n0']);
  assert.deepEqual(await found({ place: 'iraq' }), ['i-n2', 'i-n1', 'i-n0']);
  assert.deepEqual(await found({ actor: 'كتائب حزب الله' }), ['i-n1']);
  assert.deepEqual(await found({ type: 'Shelling/artillery/missile attack', from: '2020-03-31' }), ['i-n2', 'i-n1']);
  assert.deepEqual(await found({ to: '2020-03-31' }), ['i-n0']);
  assert.deepEqual(await found({ text: 'embassy' }), ['i-n2']);
});

test('what is no filter is said with what was perhaps meant', async () => {
  const asked = (given: Parameters<typeof listing>[0]) => desk().listIncidents({ ...by('Amal'), ...listing(given) });
  refusedWith(await asked({ place: 'Bagdad-on-Sea' }), /^place: “Bagdad-on-Sea” is not a place that is watched/);
  refusedWith(await asked({ actor: 'kataib' }), /Possible: .*Kataib/);
  refusedWith(await asked({ from: 'soon' }), /^from: “soon” is not a day\. Possible: 2026-01-08, today, 7d\.$/);
  refusedWith(await asked({ text: '…' }), /at least one word/);
  assert.match(
    (await asked({ severity: 'critical' })).text,
    /^No incident fits: unresolved alerts, severity critical or higher\./,
  );
});

test('pages are turned by buttons after a restart too, and by nobody else', async () => {
  await held(...Array.from({ length: 14 }, () => ({})));
  const first = await desk().listIncidents({ ...by('Amal'), ...listing() });
  assert.match(first.text, /^14 incidents \(unresolved alerts\), newest first; 1 to 6:$/);
  assert.ok(buttons(first).find(({ label }) => label === '◀ Previous')?.isDisabled);
  const does = labelled(first, 'Next ▶');
  assert.ok(does.length <= 80);
  const second = await desk().control({ ...by('Amal'), does, values: [] });
  assert.match(second.text, /7 to 12:$/);
  assert.match(shown(second)[0] ?? '', /wave 7/);
  refusedWith(await desk().control({ ...by('Ben'), does, values: [] }), /too old/);
  refusedWith(await desk().control({ ...by('Amal', away), does, values: [] }), /too old/);
  refusedWith(await desk().control({ ...by('Amal'), does: 'incidents:page:2:none', values: [] }), /too old/);
});

test('one is chosen from a page, shown, and left again', async () => {
  await held({}, { title: 'Raid on a depot' });
  const list = await desk().listIncidents({ ...by('Amal'), ...listing() });
  const does = choiceOf(list)?.does ?? '';
  const one = await desk().control({ ...by('Amal'), does, values: ['i-n1'] });
  assert.match(one.text, /Raid on a depot/);
  assert.deepEqual(
    buttons(one).map(({ label }) => label),
    [
      ...['Timeline', 'Why?', 'Export', 'Back to the list'],
      ...['Acknowledge', 'Assign', 'Snooze', 'Resolve', 'False alarm', 'Note'],
    ],
  );
  const back = await desk().control({ ...by('Amal'), does: labelled(one, 'Back to the list'), values: [] });
  assert.deepEqual(shown(back), shown(list));
});

test('a search looks through all that the news tell, in the words of any language', async () => {
  await told();
  await held({ servers: [], title: 'Drone falls near the airport', actor: 'kataib-hezbollah' });
  const search = async (text: string) =>
    (await desk().listIncidents({ ...by('Amal'), ...listing({ text }, 'search') })).lines?.length ?? 0;
  assert.equal(await search('drone'), 1);
  assert.equal(await search('DRON airp'), 1);
  assert.equal(await search('كتائب حزب'), 1);
  assert.equal(await search('هجوم صاروخي'), 2);
  assert.equal(await search('rone'), 0);
  assert.match(
    all(await desk().listIncidents({ ...by('Amal'), ...listing({ text: 'drone' }, 'search') })),
    /not told here/,
  );
});

test('the timeline says of a card that a moderator deleted that it is gone', async () => {
  await held({});
  const card = aCard({ incident: 'i-n0', channel: 'alerts', server: 'home', gone: true, postedAt: noon });
  await store.claimCard(card.incident, card.channel, 'one', 1_000);
  assert.ok(await store.saveCard(card, 'one', []));
  const told = all(await desk().timeline({ ...by('Amal'), incident: 'i-n0' }));
  assert.match(told, /posted \(somebody deleted it since\)/);
});

test('a server neither lists, shows, exports nor completes what another one raised or made of an alert', async () => {
  await held(
    { servers: ['away'], outlet: 'server-analyst', title: 'Something blew up' },
    { servers: ['home', 'away'] },
  );
  await desk().press({ ...by('Zoe', away), incident: 'i-n1', action: 'false-alarm', given: { reason: 'other' } });
  const mine = await desk().listIncidents({ ...by('Amal'), ...listing({}, 'search') });
  assert.doesNotMatch(all(mine), /blew up|Zoe|false alarm/);
  refusedWith(await desk().showIncident({ ...by('Amal'), incident: 'i-n0' }), /no incident/);
  refusedWith(await desk().timeline({ ...by('Amal'), incident: 'i-n0' }), /no incident/);
  for (const reply of [
    await desk().showIncident({ ...by('Amal'), incident: 'i-n1' }),
    await desk().timeline({ ...by('Amal'), incident: 'i-n1' }),
  ])
    assert.doesNotMatch(all(reply), /Zoe|false/);
  const { files = [] } = await desk().exportIncidents({ ...by('Amal'), ...listing({}, 'search'), format: 'json' });
  assert.doesNotMatch(Buffer.from(files[0]?.content ?? []).toString(), /blew up|Zoe|away/);
  assert.equal((await desk().completeIncident(by('Amal'), 'blew')).length, 0);
  assert.equal((await desk().completeIncident(by('Zoe', away), 'blew')).length, 1);
  assert.match(all(await desk().listIncidents({ ...by('Zoe', away), ...listing({ state: 'false-alarm' }) })), /by Zoe/);
});

test('a server writes one export at a time, and others need not come back for that', async () => {
  await told();
  const own = desk();
  const asks = [by('Amal'), by('Ben'), by('Zoe', away)].map((who) =>
    own.exportIncidents({ ...who, ...listing({}, 'search'), format: 'json' }),
  );
  const [first, second, elsewhere] = await Promise.all(asks);
  assert.deepEqual([first?.ok, second?.ok, elsewhere?.ok], [true, false, true]);
  assert.match(second?.text ?? '', /Try again in a few seconds/);
});

test('an incident is shown with its facts, sources, state and what happened last', async () => {
  await told();
  await desk().press({ ...by('Amal'), incident, action: 'acknowledge' });
  const reply = await desk().showIncident({ ...by('Ben'), incident });
  assert.match(all(reply), /Rockets hit Camp Taji\n🟠 Elevated · 1 April 2020 · Camp Taji/);
  assert.match(all(reply), /Killed: not stated · Wounded: not stated/);
  assert.match(all(reply), /Alert here: acknowledged by Amal .* \(the card\)/);
  assert.match(all(reply), /One report by one independent outlet\nwire: Rockets hit Camp Taji/);
  assert.match(all(reply), /Amal acknowledged it/);
  refusedWith(await desk().showIncident({ ...by('Ben'), incident: 'i-none' }), /no incident “i-none”/);
});

test('an incident is shown with what outlets corrected and what belongs to it, hidden incidents left out', async () => {
  await held({ title: 'Rockets hit Camp Taji' });
  const toll = { fact: 'killed' as const, before: '3', after: '2' };
  const one = anIncident({
    id: 'i-answer',
    reports: [aReport({ article: 'answer' })],
    corrections: [
      { outlet: pack.outlets[0]?.id ?? '', article: 'answer', at: noon, differences: [toll], isWithdrawn: false },
    ],
    related: [
      { incident: 'i-n0', how: 'answers' },
      { incident: 'i-raised-1', how: 'near' },
    ],
  });
  const raised = anIncident({ id: 'i-raised-1', reports: [aReport({ article: 'raised-1', outlet: analystOutlet })] });
  await commit(store, anArticle({ id: 'raised-1' }), { incident: raised, alerts: [], rows: [] });
  await commit(store, anArticle({ id: 'answer' }), { incident: one, alerts: [], rows: [] });
  const english = all(await desk().showIncident({ ...by('Amal'), incident: 'i-answer' }));
  assert.match(english, /\nCorrections\n.*: killed 3 → 2 · /);
  assert.match(english, /\nIn response to\n.*Camp Taji.* · 1 April 2020\n/);
  assert.doesNotMatch(english, /\nRelated\n/);
  const arabic = all(await desk().showIncident({ ...by('Amal', { language: 'ar' }), incident: 'i-answer' }));
  assert.match(arabic, /\nتصحيحات\n.*: القتلى 3 ← 2 · /);
  assert.match(arabic, /\nردًا على\n/);
});

test('the answers speak Arabic to who does', async () => {
  await told();
  const amal = by('Amal', { language: 'ar' });
  assert.match(
    all(await desk().listIncidents({ ...amal, ...listing() })),
    /عدد الحوادث: 1 .*\n.*متوسطة · .* · مفتوح .*.*وسيلة واحدة/,
  );
  const one = await desk().showIncident({ ...amal, incident });
  assert.deepEqual(
    buttons(one).map(({ label }) => label),
    [...['التسلسل الزمني', 'لماذا؟', 'تصدير'], ...['استلام', 'إسناد', 'تأجيل', 'إغلاق', 'إنذار كاذب', 'ملاحظة']],
  );
  assert.match(all(await desk().timeline({ ...amal, incident })), /أول تقرير/);
});

test('places, actors and kinds of events are offered as they are typed', async () => {
  const offered = async (kind: 'place' | 'actor' | 'type', typed: string) =>
    (await desk().completeEntry(by('Amal'), kind, typed)).map(({ value }) => value);
  assert.equal((await offered('place', 'camp ta'))[0], 'camp-taji');
  assert.ok((await offered('actor', 'حزب')).includes('kataib-hezbollah'));
  assert.ok((await offered('type', 'rocket')).length > 0);
  assert.equal((await offered('place', '')).length, 25);
});
