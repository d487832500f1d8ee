import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { DigestAlert, Language } from '../../../src/model.ts';
import { renderDigest } from '../../../src/pipeline/render/digest.ts';
import { drawDigest } from '../../../src/pipeline/render/digest-chart.ts';
import { aDigest, anActor, aPack } from '../../support/builders.ts';

const languages: readonly Language[] = ['en', 'ar', 'fa'];
const pack = aPack({
  actors: [anActor({ id: 'us-forces', name: 'US forces', aliases: { en: [], ar: ['القوات الأميركية'], fa: [] } })],
});
const alert: DigestAlert = {
  incident: 'i1',
  title: 'Rockets hit Taji',
  severity: 'high',
  state: 'open',
  openedAt: Date.parse('2020-03-25T10:00:00Z'),
  message: { server: '1', channel: '2', id: '3' },
};

describe('the text of a digest', () => {
  test('says how much happened, how grave it was and how sure it is', () => {
    const digest = aDigest({
      incidents: 3,
      developed: 2,
      confirmed: 1,
      unconfirmed: 2,
      bySeverity: [
        { severity: 'critical', count: 1 },
        { severity: 'low', count: 2 },
      ],
    });
    assert.equal(
      renderDigest(digest, pack, 'en').text,
      'Weekly digest – Everything\n' +
        '23 Mar 2020, 07:00 – 30 Mar 2020, 07:00 (Asia/Baghdad)\n' +
        '3 incidents: 1 critical, 2 low. 1 confirmed by independent outlets, 2 unconfirmed. ' +
        '2 earlier incidents developed further.',
    );
  });

  test('of a time in which nothing happened is one line, without counts or chart', () => {
    const quiet = aDigest({ incidents: 0, byType: [], byPlace: [], byActor: [], bySeverity: [] });
    for (const language of languages) {
      const { text, parts } = renderDigest(quiet, pack, language);
      assert.equal(text.split('\n').length, 1);
      assert.deepEqual(parts, []);
      assert.equal(drawDigest(quiet, pack, language), null);
    }
    assert.match(renderDigest(quiet, pack, 'en').text, /: no new incident for this watch\.$/u);
  });

  test('names types, places and actors in the language of the reader, where the pack has the name', () => {
    const lines = renderDigest(aDigest(), pack, 'ar').parts.flatMap((part) => part.lines);
    assert.deepEqual(lines, ['غارة جوية أو بمسيّرة: 1', 'baghdad: 1', 'القوات الأميركية: 1']);
  });

  test('links open alerts to their cards, and says how many there are', () => {
    const digest = aDigest({ open: [alert, { ...alert, title: 'Elsewhere', message: null }], openCount: 9 });
    const part = renderDigest(digest, pack, 'en').parts.at(-1);
    assert.equal(part?.heading, 'Open alerts (9)');
    assert.deepEqual(part?.lines[0], [
      { kind: 'text', text: 'High · ' },
      { kind: 'message', text: 'Rockets hit Taji', server: '1', channel: '2', message: '3' },
      { kind: 'text', text: ' · Open · ' },
      { kind: 'elapsed', at: alert.openedAt },
    ]);
    assert.equal(part?.lines.at(-1), '+7 more');
    assert.equal(part?.lines.length, 3);
  });

  test('parts many open alerts so that each field holds its own whole', () => {
    const open = Array.from({ length: 20 }, (_, place) => ({ ...alert, incident: `i${place}` }));
    const parts = renderDigest(aDigest({ open, openCount: 30 }), pack, 'en').parts.slice(3);
    assert.deepEqual(
      parts.map(({ heading, lines }) => [heading, lines.length]),
      [
        ['Open alerts (30)', 4],
        ['5–8', 4],
        ['9–12', 5],
      ],
    );
    assert.equal(parts.at(-1)?.lines.at(-1), '+18 more');
  });
});

describe('the chart of a digest', () => {
  const drawn = (language: Language, over = {}) => {
    const chart = drawDigest(aDigest(over), pack, language);
    assert.ok(chart !== null);
    return chart;
  };

  test('says in words what it shows', () => {
    assert.equal(
      drawn('en').alt,
      'Incidents a day, by severity: Mon 23: 0, Tue 24: 0, Wed 25: 1, Thu 26: 0, Fri 27: 0, Sat 28: 0, Sun 29: 0. ' +
        '1 incident: 1 high. By type: Air or drone strike 1. By place: baghdad 1. By actor: US forces 1.',
    );
  });

  test('is read from the right in Arabic and Persian: what stands left in English stands right there', () => {
    /** Where the bars of grave incidents stand; the first is the legend's sign. */
    const barOf = (language: Language) => {
      const rects = [
        ...drawn(language).svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"[^>]*fill="#e74c3c"/gu),
      ];
      const [, x, width] = rects.at(-1) ?? [];
      return { x: Number(x), width: Number(width) };
    };
    const titleOf = (language: Language) =>
      /<text x="([\d.]+)" [^>]*text-anchor="(\w+)"/u.exec(drawn(language).svg)?.slice(1);
    assert.deepEqual(titleOf('en'), ['32', 'start']);
    assert.deepEqual(titleOf('ar'), ['928', 'end']);
    assert.deepEqual(titleOf('fa'), ['928', 'end']);
    const [english, arabic] = [barOf('en'), barOf('ar')];
    assert.ok(Math.abs(english.x + english.width - (960 - arabic.x)) < 0.5);
  });

  test('is well-formed, bounded and within its sheet, whatever names and counts it is of', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.constant('</text><script>alert(1)</script>'),
      fc.constant('\u202e"&\'<>\u0000'),
    );
    const counts = fc.array(fc.record({ id: name, name, count: fc.nat(100_000) }), { maxLength: 12 });
    fc.assert(
      fc.property(counts, name, fc.nat(100_000), fc.constantFrom(...languages), (all, watchName, count, language) => {
        const part = { from: 0, count, bySeverity: { critical: count } };
        const over = { watchName, byType: all, byPlace: all, byActor: all, course: Array(9).fill(part) };
        const { svg, alt } = drawn(language, over);
        assert.ok(svg.length < 60_000, `${svg.length} characters`);
        assert.ok(alt.length < 40_000);
        const inner = svg.replace(/<\/?(?:svg|text|rect|line)\b[^<>]*>/gu, '');
        assert.doesNotMatch(inner, /[<>\p{Cc}]/u);
        const widths = [...svg.matchAll(/<rect x="([-\d.]+)" y="([-\d.]+)" width="([-\d.]+)" height="([-\d.]+)"/gu)];
        for (const [, x, y, width, height] of widths) {
          assert.ok([x, y, width, height].every((each) => Number(each) >= 0));
          assert.ok(Number(x) + Number(width) <= 960.1);
        }
      }),
      { numRuns: 60 },
    );
  });
});
