import type { StreamItem } from '../adapters/stream/items.ts';
import type { Instant, Pack, Severity, Watch } from '../model.ts';
import { dayMs } from '../pipeline/backtest/rate.ts';
import { type Backtest, beginBacktest } from '../pipeline/backtest.ts';
import { openDecider } from './decider.ts';

/** A watch that is tried over a stream. */
export interface StreamTrial {
  readonly proposed: Watch;
  readonly present: Watch | null;
  readonly pingFloor: Severity;
  /** So many days before the last item are counted; null: the whole stream. */
  readonly days: number | null;
}

/** What a watch would have told of a stream, and of which time. */
export interface StreamBacktest extends Backtest {
  readonly from: Instant;
  readonly to: Instant;
  /** The pack that it was decided with. */
  readonly pack: Pack;
}

/** Decides the items, which are in order of publication, as `decide` does and puts each to the watch. */
export function backtestStream(
  shipped: Pack,
  items: readonly StreamItem[],
  { days, ...trial }: StreamTrial,
): StreamBacktest {
  const first = Date.parse(items[0]?.published ?? '');
  const to = Date.parse(items.at(-1)?.published ?? '');
  const from = days === null ? first : Math.max(first, to - days * dayMs);
  const { pack, decide } = openDecider(shipped, first);
  const backtest = beginBacktest({ ...trial, severityFloor: 'info', from, to, pack });
  for (const item of items) {
    const { incident, ...decided } = decide(item);
    if (incident !== null) backtest.look({ ...decided, incident });
  }
  return { ...backtest.found(), from, to, pack };
}
