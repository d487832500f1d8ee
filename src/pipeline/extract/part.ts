import type { Language } from '../../model.ts';
import { isArmsOf, partByArms } from './arms.ts';
import { partInArabic, partInPersian } from './part-arabic.ts';
import { listEndsWithin, listedWithin, type Mention, type Sentence } from './read.ts';
import { isSource, tellsOfItself } from './source.ts';
import { isPassive } from './voice.ts';
import { be, isBreak, textAt } from './wording.ts';

/** What the grammar of a sentence makes of a named actor: one who acts, one who is hit, or one who merely tells of it. */
export type Part = 'agent' | 'target' | 'source' | null;

/** The part of a named actor in the deed that its sentence tells; null where the words do not say. */
export function partOf(sentence: Sentence, mention: Mention, language: Language): Part {
  if (language === 'ar') return partInArabic(sentence, mention);
  if (language === 'fa') return partInPersian(sentence, mention);
  if (isInside(sentence, mention)) return 'target';
  if (isBehindBy(sentence, mention) || isOrigin(sentence, mention)) return 'agent';
  if (listEndsWithin(sentence, 'sourceWord', mention.from - articleReach, mention.from)) return 'source';
  if (isPlace(sentence, mention) && isObject(sentence, mention)) return 'target';
  if (isSource(sentence, mention)) return tellsOfItself(sentence, mention) ? 'agent' : 'source';
  return isObject(sentence, mention) ? 'target' : (partByArms(sentence, mention) ?? partByVerb(sentence, mention));
}

const articleReach = 2;
const siteNouns = new Set([
  'base',
  'camp',
  'compound',
  'airport',
  'site',
  'airbase',
  'installation',
  'facility',
  'post',
]);

/** "base hosting US troops", "used by", "where … are stationed", "a base with American soldiers". */
function isInside(sentence: Sentence, mention: Mention): boolean {
  if (listEndsWithin(sentence, 'insideWord', mention.from - articleReach, mention.from)) return true;
  const isWith = ['with', 'for'].includes(textAt(sentence, mention.from - 1));
  if (isWith && siteNouns.has(textAt(sentence, mention.from - 2))) return true;
  return listedWithin(sentence, 'stationed', mention.to, mention.to + articleReach);
}

const articles = new Set(['the', 'a', 'an', 'its', 'suspected', 'alleged', 'unidentified', 'angry', 'hundreds', 'of']);
const notByDeed = new Set([
  ...['used', 'hosted', 'shared', 'condemned', 'run', 'operated', 'manned', 'occupied', 'housing', 'owned', 'backed'],
  ...['supported', 'trained', 'led', 'followed', 'protected', 'guarded', 'reported', 'said', 'announced', 'confirmed'],
  ...['held', 'denounced', 'controlled', 'visited', 'cited', 'statement', 'close', 'nearby', 'quoted', 'denied'],
  ...['fell', 'land', 'landed', 'lands', 'down', 'falls', 'fall', 'passed', 'stood', 'designated', 'named'],
]);

/** "hit by the US", "strike by"; not "used by". */
function isBehindBy(sentence: Sentence, mention: Mention): boolean {
  let at = mention.from - 1;
  while (at > mention.from - 1 - articleReach && articles.has(textAt(sentence, at))) at -= 1;
  return textAt(sentence, at) === 'by' && !notByDeed.has(textAt(sentence, at - 1)) && !isPlace(sentence, mention);
}

/** "missiles from Iran". */
const isOrigin = (sentence: Sentence, mention: Mention): boolean =>
  textAt(sentence, mention.from - 1) === 'from' &&
  listedWithin(sentence, 'armsNoun', mention.from - 3, mention.from - 1);

/** "near", not "through": rockets land by an embassy. */
const isPlace = (sentence: Sentence, mention: Mention): boolean =>
  sentence.mentions.some(
    (other) =>
      other.kind === 'place' && other.from === mention.from && other.to === mention.to && other.id === mention.id,
  );

const governing = new Set([
  ...['on', 'at', 'against', 'in', 'near', 'inside', 'into', 'to', 'toward', 'towards', 'outside', 'around', 'over'],
  ...[
    'targeting',
    'hitting',
    'killing',
    'wounding',
    'injuring',
    'striking',
    'for',
    'with',
    'of',
    'kills',
    'among',
    'between',
  ],
]);

/** Behind a preposition: no subject of the verb that follows. */
function isObject(sentence: Sentence, mention: Mention): boolean {
  let at = mention.from - 1;
  while (at > mention.from - 1 - articleReach && (articles.has(textAt(sentence, at)) || isNumber(textAt(sentence, at))))
    at -= 1;
  if (textAt(sentence, at + 1) === 'of' || textAt(sentence, at) === 'of') return !isOfAgent(sentence, mention);
  return governing.has(textAt(sentence, at)) && at >= 0 && !isBreak(sentence, at + 1) && !isArmsOf(sentence, mention);
}

/** "missiles of the Guard", "launched by men of": whose the arms are. */
const isOfAgent = (sentence: Sentence, mention: Mention): boolean =>
  listedWithin(sentence, 'armsNoun', mention.from - 3, mention.from);

const isNumber = (text: string): boolean => /^\d+$/.test(text);

const auxiliaries = new Set([
  ...['has', 'have', 'had', 'also', 'then', 'again', 'reportedly', 'late', 'early', 'on', 'overnight', 'just', 'and'],
  ...['tonight', 'today', 'yesterday', 'sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
]);
const subjectReach = 5;

/** Whether the verb behind a name tells what it did or what was done to it. */
function partByVerb(sentence: Sentence, mention: Mention): Part {
  for (let at = mention.to; at < Math.min(mention.to + subjectReach, sentence.words.length); at += 1) {
    if (/[,;:.!?()\n—–"]/.test(sentence.words[at]?.before ?? '')) return null;
    if (listedWithin(sentence, 'underFire', at, at + 1)) return 'target';
    if (listedWithin(sentence, 'deedVerb', at, at + 1))
      return isPassive(sentence, at) ? 'target' : activePart(sentence, mention);
    const joined = textAt(sentence, at) === 'and' ? actorAt(sentence, at + 1) : undefined;
    if (joined) at = joined.to - 1;
    const isTail = joined !== undefined || auxiliaries.has(textAt(sentence, at)) || be.has(textAt(sentence, at));
    if (!isTail && !listedWithin(sentence, 'bodyNoun', at, at + 1)) return null;
  }
  return null;
}

const actorAt = (sentence: Sentence, at: number): Mention | undefined =>
  sentence.mentions.find((other) => other.kind === 'actor' && other.from === at);

const activePart = (sentence: Sentence, mention: Mention): Part => (isPlace(sentence, mention) ? null : 'agent');
