import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeskGiven } from '../../../src/jobs/desk.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type { DeskReply, DeskRequest, OnCallAsked } from '../../../src/ports.ts';
import { dayMs, hourMs, noon } from '../../support/builders.ts';
import { aLayer, aRota } from '../../support/on-call/rota.ts';
import { away, by, desk, passNews, refusedWith, setUp, store } from './world.ts';

setUp();

/** Amal's week goes on until Monday 6 April 08:00, Berit's begins then. */
const rotas = [
  aRota({ timeZone: 'Asia/Baghdad' }),
  aRota({ id: 'theirs', name: 'Theirs', server: 'away', people: ['olga'] }),
];
const filedOnCall = { rotas, policies: [] };
const rotaDesk = (said: Partial<DeskGiven> = {}) => desk({ filedOnCall, ...said });
const nothing = { from: null, until: null, why: null, mine: null, theirs: null, override: null };

function ask(
  request: DeskRequest,
  asked: OnCallAsked['asked'],
  said: Partial<Omit<OnCallAsked, 'given'>> & { readonly given?: Partial<OnCallAsked['given']> } = {},
): Promise<DeskReply> {
  const { given, ...rest } = said;
  return rotaDesk().onCall({
    ...request,
    asked,
    rota: null,
    days: null,
    person: null,
    ...rest,
    given: { ...nothing, ...given },
  });
}
const press = (request: DeskRequest, does: string): Promise<DeskReply> =>
  rotaDesk().control({ ...request, does, values: [] });

const linesOf = (reply: DeskReply): readonly string[] =>
  (reply.parts ?? []).flatMap(({ heading, lines }) => [heading, ...lines.map(plainLine)]);
function doesOf(reply: DeskReply, at: number): string {
  const control = reply.controls?.flat()[at];
  return control !== undefined && 'does' in control ? control.does : assert.fail('there is no such control');
}
const whoNow = async (): Promise<string> =>
  linesOf(await ask(by('Eve', { roles: [] }), 'who'))
    .slice(1, 2)
    .join();
const manager = (name: string) => by(name, { roles: [], mayManageServer: true });

test('everybody is told who is on call, until when and who is next, of his own server alone', async () => {
  const reply = await ask(by('Eve', { roles: [] }), 'who');
  assert.deepEqual(linesOf(reply), [
    'Officers',
    'amal, until 6 Apr 2020, 05:00 UTC',
    'Next: berit, from 6 Apr 2020, 05:00 UTC',
  ]);
  assert.deepEqual(linesOf(await ask(by('Zoe', away), 'who')).slice(0, 2), [
    'Theirs',
    'olga, until 6 Apr 2020, 08:00 UTC',
  ]);
  assert.match((await ask(by('Eve'), 'who', { rota: 'theirs' })).text, /no rota “theirs” here. Known: Officers/u);
  assert.match((await ask(by('Eve', { language: 'ar' }), 'who')).text, /المناوب/u);
});

test('the schedule warns of the gaps of the next month and says who has too much', async () => {
  const holey = aRota({ layers: [aLayer({ until: '2020-04-12' })] });
  const reply = await rotaDesk({ filedOnCall: { rotas: [holey], policies: [] } }).onCall({
    ...by('Eve', { roles: [] }),
    asked: 'schedule',
    rota: null,
    days: 14,
    person: null,
    given: nothing,
  });
  assert.equal(reply.text, '⚠ Times without anybody on call in the next 30 days');
  assert.deepEqual(linesOf(reply).slice(0, 5), [
    'Gaps',
    '13 Apr 2020, 08:00 UTC – 1 May 2020, 12:00 UTC',
    'Officers: the next 14 days',
    '1 Apr 2020, 12:00 UTC – 6 Apr 2020, 08:00 UTC: amal',
    '6 Apr 2020, 08:00 UTC – 13 Apr 2020, 08:00 UTC: berit',
  ]);
  const whole = await ask(by('Eve'), 'schedule');
  assert.equal(whole.text, 'Somebody is on call at every moment of the next 30 days.');
});

test('a responder takes a time over himself: shown first, saved by a button, told in the log', async () => {
  const dilan = by('Dilan');
  const shown = await ask(dilan, 'override', { given: { from: '22:00', until: '06:00', why: 'Amal is ill' } });
  assert.ok(shown.ok, shown.text);
  assert.deepEqual(linesOf(shown), ['Officers', '1 Apr 2020, 19:00 UTC – 2 Apr 2020, 03:00 UTC, instead of amal']);
  assert.deepEqual(await store.overrides(0), []);
  const saved = await press(dilan, doesOf(shown, 0));
  assert.ok(saved.ok, saved.text);
  const [override] = await store.overrides(0);
  assert.deepEqual([override?.person.id, override?.to, override?.why], ['dilan', noon + 15 * hourMs, 'Amal is ill']);
  const [entry] = await store.recentAudit(1);
  assert.deepEqual([entry?.action, entry?.from], ['rota-override', 'channel alerts']);
  passNews(8 * hourMs);
  assert.equal(await whoNow(), 'Dilan, until 2 Apr 2020, 03:00 UTC');
});

test('nobody gives a time to somebody else but whoever manages the server, and nobody without a part gives any', async () => {
  const given = { until: '8h' };
  assert.match((await ask(by('Dilan'), 'override', { person: 'amal', given })).text, /Only whoever manages/u);
  assert.match((await ask(by('Eve', { roles: [] }), 'override', { given })).text, /Only responders/u);
  assert.ok((await ask(by('Berit', { roles: [] }), 'override', { given })).ok, 'who is on the rota may');
  assert.ok((await ask(manager('Root'), 'override', { person: 'berit', given })).ok);
  assert.equal((await store.recentAudit(10)).filter(({ action }) => action === 'refused').length, 2);
});

test('nobody takes over what is his already, and where a part is, the rest is shown', async () => {
  const amal = by('Amal', { roles: [] });
  refusedWith(await ask(amal, 'override', { given: { until: '8h' } }), /Amal is on call in all of this time already/u);
  const shown = await ask(amal, 'override', { given: { from: '2020-04-06 07:00', until: '10:00' } });
  assert.deepEqual(linesOf(shown), ['Officers', '6 Apr 2020, 05:00 UTC – 6 Apr 2020, 07:00 UTC, instead of berit']);
});

test('times that cannot be meant are refused with what was expected', async () => {
  const problems = [
    [{ until: 'soon' }, /“soon” is no moment.*Asia\/Baghdad/u],
    [{ until: '2019-01-01 08:00' }, /later than the beginning/u],
    [{ until: '200d' }, /at most 90 days/u],
    [{ from: 'x', until: '8h' }, /“x” is no moment/u],
  ] as const;
  for (const [given, said] of problems) assert.match((await ask(by('Dilan'), 'override', { given })).text, said);
});

test('a preview is saved by who asked for it alone, and not twice', async () => {
  const shown = await ask(by('Dilan'), 'override', { given: { until: '8h' } });
  assert.match((await press(by('Farid'), doesOf(shown, 0))).text, /no longer kept, or somebody else/u);
  assert.match(
    (await press(by('Dilan', { server: 'away' }), doesOf(shown, 0))).text,
    /manage messages|no longer kept/u,
  );
  const both = await Promise.all([press(by('Dilan'), doesOf(shown, 0)), press(by('Dilan'), doesOf(shown, 0))]);
  assert.ok(both.some(({ ok }) => ok));
  assert.equal((await store.overrides(0)).length, 1);
  const again = await ask(by('Dilan'), 'override', { given: { until: '20h' } });
  assert.match((await press(by('Dilan'), doesOf(again, 1))).text, /nothing was changed/u);
  assert.match((await press(by('Dilan'), doesOf(again, 0))).text, /no longer kept/u);
});

test('an override that is cancelled half-way stays for the time that it was in force', async () => {
  const shown = await ask(by('Dilan'), 'override', { given: { until: '8h' } });
  await press(by('Dilan'), doesOf(shown, 0));
  passNews(2 * hourMs);
  const [override] = await store.overrides(0);
  const given = { override: override?.id ?? '' };
  assert.match((await ask(by('Farid'), 'cancel', { given })).text, /neither yours/u);
  assert.match((await ask(by('Zoe', away), 'cancel', { given })).text, /no such override/u);
  assert.ok((await ask(by('Dilan'), 'cancel', { given })).ok);
  assert.deepEqual(
    (await store.overrides(0)).map(({ from, to }) => [from, to]),
    [[noon, noon + 2 * hourMs]],
  );
  assert.match(await whoNow(), /^amal/u);
});

/** Whom each letter rings, with what it says. */
const toldTo = async (): Promise<readonly (readonly [string, string])[]> =>
  (await store.waitingLetters(Number.MAX_SAFE_INTEGER, 10)).map(({ body }) =>
    body.kind === 'text' ? [(body.users ?? []).join(), body.text] : assert.fail(body.kind),
  );

test('who is put on or off call by somebody else is told by name, and once; who does it himself is not', async () => {
  const given = { until: '8h' };
  const shown = await ask(manager('Root'), 'override', { person: 'dilan', given });
  await press(manager('Root'), doesOf(shown, 0));
  await press(manager('Root'), doesOf(shown, 0));
  assert.deepEqual(await toldTo(), [
    [
      'dilan,amal',
      'Root changed who is on call on Officers:\n' +
        '1 Apr 2020, 15:00 – 1 Apr 2020, 23:00 (Asia/Baghdad): dilan instead of amal',
    ],
  ]);
  const [override] = await store.overrides(0);
  passNews(2 * hourMs);
  await ask(manager('Root'), 'cancel', { given: { override: override?.id ?? '' } });
  assert.deepEqual((await toldTo()).map(([users]) => users).toSorted(), ['amal,dilan', 'dilan,amal']);
});

test('who takes a time over, and gives it back, tells whose it is alone', async () => {
  const shown = await ask(by('Dilan'), 'override', { given: { until: '8h' } });
  await press(by('Dilan'), doesOf(shown, 0));
  const [override] = await store.overrides(0);
  await ask(by('Dilan'), 'cancel', { given: { override: override?.id ?? '' } });
  assert.deepEqual(
    (await toldTo()).map(([users]) => users),
    ['amal', 'amal'],
  );
});

test('a swap that a manager makes is told to both', async () => {
  const given = { mine: String(noon), theirs: '2020-04-08 08:00' };
  const shown = await ask(manager('Root'), 'swap', { given });
  await press(manager('Root'), doesOf(shown, 0));
  const told = await toldTo();
  assert.deepEqual(
    told.map(([users]) => users),
    ['berit,amal'],
  );
  assert.equal(told[0]?.[1].split('\n').length, 3);
});

/** Amal asks Berit to swap this week for the next. */
async function asked(): Promise<{ readonly draft: string }> {
  const given = { mine: String(noon), theirs: String(noon + 7 * dayMs) };
  const shown = await ask(by('Amal', { roles: [] }), 'swap', { given });
  assert.ok(shown.ok, shown.text);
  const sent = await press(by('Amal', { roles: [] }), doesOf(shown, 0));
  assert.match(sent.text, /berit was asked/u);
  return { draft: doesOf(shown, 0).split(':')[2] ?? '' };
}

test('a swap of one’s own shift holds when the other agrees below a message that names him', async () => {
  const { draft } = await asked();
  assert.deepEqual(await store.overrides(0), []);
  const [letter] = await store.waitingLetters(Number.MAX_SAFE_INTEGER, 10);
  const body = letter?.body;
  assert.ok(body?.kind === 'text');
  assert.match(body.text, /amal asks you to swap/iu);
  assert.deepEqual(body.users, ['berit']);
  assert.match((await press(by('Dilan'), `oncall:agree:${draft}`)).text, /Only berit can answer/u);
  const agreed = await press(by('Berit', { roles: [] }), `oncall:agree:${draft}`);
  assert.ok(agreed.ok, agreed.text);
  assert.match(await whoNow(), /^berit, until 6 Apr/u);
  assert.equal((await store.overrides(0)).length, 2);
  assert.match((await press(by('Berit'), `oncall:agree:${draft}`)).text, /no longer kept/u);
  passNews(7 * dayMs);
  assert.match(await whoNow(), /^amal/u);
});

test('a swap that is declined changes nothing, and one whose shifts changed meanwhile is not made', async () => {
  const declined = await asked();
  assert.match((await press(by('Berit'), `oncall:decline:${declined.draft}`)).text, /nothing was changed/u);
  assert.deepEqual(await store.overrides(0), []);
  const late = await asked();
  const shown = await ask(manager('Root'), 'override', { person: 'dilan', given: { until: '1d' } });
  await press(manager('Root'), doesOf(shown, 0));
  assert.match((await press(by('Berit'), `oncall:agree:${late.draft}`)).text, /changed meanwhile/u);
  assert.equal((await store.overrides(0)).length, 1);
});

test('no shift is swapped that begins in more than a year, nor at a moment that no calendar knows', async () => {
  for (const mine of ['9999999999999999', '8640000000000000', '9999-12-31', '99999w'])
    refusedWith(
      await ask(manager('Root'), 'swap', { given: { mine, theirs: '2020-04-08 08:00' } }),
      /no shift to come at/u,
    );
});

test('whoever manages the server swaps without asking; both halves are cancelled together', async () => {
  const given = { mine: String(noon), theirs: 'tomorrow 08:00' };
  assert.match((await ask(manager('Root'), 'swap', { given })).text, /same person/u);
  const shown = await ask(manager('Root'), 'swap', { given: { ...given, theirs: '2020-04-08 08:00' } });
  assert.ok((await press(manager('Root'), doesOf(shown, 0))).ok);
  const overrides = await store.overrides(0);
  assert.equal(overrides.length, 2);
  assert.ok((await ask(manager('Root'), 'cancel', { given: { override: overrides[1]?.id ?? '' } })).ok);
  assert.match(await whoNow(), /^amal/u);
});

test('shifts, rotas and overrides are offered while they are typed, one’s own and those of others', async () => {
  const own = await rotaDesk().completeShift({ ...by('Amal'), rota: null, whose: 'mine' }, '');
  assert.deepEqual(own[0]?.name, 'amal, 1 Apr 2020, 15:00 – 6 Apr 2020, 08:00');
  const others = await rotaDesk().completeShift({ ...by('Amal'), rota: null, whose: 'theirs' }, '');
  assert.ok(others.every(({ name }) => !name.startsWith('amal')) && others.length === 3);
  assert.deepEqual(await rotaDesk().completeRota(by('Amal'), 'off'), [{ name: 'Officers', value: 'officers' }]);
});
