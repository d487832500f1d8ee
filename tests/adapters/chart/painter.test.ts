import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { openPainter } from '../../../src/adapters/chart/painter.ts';
import { drawDigest } from '../../../src/pipeline/render/digest-chart.ts';
import { aDigest, aPack } from '../../support/builders.ts';
import { hostile } from '../../support/discord/views.ts';

const pngSign = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Discord takes 10 MiB; nobody waits for more than this on a telephone. */
const pngBytesMax = 150_000;

describe('the painter', () => {
  const painter = openPainter();
  after(() => painter.close());

  test('paints the charts of each language, several at a time, each as large as it was drawn', async () => {
    const drawn = (['en', 'ar', 'fa'] as const).map((language) => drawDigest(aDigest(), aPack(), language)?.svg ?? '');
    const pictures = await Promise.all(drawn.map((svg) => painter.paint(svg)));
    for (const [place, png] of pictures.entries()) {
      assert.deepEqual([...png.subarray(0, 8)], pngSign);
      const [, width, height] = /width="(\d+)" height="(\d+)"/u.exec(drawn[place] ?? '') ?? [];
      const header = new DataView(png.buffer, png.byteOffset);
      assert.deepEqual([header.getUint32(16), header.getUint32(20)], [Number(width), Number(height)]);
      assert.ok(png.length < pngBytesMax, `${png.length} bytes`);
    }
    assert.notDeepEqual(pictures[0], pictures[1]);
  });

  test('joins Arabic letters: a word is painted otherwise than its letters one by one', async () => {
    const word = (text: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><text x="5" y="30" font-family="Vazirmatn" font-size="24">${text}</text></svg>`;
    const [joined, parted, nothing] = await Promise.all(
      ['بغداد', [...'بغداد'].join('\u200c'), ''].map((text) => painter.paint(word(text))),
    );
    assert.notDeepEqual(joined, parted);
    assert.notDeepEqual(joined, nothing);
  });

  test('paints a chart of hostile names', async () => {
    const names = Array.from({ length: 12 }, () => ({ id: `unlisted:${hostile}`, name: hostile, count: 99_999 }));
    const over = { watchName: hostile.repeat(50), byType: names, byPlace: names, byActor: names };
    const png = await painter.paint(drawDigest(aDigest(over), aPack(), 'ar')?.svg ?? '');
    assert.deepEqual([...png.subarray(0, 8)], pngSign);
  });

  test('says what is wrong with a drawing that it cannot read, and paints the next one', async () => {
    await assert.rejects(painter.paint('<svg'), /error|unclosed|expected|svg/iu);
    await assert.rejects(painter.paint(`<svg>${' '.repeat(300_000)}</svg>`), /at most/u);
    const next = await painter.paint(drawDigest(aDigest(), aPack(), 'en')?.svg ?? '');
    assert.deepEqual([...next.subarray(0, 8)], pngSign);
  });
});

const children = `/proc/${process.pid}/task/${process.pid}/children`;

test('a process that died while it rested is replaced', { skip: !existsSync(children) }, async () => {
  const painter = openPainter();
  const svg = drawDigest(aDigest(), aPack(), 'en')?.svg ?? '';
  const before = new Set(childIds());
  const first = await painter.paint(svg);
  const [child] = childIds().filter((id) => !before.has(id));
  assert.ok(child !== undefined);
  process.kill(child, 'SIGKILL');
  while (childIds().includes(child)) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(await painter.paint(svg), first);
  await painter.close();
  assert.deepEqual(
    childIds().filter((id) => !before.has(id)),
    [],
  );
});

function childIds(): readonly number[] {
  return readFileSync(children, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

test('a painter that is closed paints no more, and leaves no process', async () => {
  const painter = openPainter();
  const painting = painter.paint(drawDigest(aDigest(), aPack(), 'en')?.svg ?? '');
  const closing = painter.close();
  await Promise.all([painting.catch(() => undefined), closing]);
  await assert.rejects(painter.paint('<svg/>'), /closed/u);
});

test('a process that has nothing to do is ended, and another paints what comes later', async () => {
  const painter = openPainter({ idleMs: 1 });
  const svg = drawDigest(aDigest(), aPack(), 'en')?.svg ?? '';
  const first = await painter.paint(svg);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(await painter.paint(svg), first);
  await painter.close();
});
