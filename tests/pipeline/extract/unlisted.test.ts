import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Article } from '../../../src/model.ts';
import { reportOf } from './reading.ts';

const unlistedIn = (title: string, summary: string, language: Article['language'] = 'en'): string[] =>
  reportOf(title, summary, { language })
    .actors.filter(({ actor }) => actor.startsWith('unlisted:'))
    .map(({ actor, role }) => `${actor} ${role}`);

test('a group that the pack does not know is a party by the name it gives itself', () => {
  const title = 'Unknown group claims responsibility for rockets at US embassy in Baghdad';
  const name = 'unlisted:Sons of the Two Rivers claimant';
  assert.deepEqual(unlistedIn(title, 'A group calling itself "Sons of the Two Rivers" said on Wednesday it did it.'), [
    name,
  ]);
  assert.deepEqual(unlistedIn(title, 'A little-known militia, Sons of the Two Rivers, claimed the attack.'), [name]);
  assert.deepEqual(unlistedIn(title, 'A faction known as the Sons of the Two Rivers claimed the attack.'), [name]);
  const arabic = 'تبنت جماعة تطلق على نفسها "أبناء الرافدين" الهجوم على السفارة الأميركية في بغداد.';
  assert.deepEqual(unlistedIn('جماعة تتبنى قصف السفارة الأميركية', arabic, 'ar'), ['unlisted:أبناء الرافدين claimant']);
  const persian = 'گروهی موسوم به «فرزندان رافدین» حمله راکتی به سفارت آمریکا در بغداد را بر عهده گرفت.';
  const found = unlistedIn('حمله راکتی به سفارت آمریکا در بغداد', persian, 'fa');
  assert.deepEqual(found, ['unlisted:فرزندان رافدین claimant']);
});

test('what is called as such groups are is one', () => {
  const struck = 'US jets struck a depot of Saraya Ahl al-Bayt in Anbar on Wednesday, the Pentagon said.';
  assert.deepEqual(unlistedIn('US bombs depot in western Iraq', struck), ['unlisted:Saraya Ahl al-Bayt target']);
  const arabic = 'نفذت سرايا أهل البيت الهجوم على السفارة الأميركية في بغداد الأربعاء.';
  assert.deepEqual(unlistedIn('هجوم على السفارة الأميركية في بغداد', arabic, 'ar'), ['unlisted:سرايا أهل البيت agent']);
  assert.deepEqual(unlistedIn('هجوم على السفارة الأميركية', 'توعدت الكتائب بمواصلة العمليات.', 'ar'), []);
});

test('a group of the pack is told by its own id, and no other name is taken for a group', () => {
  const known = reportOf(
    'Group claims rockets at US embassy',
    'A group calling itself Ashab al-Kahf claimed the attack.',
  );
  assert.deepEqual(
    known.actors.map(({ actor }) => actor).filter((actor) => /kahf/i.test(actor)),
    ['ashab-al-kahf'],
  );
  assert.deepEqual(unlistedIn('Rockets hit US embassy', 'They fell near a bridge known as the Hanging Bridge.'), []);
});

test('a name has a limit, whatever the text', () => {
  const long = `A group calling itself ${'Very Long Name '.repeat(500)} claimed the rockets at the US embassy in Baghdad.`;
  for (const actor of unlistedIn('Rockets hit US embassy in Baghdad', long)) assert.ok(actor.length <= 110, actor);
});
