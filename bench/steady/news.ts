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
    // No two are copies: a number, as of a page, stands behind each.
    const numbered = `${summary} (${number})`;
    return { atMs: Math.round((number * 1000) / perSecond), outlet: outlet.index, number, title, summary: numbered };
  });
}
