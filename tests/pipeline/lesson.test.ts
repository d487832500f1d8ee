import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadConfig } from '../../src/config/load.ts';
import type { Label } from '../../src/model.ts';
import { labelOf } from '../../src/pipeline/label.ts';
import { lessonsAt, lessonsOf, weightOf } from '../../src/pipeline/lesson.ts';
import { type Decided, openDecider } from '../../src/replay/decider.ts';
import { aLabel, dayMs, noon } from '../support/builders.ts';
import { lessonsStream, repeated } from '../support/lessons-stream.ts';

const { pack } = loadConfig({ env: {} });
const items = lessonsStream();
const first = Date.parse(items[0]?.published ?? '');

/** Decides the stream; the first so many alerts of the repeated false alarm are called that, by an analyst at once. */
function decideWith(presses: number, said: Partial<Pick<Label, 'isTeaching'>> = {}): ReadonlyMap<string, Decided> {
  const decider = openDecider(pack, first);
  const labels: Label[] = [];
  const decided = new Map<string, Decided>();
  for (const item of items) {
    const one = decider.decide(item);
    decided.set(item.id, one);
    const isPressed = labels.length < presses && repeated.includes(item.id) && one.verdict.decision === 'new';
    if (!isPressed || one.incident === null) continue;
    const by = { id: '1', name: 'Amal' };
    const says = { what: 'false-alarm', reason: 'exercise' } as const;
    labels.push(labelOf({ says, incident: one.incident, server: 'home', by, at: one.now, isTeaching: true, ...said }));
    decider.teach(labels);
  }
  return decided;
}
const untaught = decideWith(0);
const taught = decideWith(3);
const verdictOf = (decided: ReadonlyMap<string, Decided>, id: string) => decided.get(id)?.verdict;

test('without lessons, each word of the repeated false alarm alerts', () => {
  for (const id of repeated) assert.equal(verdictOf(untaught, id)?.decision, 'new', id);
});

test('three presses stop a repeated false alarm in whatever words it is told, and the reason names the lessons', () => {
  for (const id of repeated.slice(0, 3)) assert.equal(verdictOf(taught, id)?.decision, 'new', id);
  for (const id of repeated.slice(3)) {
    assert.equal(verdictOf(taught, id)?.decision, 'background', id);
    const reason = verdictOf(taught, id)?.reasons.find(({ code }) => code === 'taught');
    assert.match(reason?.detail ?? '', /^l-\w+, l-\w+, l-\w+ \(3\.0, 0\.\d\d: .*batteri/);
    assert.equal(taught.get(id)?.incident, null);
  }
});

test('nothing else of the stream is decided otherwise', () => {
  const sameDay = 'true-same-day'; // was folded into that day's false alarm
  for (const { id } of items) {
    if (repeated.includes(id) || id === sameDay) continue;
    const { decision, incident } = verdictOf(taught, id) ?? assert.fail(id);
    assert.deepEqual({ decision, incident }, { ...pick(verdictOf(untaught, id)) }, id);
  }
});
const pick = (verdict: Decided['verdict'] | undefined) => ({
  decision: verdict?.decision,
  incident: verdict?.incident,
});

test('a true attack that the same outlet tells on the same day is told, and no longer lost in the false alarm', () => {
  assert.equal(verdictOf(untaught, 'true-same-day')?.decision, 'duplicate');
  assert.equal(verdictOf(taught, 'true-same-day')?.decision, 'new');
  assert.equal(verdictOf(taught, 'true-drone')?.decision, 'new');
});

test('the very same words are told when somebody was harmed, and when another outlet says them', () => {
  for (const id of ['critical', 'wounded', 'other-outlet']) assert.equal(verdictOf(taught, id)?.decision, 'new', id);
});

test('two presses, or any number outside the operators’ server, hold nothing back', () => {
  for (const decided of [decideWith(2), decideWith(7, { isTeaching: false })])
    for (const { id } of items) assert.deepEqual(verdictOf(decided, id), verdictOf(untaught, id), id);
});

test('a lesson counts in full for 90 days, then less each day, and for nothing after 180', () => {
  const at = (days: number) => weightOf({ at: noon }, noon + days * dayMs);
  assert.deepEqual([-1, 0, 90, 135, 180, 400].map(at), [1, 1, 1, 0.5, 0, 0]);
});

test('what was taken back, or teaches nobody, is no lesson', () => {
  const label = aLabel();
  assert.equal(lessonsOf([label]).falseAlarms.size, 1);
  assert.equal(lessonsOf([{ ...label, revokedAt: noon }]).falseAlarms.size, 0);
  assert.equal(lessonsOf([{ ...label, isTeaching: false }]).falseAlarms.size, 0);
});

test('lessons are asked for as they were: given before, and not yet taken back', () => {
  const label = aLabel({ at: noon, revokedAt: noon + dayMs });
  assert.equal(lessonsAt([label], noon - 1).falseAlarms.size, 0);
  assert.equal(lessonsAt([label], noon).falseAlarms.size, 1);
  assert.equal(lessonsAt([label], noon + dayMs).falseAlarms.size, 0);
});
