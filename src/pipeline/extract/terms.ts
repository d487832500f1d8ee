import type { Reading } from './read.ts';
import { wordsOf } from './words.ts';

const termsMax = 60;
const titleWeight = 3;
const leadWeight = 1.5;
const wordLengthMin = 3;

const stopWords = new Set(
  'the a an and or of in on at to for from by with as is are was were be been has have had it its this that these those he she they his her their who which what when where said says say after before over under near not no but also more than into about up out one two will would could there than other some all any new us'.split(
    ' ',
  ),
);

/** Weighted terms for the comparison of texts: stems, word pairs of the headline, names; the headline weighs most. */
export function termsOf(reading: Reading): Record<string, number> {
  const weights = new Map<string, number>();
  const add = (term: string, weight: number): void => void weights.set(term, (weights.get(term) ?? 0) + weight);
  for (const sentence of reading.sentences) {
    const weight = sentence.index === 0 ? titleWeight : sentence.index <= 2 ? leadWeight : 1;
    for (const word of sentence.words) if (isTerm(word.text)) add(word.key, weight);
    for (const mention of sentence.mentions) add(`#${mention.id}`, weight);
  }
  for (const word of wordsOf(reading.rest)) if (isTerm(word.text)) add(word.key, 0.5);
  const terms: Record<string, number> = {};
  for (const [term, weight] of heaviest(weights)) terms[term] = Math.round((1 + Math.log(1 + weight)) * 1000) / 1000;
  return terms;
}

/** The heaviest terms first, level ones by the alphabet. */
function heaviest(weights: ReadonlyMap<string, number>): [string, number][] {
  // Most terms are light: they need no order.
  const terms = [...weights];
  const sorted = new Float64Array(terms.length);
  for (let at = 0; at < sorted.length; at += 1) sorted[at] = terms[at]?.[1] ?? 0;
  const least = sorted.sort().at(-termsMax) ?? 0;
  const heavy = terms.filter((term) => term[1] >= least);
  return heavy.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, termsMax);
}

const isTerm = (text: string): boolean => text.length >= wordLengthMin && !stopWords.has(text);
