/** Workers that are killed at once, whatever they are doing. */
import { setTimeout as pause } from 'node:timers/promises';
import { check } from '../check.ts';
import { onFloor } from '../floor.ts';
import type { Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';

const storiesCount = 3;
const momentMsMax = 600;

export const kill: Scenario = {
  name: 'kill',
  claim: 'a worker that is killed loses nothing and tells nothing twice',
  run: (draw) =>
    onFloor({}, async (floor) => {
      const machines = await Promise.all([floor.machine('all'), floor.machine('all')]);
      const stories = Array.from({ length: storiesCount }, () => floor.news.happen());
      await pause(draw.whole(0, momentMsMax));
      await draw.oneOf(machines).kill();
      await settle(floor);
      const { found, lost, duplicates } = await check(floor, { stories });
      return { found, figures: { kills: 1, lost, duplicates } };
    }),
};
