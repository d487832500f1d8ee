import { startCron } from '../adapters/cron.ts';
import { rememberAudience } from '../jobs/audience.ts';
import { type DigestDeps, digestTimers } from '../jobs/digest.ts';
import type { Queue } from '../ports.ts';
import { beatEndMsMax, type Opened } from './opened.ts';
import type { Shared } from './shared.ts';

/** Whoever asks for a digest may wait so long until its timer is set. */
const followEvery = '*/15 * * * * *';

/** What digests need. Only who delivers knows the whole audience, so that it writes them and sets their timers. */
export function digestDeps(shared: Shared, queue: Queue): DigestDeps {
  const audience = rememberAudience({ ...shared, realNow: () => shared.realClock.now() });
  return { ...shared, queue, audience: async () => (shared.isAudienceKnown() ? audience() : null) };
}

/** Gives the digests of the audience their timers, now and whenever it changes. */
export async function followDigests(shared: Shared, queue: Queue, opened: Opened): Promise<void> {
  const follow = digestTimers(digestDeps(shared, queue));
  await follow();
  const following = startCron(followEvery, follow, shared.log);
  opened.add('digests', () => following.stop(beatEndMsMax));
}
