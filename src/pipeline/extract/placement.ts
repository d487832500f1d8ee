import type { Place } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { listEndsWithin, listedWithin, type Mention, type Reading, type Sentence } from './read.ts';
import { articleReach, elsewhereFactor, metonymFactor, relationFactor } from './relation.ts';
import { isTogether, landOfHeadline, scenesOf } from './scene.ts';
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
const laterFactor = 0.85; // of "the zone and the base" the first is told
const positionPenalty = 0.01;
const mainSentenceFactor = 1.2;
const destinationFactor = 5;
const repetitionShare = 0.1;
const otherSceneFactor = 0.5; // the headline tells another town
const otherLandFactor = 0.15; // the headline tells another country

const farCountry = 'US'; // troops come from there, but what we watch happens elsewhere
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
  const scenes = scenesOf(reading.sentences[0], compiled);
  for (const sentence of reading.sentences.slice(0, sentenceWeights.length)) {
    for (const mention of sentence.mentions) {
      const place = mention.kind === 'place' ? compiled.places.get(mention.id) : undefined;
      if (!place) continue;
      let score = scoreOf(sentence, mention, place, { main, development });
      if (sentence !== main?.sentence && place.country !== land && isElsewhere(sentence, mention))
        score *= elsewhereFactor;
      if (land !== null && place.country !== land) score *= otherLandFactor;
      if (sentence.index > 1 && scenes.length > 0 && !scenes.some((scene) => isTogether(scene, place, compiled)))
        score *= otherSceneFactor;
      const id = siteOf(sentence, mention, place, { compiled, main });
      scores.set(id, joined(scores.get(id), { score, sentence: sentence.index }));
    }
  }
  return scores;
}

/** Named again, a place counts a little more. */
function joined(known: Fit | undefined, fit: Fit): Fit {
  const best = known && known.score >= fit.score ? known : fit;
  return { ...best, score: best.score + fit.score * repetitionShare };
}

const indirect = new Set(['missile-attack', 'air-strike', 'attack']);

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

/** Second of two places that are told together: "A and B", «أ وب», «الف و ب». */
function isLater(sentence: Sentence, mention: Mention): boolean {
  const isJoined = joiners.has(textAt(sentence, mention.from - 1));
  const isPrefixed = textAt(sentence, mention.from).startsWith('و');
  const end = isJoined ? mention.from - 1 : mention.from;
  return (isJoined || isPrefixed) && sentence.mentions.some((other) => other.kind === 'place' && other.to === end);
}
const joiners = new Set(['and', 'و']);
