import { listedWithin, type Sentence } from './read.ts';
import { isPassive } from './voice.ts';
import { textAt } from './wording.ts';

const harmReach = 6;
const nounReach = 2;

/** "Three US soldiers killed", "leaves American troops dead", «مقتل جنود أميركيين»: theirs are who is harmed. */
export function areAmericansHarmed(sentence: Sentence): boolean {
  const harms = ['killedWord', 'woundedWord'].flatMap((list) => sentence.lists.get(list) ?? []);
  return (sentence.lists.get('partyUs') ?? []).some(({ from, to }) => {
    if (!listedWithin(sentence, 'troops', from - nounReach, to + nounReach)) return false;
    return harms.some((harm) =>
      harm.from < from ? harm.to > from - harmReach : harm.from < to + harmReach && !isDoing(sentence, harm.from),
    );
  });
}

/** "US troops kill": it is they who do it. */
const isDoing = (sentence: Sentence, at: number): boolean =>
  /^(?:kill|kills|killing|wound|wounds|injure|injures)$/.test(textAt(sentence, at)) ||
  (/^(?:killed|wounded|injured)$/.test(textAt(sentence, at)) && !isPassive(sentence, at));
