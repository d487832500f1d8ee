/** What feeds and people write in a line: dates, times, zones, moments, addresses, spellings. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { retryAfterMs as webhookRetryAfterMs } from '../../../src/adapters/webhook/retry-after.ts';
import { readMoment } from '../../../src/pipeline/moment-words.ts';
import { canonicalLink } from '../../../src/pipeline/normalise/links.ts';
import { isNewsTime, parseDate } from '../../../src/pipeline/parse/dates.ts';
import { cleanLine, cleanText, cut, safeLink } from '../../../src/pipeline/render/clean.ts';
import { readReason, readUntil } from '../../../src/pipeline/silences/read.ts';
import { readTimeOfDay, readTimeZone, timeZonesLike } from '../../../src/pipeline/time-words.ts';
import { noon } from '../builders.ts';
import { type Target, target } from './target.ts';
import { hostileText } from './texts.ts';

const fromBytes = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

const dateParts = [
  ...[
    '2020',
    '20',
    '01',
    '3',
    '31',
    '99',
    '1990',
    '2100',
    '1e3',
    'Jan',
    'January',
    'Fri,',
    'Friday',
    'May',
    'كانون الثاني',
  ],
  ...[
    'يناير',
    'شباط',
    'ژانویه',
    'مساءً',
    'ب.ظ',
    'ص',
    'م',
    'T',
    'Z',
    'GMT',
    'GMT+3',
    '+0330',
    '-25:99',
    'EST',
    'Asia/Tehran',
  ],
  ...[
    'America/New_York',
    'Etc/GMT+99',
    '(AST)',
    'am',
    'p.m.',
    'à',
    'at',
    ':',
    '-',
    '/',
    '.',
    ',',
    '01:02',
    '24:00',
    '25:61',
    'h',
  ],
];
const dates = [
  ...[
    '2020-01-03T01:02:03.456+03:00',
    'Fri, 03 Jan 2020 01:02:03 GMT',
    'Friday, 3rd January 2020 - 01:02',
    '20200103T010203Z',
  ],
  ...[
    '٣ كانون الثاني ٢٠٢٠',
    '۲۰۲۶/۱۱/۲۱ ۱۲:۰۳ ق.ظ',
    'Fri Jan  3 01:02:03 UTC 2020',
    '2026-11-21 05:03 America/New_York',
  ],
  ...[
    '1577836800123',
    '12/31/2020 1:02 am',
    'January 3, 2020 1:02 pm EST',
    '21 novembre 2026 à 17h03',
    '2020-01',
    '3.1.2020 01:02',
  ],
];

const feedDates = target<string>(
  {
    name: 'dates of feeds',
    claim: 'a time that news can be of, or none; what was read and written anew is read the same',
    guided: { corpus: () => dates, watched: ['src/pipeline/parse/'] },
  },
  () => ({
    inputs: fc.oneof(
      hostileText(...dateParts),
      fc.constantFrom(...dates).chain((date) => cutAnywhere(date)),
    ),
    fromBytes,
    check(text) {
      const at = parseDate(text);
      if (at === null) return;
      assert.ok(Number.isSafeInteger(at) && isNewsTime(at), `${at} is no time of news`);
      assert.equal(parseDate(new Date(at).toISOString()), at);
      assert.equal(parseDate(text), at, 'read otherwise the second time');
    },
  }),
);

/** Something left out or put in between. */
function cutAnywhere(text: string): fc.Arbitrary<string> {
  const place = fc.nat(text.length);
  return fc
    .tuple(place, fc.nat(6), fc.oneof(fc.constantFrom(...dateParts, ''), fc.string({ maxLength: 3 })))
    .map(([from, length, put]) => text.slice(0, from) + put + text.slice(from + length));
}

const moments = [
  '90m',
  '1d 12h',
  '22:00',
  'tomorrow 08:00',
  '2026-12-24 18:00',
  'يومين',
  'غداً ٠٨:٠٠',
  '۲ ساعت',
  '2026-12-24T1',
];
const momentParts = [
  '90',
  'm',
  'h',
  'd',
  'w',
  '99999',
  'tomorrow',
  'today',
  ' ',
  ':',
  '22',
  '00',
  '-',
  '2026',
  'T',
  ',',
  'ساعة',
  'غدا',
];
const zones = ['UTC', 'Asia/Baghdad', 'America/New_York', 'Pacific/Apia', 'Africa/Casablanca'];

const typedTimes = target<string>(
  {
    name: 'times that people type',
    claim: 'a time of the calendar, or none; what is offered is short',
    guided: {
      corpus: () => moments,
      watched: ['src/pipeline/moment-words.ts', 'src/pipeline/time-words.ts', 'src/pipeline/local-time.ts'],
    },
  },
  () => ({
    inputs: fc.oneof(hostileText(...momentParts), hostileText(...zones, 'asia', 'baghdad', '/')),
    fromBytes,
    check(text) {
      for (const timeZone of zones) {
        const at = readMoment(text, { now: noon, timeZone });
        assert.ok(at === null || !Number.isNaN(new Date(at).getTime()), `${at} is on no calendar`);
      }
      assert.match(readTimeOfDay(text) ?? '00:00', /^(?:[01]\d|2[0-3]):[0-5]\d$/);
      const zone = readTimeZone(text);
      assert.ok(zone.ok ? readTimeZone(zone.timeZone).ok : zone.near.length <= 5);
      timeZonesLike(text);
      const until = readUntil(text, { now: noon, timeZone: 'Asia/Tehran' });
      if ('until' in until) assert.ok(until.until > noon && until.until - noon <= 30 * 86_400_000);
      const reason = readReason(text);
      if ('reason' in reason) assert.deepEqual(readReason(reason.reason), reason);
      const waitMs = webhookRetryAfterMs(text, noon);
      assert.ok(waitMs === null || (waitMs > 0 && waitMs <= 3_600_000));
    },
  }),
);

const links = [
  'https://news.example/a?utm_source=x&id=1#top',
  'https://user:pass@news.example:8443/%D8%A7/../b;c',
  'https://web.archive.org/web/2020/https://news.example/x',
  'https://www.google.com/url?q=https%3A%2F%2Fnews.example%2Fx&sa=D',
  'https://amp.news.example/amp/x?outputType=amp',
];

const cleaning = target<string>(
  {
    name: 'links and lines',
    claim: 'clean text stays as it is when it is cleaned again, a link in its usual form too; limits are kept',
    guided: { corpus: () => links, watched: ['src/pipeline/normalise/', 'src/pipeline/render/clean.ts'] },
  },
  () => ({
    inputs: fc.oneof(
      hostileText('https://', 'news.example', '/', '?', '&', '=', 'url', 'amp', '#', '@', ':', '%2F', 'utm_'),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.constantFrom(...links).chain(cutAnywhere),
    ),
    fromBytes,
    check(text) {
      assert.equal(cleanLine(cleanLine(text)), cleanLine(text));
      assert.equal(cleanText(cleanText(text)), cleanText(text));
      assert.doesNotMatch(cleanText(text), /(?!\n)\p{Cc}/u);
      for (const lengthMax of [1, 5, 100]) assert.ok(cut(text, lengthMax).length <= lengthMax);
      const safe = safeLink(text);
      if (safe !== null) assert.equal(safeLink(safe), safe);
      const link = canonicalLink(text);
      if (link === null) return;
      assert.match(link, /^https?:\/\//);
      assert.equal(canonicalLink(link), link);
    },
  }),
);

export const wordTargets: readonly Target[] = [feedDates, typedTimes, cleaning];
