import type { Reading } from './read.ts';
import { lexemesOf } from './words.ts';

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
  const weights = new Map<string, Weighed>();
  const add = (term: string, weight: number): void => {
    const known = weights.get(term);
    if (known === undefined) weights.set(term, { term, weight });
    else known.weight += weight;
  };
  for (const sentence of reading.sentences) {
    const weight = sentence.index === 0 ? titleWeight : sentence.index <= 2 ? leadWeight : 1;
    for (const word of sentence.words) if (isTerm(word.text)) add(word.key, weight);
    for (const mention of sentence.mentions) add(`#${mention.id}`, weight);
  }
  for (const { text, key } of lexemesOf(reading.rest)) if (isTerm(text)) add(key, 0.5);
  const terms: Record<string, number> = {};
  for (const { term, weight } of heaviest([...weights.values()]))
    terms[term] = Math.round((1 + Math.log(1 + weight)) * 1000) / 1000;
  return terms;
}

interface Weighed {
  readonly term: string;
  weight: number;
}

/** The heaviest terms first, level ones by the alphabet. */
function heaviest(terms: readonly Weighed[]): readonly Weighed[] {
  // Most terms are light: they need no order.
  const sorted = new Float64Array(terms.length);
  for (let at = 0; at < sorted.length; at += 1) sorted[at] = terms[at]?.weight ?? 0;
  const least = sorted.sort().at(-termsMax) ?? 0;
  const heavy = terms.filter(({ weight }) => weight >= least);
  return heavy.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1)).slice(0, termsMax);
}

const isTerm = (text: string): boolean => text.length >= wordLengthMin && !stopWords.has(text);
