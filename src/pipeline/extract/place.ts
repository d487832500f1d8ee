import type { Actor, Party, Place } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { listedWithin, type Mention, type Reading, type Sentence } from './read.ts';

const kindWeight: Readonly<Record<Place['kind'], number>> = {
  base: 3,
  mission: 2.4,
  site: 2.8,
  district: 2.6,
  city: 2,
  waters: 2,
  province: 1.2,
  country: 0.5,
};
const sentenceWeights = [3, 2.8, 2.2, 1.6, 1, 0.6, 0.4];
const historyFactor = 0.08;
const directionFactor = 0.45; // "north of Baghdad", "outside Basra"
const metonymFactor = 0.15; // "Washington says"
const refinementShare = 0.2;

const farCountry = 'US'; // troops come from there, but what we watch happens elsewhere

/** Where words and decisions are at home: the seat of who speaks. */
const seats: Readonly<Partial<Record<Party, string>>> = { us: 'washington', iran: 'tehran', iraq: 'baghdad' };
const saidAtTheSeat = new Set([
  'Threat or ultimatum',
  'Sanction or legal measure',
  'Vote or legislation',
  'Denial or rejection',
]);

/** Where it happened: the most specific place of the main event; for words and decisions the seat of who speaks. */
export function placeOf(reading: Reading, compiled: CompiledPack, main: EventCandidate | null): string | null {
  if (main && saidAtTheSeat.has(main.type.subEvent)) {
    const seat = seatOf(reading, compiled, main);
    if (seat) return seat;
  }
  const place = bestPlace(scoresOf(reading, compiled, main), compiled);
  // A mission is ordered out of a country: its embassy stands in the capital.
  const isCountryOnly = place === 'iraq' && main?.type.subEvent === 'Diplomatic measure';
  return isCountryOnly && seats.iraq ? seats.iraq : place;
}

function bestPlace(scores: ReadonlyMap<string, number>, compiled: CompiledPack): string | null {
  const best = [...scores].sort((a, b) => b[1] - a[1])[0];
  if (!best) return null;
  return refine(best, scores, compiled);
}

function scoresOf(reading: Reading, compiled: CompiledPack, main: EventCandidate | null): Map<string, number> {
  const scores = new Map<string, number>();
  for (const sentence of reading.sentences.slice(0, sentenceWeights.length)) {
    for (const mention of sentence.mentions) {
      const place = mention.kind === 'place' ? compiled.places.get(mention.id) : undefined;
      if (!place) continue;
      const score = scoreOf(sentence, mention, place, main);
      scores.set(place.id, Math.max(scores.get(place.id) ?? 0, score) + score * 0.1);
    }
  }
  return scores;
}

const directions = new Set([
  'north',
  'south',
  'west',
  'east',
  'northwest',
  'northeast',
  'southwest',
  'southeast',
  'outside',
  'kilometers',
  'kilometres',
  'km',
  'miles',
  'شمالي',
  'جنوبي',
  'غربي',
  'شرقي',
  'شمال',
  'جنوب',
  'غرب',
  'شرق',
]);
const locatives = new Set([
  'in',
  'at',
  'near',
  'on',
  'inside',
  'around',
  'into',
  'towards',
  'to',
  'within',
  'across',
  'في',
  'قرب',
  'على',
  'داخل',
  'در',
  'به',
  'نزديكي',
]);

function scoreOf(sentence: Sentence, mention: Mention, place: Place, main: EventCandidate | null): number {
  let score = (sentenceWeights[sentence.index] ?? 0) * kindWeight[place.kind];
  if (sentence.isHistory[mention.from]) score *= historyFactor;
  const previous = sentence.words[mention.from - 1]?.text ?? '';
  const earlier = sentence.words[mention.from - 2]?.text ?? '';
  if (directions.has(previous) || (['of', 'from'].includes(previous) && directions.has(earlier)))
    score *= directionFactor;
  else if (locatives.has(previous)) score *= 1.3;
  else if (isCapitalCity(place) && isSpeaking(sentence, mention)) score *= metonymFactor;
  if (place.country === farCountry && main?.type.id !== undefined) score *= metonymFactor;
  if (sentence === main?.sentence) score *= 1.2;
  return score;
}

const isCapitalCity = (place: Place): boolean => Object.values(seats).includes(place.id);

/** "Washington says", "Tehran has", the Pentagon's seat, a name without any preposition far from home. */
function isSpeaking(sentence: Sentence, mention: Mention): boolean {
  if (mention.id !== seats.iraq) return true;
  return listedWithin(sentence, 'sayWord', mention.to, mention.to + 3);
}

/** A more specific place inside the best one, where it is told with nearly the same weight. */
function refine(
  [id, score]: readonly [string, number],
  scores: ReadonlyMap<string, number>,
  compiled: CompiledPack,
): string {
  const inside = [...scores]
    .filter(([other, own]) => other !== id && own >= score * refinementShare && isWithin(other, id, compiled))
    .sort((a, b) => b[1] - a[1])[0];
  return inside ? refine([inside[0], inside[1]], scores, compiled) : id;
}

const containmentMax = 8;

/** Whether a place lies within another. */
function isWithin(inner: string, outer: string, compiled: CompiledPack): boolean {
  let at = compiled.places.get(inner)?.within ?? null;
  for (let depth = 0; at !== null && depth < containmentMax; depth += 1) {
    if (at === outer) return true;
    at = compiled.places.get(at)?.within ?? null;
  }
  return false;
}

/** The seat of the person who speaks, else of the first body named. */
function seatOf(reading: Reading, compiled: CompiledPack, main: EventCandidate): string | null {
  const isSanction = main.type.subEvent === 'Sanction or legal measure';
  const speakers = [main.sentence, ...reading.sentences.slice(0, 2)].flatMap((sentence) =>
    speakersIn(sentence, compiled),
  );
  const [first] = isSanction ? speakers.filter(imposesSanctions) : [...speakers.filter(isPerson), ...speakers];
  if (!first) return null;
  const seat =
    first.kind === 'militia' && first.parties.includes('iraq') ? 'iraq' : seats[first.parties.find(hasSeat) ?? 'other'];
  return seat && compiled.places.has(seat) ? seat : null;
}

const isPerson = (actor: Actor): boolean => actor.kind === 'person';
const hasSeat = (party: Party): boolean => seats[party] !== undefined;
const imposesSanctions = (actor: Actor): boolean =>
  ['us', 'iran'].includes(actor.parties[0] ?? '') && actor.kind !== 'militia' && actor.kind !== 'force';

function speakersIn(sentence: Sentence, compiled: CompiledPack): Actor[] {
  return sentence.mentions.flatMap((mention, at) => {
    const actor = mention.kind === 'actor' ? compiled.actors.get(mention.id) : undefined;
    // "Iraq's Kataib Hezbollah": the first name only tells whose the second is.
    const isModifier = sentence.mentions[at + 1]?.from === mention.to && sentence.mentions[at + 1]?.kind === 'actor';
    return actor && !sentence.isHistory[mention.from] && !isModifier && actor.parties.some(hasSeat) ? [actor] : [];
  });
}
