import type { Matcher } from './matcher.ts';
import { holdsPhrases, spansOf } from './phrases.ts';
import type { SearchedText, Span } from './text.ts';

/**
 * Where the operands of a NEAR stand, each near enough to the one written before it; null where they do not. In one pass
 * an operand over those of its places that the one before reaches, so that a text full of both costs no more than its
 * length.
 */
export function nearSpans(
  text: SearchedText,
  { operands, distances }: Matcher & { readonly kind: 'near' },
): readonly Span[] | null {
  if (!operands.every((operand) => holdsPhrases(text, operand))) return null;
  const reached: (readonly Span[])[] = [];
  for (const [at, operand] of operands.entries()) {
    const spans = spansOf(text, operand);
    const before = reached.at(-1);
    const near = before === undefined ? spans : reachedFrom(before, spans, distances[at - 1] ?? 0);
    if (near.length === 0) return null;
    reached.push(near);
  }
  return wayThrough(reached, distances);
}

/** Those spans that end or begin at most so many words from one of the others, and do not share words with it. */
function reachedFrom(others: readonly Span[], spans: readonly Span[], distance: number): readonly Span[] {
  const beginnings = others.map(({ from }) => from);
  const ends = others.map(({ to }) => to).sort((a, b) => a - b);
  return spans.filter(
    ({ from, to }) =>
      isAnyWithin(ends, from - 1 - distance, from - 1) || isAnyWithin(beginnings, to + 1, to + 1 + distance),
  );
}

function isAnyWithin(sorted: readonly number[], from: number, to: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return (sorted[low] ?? Number.POSITIVE_INFINITY) <= to;
}

/** One span of each operand, found backwards from the last. */
function wayThrough(reached: readonly (readonly Span[])[], distances: readonly number[]): readonly Span[] {
  const way: Span[] = [];
  for (const [back, spans] of reached.toReversed().entries()) {
    const [next] = way;
    const distance = distances[reached.length - 1 - back] ?? 0;
    const span = next === undefined ? spans[0] : spans.find((each) => reachedFrom([each], [next], distance).length > 0);
    if (span !== undefined) way.unshift(span);
  }
  return way;
}
