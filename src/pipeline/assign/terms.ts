import type { Report } from '../../model.ts';

/** How many documents hold each term; a function of the incidents that are remembered, whatever their order. */
export interface TermCounts {
  documents: number;
  readonly holding: Map<string, number>;
}

/** TF-IDF cosines from 0 to 1: of the words, which one language shares, and of the entities, which all do. */
export interface Similarity {
  readonly words: number;
  readonly entities: number;
}

/** Documents that are taken as seen before the first, so that early counts do not run wild. */
const documentsAssumed = 20;
const entityMark = '#';

/** The term by which extract notes that an actor or place of the pack is named. */
export function entityTerm(id: string): string {
  return `${entityMark}${id}`;
}

/** The ids of the actors and places that terms note. */
export function entitiesIn(terms: Report['terms']): readonly string[] {
  return Object.keys(terms).flatMap((term) => (term.startsWith(entityMark) ? [term.slice(entityMark.length)] : []));
}

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

/** How alike the terms of two reports are. */
export function similarity(counts: TermCounts, a: Report['terms'], b: Report['terms']): Similarity {
  const words = { dot: 0, a: 0, b: 0 };
  const entities = { dot: 0, a: 0, b: 0 };
  for (const [term, weight] of Object.entries(a)) {
    const sums = term.startsWith(entityMark) ? entities : words;
    const rarity = rarityOf(counts, term);
    sums.a += (weight * rarity) ** 2;
    const other = Object.hasOwn(b, term) ? b[term] : undefined;
    if (other !== undefined) sums.dot += weight * other * rarity ** 2;
  }
  for (const [term, weight] of Object.entries(b))
    (term.startsWith(entityMark) ? entities : words).b += (weight * rarityOf(counts, term)) ** 2;
  return { words: cosine(words), entities: cosine(entities) };
}

function cosine(sums: { readonly dot: number; readonly a: number; readonly b: number }): number {
  return sums.a === 0 || sums.b === 0 ? 0 : sums.dot / Math.sqrt(sums.a * sums.b);
}

function rarityOf(counts: TermCounts, term: string): number {
  return Math.max(0, Math.log((counts.documents + documentsAssumed) / ((counts.holding.get(term) ?? 0) + 0.5)));
}
