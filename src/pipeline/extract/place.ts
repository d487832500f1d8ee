import type { Actor, Party, Place } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { listedWithin, type Mention, type Reading, type Sentence } from './read.ts';
import { speakersOf } from './speaker.ts';

const kindWeight: Readonly<Record<Place['kind'], number>> = {
  base: 2.9,
  mission: 2.4,
  site: 2.8,
  district: 2.6,
  city: 2,
  waters: 2,
  province: 1.2,
  country: 0.5,
};
const sentenceWeights = [3, 2.8, 2.2, 1.6, 1, 0.6, 0.4];
const historyFactor = 0.03;
const directionFactor = 0.45; // "north of Baghdad", "outside Basra"
const nearFactor = 0.6;
const positionPenalty = 0.01;
const destinationFactor = 5;
const destinations = new Set(['to', 'for', 'into', 'toward', 'towards', 'الى', 'به']);
const metonymFactor = 0.05; // "Washington says"
const refinementShare = 0.2;
const refinementShareOfLands = 0.05; // a country or a province is always the second choice

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
  if (previous === 'near' && place.kind === 'city') score *= nearFactor;
  else if (directions.has(previous) || (['of', 'from'].includes(previous) && directions.has(earlier)))
    score *= directionFactor;
  else if (isCapitalCity(place) && isSpeaking(sentence, mention, previous)) score *= metonymFactor;
  else if (locatives.has(previous)) score *= 1.3;
  if (main?.type.subEvent === 'Troop deployment' && destinations.has(previous)) score *= destinationFactor;
  score *= 1 - Math.min(0.3, mention.from * positionPenalty);
  if (place.country === farCountry && main?.type.id !== undefined) score *= metonymFactor;
  if (sentence === main?.sentence) score *= 1.2;
  return score;
}

const isCapitalCity = (place: Place): boolean => Object.values(seats).includes(place.id);

const whereabouts = new Set(['in', 'at', 'near', 'around', 'inside', 'within', 'across', 'over', 'from', 'في', 'در']);

/** "Washington says", "called on Tehran": a capital that stands for its government. */
function isSpeaking(sentence: Sentence, mention: Mention, previous: string): boolean {
  if (whereabouts.has(previous)) return false;
  if (mention.id !== seats.iraq) return true;
  return listedWithin(sentence, 'sayWord', mention.to, mention.to + 3);
}

/** A more specific place inside the best one, where it is told with nearly the same weight. */
function refine(
  [id, score]: readonly [string, number],
  scores: ReadonlyMap<string, number>,
  compiled: CompiledPack,
): string {
  const isLand = ['country', 'province'].includes(compiled.places.get(id)?.kind ?? '');
  const share = isLand ? refinementShareOfLands : refinementShare;
  const inside = [...scores]
    .filter(([other, own]) => other !== id && own >= score * share && isWithin(other, id, compiled))
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

/** The seat of who speaks. */
function seatOf(reading: Reading, compiled: CompiledPack, main: EventCandidate): string | null {
  const [speaker] = speakersOf(reading, compiled, main);
  const seat = speaker ? seatOfActor(speaker) : null;
  return seat && compiled.places.has(seat) ? seat : null;
}

/** An armed group of both countries has no seat but Iraq. */
function seatOfActor(actor: Actor): string | null {
  const isIraqi = actor.parties[0] !== 'us' && actor.parties.includes('iraq');
  const isGroup = isIraqi && actor.parties.includes('iran') && actor.kind !== 'person' && actor.kind !== 'state';
  if (isGroup) return 'iraq';
  const party = isIraqi ? 'iraq' : actor.parties.find(hasSeat);
  return party ? (seats[party] ?? null) : null;
}

const hasSeat = (party: Party): boolean => seats[party] !== undefined;
