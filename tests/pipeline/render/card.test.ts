import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderCard, threadName } from '../../../src/pipeline/render/card.ts';
import type { Line } from '../../../src/pipeline/render/card-parts.ts';
import { preposition } from '../../../src/pipeline/render/describe.ts';
import { renderNotice } from '../../../src/pipeline/render/notice.ts';
import { noon } from '../../support/builders.ts';
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

test('buttons fit the state', () => {
  const actions = (state: 'open' | 'acknowledged' | 'resolved' | 'false-alarm') =>
    renderCard(aCardView({ alert: anAlert({ state }) })).actions.map(({ action }) => action);
  assert.deepEqual(actions('open'), ['acknowledge', 'resolve', 'false-alarm']);
  assert.deepEqual(actions('acknowledged'), ['resolve', 'false-alarm', 'reopen']);
  assert.deepEqual(actions('resolved'), ['reopen']);
  assert.deepEqual(actions('false-alarm'), ['reopen']);
});

test('figures that conflict are shown as such, each with its outlets, state media marked', () => {
  const killed = field(renderCard(aCardView()), 'Killed');
  assert.equal(killed?.name, 'Killed (figures conflict)');
  assert.deepEqual((killed?.lines ?? []).map((line) => text([line])).toSorted(), [
    '2 — wire',
    '3 — state-tv (state-affiliated)',
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
  assert.equal(told('ar', 'مستوى الخطورة'), 'عالٍ: سقط قتلى');
  assert.equal(told('fa', 'شدت'), 'بالا: کسانی کشته شدند');
  const raised = renderCard(aCardView({ summary: aSummary({ severityRule: null }) }));
  assert.equal(field(raised, 'Severity'), undefined);
});

test('an attempt is told as one, and whoever is named beside it as involved', () => {
  const card = renderCard(
    aCardView({ summary: aSummary({ stage: 'attempted', agents: ['us-forces'], targets: [] }), language: 'fa' }),
  );
  assert.match(text(card.description), /ناکام یا رهگیری‌شده/);
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

test('a notice tells figures and severities in the words of its reader', () => {
  const severity = { what: 'severity', detail: 'elevated → high', article: 'a' } as const;
  const casualties = { what: 'casualties', detail: 'killed: unknown → 3', article: 'a' } as const;
  assert.equal(renderNotice([severity], 'en'), 'Severity changed: Elevated → High');
  assert.equal(renderNotice([casualties], 'ar'), 'تعديل في حصيلة الضحايا: القتلى: غير معروف → 3');
  assert.equal(
    renderNotice([{ what: 'blame', detail: 'Killed by high', article: 'a' }], 'fa'),
    'اتهام: Killed by high',
  );
});

test('a notice has one line a change, and says how many it leaves out', () => {
  const change = { what: 'casualties', detail: 'killed 2 → 3', article: 'a' } as const;
  assert.equal(renderNotice([change], 'en'), 'Casualties revised: killed 2 → 3');
  assert.equal(renderNotice(Array(10).fill(change), 'en').split('\n').at(-1), '+2 more');
});
