import type { Example, Label, Report } from '../../model.ts';

/** What was said of two incidents: that they are one, or that they are not. */
export interface PairLesson {
  readonly label: Pick<Label, 'id' | 'at' | 'incident'>;
  readonly other: string;
  readonly isSame: boolean;
  readonly examples: readonly Example[];
  readonly besides: readonly Example[];
}

/** One side of a lesson, as an example shows it. */
export interface Side {
  readonly lesson: PairLesson;
  readonly example: Example;
  /** Whether it is one of `examples`, and not of `besides`. */
  readonly isOwn: boolean;
}

/** Lessons on pairs, findable by the words of their examples. */
export interface PairIndex {
  readonly sides: readonly Side[];
  /** By word: the positions of the sides. */
  readonly byWord: ReadonlyMap<string, readonly number[]>;
}

export const emptyPairs: PairIndex = { sides: [], byWord: new Map() };

/** The newest hold. */
const pairsMax = 300;
/** Of each side. */
const examplesReadMax = 2;
/** Of each example, the weightiest; a text that shares fewer than `wordsSharedMin` with it is not like it. */
const wordsFoundByMax = 14;
const wordsSharedMin = 5;
/** A word that more examples hold tells none of them from others. */
const holdersMax = 30;

/** Of labels, the newest first. */
export function pairIndexOf(labels: readonly Label[]): PairIndex {
  const lessons = labels.flatMap(pairOf).slice(0, pairsMax);
  const sides = lessons.flatMap((lesson): readonly Side[] => [
    ...lesson.examples.map((example) => ({ lesson, example, isOwn: true })),
    ...lesson.besides.map((example) => ({ lesson, example, isOwn: false })),
  ]);
  const byWord = new Map<string, number[]>();
  for (const [at, { example }] of sides.entries())
    for (const word of Object.keys(example.words).slice(0, wordsFoundByMax)) {
      const holders = byWord.get(word) ?? [];
      byWord.set(word, holders);
      holders.push(at);
    }
  for (const [word, holders] of byWord) if (holders.length > holdersMax) byWord.delete(word);
  return { sides, byWord };
}

/** Whether a text shares enough words with an example that it may be like it; a quick look before a careful one. */
export function mayBeLike({ words }: Example, terms: Report['terms']): boolean {
  let looked = 0;
  let shared = 0;
  for (const word in words) {
    if (terms[word] !== undefined) shared += 1;
    looked += 1;
    if (shared >= wordsSharedMin) return true;
    if (looked >= wordsFoundByMax) return false;
  }
  return false;
}

/** The sides that a text may be like: those that share some of its words, in the order of the lessons. */
export function sidesNear({ sides, byWord }: PairIndex, terms: Report['terms']): readonly Side[] {
  if (sides.length === 0) return [];
  const shared = new Uint8Array(sides.length);
  const near: number[] = [];
  for (const term in terms)
    for (const at of byWord.get(term) ?? []) {
      const count = (shared[at] ?? 0) + 1;
      shared[at] = count;
      if (count === wordsSharedMin) near.push(at);
    }
  return near.sort((one, other) => one - other).flatMap((at) => sides[at] ?? []);
}

function pairOf({ id, at, incident, says, examples, besides }: Label): readonly PairLesson[] {
  if (says.what === 'false-alarm' || examples.length === 0 || besides.length === 0) return [];
  const sides = { examples: examples.slice(0, examplesReadMax), besides: besides.slice(0, examplesReadMax) };
  return [{ label: { id, at, incident }, other: says.incident, isSame: says.what === 'same', ...sides }];
}
