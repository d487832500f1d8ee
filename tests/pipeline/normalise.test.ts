import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Feed } from '../../src/model.ts';
import { isTooOld, type NormaliseContext, normalise } from '../../src/pipeline/normalise.ts';
import type { ParsedItem } from '../../src/pipeline/parse/document.ts';

const now = Date.parse('2020-01-03T12:00:00Z');
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const limits = { backlogFreshMinutes: 30, lateAfterHours: 6, keepDays: 90 };
const feed: Feed = {
  id: 'wire',
  url: 'https://news.example/feed',
  outlet: 'wire',
  language: 'en',
  status: 'active',
  intervalMinutes: 10,
  origin: 'file',
};

const anItem = (said: Partial<ParsedItem> = {}): ParsedItem => ({
  guid: 'g1',
  link: 'https://news.example/2020/rockets',
  title: 'Rockets hit a base near Baghdad',
  summary: 'Nobody was hurt, the military said.',
  content: null,
  author: null,
  publishedAt: now - minuteMs,
  ...said,
});
const made = (said: Partial<ParsedItem> = {}, context: Partial<NormaliseContext> = {}) =>
  normalise(anItem(said), { feed, feedUrl: feed.url, seenAt: now, firstPoll: false, limits, ...context });

describe('an article', () => {
  it('is plain text with a canonical link', () => {
    const article = made({
      title: 'Rockets &amp; <b>drones</b>\n hit',
      link: 'HTTPS://News.Example:443/a?utm_source=rss&id=7#top',
      summary: '<p>One.</p><p>Two.</p>',
      content: '<script>x()</script><p>Body</p>',
    });
    assert.equal(article.title, 'Rockets & drones hit');
    assert.equal(article.link, 'https://news.example/a?id=7');
    assert.equal(article.summary, 'One.\n\nTwo.');
    assert.equal(article.content, 'Body');
  });

  it('without headline takes the first words of its text', () => {
    assert.equal(
      made({ title: '', summary: '<p>Sirens over Erbil.</p><p>More later.</p>' }).title,
      'Sirens over Erbil.',
    );
  });

  it('is in the language of its letters, else in its feed’s', () => {
    const persian: Feed = { ...feed, language: 'fa' };
    assert.equal(made({ title: 'قصف قاعدة عين الأسد', summary: '' }, { feed: persian }).language, 'ar');
    assert.equal(made({ title: '123', summary: '' }, { feed: persian }).language, 'fa');
  });
});

describe('the id of an article', () => {
  const id = (said: Partial<ParsedItem>) => made(said).id;
  it('is the same for every spelling of its link', () => {
    const spellings = [
      'http://www.news.example/2020/rockets/?utm_medium=x',
      'https://m.news.example/2020/rockets/amp',
      'https://news.example/2020/rockets?outputType=amp#comments',
    ];
    for (const link of spellings) assert.equal(id({ link, guid: link, title: link }), id({}), link);
  });
  it('is of guid and feed where there is no link, and of the text where there is neither', () => {
    assert.equal(id({ link: null, title: 'a' }), id({ link: null, title: 'b' }));
    assert.notEqual(id({ link: null, guid: 'g1' }), id({ link: null, guid: 'g2' }));
    assert.notEqual(made({ link: null }).id, made({ link: null }, { feed: { ...feed, id: 'other' } }).id);
    assert.notEqual(id({ link: null, guid: null, title: 'a' }), id({ link: null, guid: null, title: 'b' }));
  });
  it('is fit for a queue: no colon, no integer', () => assert.match(id({}), /^a[0-9a-f]{20}$/));
});

describe('how an article arrives', () => {
  const arrival = (ageMs: number | null, firstPoll: boolean) =>
    made({ publishedAt: ageMs === null ? null : now - ageMs }, { firstPoll }).arrival;
  const table: [string, number | null, boolean, string][] = [
    ['fresh in a first poll', 29 * minuteMs, true, 'live'],
    ['older in a first poll', 31 * minuteMs, true, 'backlog'],
    ['undated in a first poll', null, true, 'backlog'],
    ['dated next year in a first poll', -365 * 24 * hourMs, true, 'backlog'],
    ['fresh later', 5 * hourMs, false, 'live'],
    ['first seen hours after its publication', 6 * hourMs, false, 'late'],
    ['undated later', null, false, 'live'],
    ['dated today without a time', 12 * hourMs, false, 'live'],
    ['dated the day before yesterday without a time', 60 * hourMs, false, 'late'],
  ];
  for (const [what, ageMs, firstPoll, expected] of table) {
    it(`is ${expected} when ${what}`, () => assert.equal(arrival(ageMs, firstPoll), expected));
  }
  it('never lies in the future', () => {
    assert.equal(made({ publishedAt: now + 3 * hourMs }).publishedAt, now);
    assert.equal(made({ publishedAt: null }).publishedAt, now);
  });
  it('is too old behind the keeping time', () => {
    assert.equal(isTooOld(made({ publishedAt: now - 91 * 24 * hourMs }), now, limits), true);
    assert.equal(isTooOld(made({ publishedAt: now - 89 * 24 * hourMs }), now, limits), false);
  });
});
