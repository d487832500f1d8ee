import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actions, alertEvents, type EscalationStep } from '../../../src/model.ts';
import { escalate, startEscalation } from '../../../src/pipeline/escalate.ts';
import { deedSpeech } from '../../../src/pipeline/speech/deeds.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';

import { aPolicy } from '../../jobs/support/on-call.ts';
import { anAlert, anIncident, noon } from '../../support/builders.ts';

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

/** What the audit log says of a policy whose steps are all due at once. */
function saidOf(steps: readonly EscalationStep[], channels: readonly string[] = ['alerts']): readonly string[] {
  const input = {
    alert: anAlert({ openedAt: noon, changedAt: noon }),
    incident: anIncident(),
    policies: [aPolicy({ id: 'night', steps, repeat: 0 })],
    onCall: (rota: string) => (rota === 'empty' ? null : { id: '7', name: 'Chen' }),
    comesOnAt: () => null,
    channels,
    now: noon,
  };
  const alert = { ...input.alert, escalation: startEscalation(input) };
  const { escalation, said } = escalate({ ...input, alert, now: noon + 3_600_000 });
  return [...said, ...escalate({ ...input, alert: { ...alert, escalation }, now: noon + 9 * 3_600_000 }).said];
}

test('whom a policy called, and why nobody was, is told in the language that is asked for', () => {
  const weekdays = [1, 2, 3, 4, 5, 6, 7];
  const night = { weekdays, from: '00:00', to: '00:01', timeZone: 'UTC' };
  const details = [
    ...saidOf([
      { do: 'notify-on-call', rota: 'watch', by: 'thread', onlyIn: null },
      { do: 'notify-on-call', rota: 'empty', by: 'direct', onlyIn: null },
      { do: 'notify-on-call', rota: 'watch', by: 'direct', onlyIn: night },
      { do: 'notify-person', person: { id: '8', name: 'Dana, on call' }, by: 'direct', onlyIn: null },
      { do: 'notify-role', role: '9', by: 'channel', onlyIn: null },
      { do: 'webhook', webhook: 'pager', onlyIn: null },
    ]),
    ...saidOf([{ do: 'notify-role', role: '9', by: 'channel', onlyIn: null }], []).slice(0, 1),
    'policy night begins',
    'policy night goes on: the clock was put back',
    'policy night does not exist any more',
  ];
  assert.deepEqual(
    details.map((detail) => arabic(null, 'paged', detail)),
    [
      'استدعاء: Chen، المناوب في «watch»، في السلسلة',
      'تصعيد: لا أحد في المناوبة في «empty»',
      'تصعيد: الخطوة 3 خارج ساعاتها',
      'استدعاء: Dana, on call، برسالة خاصة',
      'استدعاء: الدور @9، في القناة',
      'استدعاء: webhook «pager»',
      'تصعيد: لم يستجب أحد للسياسة «night»، فأُبلغت قناة المشغّلين',
      'استدعاء: الدور @9، في قناة المشغّلين',
      'تصعيد: بدأت السياسة «night»',
      'تصعيد: تستمر السياسة «night» بعد إرجاع الساعة إلى الوراء',
      'تصعيد: لم تعد السياسة «night» موجودة',
    ],
  );
  assert.deepEqual(
    details.slice(0, 3).map((detail) => english(null, 'paged', detail)),
    [
      'called: Chen, on call in watch, in the thread',
      'escalation: nobody is on call in rota empty',
      'escalation: step 3 is outside its hours',
    ],
  );
});
