import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Language, SourceName } from '../../../src/model.ts';
import { glance, sourceLabel } from '../../../src/pipeline/render/source.ts';

const reuters: SourceName = { name: 'Reuters', stateAffiliated: false, country: 'GB' };
const irna: SourceName = { name: 'IRNA', stateAffiliated: true, country: 'IR' };
const ina: SourceName = { name: 'INA', stateAffiliated: true, country: 'IQ' };
const unknown: SourceName = { name: 'A blog', stateAffiliated: false, country: null };
const none = { count: 0, countries: [] };

const table: readonly [string, Parameters<typeof glance>[0], Readonly<Record<Language, string>>][] = [
  [
    'one of state media',
    { outlets: [irna], familiesCount: 1, stateFamilies: { count: 1, countries: ['IR'] } },
    { en: '1 outlet (state, Iran)', ar: 'وسيلة واحدة (حكومية، إيران)', fa: '1 رسانه (دولتی، ایران)' },
  ],
  [
    'one of nobody knows where',
    { outlets: [unknown], familiesCount: 1, stateFamilies: none },
    { en: '1 outlet', ar: 'وسيلة واحدة', fa: '1 رسانه' },
  ],
  [
    'several of which one reports for itself, and that is a state',
    { outlets: [reuters, irna], familiesCount: 1, stateFamilies: { count: 1, countries: ['IR'] } },
    {
      en: '2 outlets, 1 independent (state, Iran)',
      ar: 'وسيلتان، مصدر مستقل واحد (حكومية، إيران)',
      fa: '2 رسانه، 1 منبع مستقل (دولتی، ایران)',
    },
  ],
  [
    'independent ones, two of them states',
    { outlets: [reuters, irna, ina, unknown], familiesCount: 4, stateFamilies: { count: 2, countries: ['IR', 'IQ'] } },
    {
      en: '4 independent (2 state: Iran, Iraq)',
      ar: '4 مصادر مستقلة (اثنان منها حكوميان: إيران، العراق)',
      fa: '4 منبع مستقل (2 دولتی: ایران، عراق)',
    },
  ],
  [
    'two independent ones',
    { outlets: [reuters, unknown], familiesCount: 2, stateFamilies: none },
    { en: '2 independent', ar: 'مصدران مستقلان', fa: '2 منبع مستقل' },
  ],
];
for (const [name, summary, expected] of table)
  test(`what stands behind an incident is told at a glance: ${name}`, () => {
    for (const language of ['en', 'ar', 'fa'] as const) assert.equal(glance(summary, language), expected[language]);
  });

test('nothing stands behind what no outlet told', () => {
  assert.equal(glance({ outlets: [], familiesCount: 0, stateFamilies: none }, 'en'), '');
});

test('an outlet is named with its country where that is asked for, and always where a state speaks', () => {
  assert.equal(sourceLabel(reuters, 'en'), 'Reuters');
  assert.equal(sourceLabel(reuters, 'en', true), 'Reuters (UK)');
  assert.equal(sourceLabel(irna, 'en'), 'IRNA (state, Iran)');
  assert.equal(sourceLabel({ ...irna, isWithdrawn: true }, 'ar'), 'IRNA (حكومية، إيران، سُحب)');
  assert.equal(sourceLabel({ ...reuters, country: '<@1>' }, 'en', true), 'Reuters');
});
