import type { Instant } from '../../model.ts';

export const dayMs = 86_400_000;

/** How many days a time has; less than one counts as one, since a rate of an hour's news says nothing of a day. */
export function daysIn({ from, to }: { readonly from: Instant; readonly to: Instant }): number {
  return Math.max(1, (to - from) / dayMs);
}

/** So many a day, in two figures: 12, 1.4, 0.03. */
export function rateOf(count: number, days: number): string {
  const rate = count / days;
  return rate >= 10 ? String(Math.round(rate)) : String(Number(rate.toPrecision(2)));
}
