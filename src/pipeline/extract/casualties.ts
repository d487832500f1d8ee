import type { DayRange } from '../../model.ts';
import { bareFigure, type CasualtyList, type Denial, denials, figureOf, isDenied } from './casualty-figures.ts';
import type { DayMention } from './days.ts';
import type { EventCandidate } from './events.ts';
import type { Reading, Sentence } from './read.ts';

/** How many, and the sentence that says so. */
export interface Figure {
  readonly value: number;
  readonly sentence: number;
}

/** What this article states of the main event; null where it says nothing. */
export interface Casualties {
  readonly killed: Figure | null;
  readonly wounded: Figure | null;
}

const sentencesLookedAt = 10;
const none: Casualties = { killed: null, wounded: null };

/**
 * Killed and wounded of the main event. Words and decisions have none: figures beside them belong to other events. Nor
 * has what an article tells below the sentence that says that nobody was harmed.
 */
export function casualtiesOf(
  reading: Reading,
  main: EventCandidate | null,
  days: DayRange,
  mentions: readonly DayMention[],
): Casualties {
  if (main?.type.scheme === 'plover') return none;
  const killed: Tally = { figure: null, isBare: false };
  const wounded: Tally = { figure: null, isBare: false };
  for (const sentence of reading.sentences.slice(0, sentencesLookedAt)) {
    if (isOfAnotherDay(sentence, days, mentions)) continue;
    count(killed, sentence, 'killedWord', 'noneKilled');
    count(wounded, sentence, 'woundedWord', 'noneWounded');
    if (killed.figure === null && wounded.figure === null && isDenied(sentence, 'noCasualties')) {
      const nobody = { value: 0, sentence: sentence.index };
      return { killed: nobody, wounded: nobody };
    }
    if (denials.some((list) => isDenied(sentence, list))) break;
  }
  return { killed: killed.figure, wounded: wounded.figure };
}

/** What has been told so far of one kind of harm. */
interface Tally {
  figure: Figure | null;
  /** "American contractor killed": the headline tells of one, and perhaps not of all. */
  isBare: boolean;
}

const bareYieldsWithin = 2;

/** The first figure holds; a bare one yields to a number in the first sentences, any to a stated total. */
function count(tally: Tally, sentence: Sentence, list: CasualtyList, denial: Denial): void {
  const { index } = sentence;
  const isNone = isDenied(sentence, denial) && !isDenied(sentence, 'noCasualties');
  const figure = figureOf(sentence, list) ?? (isNone ? 0 : null);
  const isOpen = tally.figure === null || (tally.isBare && index <= bareYieldsWithin);
  if (figure !== null && (isOpen || isTotal(sentence, figure, tally))) {
    tally.figure = { value: figure, sentence: index };
    tally.isBare = false;
  } else if (tally.figure === null && index === 0) {
    const bare = bareFigure(sentence, list);
    if (bare !== null) Object.assign(tally, { figure: { value: bare, sentence: index }, isBare: true });
  }
}

const isTotal = (sentence: Sentence, figure: number, { figure: held }: Tally): boolean =>
  held !== null && figure > held.value && sentence.lists.has('totalMark');

/** "On Sunday, four were injured in a similar incident": a later sentence with an earlier day of its own. */
function isOfAnotherDay(sentence: Sentence, days: DayRange, mentions: readonly DayMention[]): boolean {
  if (sentence.index < 2) return false;
  const own = mentions.filter((mention) => mention.sentence === sentence);
  return own.length > 0 && own.every((mention) => mention.to < days.from);
}
