import { JaroWinklerDistance } from 'natural/lib/natural/distance/index.js';

const alikeMin = 0.8; // below, a suggestion is a guess
const lengthMax = 40; // the comparison takes the product of the lengths; what is longer is no name

/** The candidate that was likely meant; null where none is near. */
export function nearest(typed: string, candidates: Iterable<string>): string | null {
  if (typed.length > lengthMax) return null;
  const sought = typed.toLowerCase();
  let best: string | null = null;
  let alikeBest = alikeMin;
  for (const candidate of candidates) {
    const alike = JaroWinklerDistance(sought, candidate.slice(0, lengthMax).toLowerCase());
    if (alike > alikeBest) [best, alikeBest] = [candidate, alike];
  }
  return best;
}
