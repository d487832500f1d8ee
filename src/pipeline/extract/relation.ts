import type { Place } from '../../model.ts';
import { listEndsWithin, listedWithin, type Mention, type Sentence } from './read.ts';
import { textAt } from './wording.ts';

const directionFactor = 0.25; // "north of Baghdad", "outside Basra"
const originFactor = 0.04; // "launched from Kuwait", "Iran's missiles"
const nearFactor = 0.6;
const heardFactor = 0.3; // "sirens at the embassy"
const locativeFactor = 1.3;
/** "Washington says". */
export const metonymFactor = 0.01; // "Washington says"
/** Another theatre than that of the main point. */
export const elsewhereFactor = 0.04;
/** Between a preposition and a name: "on the". */
export const articleReach = 2;

const capitals = new Set(['washington', 'tehran', 'baghdad']);
const directions = new Set([
  ...['north', 'south', 'west', 'east', 'northwest', 'northeast', 'southwest', 'southeast', 'outside'],
  ...['kilometers', 'kilometres', 'km', 'miles', 'شمالي', 'جنوبي', 'غربي', 'شرقي', 'شمال', 'جنوب', 'غرب', 'شرق'],
]);

/** What stands before the name of where something happened. */
export const locatives = new Set([
  ...['in', 'at', 'near', 'on', 'inside', 'around', 'into', 'towards', 'to', 'within', 'across', 'over'],
  ...['فوق', 'في', 'قرب', 'على', 'داخل', 'در', 'به', 'نزديكي'],
]);

/** What the words around a name make of it: where it happened, a bearing, where it came from, a government. */
export function relationFactor(sentence: Sentence, mention: Mention, place: Place): number {
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
  if (mention.from === 0 && isDoneByGovernment(sentence, mention.to)) return true;
  return listedWithin(sentence, 'sayWord', mention.to, mention.to + 3);
}

const doneByGovernments = ['reaction', 'deny', 'blame', 'threaten', 'sayVerb'];

/** "Baghdad summoned", "Baghdad rejects": what a government does, and a town does not. */
const isDoneByGovernment = (sentence: Sentence, at: number): boolean =>
  doneByGovernments.some((list) => listedWithin(sentence, list, at, at + 1)) ||
  /(?:[^e]ed|drew|told|wants|asks|calls|protests|demands|recalls|agrees)$/.test(textAt(sentence, at));

/** "Baghdad and Washington argued": two governments. */
const isBesideCapital = (sentence: Sentence, mention: Mention): boolean =>
  sentence.mentions.some(
    (other) =>
      other.kind === 'place' &&
      capitals.has(other.id) &&
      [other.from - mention.to, mention.from - other.to].includes(1) &&
      sentence.words[Math.max(other.from, mention.from) - 1]?.text === 'and',
  );
