import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Change, Incident, Language } from '../../../src/model.ts';
import { renderNotice } from '../../../src/pipeline/render/notice.ts';
import { newsOf } from '../../../src/pipeline/summarise/news.ts';
import { anActor, anIncident, anOutlet, aPack, aReport } from '../../support/builders.ts';

const small = aPack();
const pack = aPack({
  outlets: [
    anOutlet({ id: 'reuters', name: 'Reuters', country: 'GB' }),
    anOutlet({ id: 'ina', name: 'INA', country: 'IQ', stateAffiliated: true }),
    anOutlet({ id: 'sabereen', name: 'Sabereen', country: 'IQ' }),
  ],
  actors: [
    ...small.actors,
    anActor({ id: 'saraya', name: 'Saraya Awliya al-Dam', aliases: { en: [], ar: ['سرايا أولياء الدم'], fa: [] } }),
    anActor({ id: 'iran', name: 'Iran', kind: 'state', aliases: { en: [], ar: ['إيران'], fa: ['ایران'] } }),
  ],
});
const told = (changes: readonly Partial<Change>[], language: Language = 'en', incident: Incident = anIncident()) =>
  renderNotice(
    newsOf(
      incident,
      changes.map((change) => ({ what: 'outlet', detail: '', article: 'a', ...change })),
      pack,
    ),
    language,
  );

const killed = {
  what: 'casualties',
  differences: [{ fact: 'killed', before: '3', after: '11' }],
  outlets: ['reuters', 'sabereen'],
} as const;
const claim = { what: 'claim', actors: ['saraya'], outlets: ['sabereen'] } as const;
const denial = { what: 'denial', actors: ['iran'], outlets: ['sabereen'] } as const;

test('an update is told as what is otherwise than before, outlets where they are others than before', () => {
  assert.equal(
    told([claim, denial, killed]),
    'Killed 3 → 11 (Reuters, Sabereen); claim: Saraya Awliya al-Dam (Sabereen); denied by Iran',
  );
});

test('the same is told in Arabic and Persian, with the names that the pack has', () => {
  assert.equal(
    told([killed, claim, denial], 'ar'),
    'القتلى 3 ← 11 (Reuters، Sabereen)؛ تبنٍّ: سرايا أولياء الدم (Sabereen)؛ نفي من إيران',
  );
  assert.equal(told([killed, denial], 'fa'), 'کشته‌ها 3 ← 11 (Reuters، Sabereen)؛ تکذیب از سوی ایران (Sabereen)');
});

test('a severity is told first and with its rule while it stands, without it when it does not', () => {
  const severity = {
    what: 'severity',
    differences: [{ fact: 'severity', before: 'elevated', after: 'high' }],
    outlets: ['reuters'],
  } as const;
  const reports = [aReport({ killed: 2 }), aReport({ article: 'b', outlet: 'ina', killed: 2 })];
  const facts = { killed: 2, severity: 'high', families: ['ina', 'wire'], actors: [] } as const;
  const dead = anIncident({
    reports: reports.map((report) => ({ ...report, actors: [], place: 'baghdad' })),
    facts: { ...facts, place: 'baghdad' },
  });
  assert.equal(told([killed, severity], 'en', dead).split('; ')[0], 'Elevated → high: people were killed');
  assert.equal(told([severity], 'en', anIncident({ facts: { severity: 'critical' } })), 'Elevated → high');
});

test('state media are marked, a place and a doer told before and after', () => {
  const place = { what: 'place', differences: [{ fact: 'place', before: 'baghdad', after: 'green-zone' }] } as const;
  assert.equal(told([{ ...place, outlets: ['ina'] }]), 'Place baghdad → green-zone (INA [state, Iraq])');
  assert.equal(
    told([{ what: 'actor', actors: ['kataib-hezbollah'], outlets: ['reuters'] }]),
    'By: unknown → kataib-hezbollah (Reuters)',
  );
  assert.equal(
    told([{ what: 'casualties', differences: [{ fact: 'killed', before: null, after: '1' }], outlets: ['ina'] }]),
    'Killed: 1 (INA [state, Iraq])',
  );
});

test('who is named first by claiming it is told to claim it, once, and not to have done it', () => {
  const actors = [
    { actor: 'saraya', role: 'claimant' },
    { actor: 'kataib-hezbollah', role: 'agent' },
  ] as const;
  const incident = anIncident({ reports: [aReport({ article: 'a' }), aReport({ article: 'b', actors })] });
  const named = { what: 'actor', article: 'b', actors: ['saraya'], outlets: ['sabereen'] } as const;
  assert.equal(told([named], 'en', incident), 'Claim: Saraya Awliya al-Dam (Sabereen)');
  assert.equal(told([named], 'ar', incident), 'تبنٍّ: سرايا أولياء الدم (Sabereen)');
  assert.equal(told([named], 'fa', incident), 'پذیرش مسئولیت: Saraya Awliya al-Dam (Sabereen)');
  assert.equal(
    told(
      [
        { ...named, article: 'b~1' },
        { ...claim, article: 'b~1' },
      ],
      'en',
      incident,
    ),
    'Claim: Saraya Awliya al-Dam (Sabereen)',
  );
  assert.equal(
    told([{ ...named, actors: ['kataib-hezbollah', 'saraya'] }], 'en', incident),
    'By: unknown → kataib-hezbollah (Sabereen); claim: Saraya Awliya al-Dam',
  );
});

test('who confirms is told with how many stand behind it now', () => {
  const reports = [aReport({ outlet: 'reuters' }), aReport({ article: 'b', outlet: 'ina' })];
  const incident = anIncident({ reports, facts: { families: ['ina', 'reuters'] } });
  assert.equal(
    told([{ what: 'confirmed', outlets: ['ina'] }], 'en', incident),
    'Confirmed by INA [state, Iraq]: 2 independent (1 state: Iraq)',
  );
});

test('an outlet that was named already is not told of again as another outlet', () => {
  assert.equal(
    told([
      { what: 'reaction', actors: ['iran'], outlets: ['ina'] },
      { what: 'outlet', outlets: ['ina'] },
    ]),
    'Reaction from Iran (INA [state, Iraq])',
  );
  assert.equal(told([{ what: 'outlet', outlets: ['ina'] }]), 'Also reported by INA [state, Iraq]');
});

test('a correction names who corrects, and a report that is taken back who takes it back', () => {
  const correction = { outlet: 'reuters', article: 'a~1', at: 0, differences: [], isWithdrawn: false };
  const incident = anIncident({ corrections: [correction] });
  const corrected = {
    what: 'casualties',
    article: 'a~1',
    differences: [{ fact: 'killed', before: '11', after: '3' }],
    outlets: ['reuters'],
  } as const;
  assert.equal(told([corrected], 'en', incident), 'Killed 11 → 3 (corrected by Reuters)');
  assert.equal(
    told([{ what: 'revision', outlets: ['ina'], isWithdrawn: true }]),
    'Report withdrawn by INA [state, Iraq]',
  );
  assert.equal(told([{ what: 'revision', outlets: ['ina'] }]), 'Report revised by INA [state, Iraq]');
});

test('who is named first by being blamed is told of once, and a headline stands for a speaker who is not known', () => {
  const named = { what: 'actor', actors: ['iran'], outlets: ['reuters'] } as const;
  const blamed = { what: 'blame', actors: ['iran'], by: [], outlets: ['reuters'] } as const;
  assert.equal(told([named, blamed]), 'By: unknown → Iran (Reuters)');
  assert.equal(
    told([{ what: 'denial', actors: [], detail: 'Commander: fire was accidental', outlets: ['reuters'] }]),
    'Denial: Commander: fire was accidental (Reuters)',
  );
});

test('what an older version of the program stored is still told', () => {
  const older = (what: Change['what'], detail: string, language: Language) => told([{ what, detail }], language);
  assert.equal(older('severity', 'elevated → high', 'en'), 'Severity changed: Elevated → High');
  assert.equal(older('casualties', 'killed: unknown → 3', 'ar'), 'تعديل في حصيلة الضحايا: القتلى: غير معروف → 3');
  assert.equal(older('blame', 'Killed by high', 'fa'), 'اتهام: Killed by high');
});

test('whatever changed, a notice is one line of bounded length that says how much it leaves out', () => {
  const whats = ['outlet', 'claim', 'denial', 'blame', 'actor', 'place', 'revision', 'confirmed', 'severity'] as const;
  const anyChange = fc.record({
    what: fc.constantFrom(...whats),
    detail: fc.string({ maxLength: 600, unit: 'grapheme' }),
    actors: fc.array(fc.string({ maxLength: 300 }), { maxLength: 4 }),
    by: fc.constant(['iran']),
    outlets: fc.array(fc.string({ maxLength: 300 }), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(
      fc.array(anyChange, { minLength: 1, maxLength: 20 }),
      fc.constantFrom<Language>('en', 'ar', 'fa'),
      (changes, language) => {
        const text = told(changes, language);
        assert.ok(text.length > 0 && text.length <= 8 * 203 + 20, `${text.length}`);
        assert.doesNotMatch(text, /[\n\r]/u);
        if (changes.length > 8) assert.match(text, new RegExp(`\\+${changes.length - 8} `, 'u'));
      },
    ),
  );
});
