/** Logs that go nowhere: a disk that is full, a reader that does not read. */
import { residentMb } from '../../../../bench/program.ts';
import { check } from '../check.ts';
import { onFloor } from '../floor.ts';
import type { Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';
import { toldWithin } from '../told.ts';

const toldMsMax = 90_000;
const stopMsMax = 10_000;
const storiesCount = { short: 2, long: 20 } as const;

export const logs: Scenario = {
  name: 'logs',
  claim: 'a full disk for the log, or a reader of it that does not read, neither ends nor holds up the program',
  run: (draw, { isLong, number }) =>
    onFloor({ settings: { log: { level: 'debug' } } }, async (floor) => {
      const log = isLong ? (['full', 'unread'] as const)[number % 2] : draw.oneOf(['full', 'unread'] as const);
      // Nobody hears it say that it has started: the first story told says so.
      const machine = await floor.machine('all', { log: log ?? 'full', awaits: false });
      const stories = Array.from({ length: isLong ? storiesCount.long : storiesCount.short }, () =>
        floor.news.happen(),
      );
      const told = await toldWithin(floor, stories, toldMsMax);
      await settle(floor);
      const { found, lost, duplicates } = await check(floor, { stories });
      const figures = { log, stories: stories.length, lost, duplicates, residentMb: residentMb(machine.pid) };
      const { code, stopMs } = await machine.stop();
      const isClean = code === 0 && stopMs <= stopMsMax && machine.starts === 1;
      return {
        found: [...found, ...(isClean ? [] : [`it ended with ${code} after ${stopMs} ms, start ${machine.starts}`])],
        figures: { ...figures, stopMs },
        measuredMs: { told },
      };
    }),
};
