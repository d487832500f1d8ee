import type { Report } from '../../model.ts';

/** How many documents hold each term; a function of the incidents that are remembered, whatever their order. */
export interface TermCounts {
  documents: number;
  readonly holding: Map<string, number>;
}

/** Entities (`actor:…`, `place:…`, `num:…`) say more than words do. */
const entityWeight = 1.6;
/** Documents that are taken as seen before the first, so that early counts do not run wild. */
const documentsAssumed = 20;

/** Nothing counted. */
export function noTerms(): TermCounts {
  return { documents: 0, holding: new Map() };
}

/** Adds (1) or takes back (-1) one report's terms. */
export function countTerms(counts: TermCounts, report: Report, by: 1 | -1): void {
  const terms = Object.keys(report.terms);
  if (terms.length === 0) return;
  counts.documents += by;
  for (const term of terms) {
    const held = (counts.holding.get(term) ?? 0) + by;
    if (held > 0) counts.holding.set(term, held);
    else counts.holding.delete(term);
  }
}

/** TF-IDF cosine of two reports, from 0 to 1. */
export function similarity(counts: TermCounts, a: Report, b: Report): number {
  if (a === b) return 1;
  let dot = 0;
  let squareA = 0;
  let squareB = 0;
  for (const [term, frequency] of Object.entries(a.terms)) {
    const weight = weightOf(counts, term, frequency);
    squareA += weight * weight;
    const other = Object.hasOwn(b.terms, term) ? b.terms[term] : undefined;
    if (other !== undefined) dot += weight * weightOf(counts, term, other);
  }
  for (const [term, frequency] of Object.entries(b.terms)) squareB += weightOf(counts, term, frequency) ** 2;
  return squareA === 0 || squareB === 0 ? 0 : dot / Math.sqrt(squareA * squareB);
}

function weightOf(counts: TermCounts, term: string, frequency: number): number {
  const rarity = Math.log((counts.documents + documentsAssumed) / ((counts.holding.get(term) ?? 0) + 0.5));
  return (1 + Math.log(Math.max(1, frequency))) * Math.max(0, rarity) * (term.includes(':') ? entityWeight : 1);
}
