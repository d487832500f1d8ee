import type { Place } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { listEndsWithin, listedWithin, type Mention, type Reading, type Sentence } from './read.ts';
import { textAt } from './wording.ts';

const kindWeight: Readonly<Record<Place['kind'], number>> = {
  base: 2.7,
  mission: 2.4,
  site: 2.7,
  district: 2.6,
  city: 2,
  waters: 2,
  province: 1.2,
  country: 0.5,
};
const sentenceWeights = [3, 2.8, 2.2, 1.6, 1, 0.6, 0.4];
const historyFactor = 0.03;
const historyFactorOfDevelopments = 0.5; // what is new about last week's attack happened where that was
const directionFactor = 0.25; // "north of Baghdad", "outside Basra"
const originFactor = 0.04; // "launched from Kuwait", "Iran's missiles"
const nearFactor = 0.6;
const heardFactor = 0.3; // "sirens at the embassy"
const laterFactor = 0.85; // of "the zone and the base" the first is told
const positionPenalty = 0.01;
const locativeFactor = 1.3;
const mainSentenceFactor = 1.2;
const destinationFactor = 5;
const elsewhereFactor = 0.04;
const repetitionShare = 0.1;
const metonymFactor = 0.01; // "Washington says"
const otherLandFactor = 0.15; // the headline tells another country

const farCountry = 'US'; // troops come from there, but what we watch happens elsewhere
const capitals = new Set(['washington', 'tehran', 'baghdad']);
const retold = new Set(['casualties', 'investigation', 'blame', 'claim', 'denial', 'reaction']);

/** How well a place fits the main event, and the sentence that names it best. */
export interface Fit {
  readonly score: number;
  readonly sentence: number;
}

/** How well each place that the first sentences name fits the main event. */
export function scoresOf(
  reading: Reading,
  compiled: CompiledPack,
  main: EventCandidate | null,
  development: string | null,
): Map<string, Fit> {
  const scores = new Map<string, Fit>();
  const land = landOfHeadline(reading, compiled);
  for (const sentence of reading.sentences.slice(0, sentenceWeights.length)) {
    for (const mention of sentence.mentions) {
      const place = mention.kind === 'place' ? compiled.places.get(mention.id) : undefined;
      if (!place) continue;
      const isElsewhere = land !== null && place.country !== land;
      const score = scoreOf(sentence, mention, place, { main, development }) * (isElsewhere ? otherLandFactor : 1);
      const id = siteOf(sentence, mention, place, { compiled, main });
      scores.set(id, joined(scores.get(id), { score, sentence: sentence.index }));
    }
  }
  return scores;
}

/** The country of neither side that a headline tells as the scene: "in Syria", "Syria strike". */
function landOfHeadline(reading: Reading, compiled: CompiledPack): string | null {
  const [title] = reading.sentences;
  if (!title) return null;
  const lands = title.mentions.flatMap((mention) => {
    const place = mention.kind === 'place' ? compiled.places.get(mention.id) : undefined;
    return place && isScene(title, mention) ? [place.country] : [];
  });
  const [first] = new Set(lands);
  return first !== undefined && new Set(lands).size === 1 && !landsOfSides.has(first) ? first : null;
}

const landsOfSides = new Set(['IQ', 'IR', 'US']);
const isScene = (title: Sentence, mention: Mention): boolean =>
  locatives.has(textAt(title, mention.from - 1)) || listedWithin(title, 'assault', mention.to, mention.to + 1);

/** Named again, a place counts a little more. */
function joined(known: Fit | undefined, fit: Fit): Fit {
  const best = known && known.score >= fit.score ? known : fit;
  return { ...best, score: best.score + fit.score * repetitionShare };
}

const indirect = new Set(['missile-attack', 'air-strike', 'attack']);
const articleReach = 2;

/** Rockets by an embassy hit its district; a mission is closed, or its staff sent home, in a city. */
function siteOf(
  sentence: Sentence,
  mention: Mention,
  place: Place,
  { compiled, main }: { readonly compiled: CompiledPack; readonly main: EventCandidate | null },
): string {
  const isBuilding = place.kind === 'mission' || place.kind === 'site';
  if (isBuilding && main?.type.subEvent === 'Diplomatic measure') return cityOf(place, compiled);
  const mayBeNear = place.kind === 'mission' && main !== null && indirect.has(main.type.id);
  if (!mayBeNear || isStruck(sentence, mention)) return place.id;
  return place.within ?? place.id;
}

/** The headline's own mission, or one that something falls on, and not what lies near it. */
function isStruck(sentence: Sentence, mention: Mention): boolean {
  if (isNear(sentence, mention)) return false;
  return sentence.index === 0 || listEndsWithin(sentence, 'onWord', mention.from - articleReach, mention.from);
}

/** "within a mile of the US embassy", «قرب السفارة». */
const isNear = (sentence: Sentence, mention: Mention): boolean =>
  listEndsWithin(sentence, 'nearWord', mention.from - articleReach, mention.from);

function cityOf(place: Place, compiled: CompiledPack): string {
  const containmentMax = 8;
  let at: Place | undefined = place;
  for (let depth = 0; at && depth < containmentMax; depth += 1) {
    if (at.kind === 'city') return at.id;
    at = at.within === null ? undefined : compiled.places.get(at.within);
  }
  return place.id;
}

const directions = new Set([
  ...['north', 'south', 'west', 'east', 'northwest', 'northeast', 'southwest', 'southeast', 'outside'],
  ...['kilometers', 'kilometres', 'km', 'miles', 'شمالي', 'جنوبي', 'غربي', 'شرقي', 'شمال', 'جنوب', 'غرب', 'شرق'],
]);
const locatives = new Set([
  ...['in', 'at', 'near', 'on', 'inside', 'around', 'into', 'towards', 'to', 'within', 'across'],
  ...['في', 'قرب', 'على', 'داخل', 'در', 'به', 'نزديكي'],
]);
const destinations = new Set(['to', 'for', 'into', 'toward', 'towards', 'reached', 'الى', 'به']);

function scoreOf(
  sentence: Sentence,
  mention: Mention,
  place: Place,
  { main, development }: { readonly main: EventCandidate | null; readonly development: string | null },
): number {
  let score = (sentenceWeights[sentence.index] ?? 0) * kindWeight[place.kind];
  if (sentence.isHistory[mention.from])
    score *= retold.has(development ?? '') ? historyFactorOfDevelopments : historyFactor;
  score *= relationFactor(sentence, mention, place);
  if (isAsideOf(sentence, mention, main)) score *= elsewhereFactor;
  const previous = sentence.words[mention.from - 1]?.text ?? '';
  if (main?.type.subEvent === 'Troop deployment' && destinations.has(previous)) score *= destinationFactor;
  if (isLater(sentence, mention)) score *= laterFactor;
  score *= 1 - Math.min(0.3, mention.from * positionPenalty);
  if (place.country === farCountry && main?.type.id !== undefined) score *= metonymFactor;
  if (sentence === main?.sentence) score *= mainSentenceFactor;
  else if (isElsewhere(sentence, mention)) score *= elsewhereFactor;
  return score;
}

const accusedReach = 14;
const ofForces = new Set(['Troop withdrawal', 'Troop deployment']);

/** Where what somebody is arrested for took place, and where an order to forces was told. */
function isAsideOf(sentence: Sentence, mention: Mention, main: EventCandidate | null): boolean {
  if (main?.type.subEvent === 'Arrests')
    return listEndsWithin(sentence, 'accusedOf', mention.from - accusedReach, mention.from);
  if (!ofForces.has(main?.type.subEvent ?? '')) return false;
  return listEndsWithin(sentence, 'speechWord', mention.from, mention.from);
}

/** Another theatre, beside the main point: the rest of a round-up. */
const isElsewhere = (sentence: Sentence, mention: Mention): boolean =>
  sentence.index > 0 && listedWithin(sentence, 'foreignTheatre', mention.from, mention.to);

/** What the words around a name make of it: where it happened, a bearing, where it came from, a government. */
function relationFactor(sentence: Sentence, mention: Mention, place: Place): number {
  const previous = sentence.words[mention.from - 1]?.text ?? '';
  const earlier = sentence.words[mention.from - 2]?.text ?? '';
  if (previous === 'amid') return elsewhereFactor;
  if (previous === 'near' && place.kind === 'city') return nearFactor;
  if (directions.has(previous) || (['of', 'from'].includes(previous) && directions.has(earlier)))
    return directionFactor;
  if (isOrigin(sentence, mention, place)) return originFactor;
  if (place.kind === 'mission' && listedWithin(sentence, 'siren', 0, mention.from)) return heardFactor;
  if (capitals.has(place.id) && isSpeaking(sentence, mention, previous)) return metonymFactor;
  return locatives.has(previous) ? locativeFactor : 1;
}

/** "launched from", "flown to Germany", and the country whose missiles they are. */
function isOrigin(sentence: Sentence, mention: Mention, place: Place): boolean {
  if (listEndsWithin(sentence, 'fromWord', mention.from - articleReach, mention.from)) return true;
  return landsThatStrike.has(place.country) && isArmed(sentence, mention, place);
}

const landsThatStrike = new Set(['IR', 'US', 'IL', 'TR', 'YE']);
const isArmed = (sentence: Sentence, mention: Mention, place: Place): boolean =>
  place.kind === 'country' && listedWithin(sentence, 'armsNoun', mention.to, mention.to + 1);

/** Second of two places that are told together. */
const isLater = (sentence: Sentence, mention: Mention): boolean =>
  sentence.words[mention.from - 1]?.text === 'and' &&
  sentence.mentions.some((other) => other.kind === 'place' && other.to === mention.from - 1);

const whereabouts = new Set(['in', 'at', 'near', 'around', 'inside', 'within', 'across', 'over', 'from', 'في', 'در']);

const helped = new Set([
  'helped',
  'help',
  'urged',
  'told',
  'asked',
  'allowed',
  'let',
  'gave',
  'on',
  'by',
  'from',
  'with',
]);

/** "Washington says", "called on Tehran": a capital that stands for its government. */
function isSpeaking(sentence: Sentence, mention: Mention, previous: string): boolean {
  if (whereabouts.has(previous))
    return previous === 'in' && listedWithin(sentence, 'sayVerb', mention.to, mention.to + 1);
  if (mention.id !== 'baghdad' || isBesideCapital(sentence, mention)) return true;
  if (sentence.index > 1 && helped.has(previous)) return true;
  return listedWithin(sentence, 'sayWord', mention.to, mention.to + 3);
}

/** "Baghdad and Washington argued": two governments. */
const isBesideCapital = (sentence: Sentence, mention: Mention): boolean =>
  sentence.mentions.some(
    (other) =>
      other.kind === 'place' &&
      capitals.has(other.id) &&
      [other.from - mention.to, mention.from - other.to].includes(1) &&
      sentence.words[Math.max(other.from, mention.from) - 1]?.text === 'and',
  );
