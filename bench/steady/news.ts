/** The news of steady load. */
import { chanceFrom, oneOf } from '../chance.ts';
import { isOpenToTolls, restyled, stormOutlets } from '../storm/outlets.ts';
import type { ToServe } from '../storm/serving.ts';
import type { StormTexts } from '../storm/sources.ts';

export const outletsCount = 300;
const aboutShare = 0.1;

interface SteadySize {
  readonly perSecond: number;
  readonly durationMs: number;
  readonly seed: number;
}

/** An article each so many milliseconds, of an outlet drawn by chance. */
export function steadyNews(texts: StormTexts, { perSecond, durationMs, seed }: SteadySize): ToServe['items'] {
  const chance = chanceFrom(seed);
  const outlets = stormOutlets(outletsCount);
  const tellings = texts.events.flatMap((event) => event.tellings.filter(isOpenToTolls));
  return Array.from({ length: Math.floor((perSecond * durationMs) / 1000) }, (_, number) => {
    const outlet = oneOf(outlets, chance);
    const telling = oneOf(chance() < aboutShare ? tellings : texts.others, chance);
    const { title, summary } = restyled(telling, outlet, null, chance);
    // No two are copies: words of their own stand behind each.
    const marked = `${summary} (${wordsOf(number)})`;
    return { atMs: Math.round((number * 1000) / perSecond), outlet: outlet.index, number, title, summary: marked };
  });
}

const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'je', 'ki', 'lo', 'mu', 'na', 'pe', 'ri', 'so', 'tu', 'va'];
const digits = 4;

/** Of as few words as a language has: each that nobody ever met would be remembered, and memory grow by the test alone. */
function wordsOf(number: number): string {
  const hex = number.toString(16).padStart(2 * digits, '0');
  return Array.from({ length: digits }, (_, at) =>
    [...hex.slice(2 * at, 2 * at + 2)].map((digit) => syllables[Number.parseInt(digit, 16)]).join(''),
  ).join(' ');
}
