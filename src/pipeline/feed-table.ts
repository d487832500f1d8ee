import type { Feed, FeedState, Instant, Language } from '../model.ts';
import { type FeedCondition, type FeedHealth, healthOf, spanOf } from './feed-health.ts';
import { agoOf } from './press.ts';
import { cleanLine, cut } from './render/clean.ts';
import type { ScheduleLimits } from './schedule/limits.ts';

/** One feed for a person to read, worst first; `–` where nothing is known. */
export interface FeedRow {
  readonly feed: string;
  readonly state: FeedCondition;
  readonly lastSuccess: string;
  readonly lastNew: string;
  /** The usual time between two new items. */
  readonly rhythm: string;
  /** From an item's publication to its sight. */
  readonly delay: string;
  readonly failures: string;
  readonly problem: string;
}

const unknown = '–';
const problemLengthMax = 100;
const worstFirst: readonly FeedCondition[] = ['failing', 'not-asked', 'silent', 'paused', 'unpolled', 'well'];

/** The feeds and how each fares: those in trouble first, then by name. */
export function feedTable(
  feeds: ReadonlyMap<string, Feed>,
  states: readonly FeedState[],
  schedule: ScheduleLimits,
  now: Instant,
  language: Language = 'en',
): readonly FeedRow[] {
  const stateOf = new Map(states.map((state) => [state.feed, state]));
  return [...feeds.values()]
    .map((feed) => healthOf(feed, stateOf.get(feed.id) ?? null, { schedule, watchedSince: 0 }, now))
    .sort(byTrouble)
    .map((health) => rowOf(health, now, language));
}

function byTrouble(one: FeedHealth, other: FeedHealth): number {
  const byCondition = worstFirst.indexOf(one.condition) - worstFirst.indexOf(other.condition);
  return byCondition !== 0 ? byCondition : one.feed < other.feed ? -1 : 1;
}

function rowOf(health: FeedHealth, now: Instant, language: Language): FeedRow {
  const ago = (at: Instant | null) => (at === null ? unknown : agoOf(now - at, language));
  const span = (ms: number | null) => (ms === null ? unknown : spanOf(ms));
  const moved = health.movedTo === null ? [] : [`moved to ${health.movedTo}`];
  return {
    feed: health.feed,
    state: health.condition,
    lastSuccess: ago(health.lastSuccessAt),
    lastNew: ago(health.lastNewAt),
    rhythm: span(health.rhythmMs),
    delay: span(health.delayMs),
    failures: String(health.failures),
    problem: cut(
      cleanLine([...(health.problem === null ? [] : [health.problem]), ...moved].join('; ')),
      problemLengthMax,
    ),
  };
}

const columns = ['feed', 'state', 'lastSuccess', 'lastNew', 'rhythm', 'delay', 'failures', 'problem'] as const;
const headings: Readonly<Record<(typeof columns)[number], string>> = {
  feed: 'feed',
  state: 'state',
  lastSuccess: 'last success',
  lastNew: 'last new',
  rhythm: 'rhythm',
  delay: 'delay',
  failures: 'failures',
  problem: 'problem',
};

/** The rows below their headings, in columns of equal width, for a terminal or a block of code. */
export function tableText(rows: readonly FeedRow[]): string {
  const lines = [headings, ...rows];
  const widths = columns.map((column) => lines.reduce((widest, line) => Math.max(widest, line[column].length), 0));
  return lines
    .map((line) =>
      columns
        .map((column, at) => line[column].padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** How many feeds are in which state, worst first: `120 feeds: 3 failing, 117 well`. */
export function tallyText(rows: readonly FeedRow[]): string {
  const counts = Map.groupBy(rows, ({ state }) => state);
  const parts = worstFirst.flatMap((state) => {
    const count = counts.get(state)?.length ?? 0;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const feeds = rows.length === 1 ? '1 feed' : `${rows.length} feeds`;
  return parts.length === 0 ? feeds : `${feeds}: ${parts.join(', ')}`;
}
