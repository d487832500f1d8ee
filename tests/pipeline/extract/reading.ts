/** What the extraction tests share: the shipped pack, compiled once, and an article of one's own words. */
import { loadConfig } from '../../../src/config/load.ts';
import type { Article } from '../../../src/model.ts';
import { compilePack, extract } from '../../../src/pipeline/extract.ts';

export const compiled = compilePack(loadConfig({ env: {} }).pack);

export function anArticle(changes: Partial<Article> = {}): Article {
  const publishedAt = Date.parse('2021-07-08T09:00:00Z'); // a Thursday, noon in Baghdad
  return {
    id: 'a1',
    feed: 'feed',
    outlet: 'outlet',
    guid: null,
    link: null,
    title: '',
    summary: '',
    content: null,
    language: 'en',
    publishedAt,
    seenAt: publishedAt,
    arrival: 'live',
    revises: null,
    ...changes,
  };
}

export const reportOf = (title: string, summary = '', changes: Partial<Article> = {}) =>
  extract(anArticle({ title, summary, ...changes }), compiled);
