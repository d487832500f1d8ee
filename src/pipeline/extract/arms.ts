import type { Part } from './part.ts';
import { listedWithin, type Mention, type Sentence } from './read.ts';
import { isPassive } from './voice.ts';
import { isBreak, textAt } from './wording.ts';

const armsReach = 3;

/** Where the arms that a name owns are told: "US airstrike", "Iran's missile attack". */
function armsAt(sentence: Sentence, mention: Mention): number | null {
  for (let at = mention.from; at < mention.to + armsReach; at += 1) {
    if (at >= mention.to && isBreak(sentence, at) && !/^["'“”‘’-]+$/.test(sentence.words[at]?.before ?? ''))
      return null;
    if (at >= mention.to && /(?:ed|hit|shot|ing)$/.test(textAt(sentence, at))) return null;
    if (listedWithin(sentence, 'armsNoun', at, at + 1)) return at;
    if (at >= mention.to && !listedWithin(sentence, 'armsAdjective', at, at + 1)) return null;
  }
  return null;
}

/** Whether a name is followed by arms of its own. */
export const isArmsOf = (sentence: Sentence, mention: Mention): boolean => armsAt(sentence, mention) !== null;

const shotDownReach = 4;

/** Whose strike or missiles it is, strikes; whose drone is shot down, is hit. */
export function partByArms(sentence: Sentence, mention: Mention): Part {
  const arms = armsAt(sentence, mention);
  if (arms === null) return null;
  if (listedWithin(sentence, 'shotDown', mention.from - shotDownReach, mention.from)) return 'target';
  if (arms === mention.to && isBareCountry(sentence, mention)) return partOfCountry(sentence, mention);
  const verb = [arms + 1, arms + 2].find((at) => listedWithin(sentence, 'shotDown', at, at + 1));
  if (verb !== undefined && isPassive(sentence, verb)) return 'target';
  return 'agent';
}

const countries = new Set(['iran', 'iraq', 'syria', 'israel', 'yemen', 'lebanon', 'tehran', 'baghdad']);

/** The noun, neither "Iran's" nor "Iranian". */
function isBareCountry(sentence: Sentence, mention: Mention): boolean {
  const last = sentence.words[mention.to - 1];
  return last !== undefined && countries.has(last.text) && !/['’]s$/.test(sentence.text.slice(last.start, last.end));
}

const clauseOpeners = new Set([
  'as',
  'when',
  'while',
  'after',
  'before',
  'and',
  'says',
  'say',
  'said',
  'that',
  'how',
  'but',
]);
const sufferers = new Set(['in', 'from', 'amid', 'after', 'by', 'since']);

/** "Iran strikes base", "hurt in Iran attack": it strikes; "defends Iran strike", "Trump's Iran strike": it is struck. */
function partOfCountry(sentence: Sentence, mention: Mention): Part {
  const previous = textAt(sentence, mention.from - 1);
  const isSubject = mention.from === 0 || isBreak(sentence, mention.from) || clauseOpeners.has(previous);
  return isSubject || sufferers.has(previous) ? 'agent' : 'target';
}
