import { listedWithin, type Mention, type Sentence } from './read.ts';
import { isAfterBe, isBreak, textAt } from './wording.ts';

const sourceReach = 3;

/** "the Iraqi military said", "said the Pentagon", "according to", "Army: …", "… - Pentagon". */
export function isSource(sentence: Sentence, mention: Mention): boolean {
  if (isHeading(sentence, mention)) return true;
  if (listedWithin(sentence, 'spokesman', mention.to, mention.to + 1)) return true;
  for (let at = mention.to; at <= mention.to + sourceReach; at += 1) {
    if (isBreak(sentence, at)) return false;
    if (listedWithin(sentence, 'sayVerb', at, at + 1)) return !isModal(sentence, at);
    if (!listedWithin(sentence, 'spokesNoun', at, at + 1)) return false;
  }
  return false;
}

/** "US to say", a plan. */
const isModal = (sentence: Sentence, at: number): boolean => ['to', 'will'].includes(textAt(sentence, at - 1));

/** Before the colon that opens a headline, or behind the colon or dash that ends it. */
function isHeading(sentence: Sentence, mention: Mention): boolean {
  if (sentence.index > 0) return false;
  const behind = [mention.to, mention.to + 1, mention.to + 2].find((at) => isBreak(sentence, at));
  if (mention.from === 0 && behind !== undefined && sentence.words[behind]?.before.includes(':')) return true;
  const isAtEnd = mention.to >= sentence.words.length - 2;
  return isAtEnd && [mention.from, mention.from - 1, mention.from - 2].some((at) => opensSource(sentence, at));
}

const opensSource = (sentence: Sentence, at: number): boolean =>
  at > 2 && /^[:–—-]$/.test(sentence.words[at]?.before.trim() ?? '');

const itself = new Set(['it', 'its', 'they', 'their', 'he', 'his', 'we', 'our']);
const tellReach = 5;

/** "said it had brought down", "says its missiles hit". */
export function tellsOfItself(sentence: Sentence, mention: Mention): boolean {
  for (let at = mention.to; at < mention.to + tellReach; at += 1) {
    if (!itself.has(textAt(sentence, at))) continue;
    if (sentence.mentions.some((other) => other.kind === 'actor' && other.from === at + 1)) return false;
    const arms = at + 1;
    if (listedWithin(sentence, 'armsNoun', arms, arms + 2)) return true;
    for (let verb = at + 1; verb <= at + 3; verb += 1)
      if (listedWithin(sentence, 'deedVerb', verb, verb + 1) && !isAfterBe(sentence, verb)) return true;
  }
  return false;
}
