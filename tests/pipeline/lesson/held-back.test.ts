import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { array, assert as check, constantFrom, nat, property, record, uniqueArray } from 'fast-check';
import { loadConfig } from '../../../src/config/load.ts';
import type { Label, Report } from '../../../src/model.ts';
import { countTerms, noTerms } from '../../../src/pipeline/assign/terms.ts';
import { assign, emptyIndex, withLessons } from '../../../src/pipeline/assign.ts';
import { compilePack, extract } from '../../../src/pipeline/extract.ts';
import { labelOf } from '../../../src/pipeline/label.ts';
import { heldBackBy, taughtReason } from '../../../src/pipeline/lesson/held-back.ts';
import { lessonsOf } from '../../../src/pipeline/lesson.ts';
import { articleOf } from '../../../src/replay/article.ts';
import { readLabelled } from '../../../src/replay/labels.ts';
import { anArticle, anIncident, aPack, aReport, dayMs, noon } from '../../support/builders.ts';
import { root } from '../../support/launch.ts';

const words = (...said: readonly string[]): Report['terms'] => Object.fromEntries(said.map((word) => [word, 1]));
const drill = { terms: words('weekly', 'firing', 'battery', 'embassy', 'karrada') };
const by = { id: '1', name: 'Amal' };

/** A false alarm by an incident of its own. */
function lesson(id: number, said: Partial<Report> = {}, at = noon): Label {
  const report = aReport({ article: `taught-${id}`, ...drill, ...said });
  const incident = anIncident({ id: `i-taught-${id}`, reports: [report] });
  return labelOf({
    says: { what: 'false-alarm', reason: 'exercise' },
    incident,
    server: 'home',
    by,
    at,
    isTeaching: true,
  });
}
const three = [lesson(1), lesson(2), lesson(3)];
const judge = (labels: readonly Label[], said: Partial<Report> = {}, now = noon) =>
  heldBackBy(lessonsOf(labels), aReport({ ...drill, ...said }), noTerms(), now);

test('three lessons on the same words by the same outlet hold a report back', () => {
  const held = judge(three);
  assert.deepEqual([...(held?.labels ?? [])].sort(), three.map(({ id }) => id).sort());
  assert.equal(held?.likeness, 1);
  assert.equal(held?.strength, 3);
  assert.match(taughtReason(held ?? assert.fail()).detail, /\(3\.0, 1\.00: battery embassy firing karrada weekly\)$/);
});

test('a report goes its way where anything sets it apart', () => {
  const passes: readonly (readonly [string, Partial<Report>])[] = [
    ['another outlet', { outlet: 'daily' }],
    ['other words', { terms: words('rocket', 'airport', 'guard', 'police', 'night') }],
    ['half of the phrase', { terms: words('weekly', 'firing', 'embassy', 'rocket', 'guard', 'night') }],
    ['another kind of event', { subEvent: 'Air/drone strike' }],
    ['another weapon', { weapon: 'drone' }],
    ['another stage', { stage: 'threatened' }],
    ['killed', { killed: 1 }],
    ['wounded', { wounded: 1 }],
  ];
  for (const [what, said] of passes) assert.equal(judge(three, said), null, what);
  assert.notEqual(judge(three, { weapon: null, killed: 0, wounded: 0 }), null);
});

test('two servers that call one incident false are one lesson', () => {
  const twice = three.slice(0, 2).flatMap((label) => [label, { ...label, id: `${label.id}-again` }]);
  assert.equal(judge(twice), null);
});

test('lessons that faded count less: three are too few then, more may do', () => {
  const later = noon + 135 * dayMs;
  assert.equal(judge(three, {}, later), null);
  assert.notEqual(
    judge(
      [1, 2, 3, 4, 5].map((id) => lesson(id)),
      {},
      later,
    ),
    null,
  );
  assert.equal(
    judge(
      Array.from({ length: 50 }, (_, id) => lesson(id)),
      {},
      noon + 181 * dayMs,
    ),
    null,
  );
});

test('one lesson taken back of three brings the report back', () => {
  const [one, ...others] = three;
  assert.equal(judge([{ ...(one ?? assert.fail()), revokedAt: noon }, ...others]), null);
});

const vocabulary = ['weekly', 'firing', 'battery', 'embassy', 'karrada', 'guns', 'noise', 'test'];
const anyTerms = uniqueArray(constantFrom(...vocabulary), { minLength: 1 }).map((said) => words(...said));
const anyLesson = record({
  id: nat(40),
  outlet: constantFrom('wire', 'daily'),
  terms: anyTerms,
  killed: constantFrom(null, 0, 30),
  stage: constantFrom('accomplished' as const, 'attempted' as const),
  weapon: constantFrom(null, 'rocket', 'drone'),
});
const anyLabels = array(anyLesson, { maxLength: 60 }).map((all) => all.map(({ id, ...said }) => lesson(id, said)));
const pack = aPack();
const decide = (labels: readonly Label[], said: Partial<Report>) =>
  assign(withLessons(emptyIndex({ pack }), lessonsOf(labels)), anArticle(), aReport({ ...drill, ...said }), noon)
    .verdict;

test('whatever was taught, what may be critical is told', () => {
  check(
    property(anyLabels, anyTerms, constantFrom(10, 30), (labels, terms, killed) => {
      assert.equal(decide(labels, { terms, killed }).decision, 'new');
    }),
  );
  const deadly = [1, 2, 3].map((id) => lesson(id, { killed: 30 }));
  assert.equal(judge(deadly, { killed: 30 })?.likeness, 1, 'the words alone would hold it back');
  assert.equal(decide(deadly, { killed: 30 }).decision, 'new');
  assert.equal(decide(deadly, { wounded: 3 }).decision, 'background', 'what cannot be critical is held back');
});

test('the same words are news at a place that no lesson told of, and not at one around or beside theirs', () => {
  const atEmbassy = [1, 2, 3].map((id) => lesson(id, { place: 'green-zone' }));
  for (const [place, decision] of [
    ['green-zone', 'background'],
    ['baghdad', 'background'],
    [null, 'background'],
    ['ain-al-asad', 'new'],
    ['camp-taji', 'new'],
  ] as const)
    assert.equal(decide(atEmbassy, { place }).decision, decision, place ?? 'nowhere');
  const somewhere = [1, 2, 3].map((id) => lesson(id, { place: null }));
  assert.equal(decide(somewhere, { place: 'camp-taji' }).decision, 'new');
});

test('whatever was taught, no outlet, actor or place is silenced by itself', () => {
  const others = uniqueArray(constantFrom('airport', 'police', 'convoy', 'night', 'soldier', 'camp'), { minLength: 1 });
  check(
    property(anyLabels, others, (labels, said) => {
      assert.equal(decide(labels, { terms: { ...words(...said), '#camp-taji': 3, '#us-forces': 3 } }).decision, 'new');
    }),
  );
});

test('whatever one outlet’s false alarms taught, another outlet is heard', () => {
  check(
    property(anyLabels, anyTerms, (labels, terms) => {
      assert.equal(decide(labels, { terms, outlet: 'state-tv' }).decision, 'new');
    }),
  );
});

test('fewer than three false alarms never hold anything back', () => {
  check(
    property(anyLabels, anyTerms, (labels, terms) => {
      const kept = new Set([...new Set(labels.map(({ incident }) => incident))].slice(0, 2));
      const few = labels.filter(({ incident }) => kept.has(incident));
      assert.equal(decide(few, { terms }).decision, 'new');
    }),
  );
});

test('were all other incidents of an outlet called false, no event of the bundled news would be held back', () => {
  const { pack: shipped } = loadConfig({ env: {} });
  const compiled = compilePack(shipped);
  const counts = noTerms();
  const events = ['2020-2022', '2020-2026', '2023-2024', '2023-2026'].flatMap((stream) =>
    readLabelled(join(root, 'tests/fixtures/streams', stream)).flatMap(({ item, incident }) => {
      const report = extract(articleOf(shipped, item), compiled);
      return report.relevance === 'event' && incident !== null ? [{ report, incident }] : [];
    }),
  );
  for (const { report } of events) countTerms(counts, report, 1);
  const said = {
    server: 'home',
    by,
    at: noon,
    isTeaching: true,
    says: { what: 'false-alarm', reason: 'other' },
  } as const;
  const labels = events.map(({ report, incident }, at) => {
    const label = labelOf({ ...said, incident: anIncident({ id: `i-${at}`, reports: [report] }) });
    return { label: { ...label, incident }, incident, outlet: report.outlet };
  });
  assert.ok(events.length > 150);
  for (const { report, incident } of events) {
    const others = labels
      .filter((each) => each.incident !== incident && each.outlet === report.outlet)
      .map(({ label }) => label);
    assert.equal(heldBackBy(lessonsOf(others), report, counts, noon), null, report.title);
  }
});
