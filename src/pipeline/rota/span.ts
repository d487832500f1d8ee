import type { Instant } from '../../model.ts';

/** A time from one moment to another, `to` not in it. Lists of them are in order and do not overlap. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** The same time in as few spans as can be: those that overlap or touch become one. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    if (to <= from) continue;
    const last = all.at(-1);
    if (last === undefined || last.to < from) all.push({ from, to });
    else all[all.length - 1] = { from: last.from, to: Math.max(last.to, to) };
  }
  return all;
}

/** What of `spans` lies in `allowed`. */
export function within<T extends Span>(spans: readonly T[], allowed: readonly Span[]): readonly T[] {
  const parts: T[] = [];
  let next = 0;
  for (const span of spans) {
    while ((allowed[next]?.to ?? Number.POSITIVE_INFINITY) <= span.from) next += 1;
    for (let at = next; (allowed[at]?.from ?? span.to) < span.to; at += 1) {
      const window = allowed[at] ?? span;
      parts.push({ ...span, from: Math.max(span.from, window.from), to: Math.min(span.to, window.to) });
    }
  }
  return parts;
}

/** What of `spans` is left when `taken` is taken out. */
export function without<T extends Span>(spans: readonly T[], taken: readonly Span[]): readonly T[] {
  return within(spans, complement(taken));
}

/** All time that is in none of the spans. */
function complement(spans: readonly Span[]): readonly Span[] {
  const edges = [
    Number.NEGATIVE_INFINITY,
    ...joined(spans).flatMap(({ from, to }) => [from, to]),
    Number.POSITIVE_INFINITY,
  ];
  const between: Span[] = [];
  for (let at = 0; at + 1 < edges.length; at += 2) between.push({ from: edges[at] ?? 0, to: edges[at + 1] ?? 0 });
  return between.filter(({ from, to }) => from < to);
}
