/** Twice what should be there once: schedulers, matchers, bots with one token, whole programs. */
import type { Role } from '../../../../src/app.ts';
import { roles } from '../../../../src/app.ts';
import { until } from '../../until.ts';
import { check } from '../check.ts';
import { type Floor, onFloor } from '../floor.ts';
import type { Story } from '../news.ts';
import { acknowledge, isTaken } from '../people.ts';
import type { Outcome, Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';
import { toldWithin } from '../told.ts';

const toldMsMax = 90_000;
const storiesCount = { short: 2, long: 8 } as const;

export const doubled: Scenario = {
  name: 'doubled',
  claim: 'two of what should be there once, by mistake, do what one would do',
  run: (_draw, { isLong, number }) =>
    onFloor({}, async (floor) => {
      const crew: readonly (Role | 'all')[] = isLong && number % 2 === 1 ? [...roles, ...roles] : ['all', 'all'];
      await Promise.all(crew.map((role) => floor.machine(role)));
      const count = isLong ? storiesCount.long : storiesCount.short;
      const stories = Array.from({ length: count }, () => floor.news.happen());
      const told = await toldWithin(floor, stories, toldMsMax);
      for (const story of stories.slice(0, Math.ceil(count / 2))) await pressed(floor, story);
      for (const story of stories.slice(-1)) floor.news.worsen(story);
      await settle(floor);
      return judged(floor, stories, told);
    }),
};

async function pressed(floor: Floor, story: Story): Promise<void> {
  await acknowledge(floor, story);
  await until('the card shows who has it', () => isTaken(floor, story), toldMsMax);
}

async function judged(floor: Floor, stories: readonly Story[], told: readonly number[]): Promise<Outcome> {
  const { found, lost, duplicates } = await check(floor, { stories });
  const { accepted, refused } = floor.discord;
  const puts = accepted.filter(({ method, path }) => method === 'PUT' && /\/commands$/u.test(path)).length;
  const secondAnswers = refused.filter(({ path }) => /\/callback$/u.test(path)).length;
  const presses = accepted.filter(({ path }) => /\/interactions\/.*\/callback$/u.test(path)).length;
  return {
    found: [...found, ...(puts > 2 ? [`commands were put ${puts} times`] : [])],
    figures: { stories: stories.length, lost, duplicates, puts, presses, secondAnswers },
    measuredMs: { told },
  };
}
