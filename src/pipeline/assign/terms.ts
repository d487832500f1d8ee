import type { Report } from '../../model.ts';

/** How many documents hold each term; a function of the incidents that are remembered, whatever their order. */
export interface TermCounts {
  documents: number;
  readonly holding: Map<string, Holding>;
}

/** How many hold a term, and its rarity among as many documents as there were when it was last asked for. */
interface Holding {
  held: number;
  rarity: number;
  documents: number;
}

/** TF-IDF cosines from 0 to 1: of the words, which one language shares, and of the entities, which all do. */
export interface Similarity {
  readonly words: number;
  readonly entities: number;
}

/** Documents that are taken as seen before the first, so that early counts do not run wild. */
const documentsAssumed = 20;
const entityMark = '#';
const unasked = -1;

/** The term by which extract notes that an actor or place of the pack is named. */
export function entityTerm(id: string): string {
  return `${entityMark}${id}`;
}

/** Whether a term notes an actor or place of the pack, and is no word. */
export function isEntityTerm(term: string): boolean {
  return term.startsWith(entityMark);
}

/** The ids of the actors and places that terms note. */
export function entitiesIn(terms: Report['terms']): readonly string[] {
  return entriesOf(terms).flatMap(({ term, isEntity }) => (isEntity ? [term.slice(entityMark.length)] : []));
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
    const held = (counts.holding.get(term)?.held ?? 0) + by;
    if (held > 0) counts.holding.set(term, { held, rarity: 0, documents: unasked });
    else counts.holding.delete(term);
  }
}

/** The terms of a text, made ready to be compared with those of many others. */
export interface Compared {
  readonly terms: ReadonlyMap<string, number>;
  readonly words: number;
  readonly entities: number;
}

/** Prepares the terms of a report; valid until the counts change. */
export function comparedTerms(counts: TermCounts, terms: Report['terms']): Compared {
  const lengths = { words: 0, entities: 0 };
  const entries = entriesOf(terms);
  for (const { term, weight, isEntity } of entries)
    lengths[isEntity ? 'entities' : 'words'] += (weight * rarityOf(counts, term)) ** 2;
  return { terms: new Map(entries.map(({ term, weight }) => [term, weight])), ...lengths };
}

interface Entry {
  readonly term: string;
  readonly weight: number;
  readonly isEntity: boolean;
}

/** Taken apart once: the terms of a report never change, and many later ones are compared with them. */
const taken = new WeakMap<Report['terms'], readonly Entry[]>();

function entriesOf(terms: Report['terms']): readonly Entry[] {
  const known = taken.get(terms);
  if (known !== undefined) return known;
  const made = Object.entries(terms).map(([term, weight]) => ({ term, weight, isEntity: isEntityTerm(term) }));
  taken.set(terms, made);
  return made;
}

/** How alike the terms of a report are to those of another. */
export function similarity(counts: TermCounts, own: Compared, other: Report['terms']): Similarity {
  const words = { dot: 0, own: own.words, other: 0 };
  const entities = { dot: 0, own: own.entities, other: 0 };
  for (const { term, weight, isEntity } of entriesOf(other)) {
    const sums = isEntity ? entities : words;
    const rarity = rarityOf(counts, term);
    sums.other += (weight * rarity) ** 2;
    const shared = own.terms.get(term);
    if (shared !== undefined) sums.dot += shared * weight * rarity ** 2;
  }
  return { words: cosine(words), entities: cosine(entities) };
}

function cosine({ dot, own, other }: { readonly dot: number; readonly own: number; readonly other: number }): number {
  return own === 0 || other === 0 ? 0 : dot / Math.sqrt(own * other);
}

/** How rare a term is among the texts that are counted; 0: every one holds it. */
export function rarityOf({ documents, holding }: TermCounts, term: string): number {
  const held = holding.get(term);
  if (held === undefined) return rarityAmong(documents, 0);
  if (held.documents !== documents) {
    held.rarity = rarityAmong(documents, held.held);
    held.documents = documents;
  }
  return held.rarity;
}

function rarityAmong(documents: number, held: number): number {
  return Math.max(0, Math.log((documents + documentsAssumed) / (held + 0.5)));
}
