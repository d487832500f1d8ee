import { Gauge, type Registry } from 'prom-client';
import type { Instant } from '../../model.ts';
import type { FeedsSeen } from '../../pipeline/bulletin/sightings.ts';
import { feedConditions } from '../../pipeline/feed-health.ts';

/** Feeds that have series of their own; of more, those that come later count in the sums alone. */
export const feedsNamedMax = 500;

export type FeedsFigures = Pick<FeedsSeen, 'health' | 'coverage'>;

/** Opens the gauges of the feeds; what is given replaces what stood before. */
export function feedGauges(registry: Registry): (seen: FeedsFigures, now: Instant) => void {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name: `watchfloor_${name}`, help, labelNames, registers: [registry] });
  const byState = gauge('feeds', 'Feeds by how they fare', ['state']);
  const coverage = gauge('coverage_ratio', 'Share of the outlets that are being read', ['kind', 'value']);
  const outlets = gauge('coverage_outlets', 'Outlets of which coverage is reckoned', ['kind', 'value']);
  const successAge = gauge('feed_last_success_age_seconds', 'Since the last answer that was as it should be', ['feed']);
  const failures = gauge('feed_failures', 'Failures in a row', ['feed']);
  const delay = gauge('feed_delay_seconds', 'From publication to sight, smoothed', ['feed']);
  const all = [byState, coverage, outlets, successAge, failures, delay];
  return (seen, now) => {
    for (const each of all) each.reset();
    for (const state of feedConditions)
      byState.set({ state }, seen.health.filter(({ condition }) => condition === state).length);
    for (const { kind, value, share, outlets: count } of seen.coverage) {
      coverage.set({ kind, value }, share);
      outlets.set({ kind, value }, count);
    }
    for (const { feed, lastSuccessAt, delayMs, failures: count } of seen.health.slice(0, feedsNamedMax)) {
      if (lastSuccessAt !== null) successAge.set({ feed }, Math.max(0, now - lastSuccessAt) / 1000);
      if (delayMs !== null) delay.set({ feed }, delayMs / 1000);
      failures.set({ feed }, count);
    }
  };
}
