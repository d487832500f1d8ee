import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examplesMax, falseAlarmReasons } from '../../src/model.ts';
import { act, knownOf, openAlert } from '../../src/pipeline/alert.ts';
import { labelOf, labelOfChange } from '../../src/pipeline/label.ts';
import { anIncident, aReport, dayMs, noon } from '../support/builders.ts';

const amal = { id: '1', name: 'Amal' };
const incident = anIncident();
const said = { incident, server: 'home', by: amal, at: noon, isTeaching: true };

function marked() {
  const before = openAlert(incident, 'home', noon);
  const by = { who: amal, now: noon + 1, known: knownOf(incident) };
  const after = act(before, { what: 'false-alarm', reason: 'exercise' }, by);
  assert.ok(after);
  return { before, after };
}

test('a false alarm is remembered with its reason, its articles and what they look like', () => {
  const report = aReport({
    sentences: ['Guns at the embassy', 'The guns were tested'],
    evidence: [{ fact: 'event', value: 'rocket-attack', sentence: 1 }],
    wounded: 2,
  });
  const label = labelOf({
    ...said,
    incident: anIncident({ reports: [report] }),
    says: { what: 'false-alarm', reason: 'exercise' },
  });
  assert.deepEqual(label.says, { what: 'false-alarm', reason: 'exercise' });
  assert.deepEqual(label.articles, ['article-1']);
  const [example] = label.examples;
  assert.equal(example?.phrase, 'The guns were tested');
  assert.equal(example?.outlet, 'wire');
  assert.equal(example?.isDeadly, true);
  assert.deepEqual(Object.keys(example?.words ?? {}).sort(), ['base', 'camp', 'rocket', 'taji'], 'names are no words');
});

test('what was told twice, or wrongly, did happen: that teaches nobody to hold the like of it back', () => {
  const taught = falseAlarmReasons.filter(
    (reason) => labelOf({ ...said, says: { what: 'false-alarm', reason } }).isTeaching,
  );
  assert.deepEqual(taught, ['background', 'off-topic', 'exercise', 'satire', 'other']);
});

test('the same said twice on one server is one label, of another server another; neither tells the server', () => {
  const says = { what: 'false-alarm', reason: 'satire' } as const;
  const once = labelOf({ ...said, says });
  assert.equal(labelOf({ ...said, at: noon + dayMs, says }).id, once.id);
  const elsewhere = labelOf({ ...said, server: 'away', says });
  assert.notEqual(elsewhere.id, once.id);
  assert.doesNotMatch(elsewhere.id, /away/);
});

test('examples show each outlet before any outlet twice, and no text that was let go', () => {
  const reports = Array.from({ length: 30 }, (_, at) =>
    aReport({ article: `a${at}`, outlet: at < 20 ? 'wire' : `outlet-${at}`, ...(at === 0 ? { terms: {} } : {}) }),
  );
  const { examples, articles } = labelOf({
    ...said,
    incident: anIncident({ reports }),
    says: { what: 'false-alarm', reason: 'other' },
  });
  assert.equal(articles.length, 30);
  assert.equal(examples.length, examplesMax);
  assert.equal(new Set(examples.map(({ outlet }) => outlet)).size, examplesMax);
  assert.ok(!examples.some(({ article }) => article === 'a0'));
});

test('of two incidents both sides are shown, and a report stands on one of them', () => {
  const moved = aReport({ article: 'moved', outlet: 'daily' });
  const other = anIncident({ id: 'i-other', reports: [aReport(), moved] });
  const label = labelOf({
    ...said,
    incident: anIncident({ id: 'i-moved', reports: [moved] }),
    other,
    says: { what: 'other', incident: 'i-other' },
  });
  assert.deepEqual(label.articles, ['moved']);
  assert.deepEqual(
    label.besides.map(({ article }) => article),
    ['article-1'],
  );
});

test('an alert that is called a false alarm gives a label, and takes it back when it is reopened', () => {
  const { before, after } = marked();
  const label = labelOfChange({ before, after }, { incident, isTeaching: true });
  assert.deepEqual(label?.says, { what: 'false-alarm', reason: 'exercise' });
  assert.equal(label?.by.name, 'Amal');
  assert.equal(label?.revokedAt, null);
  const reopened = act(after, { what: 'reopen' }, { who: null, now: noon + 2, known: knownOf(incident) });
  assert.ok(reopened);
  const back = labelOfChange({ before: after, after: reopened }, { incident, isTeaching: true });
  assert.equal(back?.id, label?.id);
  assert.equal(back?.revokedAt, noon + 2);
  assert.equal(back?.by.name, 'Amal', 'who said it, not who reopened');
});

test('a note, an acknowledgement or a resolution says nothing of the matching', () => {
  const { before, after } = marked();
  const by = { who: amal, now: noon, known: knownOf(incident) };
  for (const deed of [{ what: 'acknowledge' }, { what: 'resolve' }] as const) {
    const done = act(before, deed, by);
    assert.ok(done);
    assert.equal(labelOfChange({ before, after: done }, { incident, isTeaching: true }), null);
  }
  const noted = act(after, { what: 'note', text: 'seen' }, by);
  assert.ok(noted);
  assert.equal(labelOfChange({ before: after, after: noted }, { incident, isTeaching: true }), null);
});
