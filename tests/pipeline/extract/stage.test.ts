import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportOf } from './reading.ts';

const stages: readonly (readonly [title: string, stage: string, language?: 'ar' | 'fa'])[] = [
  ['Two drones shot down near Ain al-Asad base', 'attempted'],
  ['US forces down two drones over Ain al-Asad base', 'attempted'],
  ['Drone attack on Ain al-Asad base intercepted', 'attempted'],
  ['إسقاط طائرتين مسيرتين قرب قاعدة عين الأسد', 'attempted', 'ar'],
  ['Rockets rain down near Ain al-Asad base', 'accomplished'],
  ['Rockets come down by the US embassy in Baghdad', 'accomplished'],
  ['صاروخ يسقط في محيط السفارة الأميركية ببغداد', 'accomplished', 'ar'],
  ['US air strike destroys Kataib Hezbollah drone depot in Iraq', 'accomplished'],
  ['Iran shoots down US drone over the Strait of Hormuz', 'accomplished'],
  ['Trump threatens Iran with force over attacks in Iraq', 'threatened'],
];

test('what was shot down on its way hit nothing; what fell or was destroyed did', () => {
  for (const [title, stage, language = 'en'] of stages)
    assert.equal(reportOf(title, '', { language }).stage, stage, title);
});
