import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languageOf } from '../../../src/pipeline/normalise/language.ts';

describe('the language of a text', () => {
  const table: [string, string][] = [
    ['Rockets were fired at the embassy in Baghdad', 'en'],
    ['US strike kills Iranian general', 'en'],
    ['سقوط ثلاثة صواريخ على المنطقة الخضراء في بغداد', 'ar'],
    ['بغداد', 'ar'],
    ['حمله موشکی به پایگاه آمریکا در عراق', 'fa'],
    ['سپاه پاسداران: انتقام سخت گرفته می\u200cشود', 'fa'],
    ['دو موشك به فرودگاه بغداد اصابت كرد و سه نفر كشته شدند', 'fa'],
    ['هێرشێکی مووشەکی کرایە سەر هەولێر', 'other'],
    ['عراق میں امریکی اڈے پر راکٹ حملہ، کوئی جانی نقصان نہیں ہوا', 'other'],
    ['Les forces américaines en Irak ont été visées par des roquettes', 'other'],
    ['Bağdat’taki üsse roketli saldırı için bir açıklama ve soruşturma', 'other'],
    ['Ракетный удар по базе в Ираке', 'other'],
    ['הותקף בסיס אמריקאי בעיראק', 'other'],
  ];
  for (const [text, expected] of table)
    it(`of "${text}" is ${expected}`, () => assert.equal(languageOf(text, 'en'), expected));

  it('is the feed’s where the text says too little', () => {
    assert.equal(languageOf('2020', 'fa'), 'fa');
    assert.equal(languageOf('', 'ar'), 'ar');
  });
});
