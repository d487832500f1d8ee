import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Language, Page, PageSays } from '../../../src/model.ts';
import { type PageTold, renderEndedPage, renderPage, spanIn } from '../../../src/pipeline/render/page.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import { summarise } from '../../../src/pipeline/summarise.ts';

import { anAlert, anIncident, aPack, noon } from '../../support/builders.ts';

const amal = { id: 'u1', name: 'Amal' };
const basim = { id: 'u2', name: 'Basim' };
const languages = ['en', 'ar', 'fa'] as const;
const step = { what: 'escalation', policy: 'policy', step: 1, round: 0, rota: 'floor', waitedMs: 720_000 } as const;
const aPage = (says: PageSays): Page => ({
  incident: 'i-article-1',
  says,
  to: { kind: 'thread', channel: 'alerts' },
  users: [],
  roles: [],
  while: 'unacknowledged',
});
const told = (says: PageSays, said: Partial<PageTold> = {}): PageTold => ({
  page: aPage(says),
  language: 'en',
  summary: summarise(anIncident(), aPack()),
  policy: 'Night desk',
  rota: 'Watch floor',
  card: { server: '1', channel: '2', id: '3' },
  aside: null,
  nameOf: (id) => `name of ${id}`,
  ...said,
});
const lines = (says: PageSays, said: Partial<PageTold> = {}) => renderPage(told(says, said)).lines.map(plainLine);

/** One of every kind that pages say. */
const everything: readonly PageSays[] = [
  step,
  { what: 'unanswered', policy: 'policy', rounds: 2, waitedMs: 7_200_000 },
  { what: 'reminder', by: amal, since: noon, lapsesAt: noon + 1 },
  { what: 'lapsed', by: amal },
  { what: 'snooze-ended', by: amal },
  {
    what: 'worsened',
    by: amal,
    worse: { severity: { before: 'elevated', after: 'critical' }, place: 'baghdad', actors: ['us-forces'] },
  },
  { what: 'reported-again' },
  { what: 'state', state: 'acknowledged', by: amal },
  { what: 'released', by: basim, had: amal },
  { what: 'quiet', quietMs: 172_800_000 },
  { what: 'assigned', by: amal, to: basim },
  { what: 'note', by: amal, text: 'Called the embassy' },
  ...(['merged', 'unmerged', 'split', 'linked', 'continued'] as const).map(
    (what): PageSays => ({ what, by: amal, other: 'i-2', title: 'Drone strike' }),
  ),
];

describe('a page', () => {
  test('says what happened, for how long nobody took it, whose step it is, and what to do', () => {
    assert.deepEqual(lines(step), [
      '🟠 Elevated · Rocket attack – camp-taji, iraq',
      'Nobody has acknowledged it for 12 minutes.',
      'You are on call (Watch floor).',
      'Policy Night desk, step 2, round 1',
      'The card · Acknowledge it below or on the card.',
    ]);
    assert.equal(lines({ ...step, waitedMs: 5_000 })[1], 'Nobody has acknowledged it yet.');
  });

  test('tells who takes it upon himself in one word', () => {
    assert.match(lines({ what: 'assigned', by: amal, to: amal })[1] ?? '', /^\S+ will deal with it\.$/u);
    assert.match(lines({ what: 'assigned', by: amal, to: basim })[1] ?? '', / assigned it to /u);
  });

  test('tells what got worse', () => {
    const [, what, who] = lines({
      what: 'worsened',
      by: amal,
      worse: { severity: { before: 'high', after: 'critical' }, place: 'baghdad', actors: ['us-forces', 'iran'] },
    });
    assert.equal(
      what,
      'It got worse: High → Critical; place: name of baghdad; actors: name of us-forces, name of iran',
    );
    assert.equal(who, 'Amal was on it; it is open again.');
  });

  test('asks for what can be done where it is read', () => {
    const buttons = (says: PageSays, said: Partial<PageTold> = {}) =>
      renderPage(told(says, said)).buttons.map(({ action }) => action);
    assert.deepEqual(buttons(step), ['acknowledge']);
    assert.deepEqual(buttons({ what: 'reminder', by: amal, since: noon, lapsesAt: null }), [
      'confirm',
      'unacknowledge',
    ]);
    assert.deepEqual(buttons({ what: 'note', by: amal, text: '' }), []);
    assert.match(lines(step).at(-1) ?? '', /^The card · /u);
    assert.equal(lines(step, { card: null }).at(-1), lines(step).at(-1)?.replace('The card · ', ''));
  });

  test('says first who took it, once somebody did', () => {
    const taken = anAlert({ state: 'acknowledged', changedBy: amal, changedAt: noon });
    const { lines: shown, buttons } = renderEndedPage(told(step), taken);
    assert.match(plainLine(shown[0] ?? ''), /^\S+ Acknowledged by Amal · /u);
    assert.equal(shown[1], '🟠 Elevated · Rocket attack – camp-taji, iraq');
    assert.deepEqual(buttons, []);
    const closedByItself = anAlert({ state: 'resolved', changedBy: null });
    assert.match(plainLine(renderEndedPage(told(step), closedByItself).lines[0] ?? ''), /^\S+ Resolved · /u);
  });

  test('of each kind is told in every language, in no other words than its own', () => {
    for (const says of everything) {
      const [english, ...others] = languages.map((language) => lines(says, { language }).slice(1).join('\n'));
      assert.ok((english ?? '').length > 10, says.what);
      assert.doesNotMatch(english ?? '', /\p{Script=Arabic}|undefined|null/u, says.what);
      assert.equal(new Set([english, ...others]).size, languages.length, says.what);
      for (const other of others) {
        assert.match(other, /\p{Script=Arabic}/u, says.what);
        const ours = other.replace(
          /Amal|Basim|Drone strike|Called the embassy|Night desk|Watch floor|name of \S+|Apr|UTC/gu,
          '',
        );
        assert.doesNotMatch(ours, /[a-z]{3,}/iu, says.what);
      }
    }
  });

  test('is bounded, whatever somebody wrote', () => {
    const long = 'x'.repeat(100_000);
    assert.ok(lines({ what: 'note', by: amal, text: long }).join('').length < 1_500);
  });
});

test('spans are told in the largest unit that fits', () => {
  const cases: readonly (readonly [number, Language, string])[] = [
    [0, 'en', '1 minute'],
    [720_000, 'en', '12 minutes'],
    [3 * 3_600_000, 'en', '3 hours'],
    [50 * 3_600_000, 'en', '2 days'],
    [720_000, 'ar', '12 دقيقة'],
    [720_000, 'fa', '12 دقیقه'],
    // Behind منذ.
    [2 * 60 * 60_000, 'ar', 'ساعتين'],
    [2 * 60_000, 'ar', 'دقيقتين'],
  ];
  for (const [spanMs, language, expected] of cases) assert.equal(spanIn(spanMs, language), expected);
});
