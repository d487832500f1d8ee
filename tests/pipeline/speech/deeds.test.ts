import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actions, alertEvents } from '../../../src/model.ts';
import { deedSpeech } from '../../../src/pipeline/speech/deeds.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';

const english = (who: string | null, action: string, detail: string) => plainLine(deedSpeech.en(who, action, detail));
const arabic = (who: string | null, action: string, detail: string) => plainLine(deedSpeech.ar(who, action, detail));

test('each deed is told as a sentence, with what was said of it', () => {
  const told: readonly (readonly [action: string, detail: string, sentence: string])[] = [
    ['acknowledge', 'open → acknowledged', 'Amal acknowledged it'],
    ['assign', 'open → open: to Ben (7) (700)', 'Amal assigned it to Ben (7)'],
    ['note', 'resolved → resolved: called: Erbil → Taji', 'Amal noted: “called: Erbil → Taji”'],
    ['resolve', 'open → resolved: settled', 'Amal resolved it: settled'],
    ['resolve', 'open → resolved', 'Amal resolved it'],
    ['merge', 'open → merged, i-2 “Raid”: the same', 'Amal merged it into another: i-2 “Raid”: the same'],
    ['false-alarm', 'open → false-alarm: exercise', 'Amal marked it as a false alarm: an exercise'],
    ['false-alarm', 'open → false-alarm: other, a film set', 'Amal marked it as a false alarm: other, a film set'],
  ];
  for (const [action, detail, sentence] of told) assert.equal(english('Amal', action, detail), sentence);
  assert.deepEqual(deedSpeech.en('Amal', 'snooze', 'open → snoozed: until 2026-03-08T12:00:00.000Z'), [
    { kind: 'text', text: 'Amal snoozed it until ' },
    { kind: 'moment', at: Date.parse('2026-03-08T12:00:00Z') },
  ]);
});

test('what the program did names nobody, and says whether the alert is open again', () => {
  assert.equal(english(null, 'worsen', 'acknowledged → open'), 'open again: it got worse');
  assert.equal(english(null, 'worsen', 'open → open'), 'it got worse');
  assert.equal(english(null, 'paged', 'Amal, on call in Officers'), 'called: Amal, on call in Officers');
  assert.equal(arabic(null, 'lapse', 'acknowledged → open'), 'فُتح من جديد: لم يؤكد أحد متابعته');
  assert.equal(arabic('أمل', 'false-alarm', 'open → false-alarm: satire'), 'أمل: إنذار كاذب: محتوى ساخر');
});

test('no deed is told by the program’s own word for it', () => {
  for (const action of [...actions, ...alertEvents]) {
    assert.doesNotMatch(english('Amal', action, 'open → open'), /→|:$/u, action);
    assert.doesNotMatch(arabic('أمل', action, 'open → open'), /[a-z]|→/u, action);
  }
});

test('what no sentence is known for is told as it stands', () => {
  assert.equal(english('Amal', 'setup', 'x → y'), 'Amal: setup (x → y)');
  assert.equal(english(null, 'toString', ''), 'Watchfloor: toString');
});
