import type { Place } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import type { Mention, Reading, Sentence } from './read.ts';

const kindWeight: Readonly<Record<Place['kind'], number>> = {
  base: 3,
  mission: 2.6,
  site: 2.8,
  district: 2.6,
  city: 2,
  waters: 2,
  province: 1.2,
  country: 0.5,
};
const sentenceWeights = [3, 2.6, 1.8, 1.2, 0.8, 0.5, 0.4];
const historyFactor = 0.1;
const locative = new Set([
  'in',
  'at',
  'near',
  'on',
  'insid',
  'outsid',
  'around',
  'of',
  'by',
  'to',
  'into',
  'close',
  'toward',
  'north',
  'south',
  'west',
  'east',
  'في',
  'قرب',
  'در',
  'به',
  'على',
  'نزديك',
]);

/** Where it happened: the most specific place of the main event. */
export function placeOf(reading: Reading, compiled: CompiledPack, main: EventCandidate | null): string | null {
  const scores = new Map<string, number>();
  for (const sentence of reading.sentences.slice(0, sentenceWeights.length)) {
    for (const mention of sentence.mentions) {
      if (mention.kind !== 'place') continue;
      const place = compiled.places.get(mention.id);
      if (!place) continue;
      scores.set(place.id, Math.max(scores.get(place.id) ?? 0, scoreOf(sentence, mention, place, main)));
    }
  }
  const ranked = [...scores].sort((a, b) => b[1] - a[1]);
  return ranked[0]?.[0] ?? null;
}

function scoreOf(sentence: Sentence, mention: Mention, place: Place, main: EventCandidate | null): number {
  let score = (sentenceWeights[sentence.index] ?? 0) * kindWeight[place.kind];
  if (sentence.isHistory[mention.from]) score *= historyFactor;
  if (locative.has(sentence.words[mention.from - 1]?.key ?? '')) score *= 1.3;
  if (sentence === main?.sentence) score *= 1.2;
  return score;
}
