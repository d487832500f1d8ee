import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeText } from '../../../src/pipeline/parse/text.ts';

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** All characters of one and two bytes of an encoding, since Node only decodes. */
function tableOf(charset: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(charset);
  const bytesOf = new Map<string, readonly number[]>();
  for (let lead = 0x80; lead < 0x100; lead += 1) {
    for (let trail = 0x40; trail < 0x100; trail += 1)
      bytesOf.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
    bytesOf.set(decoder.decode(Uint8Array.of(lead)), [lead]);
  }
  return bytesOf;
}

function encoded(text: string, charset: string): Uint8Array {
  const bytesOf = tables.get(charset) ?? tableOf(charset);
  tables.set(charset, bytesOf);
  return Uint8Array.from([...text].flatMap((character) => bytesOf.get(character) ?? character.charCodeAt(0)));
}

const texts: Readonly<Record<string, readonly string[]>> = {
  'سقوط صواريخ على قاعدة عسكرية': ['windows-1256', 'iso-8859-6'],
  'Ракеты упали на военную базу': ['windows-1251', 'koi8-r', 'iso-8859-5', 'ibm866', 'x-mac-cyrillic'],
  'Ρουκέτες έπεσαν σε στρατιωτική βάση': ['windows-1253', 'iso-8859-7'],
  'רקטות נפלו על בסיס צבאי': ['windows-1255', 'iso-8859-8'],
  'Ir askeri üsse roket düştü, ağır hasar': ['windows-1254', 'iso-8859-9'],
  'Žluťoučký kůň úpěl ďábelské ódy': ['windows-1250', 'iso-8859-2'],
  军事基地遭到火箭弹袭击: ['gbk', 'gb2312', 'gb18030', 'big5'],
  ロケット弾が軍事基地に着弾した: ['shift_jis', 'euc-jp'],
  '군사 기지에 로켓포 공격': ['euc-kr', 'ks_c_5601-1987'],
};
const documentOf = (text: string, encoding: string | null) =>
  `<?xml version="1.0"${encoding === null ? '' : ` encoding="${encoding}"`}?><rss version="2.0"><title>${text}</title></rss>`;

describe('the encodings of the Encoding Standard', () => {
  for (const [text, charsets] of Object.entries(texts))
    for (const charset of charsets) {
      // Big5 has no simplified characters.
      const written = charset === 'big5' ? '軍事基地遭到火箭彈襲擊' : text;
      it(`are read: ${charset}, said by the document or the server`, () => {
        const declared = documentOf(written, charset);
        for (const header of [null, 'utf-8', 'iso-8859-1', charset])
          assert.equal(decodeText(encoded(declared, charset), header), declared, String(header));
        const bare = documentOf(written, null);
        assert.equal(decodeText(encoded(bare, charset), charset.toUpperCase()), bare);
      });
    }

  it('have UTF-16 and UTF-32 among them, with and without mark, whatever is claimed', () => {
    const document = documentOf('سقوط صواريخ 🚀', 'iso-8859-1');
    const utf16 = Buffer.from(document, 'utf16le');
    const utf32 = new Uint8Array(Uint32Array.from([...document].map((one) => one.codePointAt(0) ?? 0)).buffer);
    const swapped = (bytes: Uint8Array, width: number) =>
      Uint8Array.from(bytes, (_, at) => bytes[at - (at % width) + width - 1 - (at % width)] ?? 0);
    for (const bytes of [utf16, swapped(utf16, 2), utf32, swapped(utf32, 4)])
      for (const header of [null, 'utf-8', 'windows-1256']) assert.equal(decodeText(bytes, header), document);
    assert.equal(decodeText(Buffer.from(`\ufeff${document}`, 'utf16le'), null).replace('\ufeff', ''), document);
  });

  it('have UTF-16 among them where next to nothing but Arabic stands in it', () => {
    const words = 'سقوط صواريخ على قاعدة '.repeat(40);
    const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();
    for (const document of [`<rss><title>${words}</title></rss>`, `[{"title":"${words}"}]`, `\n<rss>${words}</rss>`])
      for (const bytes of [Buffer.from(document, 'utf16le'), swapped(Buffer.from(document, 'utf16le'))])
        for (const header of [null, 'utf-8', 'utf-16']) assert.equal(decodeText(bytes, header), document);
    // Here the first element alone is no proof.
    const document = `<خبر>${words}</خبر>`;
    const bytes = Buffer.from(document, 'utf16le');
    for (const header of ['utf-16', 'UTF-16LE', 'utf-16be']) {
      assert.equal(decodeText(bytes, header), document);
      assert.equal(decodeText(swapped(bytes), header), document);
    }
    assert.equal(decodeText(bytes.subarray(0, 99), 'utf-16'), document.slice(0, 49));
  });

  it('are not UTF-16 on the word of a header alone', () => {
    const document = documentOf('abcd', null);
    for (const written of [document, `${document} `]) assert.equal(decodeText(Buffer.from(written), 'utf-16'), written);
  });

  it('are UTF-8 where all but a cut character is, though the server says its default', () => {
    const document = documentOf('سقوط صواريخ على قاعدة', null);
    const cut = Buffer.from(document).subarray(0, Buffer.from(document).indexOf('</title>') - 1);
    assert.ok(decodeText(cut, 'iso-8859-1').includes('سقوط صواريخ على قاعد'));
  });

  it('are guessed as Arabic where the claim is Latin and the words are not', () => {
    const document = documentOf('سقوط صواريخ على قاعدة عسكرية', 'iso-8859-1');
    assert.equal(decodeText(encoded(document, 'windows-1256'), 'windows-1252'), document);
    const latin = documentOf('Une fusée est tombée près de la base, à l’été', 'iso-8859-1');
    assert.equal(decodeText(encoded(latin, 'windows-1252'), null), latin);
  });
});
