import type { Part } from './part.ts';
import { listEndsWithin, listedWithin, type Mention, type Sentence } from './read.ts';

const textAt = (sentence: Sentence, at: number): string => sentence.words[at]?.text ?? '';
const nounReach = 2;

/** «قصفت إيران قاعدة», «ضربة أميركية», «من قبل الحرس»: who acts; «أعلن الجيش»: who tells; all others are hit. */
export function partInArabic(sentence: Sentence, mention: Mention): Part {
  if (isBehindBy(sentence, mention)) return 'agent';
  if (isAround(sentence, mention)) return 'target';
  if (isSource(sentence, mention)) return 'source';
  if (listedWithin(sentence, 'sayVerb', mention.to, mention.to + 1))
    return /^(?:استهداف|قصف|مهاجم|ضرب|هجوم)/u.test(textAt(sentence, mention.to + 1)) ? 'agent' : 'source';
  if (listEndsWithin(sentence, 'ontoWord', mention.from - 1, mention.from)) return 'target';
  if (listedWithin(sentence, 'underFire', mention.to, mention.to + 1)) return 'target';
  if (isOfArms(sentence, mention) || holdsArms(sentence, mention))
    return listEndsWithin(sentence, 'shotDown', mention.from - nounReach, mention.from) ? 'target' : 'agent';
  return partByVerb(sentence, mention);
}

/** «تضم قوات أميركية», «قرب السفارة». */
const isAround = (sentence: Sentence, mention: Mention): boolean =>
  listEndsWithin(sentence, 'insideWord', mention.from - 1, mention.from) ||
  listEndsWithin(sentence, 'nearWord', mention.from, mention.from);

const byWords = new Set(['توسط', 'قبل', 'يد', 'بواسطه', 'ايدي', 'بدست', 'سوي', 'دست']);
const isBehindBy = (sentence: Sentence, mention: Mention): boolean =>
  byWords.has(textAt(sentence, mention.from - 1)) || textAt(sentence, mention.from - 2) === 'توسط';

/** The verb of saying stands in front of who says it, or the colon behind. */
function isSource(sentence: Sentence, mention: Mention): boolean {
  if (listEndsWithin(sentence, 'sourceWord', mention.from - nounReach, mention.from)) return true;
  if (listEndsWithin(sentence, 'sayVerb', mention.from, mention.from)) return true;
  if (listEndsWithin(sentence, 'spokesNoun', mention.from - nounReach, mention.from)) return true;
  const isHeading = sentence.index === 0 && mention.from === 0;
  return isHeading && (sentence.words[mention.to]?.before ?? '').includes(':');
}

/** «ضربة أميركية», «هجوم صاروخي إيراني»: the arms stand in front of whose they are. */
function isOfArms(sentence: Sentence, mention: Mention): boolean {
  if (listEndsWithin(sentence, 'armsNoun', mention.from, mention.from)) return true;
  return (
    listEndsWithin(sentence, 'armsNoun', mention.from - 1, mention.from - 1) &&
    listedWithin(sentence, 'armsAdjective', mention.from - 1, mention.from)
  );
}

/** The name itself is that of arms: «غارة أميركية». */
const holdsArms = (sentence: Sentence, mention: Mention): boolean =>
  listedWithin(sentence, 'armsNoun', mention.from, mention.from + 1);

/** Directly behind the name, or in front of it with something behind that it is done to. */
function partByVerb(sentence: Sentence, mention: Mention): Part {
  if (listedWithin(sentence, 'agentVerb', mention.to, mention.to + 1)) return 'agent';
  if (!listEndsWithin(sentence, 'agentVerb', mention.from, mention.from)) return null;
  if (!opensClause(sentence, mention.from - 1)) return 'target';
  const next = textAt(sentence, mention.to);
  const hasObject = next !== '' && !/^(?:ب.{3,}|في|من|علي|مساء|فجر|صباح|خلال|بعد|قرب)$/u.test(next);
  const isLaunch = /^(?:و?[اتي]?طلق|و?شن|و?تشن)/u.test(textAt(sentence, mention.from - 1));
  return hasObject || isLaunch ? 'agent' : 'target';
}

/** Behind a subject of its own, the verb is not the name's. */
const opensClause = (sentence: Sentence, verb: number): boolean =>
  verb <= 1 || (sentence.words[verb]?.before ?? '') !== '' || /^[وف]/.test(textAt(sentence, verb));

/** «توسط پدافند سپاه», «حمله آمریکا به», «سپاه … هدف قرار داد»: who acts; «سپاه اعلام کرد»: who tells. */
export function partInPersian(sentence: Sentence, mention: Mention): Part {
  if (isBehindBy(sentence, mention)) return 'agent';
  if (isAround(sentence, mention)) return 'target';
  if (listEndsWithin(sentence, 'ontoWord', mention.from - 1, mention.from)) return 'target';
  if (isOfArms(sentence, mention) || holdsArms(sentence, mention))
    return isDowned(sentence, mention) ? 'target' : 'agent';
  if (isPersianSource(sentence, mention))
    return isAlone(sentence, mention) && actsAtEnd(sentence, mention) ? 'agent' : 'source';
  return isFirst(sentence, mention) && actsAtEnd(sentence, mention) ? 'agent' : null;
}

const downReach = 6;
const isDowned = (sentence: Sentence, mention: Mention): boolean =>
  listedWithin(sentence, 'shotDown', mention.from - downReach, mention.from) ||
  listedWithin(sentence, 'shotDown', mention.to, mention.to + downReach * 2);

const sayReach = 3;
function isPersianSource(sentence: Sentence, mention: Mention): boolean {
  if (listEndsWithin(sentence, 'sourceWord', mention.from - nounReach, mention.from)) return true;
  if (sentence.index === 0 && mention.from === 0 && (sentence.words[mention.to]?.before ?? '').includes(':'))
    return true;
  return isFirst(sentence, mention) && listedWithin(sentence, 'sayVerb', mention.to, mention.to + sayReach);
}

const isFirst = (sentence: Sentence, mention: Mention): boolean =>
  sentence.mentions.every((other) => other.kind === 'place' || other.from >= mention.from) &&
  !['را', 'به', 'در', 'از'].includes(textAt(sentence, mention.to)) &&
  !['پايگاه', 'مقر', 'مقرهاي', 'سفارت'].includes(textAt(sentence, mention.from - 1));

/** No other actor is named behind, who might be the one that acts. */
const isAlone = (sentence: Sentence, mention: Mention): boolean =>
  !sentence.mentions.some(
    (other) => other.kind === 'actor' && other.from > mention.from && textAt(sentence, other.from - 1) !== 'به',
  );

/** The verb at the clause's end: «شلیک کرد». */
const actsAtEnd = (sentence: Sentence, mention: Mention): boolean =>
  listedWithin(sentence, 'agentVerb', mention.to, sentence.words.length);
