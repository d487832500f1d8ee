/** How long it takes until what happened is told. */

import { until } from '../until.ts';
import type { Floor } from './floor.ts';
import type { Story } from './news.ts';
import { cardsOf } from './people.ts';

/** From now until each has its card, in milliseconds; fails where one has none in time. */
export async function toldWithin(floor: Floor, stories: readonly Story[], msMax: number): Promise<readonly number[]> {
  const began = performance.now();
  const times = new Map<Story, number>();
  const areTold = () => {
    for (const story of stories)
      if (!times.has(story) && cardsOf(floor, story).length > 0) times.set(story, performance.now() - began);
    return times.size === stories.length;
  };
  await until('all of it is told', areTold, msMax, () => lastWords(floor));
  return [...times.values()].map(Math.round);
}

/** What its machines said last, for who looks why something did not come. */
function lastWords({ machines }: Floor): string {
  return machines
    .flatMap(({ name, records }) =>
      records.slice(-15).map((record) => `${name} ${JSON.stringify(record).slice(0, 300)}`),
    )
    .join('\n');
}
