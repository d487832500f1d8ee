import type { Article, Instant } from '../model.ts';

/** No feed of a configuration has such an id: those hold no colon. */
const canaryFeed = 'watchfloor:canary';

/** A verdict on a canary is of interest for as long as somebody may wait for it. */
export const canaryKeepMs = 10 * 60_000;

/** An article of our own that goes through the matching and is nothing: it is told nowhere and counted nowhere. */
export function canaryAt(now: Instant, number: number): Article {
  return {
    id: `canary-${now}-${number}`,
    feed: canaryFeed,
    outlet: canaryFeed,
    guid: null,
    link: null,
    title: 'A canary sings',
    summary: 'Should nobody hear it, the matching has come to a stand.',
    content: null,
    language: 'en',
    publishedAt: now,
    seenAt: now,
    arrival: 'live',
    revises: null,
  };
}

/** Whether an article is one of those. */
export function isCanary({ feed }: Pick<Article, 'feed'>): boolean {
  return feed === canaryFeed;
}
