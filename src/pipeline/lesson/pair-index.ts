import type { Example, Label, Report } from '../../model.ts';

/** What was said of two incidents: that they are one, or that they are not. */
export interface PairLesson {
  readonly label: Pick<Label, 'id' | 'at' | 'incident'>;
  readonly other: string;
  readonly isSame: boolean;
  readonly examples: readonly Example[];
  readonly besides: readonly Example[];
}

/** Lessons on pairs, findable by a word that an example of either side holds. */
export interface PairIndex {
  readonly lessons: readonly PairLesson[];
  /** By word: the positions of the lessons. */
  readonly byWord: ReadonlyMap<string, readonly number[]>;
}

export const emptyPairs: PairIndex = { lessons: [], byWord: new Map() };

/** The newest hold. */
const pairsMax = 300;
/** Of each side. */
const examplesReadMax = 3;
/** Of each example, the weightiest; a text that shares fewer than `wordsSharedMin` with any is like none. */
const wordsFoundByMax = 12;
const wordsSharedMin = 3;
/** A word that more lessons hold tells none of them from others. */
const holdersMax = 60;

/** Of labels, the newest first. */
export function pairIndexOf(labels: readonly Label[]): PairIndex {
  const lessons = labels.flatMap(pairOf).slice(0, pairsMax);
  const byWord = new Map<string, number[]>();
  for (const [at, lesson] of lessons.entries())
    for (const word of wordsOf(lesson)) {
      const holders = byWord.get(word) ?? [];
      byWord.set(word, holders);
      holders.push(at);
    }
  for (const [word, holders] of byWord) if (holders.length > holdersMax) byWord.delete(word);
  return { lessons, byWord };
}

/** The lessons that a text may be about: those that share some of its words. */
export function lessonsNear({ lessons, byWord }: PairIndex, terms: Report['terms']): readonly PairLesson[] {
  if (lessons.length === 0) return [];
  const shared = new Map<number, number>();
  for (const term of Object.keys(terms))
    for (const at of byWord.get(term) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
  const near = [...shared].flatMap(([at, count]) => (count >= wordsSharedMin ? [at] : []));
  return near.sort((one, other) => one - other).flatMap((at) => lessons[at] ?? []);
}

function pairOf({ id, at, incident, says, examples, besides }: Label): readonly PairLesson[] {
  if (says.what === 'false-alarm' || examples.length === 0 || besides.length === 0) return [];
  const sides = { examples: examples.slice(0, examplesReadMax), besides: besides.slice(0, examplesReadMax) };
  return [{ label: { id, at, incident }, other: says.incident, isSame: says.what === 'same', ...sides }];
}

function wordsOf({ examples, besides }: PairLesson): ReadonlySet<string> {
  return new Set([...examples, ...besides].flatMap(({ words }) => Object.keys(words).slice(0, wordsFoundByMax)));
}
