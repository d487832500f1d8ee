import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlertState, alertStates, type Language, type Summary } from '../../../src/model.ts';
import { transitions } from '../../../src/pipeline/alert/transitions.ts';
import { renderCard, threadName } from '../../../src/pipeline/render/card.ts';
import type { Line } from '../../../src/pipeline/render/card-parts.ts';
import { preposition } from '../../../src/pipeline/render/describe.ts';
import { summarise } from '../../../src/pipeline/summarise.ts';
import { anIncident, aPack, aReport, noon } from '../../support/builders.ts';
import { aCardView, anAlert, aSummary } from '../../support/discord/views.ts';

const text = (lines: readonly Line[]) =>
  lines.flatMap((line) => line.map((span) => ('text' in span ? span.text : ''))).join('\n');
const field = (card: ReturnType<typeof renderCard>, name: string) =>
  card.fields.find((one) => one.name.startsWith(name));

test('the title tells the state, and the state line who and when', () => {
  const by = { id: '1', name: 'Noor' };
  const titles = (['open', 'acknowledged', 'resolved', 'false-alarm'] as const).map((state) => {
    const card = renderCard(
      aCardView({ alert: anAlert({ state, changedBy: state === 'open' ? null : by, changedAt: noon }) }),
    );
    if (state !== 'open') {
      assert.match(text([card.state]), /Noor/);
      assert.deepEqual(
        card.state.filter(({ kind }) => kind === 'moment'),
        [{ kind: 'moment', at: noon }],
      );
    }
    return card.title;
  });
  assert.match(titles[0] ?? '', /Rockets hit Camp Taji/);
  assert.match(titles[1] ?? '', /Acknowledged/);
  assert.match(titles[2] ?? '', /Resolved/);
  assert.match(titles[3] ?? '', /False alarm/);
});

test('who reopened it is said as a sentence', () => {
  const alert = anAlert({ state: 'open', changedBy: { id: '1', name: 'Noor' } });
  assert.match(text([renderCard(aCardView({ alert })).state]), /^Open · reopened by Noor\n · /);
});

test('buttons fit the state', () => {
  const actions = (state: AlertState) =>
    renderCard(aCardView({ alert: anAlert({ state }) })).actions.map(({ action }) => action);
  const always = ['assign', 'snooze', 'resolve', 'false-alarm', 'note'];
  assert.deepEqual(actions('open'), ['acknowledge', ...always]);
  assert.deepEqual(actions('acknowledged'), ['unacknowledge', ...always]);
  assert.deepEqual(actions('snoozed'), ['acknowledge', 'wake', ...always]);
  assert.deepEqual(actions('resolved'), ['reopen', 'note']);
  assert.deepEqual(actions('false-alarm'), ['reopen', 'note']);
  assert.deepEqual(actions('merged'), []);
});

const noor = { id: '1', name: 'Noor' };
const hourMs = 3_600_000;
const stateOf = (said: Parameters<typeof anAlert>[0], view: Parameters<typeof aCardView>[0] = {}) =>
  text([renderCard(aCardView({ alert: anAlert(said), ...view })).state]).replaceAll('\n', '');

test('each button that a card shows is allowed by the table, and each state that can be left has one', () => {
  for (const state of alertStates) {
    const card = renderCard(aCardView({ alert: anAlert({ state, acknowledgement: taken(noon) }) }));
    for (const { action } of card.actions) assert.notEqual(transitions[state][action], null, `${action} on ${state}`);
    const leads = card.actions.map(({ action }) => transitions[state][action]);
    assert.equal(
      leads.some((to) => to !== 'same'),
      state !== 'merged',
    );
  }
});
const taken = (remindedAt: number | null) => ({ by: noor, at: noon, confirmedAt: noon, remindedAt });

test('who was reminded is named, and may answer by one button', () => {
  const reminded = renderCard(
    aCardView({ alert: anAlert({ state: 'acknowledged', changedBy: noor, acknowledgement: taken(noon + hourMs) }) }),
  );
  assert.equal(reminded.actions[0]?.action, 'confirm');
  assert.match(text(reminded.handling), /Noor was asked to confirm/);
  assert.deepEqual(reminded.handling[0]?.at(-1), { kind: 'elapsed', at: noon + hourMs });
});

test('a snooze says until when, a false alarm why, and in the words of who marked it', () => {
  const snoozed = renderCard(
    aCardView({ alert: anAlert({ state: 'snoozed', changedBy: noor, snoozedUntil: noon + hourMs }) }),
  ).state;
  assert.deepEqual(snoozed.at(-1), { kind: 'elapsed', at: noon + hourMs });
  assert.match(text([snoozed]), /^Snoozed · Noor\n · \nuntil /);
  const changedFor = { what: 'false-alarm', detail: 'last year’s drill' } as const;
  const falseAlarm = { state: 'false-alarm', changedBy: noor, falseAlarm: 'other', changedFor } as const;
  assert.match(stateOf(falseAlarm), /^False alarm · Noor · other · last year’s drill · /);
  assert.match(stateOf({ ...falseAlarm, falseAlarm: 'exercise' }, { language: 'ar' }), /مناورة تدريبية/);
});

test('what reopened it is said: who, or what got worse', () => {
  const worse = {
    severity: { before: 'elevated', after: 'high' },
    place: 'Camp Taji',
    actors: ['Kataib Hezbollah'],
  } as const;
  const worsened = { changedFor: { what: 'worsen', detail: '', worse } } as const;
  assert.match(
    stateOf(worsened),
    /^Open · reopened: severity rose to high, new place: Camp Taji, now also: Kataib Hezbollah · /,
  );
  assert.match(stateOf({ changedFor: { what: 'lapse', detail: '' } }), /^Open · nobody confirmed being on it · /);
  assert.match(stateOf({ changedFor: { what: 'snooze-end', detail: '' } }), /^Open · the snooze is over · /);
  assert.match(stateOf({ changedFor: { what: 'report-again', detail: '' } }), /^Open · reopened: reported again · /);
  const withdrawn = { changedBy: noor, changedFor: { what: 'unacknowledge', detail: '' } } as const;
  assert.match(stateOf(withdrawn), /^Open · acknowledgement withdrawn by Noor · /);
  assert.match(stateOf({ state: 'resolved', changedFor: { what: 'quiet', detail: '' } }), /^Resolved · by itself/);
});

test('that all were called and nobody answered is said', () => {
  const escalation = { policy: 'p', step: 1, round: 0, dueAt: noon, startedAt: noon, pages: 1 };
  assert.match(stateOf({ escalation }), /nobody has taken it yet$/);
  assert.match(
    stateOf({ escalation: { ...escalation, dueAt: null } }),
    /nobody has taken it yet · all were called, nobody answered$/,
  );
});

test('the last note and the assignee stand below the state, cut where they are long', () => {
  const notes = ['first', 'x'.repeat(500)].map((said, at) => ({ at: noon + at, by: noor, text: said }));
  const { handling } = renderCard(aCardView({ alert: anAlert({ notes, assignee: { id: '2', name: 'Ben' } }) }));
  assert.match(text(handling), /^Assigned to \nBen\n📝 Noor · \n/);
  assert.doesNotMatch(text(handling), /first/);
  assert.ok(text(handling).length < 300);
});

test('a merged one leads to the other in place of its buttons, and still says why it came', () => {
  const message = { server: '900000000000000001', channel: '900000000000000002', id: '900000000000000003' };
  const mergedInto = { title: 'Rockets at Taji', message };
  const alert = anAlert({ state: 'merged', changedBy: noor });
  const card = renderCard(aCardView({ alert, mergedInto }));
  assert.deepEqual([card.actions, card.target, card.why], [[], mergedInto, 'Why?']);
  assert.match(text([card.state]), /^Merged · Noor\n · \ninto \nRockets at Taji/);
  assert.equal(renderCard(aCardView({ alert, mergedInto: { ...mergedInto, message: null } })).target, null);
});

test('figures that conflict are shown as such, each with its outlets, state media marked', () => {
  const killed = field(renderCard(aCardView()), 'Killed');
  assert.equal(killed?.name, 'Killed (figures conflict)');
  assert.deepEqual((killed?.lines ?? []).map((line) => text([line])).toSorted(), [
    '2 — wire',
    '3 — state-tv (state, Iran)',
  ]);
});

test('one family is unconfirmed, a late one is marked, a known one carries its day', () => {
  const told = text(
    renderCard(aCardView({ summary: aSummary({ confirmed: false, late: true, knownSince: '2020-01-03' }) }))
      .description,
  );
  assert.match(told, /Unconfirmed/);
  assert.match(told, /Late/);
  assert.match(told, /Development of a known incident of 3 January 2020/);
  const plain = text(renderCard(aCardView()).description);
  assert.doesNotMatch(plain, /Unconfirmed|Late|Development/);
});

test("facts are told in the subscriber's language, a quoted sentence in its own, marked", () => {
  for (const [language, mark, deed] of [
    ['ar', 'الإنجليزية', 'هجوم'],
    ['fa', 'انگلیسی', 'حملهٔ'],
  ] as const) {
    const card = renderCard(aCardView({ language }));
    assert.match(card.title, new RegExp(deed));
    assert.doesNotMatch(card.title, /Rockets hit/);
    const told = text(card.description);
    assert.match(told, /Two people were killed/);
    assert.match(told, new RegExp(mark));
  }
});

test('a thread is named after the deed, the place and the day', () => {
  assert.equal(threadName(aSummary()), 'Rocket attack – camp-taji, iraq · 2020-04-01');
});

test('a label that is true for an hour is no part of the title', () => {
  const titled = (title: string) => renderCard(aCardView({ summary: aSummary({ title }) })).title;
  assert.match(titled('BREAKING: Rockets hit Camp Taji'), /^\S+ Rockets hit Camp Taji$/u);
  assert.match(titled('Breaking the siege of Taji'), /Breaking the siege of Taji/);
});

test('the severity is told with the rule that decided it, in the language of the reader', () => {
  const told = (language: 'en' | 'ar' | 'fa', name: string) =>
    text(
      field(
        renderCard(aCardView({ language, summary: aSummary({ severity: 'high', severityRule: 'severity-deaths' }) })),
        name,
      )?.lines ?? [],
    );
  assert.equal(told('en', 'Severity'), 'High: people were killed');
  assert.equal(told('ar', 'الخطورة'), 'عالية: سقط قتلى');
  assert.equal(told('fa', 'شدت'), 'بالا: کسانی کشته شدند');
  const raised = renderCard(aCardView({ summary: aSummary({ severityRule: null }) }));
  assert.equal(field(raised, 'Severity'), undefined);
});

test('an attempt is told as one, and whoever is named beside it as involved', () => {
  const card = renderCard(
    aCardView({ summary: aSummary({ stage: 'attempted', agents: ['us-forces'], targets: [] }), language: 'fa' }),
  );
  assert.match(card.title, /ناکام یا رهگیری‌شده/);
  assert.match(text(card.description), /طرف‌ها: us-forces/);
});

test('English puts the right word before a place', () => {
  const before = (kind: 'base' | 'city' | 'district' | 'waters' | 'mission' | 'site' | 'province', name: string) =>
    preposition({ kind, name });
  assert.equal(before('city', 'Baghdad'), 'in');
  assert.equal(before('base', 'Camp Taji'), 'at');
  assert.equal(before('base', 'Kalsu base'), 'at the');
  assert.equal(before('district', 'Green Zone, Baghdad'), 'in the');
  assert.equal(before('district', 'Karrada, Baghdad'), 'in');
  assert.equal(before('waters', 'Gulf of Oman'), 'in the');
  assert.equal(before('mission', 'US Embassy, Baghdad'), 'at the');
  assert.equal(before('province', 'Anbar province'), 'in');
});

test('the card says which version it is and when it came to be, in the times of the messenger', () => {
  const shown = renderCard(aCardView({ summary: aSummary({ version: 4, changedAt: noon }) }));
  assert.deepEqual(shown.version, [
    { kind: 'text', text: 'version 4 · changed ' },
    { kind: 'elapsed', at: noon },
  ]);
  assert.equal(shown.footer, 'wf-3kq9');
  assert.equal(text([renderCard(aCardView()).version]), 'version 1');
});

test('what stands behind it is the first line, and one source is unconfirmed', () => {
  const first = (said: Partial<Summary>, language: Language = 'en') =>
    text(renderCard(aCardView({ summary: aSummary(said), language })).description).split('\n')[0];
  const alone = {
    confirmed: false,
    familiesCount: 1,
    outlets: [{ name: 'IRNA', stateAffiliated: true, country: 'IR' }],
  };
  assert.equal(first({}), '✔ 2 independent (1 state: Iran)');
  assert.equal(first(alone), '⚠ Unconfirmed: 1 outlet (state, Iran)');
  assert.equal(first(alone, 'ar'), '⚠ غير مؤكد: وسيلة واحدة (حكومية، إيران)');
  assert.equal(first(alone, 'fa'), '⚠ تأییدنشده: 1 رسانه (دولتی، ایران)');
});

test('what one outlet tells is said once: fields repeat no sentence, and the source no headline', () => {
  const incident = anIncident({
    reports: [aReport({ killed: 2, title: 'Rockets hit Camp Taji' })],
    facts: { killed: 2 },
  });
  const card = renderCard(aCardView({ summary: summarise(incident, aPack()) }));
  assert.match(
    text(card.description),
    /Rocket attack at camp-taji, iraq on 1 April 2020\. Against: us-forces; killed: 2\./,
  );
  assert.deepEqual(
    card.fields.map(({ name }) => name),
    ['First reported', 'Where', 'Best source'],
  );
  assert.equal(text(field(card, 'Best source')?.lines ?? []), 'wire');
});

test('below a title that names deed and place the sentences name them no more', () => {
  const card = renderCard(aCardView({ language: 'ar' }));
  assert.match(card.title, /camp-taji/);
  assert.doesNotMatch(text(card.description.slice(0, 2)), /camp-taji/);
});

test('corrections and withdrawn reports stay on the card, with outlet, before, after and time', () => {
  const source = { name: 'daily', stateAffiliated: false, country: 'US' };
  const corrections = [
    { outlet: source, at: noon, isWithdrawn: true, differences: [] },
    { outlet: source, at: noon, isWithdrawn: false, differences: [{ fact: 'killed', before: '11', after: '3' }] },
  ] as const;
  const lines = (language: Language, name: string) =>
    (field(renderCard(aCardView({ summary: aSummary({ corrections }), language })), name)?.lines ?? []).map((line) =>
      text([line]).trim(),
    );
  assert.deepEqual(lines('en', 'Corrections'), ['report withdrawn by daily ·', 'daily: killed 11 → 3 ·']);
  assert.deepEqual(lines('ar', 'تصحيحات'), ['سحب daily تقريره ·', 'daily: القتلى 11 ← 3 ·']);
  assert.deepEqual(lines('fa', 'اصلاحات'), ['daily گزارش خود را پس گرفت ·', 'daily: کشته‌ها 11 ← 3 ·']);
});

test('an outlet that withdrew its report is marked wherever it is named', () => {
  const corrections = [{ outlet: 'state-tv', article: 'article-2~1', at: noon, isWithdrawn: true, differences: [] }];
  const incident = anIncident({
    reports: [aReport(), aReport({ article: 'article-2', outlet: 'state-tv' })],
    facts: { families: ['state-tv', 'wire'] },
    corrections,
  });
  const card = renderCard(aCardView({ summary: summarise(incident, aPack()) }));
  assert.equal(text(field(card, 'Outlets')?.lines ?? []), 'wire (US), state-tv (state, Iran, withdrawn)');
});

test('incidents that belong to it are links to their own cards, those only near apart', () => {
  const message = { server: '900000000000000001', channel: '900000000000000002', id: '900000000000000003' };
  const day = { from: '2020-01-03', to: '2020-01-03' };
  const card = renderCard(
    aCardView({
      links: [
        { how: 'answers', title: 'Drone strike – Baghdad airport', day, message },
        { how: 'near', title: 'Rocket attack – K1', day, message: null },
      ],
    }),
  );
  assert.deepEqual(field(card, 'In response to')?.lines, [
    [
      {
        kind: 'message',
        text: 'Drone strike – Baghdad airport',
        server: message.server,
        channel: message.channel,
        message: message.id,
      },
      { kind: 'text', text: ' · 3 January 2020' },
    ],
  ]);
  assert.equal(text(field(card, 'Related')?.lines ?? []), 'Rocket attack – K1\n · 3 January 2020');
  assert.equal(field(card, 'Answered by'), undefined);
});

test('in direct messages there is nothing to press, and the way to the card of the server', () => {
  const elsewhere = { server: '900000000000000001', channel: '900000000000000002', id: '900000000000000003' };
  const card = renderCard({ ...aCardView(), isDirect: true, elsewhere });
  assert.deepEqual(card.actions, []);
  assert.equal(text(card.description).split('\n').at(-1), 'The card in the server');
});
