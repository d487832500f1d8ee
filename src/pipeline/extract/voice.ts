import type { Sentence } from './read.ts';
import { isAfterBe, isBreak, textAt } from './wording.ts';

const ofProjectiles = new Set(['fired', 'launched', 'fires', 'fire']);
const passiveFollowers = new Set([
  ...[
    'by',
    'with',
    'in',
    'near',
    'at',
    'as',
    'when',
    'on',
    'during',
    'after',
    'amid',
    'outside',
    'overnight',
    'for',
    'over',
  ],
  ...[
    'north',
    'south',
    'west',
    'east',
    'again',
    'twice',
    'today',
    'yesterday',
    'tonight',
    'hours',
    'days',
    'late',
    'early',
  ],
  ...[
    'sunday',
    'monday',
    'tuesday',
    'wednesday',
    'thursday',
    'friday',
    'saturday',
    'from',
    'and',
    'while',
    'hard',
    'say',
    'says',
  ],
]);

/** "was hit", "attacked with rockets", "base hit overnight"; not "hits", "attacked the base". */
export function isPassive(sentence: Sentence, at: number): boolean {
  if (isAfterBe(sentence, at)) return true;
  const text = textAt(sentence, at);
  if (!/(?:ed|hit|struck|shot|hurt|fired)$/.test(text) || ['has', 'have', 'had'].includes(textAt(sentence, at - 1)))
    return false;
  // "The militia fired at …": only "fired on" may be told of the one who is fired on.
  if (ofProjectiles.has(text) && !['on', 'upon'].includes(textAt(sentence, at + 1))) return false;
  const particle = ['down', 'on', 'upon', 'out'].includes(textAt(sentence, at + 1)) ? 1 : 0;
  const next = at + 1 + particle;
  if (particle === 1 && textAt(sentence, at + 1) === 'on' && text !== 'fired') return true;
  if (next >= sentence.words.length && isRelative(sentence, at)) return false;
  if (next >= sentence.words.length || /[,;:.!?)—–-]/.test(sentence.words[next]?.before ?? '')) return true;
  return passiveFollowers.has(textAt(sentence, next));
}

/** "the sites the US attacked". */
const isRelative = (sentence: Sentence, verb: number): boolean =>
  textAt(sentence, verb - 2) === 'the' && verb > 3 && !isBreak(sentence, verb - 2);
