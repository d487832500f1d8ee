/** What a feed's new items say of its rhythm. */
import type { Article, FeedState, Instant } from '../../model.ts';
import { longestQuietAfter } from '../feed-silence.ts';
import { dayMs, minuteMs } from './limits.ts';

/** An item that was never seen before. */
export type NewItem = Pick<Article, 'publishedAt' | 'arrival'>;
type Rhythm = Pick<FeedState, 'rhythmMs' | 'delayMs' | 'lastNewAt' | 'longestQuietMs'>;

/** What the newest gap weighs. */
const weightOfNewest = 0.2;
/** A burst tells no more than so many gaps do. */
const gapsWeighedMax = 4;
/** Of a first document; older ones say nothing of today. */
const firstGapsMax = 20;
const gapMsMax = 30 * dayMs;

/**
 * The rhythm after a poll. It does not grow while nothing comes, so that a silence shows against it; the interval does.
 * Gaps are averaged by their logarithm: a night among gaps of ten minutes is one long gap, not the rhythm, and so little
 * is a burst.
 */
export function rhythmAfter(before: FeedState, news: readonly NewItem[], now: Instant): Rhythm {
  const { rhythmMs, delayMs, lastNewAt } = before;
  const longestQuietMs = news.length === 0 ? before.longestQuietMs : longestQuietAfter(before, now);
  if (news.length === 0) return { rhythmMs, delayMs, lastNewAt, longestQuietMs };
  if (lastNewAt === null) return { ...rhythmOfFirst(news, now), delayMs, longestQuietMs };
  return {
    rhythmMs: smoothed(rhythmMs, gapSince(lastNewAt, news, now)),
    delayMs: delayAfter(delayMs, news, now),
    lastNewAt: now,
    longestQuietMs,
  };
}

/** The items of a first document are years of a feed at once: their dates alone tell its rhythm. */
function rhythmOfFirst(news: readonly NewItem[], now: Instant): Pick<Rhythm, 'rhythmMs' | 'lastNewAt'> {
  const minutes = minutesOf(news, now);
  const newest = minutes.at(-1);
  if (newest === undefined) return { rhythmMs: null, lastNewAt: now };
  const recent = minutes.slice(-1 - firstGapsMax);
  const logarithms = recent.slice(1).map((minute, index) => Math.log(boundedGap(minute - (recent[index] ?? minute))));
  const sum = logarithms.reduce((total, each) => total + each, 0);
  return {
    rhythmMs: logarithms.length === 0 ? null : Math.round(Math.exp(sum / logarithms.length)),
    lastNewAt: newest,
  };
}

/**
 * The time since the last new item, shared among those that came since. What was published before it, an archive that
 * came at once, is no rhythm, nor is what came within one minute: publishers push in batches.
 */
function gapSince(lastNewAt: Instant, news: readonly NewItem[], now: Instant): { readonly ms: number; count: number } {
  const count = Math.max(1, minutesOf(news, now).filter((minute) => minute > lastNewAt).length);
  return { ms: boundedGap((now - lastNewAt) / count), count };
}

function smoothed(rhythmMs: number | null, gap: { readonly ms: number; readonly count: number }): number {
  if (rhythmMs === null) return Math.round(gap.ms);
  const weight = 1 - (1 - weightOfNewest) ** Math.min(gap.count, gapsWeighedMax);
  return Math.round(Math.exp((1 - weight) * Math.log(rhythmMs) + weight * Math.log(gap.ms)));
}

function delayAfter(delayMs: number | null, news: readonly NewItem[], now: Instant): number | null {
  const delays = news
    .filter(({ arrival, publishedAt }) => arrival === 'live' && isDated(publishedAt, now))
    .map(({ publishedAt }) => now - publishedAt);
  if (delays.length === 0) return delayMs;
  const mean = delays.reduce((total, each) => total + each, 0) / delays.length;
  return Math.round(delayMs === null ? mean : delayMs + weightOfNewest * (mean - delayMs));
}

/** The minutes in which something was published, oldest first. */
function minutesOf(news: readonly NewItem[], now: Instant): readonly Instant[] {
  const dated = news.filter(({ publishedAt }) => isDated(publishedAt, now));
  const minutes = new Set(dated.map(({ publishedAt }) => publishedAt - (publishedAt % minuteMs)));
  return [...minutes].toSorted((one, other) => one - other);
}

/** What bears no date was given that of its sight. */
function isDated(publishedAt: Instant, now: Instant): boolean {
  return publishedAt > 0 && publishedAt < now;
}

function boundedGap(ms: number): number {
  return Math.min(gapMsMax, Math.max(minuteMs, ms));
}
