import { startCron } from '../adapters/cron.ts';
import { shiftTimers } from '../jobs/shift/timers.ts';
import type { Queue } from '../ports.ts';
import { shiftDeps } from './jobs.ts';
import { beatEndMsMax, type Opened } from './opened.ts';
import type { Shared } from './shared.ts';

/** So long after an override is saved its hand-over may still be told too late. */
const followEvery = '*/5 * * * * *';

/** Gives the rotas their timers, now and whenever what decides who is on call changes. */
export async function followShifts(shared: Shared, queue: Queue, opened: Opened): Promise<void> {
  const follow = shiftTimers(shiftDeps(shared, queue));
  await follow();
  const following = startCron(followEvery, follow, shared.log);
  opened.add('shifts', () => following.stop(beatEndMsMax));
}
