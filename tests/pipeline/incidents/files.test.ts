import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { incidentsCsv, reportsCsv } from '../../../src/pipeline/incidents/csv.ts';
import { exported } from '../../../src/pipeline/incidents/export.ts';
import { exportFiles } from '../../../src/pipeline/incidents/files.ts';
import { aCard } from '../../jobs/support/builders.ts';
import { anAlert, anIncident, aPack, aReport, noon } from '../../support/builders.ts';

const pack = aPack();
const nothing = { alert: null, cards: [], audit: [] };
const one = (title: string, id = 'i-1') =>
  exported(anIncident({ id, reports: [aReport({ title })], facts: { title } }), nothing, pack);

/** Reads by RFC 4180, written for this test alone. */
function parsed(csv: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let at = csv.startsWith('\ufeff') ? 1 : 0; at < csv.length; at += 1) {
    const sign = csv.charAt(at);
    if (isQuoted && sign === '"' && csv.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (sign === ',' || csv.startsWith('\r\n', at))) {
      rows.at(-1)?.push(cell);
      cell = '';
      if (sign !== ',') {
        rows.push([]);
        at += 1;
      }
    } else cell += sign;
  }
  return rows.slice(0, -1);
}
const titleIn = (csv: string, column: number): string | undefined => parsed(csv)[1]?.[column];

test('a table begins with the mark of UTF-8 and a row of names, and every row has as many cells', () => {
  const csv = incidentsCsv([one('Rockets, "many", hit\nCamp Taji'), one('صواريخ', 'i-2')]);
  assert.ok(csv.startsWith('\ufeffid,version,title,'));
  const rows = parsed(csv);
  assert.deepEqual(
    rows.map((row) => row.length),
    [24, 24, 24],
  );
  assert.equal(rows[1]?.[2], 'Rockets, "many", hit Camp Taji');
  assert.equal(rows[2]?.[2], 'صواريخ');
  assert.equal(parsed(reportsCsv([one('x')]))[1]?.[0], 'i-1');
});

test('no text is a formula for a spreadsheet, and every text is read as it was', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('=1+1', '+cmd|x', '-2', '@SUM(A1)', '＝HYPERLINK("x")', '"=1"', ',', '\t=1', "'=1"),
  );
  fc.assert(
    fc.property(hostile, (title) => {
      const clean = one(title).title;
      const cell = titleIn(incidentsCsv([one(title)]), 2) ?? '';
      assert.doesNotMatch(cell, /^[=+\-@\t\r＝＋－＠]/u);
      assert.equal(cell.startsWith("'") && !clean.startsWith("'") ? cell.slice(1) : cell, clean);
    }),
  );
});

test('what one server made of an incident stands beside its facts', () => {
  const own = {
    alert: anAlert({ incident: 'i-1', state: 'acknowledged', changedBy: { id: '7', name: 'Ada' } }),
    cards: [aCard({ incident: 'i-1', channel: '1', postedAt: noon }), aCard({ channel: '2', messageId: null })],
    audit: [{ at: noon, server: 'home', incident: 'i-1', who: null, action: 'raise', detail: '' }],
  };
  const row = parsed(incidentsCsv([exported(anIncident({ id: 'i-1' }), own, pack)]))[1] ?? [];
  assert.deepEqual(row.slice(-5), ['acknowledged', '2020-04-01T12:00:00.000Z', '2020-04-01T12:00:00.000Z', 'Ada', '1']);
  const { files } = exportFiles([exported(anIncident({ id: 'i-1' }), own, pack)], 'json', 1e6);
  const [told] = JSON.parse(Buffer.from(files[0]?.content ?? []).toString()).incidents;
  assert.equal(told.alert.changedBy, 'Ada');
  assert.deepEqual(told.presses, [{ at: '2020-04-01T12:00:00.000Z', who: null, action: 'raise', detail: '' }]);
  assert.equal(told.cards.length, 1);
});

test('files are never larger than allowed, and say how many incidents did not fit', () => {
  const many = Array.from({ length: 60 }, (_, at) =>
    one(`Raketen auf Tadschi «${at}» ${'ب'.repeat(at * 3)}`, `i-${at}`),
  );
  for (const format of ['json', 'csv'] as const)
    for (const bytesMax of [1, 5_000, 12_000, 1_000_000]) {
      const { files, leftOut } = exportFiles(many, format, bytesMax);
      const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
      assert.ok(bytes <= Math.max(bytesMax, 2_000), `${format} ${bytesMax}: ${bytes}`);
      assert.equal(leftOut === 0, bytesMax === 1_000_000);
      if (format === 'json')
        assert.equal(JSON.parse(Buffer.from(files[0]?.content ?? []).toString()).incidents.length, 60 - leftOut);
    }
});
