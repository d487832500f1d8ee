import { JaroWinklerDistance } from 'natural/lib/natural/distance/index.js';

const alikeMin = 0.8; // below, a suggestion is a guess
const candidateLengthMax = 60; // the comparison takes the product of the lengths

/** The candidate that was likely meant; null where none is near. */
export function nearest(typed: string, candidates: Iterable<string>): string | null {
  const sought = typed.slice(0, candidateLengthMax).toLowerCase();
  let best: string | null = null;
  let alikeBest = alikeMin;
  for (const candidate of candidates) {
    const alike = JaroWinklerDistance(sought, candidate.slice(0, candidateLengthMax).toLowerCase());
    if (alike > alikeBest) [best, alikeBest] = [candidate, alike];
  }
  return best;
}
