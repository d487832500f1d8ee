/** What becomes of an item, whatever it says, on the whole way to an incident. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Article } from '../../../src/model.ts';
import { assign, emptyIndex, remember } from '../../../src/pipeline/assign.ts';
import { extract } from '../../../src/pipeline/extract.ts';
import { normalise } from '../../../src/pipeline/normalise.ts';
import { noon } from '../builders.ts';
import { documents } from './feeds.ts';
import { shipped } from './pack.ts';
import { target } from './target.ts';
import { hostileText } from './texts.ts';

const news = [
  ...[
    'Rockets hit Camp Taji',
    'two killed',
    'on Sunday',
    '99999 days ago',
    'last night',
    'Kataib Hezbollah',
    'US forces',
    'Ain al-Asad',
    '31 February 2020',
  ],
  ...[
    'قصف',
    'مقتل ١٢',
    'بغداد',
    'أمس',
    'قبل يومين',
    'پهپاد',
    'سه روز پیش',
    '۳۱ شهریور',
    'said',
    'denied',
    '.',
    '\n\n',
    '“',
    '”',
    '<p>',
    '</p>',
    '&amp;',
  ],
];
const times = fc.oneof(
  fc.constantFrom(Date.parse('1990-01-01'), Date.parse('2100-12-31T23:59:59Z'), noon),
  fc.integer({ min: Date.parse('1990-01-02'), max: Date.parse('2100-12-30') }),
);

/** Articles on the whole way from an item to an incident. */
export const articleTarget = target<{
  readonly title: string;
  readonly summary: string;
  readonly content: string;
  readonly at: number;
}>(
  {
    name: 'articles',
    claim:
      'no text of an article stops its way to an incident; the report names days of the calendar and whole numbers',
    guided: {
      corpus: () => [news.join(' '), ...documents],
      watched: ['src/pipeline/extract', 'src/pipeline/normalise', 'src/pipeline/assign'],
    },
    cost: 10,
  },
  () => {
    const { pack, compiled } = shipped();
    const [feed] = pack.feeds;
    assert.ok(feed !== undefined);
    return {
      inputs: fc.record({
        title: hostileText(...news),
        summary: hostileText(...news),
        content: hostileText(...news),
        at: times,
      }),
      fromBytes(bytes) {
        const [title = '', summary = '', ...content] = Buffer.from(bytes).toString('utf8').split('\n');
        return { title, summary, content: content.join('\n'), at: noon };
      },
      check({ title, summary, content, at }) {
        const item = { guid: title.slice(0, 50), link: null, title, summary, content, author: null, publishedAt: at };
        const article = normalise(item, { feed, feedUrl: feed.url, seenAt: at, firstPoll: false });
        checkArticle(article);
        const report = extract(article, compiled);
        const { from, to } = report.days ?? { from: '2020-01-01', to: '2020-01-01' };
        for (const day of [from, to]) assert.match(day, /^\d{4}-\d\d-\d\d$/);
        assert.ok(from <= to, `${from} to ${to}`);
        for (const count of [report.killed, report.wounded]) if (count !== null) checkCount(count);
        const index = emptyIndex(compiled);
        const { incident } = assign(index, article, report, at);
        if (incident === null) return;
        const later = { ...article, id: 'a-later' };
        assign(remember(index, incident), later, { ...report, article: 'a-later' }, at);
      },
    };
  },
);

function checkCount(count: unknown): void {
  for (const value of typeof count === 'object' && count !== null ? Object.values(count) : [count])
    if (typeof value === 'number') assert.ok(Number.isSafeInteger(value) && value >= 0, String(value));
}

function checkArticle({ title, summary, content, link }: Article): void {
  const text = [title, summary, content ?? ''].join('');
  assert.doesNotMatch(text, /(?![\n])\p{Cc}/u);
  assert.ok(text.length < 300_000);
  if (link !== null) assert.match(link, /^https?:\/\//);
}
