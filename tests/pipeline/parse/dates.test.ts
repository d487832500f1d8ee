import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseDate } from '../../../src/pipeline/parse/dates.ts';

describe('dates as feeds write them', () => {
  const table: [string, string][] = [
    ['2020-01-03T01:02:03Z', '2020-01-03T01:02:03Z'],
    ['2020-01-03T01:02:03.456+03:00', '2020-01-02T22:02:03.456Z'],
    ['2020-01-03T01:02:03+0330', '2020-01-02T21:32:03Z'],
    ['2020-01-03 01:02:03', '2020-01-03T01:02:03Z'],
    ['2020-01-03', '2020-01-03T00:00:00Z'],
    ['2020/1/3 01:02', '2020-01-03T01:02:00Z'],
    ['Fri, 03 Jan 2020 01:02:03 GMT', '2020-01-03T01:02:03Z'],
    ['Fri, 3 Jan 2020 01:02:03 -0500', '2020-01-03T06:02:03Z'],
    ['Fri, 03 Jan 2020 01:02:03 EST', '2020-01-03T06:02:03Z'],
    ['Fri, 03 Jan 20 01:02 UT', '2020-01-03T01:02:00Z'],
    ['Friday, 03-Jan-20 01:02:03 GMT', '2020-01-03T01:02:03Z'],
    ['03 January 2020 01:02', '2020-01-03T01:02:00Z'],
    ['Fri Jan  3 01:02:03 UTC 2020', '2020-01-03T01:02:03Z'],
    ['January 3, 2020 1:02 pm EST', '2020-01-03T18:02:00Z'],
    ['Fri, Jan 3, 2020 at 12:02 am', '2020-01-03T00:02:00Z'],
    ['Fri, 03 Jan 2020 24:00:00 GMT', '2020-01-04T00:00:00Z'],
    ['Fri, 03 Jan 2020 01:02:03 GMT+3', '2020-01-02T22:02:03Z'],
    ['20200103T010203Z', '2020-01-03T01:02:03Z'],
    ['٢٠٢٠-٠١-٠٣ ٠١:٠٢', '2020-01-03T01:02:00Z'],
    ['۲۰۲۰/۰۱/۰۳', '2020-01-03T00:00:00Z'],
    ['الجمعة، 3 يناير 2020 01:02', '2020-01-03T01:02:00Z'],
    ['٣ كانون الثاني ٢٠٢٠', '2020-01-03T00:00:00Z'],
    ['جمعه ۳ ژانویه ۲۰۲۰ ۰۱:۰۲', '2020-01-03T01:02:00Z'],
    ['Friday, 3rd January 2020 - 01:02', '2020-01-03T01:02:00Z'],
    ['Fri Jan 03 2020 01:02:03 GMT+0300 (Arabia Standard Time)', '2020-01-02T22:02:03Z'],
    ['Fri, 3 Jan 2020 1:02 PM JST', '2020-01-03T04:02:00Z'],
    ['31/12/2020 01:02', '2020-12-31T01:02:00Z'],
    ['1/3/2020 1:02:03 PM', '2020-01-03T13:02:03Z'],
    ['03.01.2020 01:02', '2020-01-03T01:02:00Z'],
    ['2020-01', '2020-01-01T00:00:00Z'],
    ['1577836800', '2020-01-01T00:00:00Z'],
    ['1577836800123', '2020-01-01T00:00:00.123Z'],
    ['21 نوفمبر 2026 5:03 م', '2026-11-21T17:03:00Z'],
    ['٢١ نوفمبر ٢٠٢٦ ٥:٠٣ ص', '2026-11-21T05:03:00Z'],
    ['21 نوفمبر 2026م 05:03', '2026-11-21T05:03:00Z'],
    ['2026/11/21 5:03:04 مساءً', '2026-11-21T17:03:04Z'],
    ['۲۱ نوامبر ۲۰۲۶ ۵:۰۳ ب.ظ', '2026-11-21T17:03:00Z'],
    ['۲۰۲۶/۱۱/۲۱ ۱۲:۰۳ ق.ظ', '2026-11-21T00:03:00Z'],
    ['21 Nov 2026 05h03', '2026-11-21T05:03:00Z'],
    ['21 novembre 2026 à 17h03', '2026-11-21T17:03:00Z'],
    ['2026-11-21T05', '2026-11-21T05:00:00Z'],
    ['2026-11-21T05+03:30', '2026-11-21T01:30:00Z'],
    ['2026-11-21T05:03:00+330', '2026-11-21T01:33:00Z'],
    ['Sat, 21 Nov 2026 05:03:00 +3', '2026-11-21T02:03:00Z'],
    ['2026-11-21 05:03 America/New_York', '2026-11-21T10:03:00Z'],
    ['21 Jul 2026 05:03 America/New_York', '2026-07-21T09:03:00Z'],
    ['2026-11-21 05:03 Asia/Tehran', '2026-11-21T01:33:00Z'],
    // An hour after the clocks went forward there, and a minute before.
    ['2026-03-08 03:00 America/New_York', '2026-03-08T07:00:00Z'],
    ['2026-03-08 01:59 America/New_York', '2026-03-08T06:59:00Z'],
    ['Sat, 21. Nov 2026 05:03', '2026-11-21T05:03:00Z'],
    ['  Fri,  03 Jan 2020   01:02:03  +0000 ', '2020-01-03T01:02:03Z'],
  ];
  for (const [written, expected] of table) {
    it(`reads ${written}`, () => assert.equal(parseDate(written), Date.parse(expected)));
  }

  for (const written of [
    '',
    'Item 1',
    'yesterday',
    '31 Feb 2020',
    '2020-13-01',
    '0001-01-01T00:00:00Z',
    '03/01/2020',
    '1398/10/13',
    '99999',
    'Fri, 00 Jan 2020',
    '2026-11-21 05:03 Middle/Nowhere',
  ]) {
    it(`takes "${written}" for no date`, () => assert.equal(parseDate(written), null));
  }

  it('gives back every instant that it is written by RFC 3339 or RFC 822', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-02'), max: new Date('2099-12-30'), noInvalidDate: true }),
        (date) => {
          const seconds = Math.floor(date.getTime() / 1_000) * 1_000;
          assert.equal(parseDate(date.toISOString()), date.getTime());
          assert.equal(parseDate(date.toUTCString()), seconds);
        },
      ),
    );
  });

  it('comes back at once from long nonsense', () => {
    for (const piece of ['1', 'a', ' ', '1 ', 'Fri ', '2020-']) assert.equal(parseDate(piece.repeat(100_000)), null);
  });
});
