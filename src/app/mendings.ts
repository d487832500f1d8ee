import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { forgetMending, mendingsIn } from '../adapters/redis-server/mendings.ts';
import type { Config } from '../config/load.ts';
import { bulletinsJobId } from '../jobs/lookout.ts';
import { mendingBulletin } from '../pipeline/bulletin/mending.ts';
import type { BulletinStore, Clock, Log, Queue } from '../ports.ts';
import type { Opened } from './opened.ts';

const attemptsMax = 5;
const againAfterMs = 5_000;

interface MendingDeps {
  readonly config: Config;
  readonly store: Pick<BulletinStore, 'ledger' | 'commitBulletin'>;
  readonly queue: Pick<Queue, 'add'>;
  readonly realClock: Clock;
  readonly log: Log;
}

/** Has the operators told what was mended of our own Redis, each once: at the start, and as it is back after an end of its own. */
export function followMendings(deps: MendingDeps, redis: Redis, opened: Opened): void {
  const { settings } = deps.config;
  if (settings.redisUrl !== null) return;
  const tell = () =>
    void tellMendings(deps, join(settings.dataDir, 'redis')).catch((error: unknown) =>
      deps.log.warn('the operators were not told what was mended; trying again at the next start', { error }),
    );
  // Who starts the server notes what it mended when it answers, as it does to us.
  let later: NodeJS.Timeout | undefined;
  const tellNowAndLater = () => {
    tell();
    clearTimeout(later);
    later = setTimeout(tell, againAfterMs);
    later.unref();
  };
  tellNowAndLater();
  redis.on('ready', tellNowAndLater);
  opened.add('mendings', async () => {
    redis.off('ready', tellNowAndLater);
    clearTimeout(later);
  });
}

async function tellMendings({ store, queue, realClock }: MendingDeps, dataDir: string): Promise<void> {
  for (const mending of await mendingsIn(dataDir)) {
    const bulletin = mendingBulletin(mending, realClock.now());
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      const { revision } = await store.ledger();
      if (!(await store.commitBulletin({ revision, bulletin, standings: [], forgotten: [] }))) continue;
      await forgetMending(dataDir, mending);
      await queue.add('deliver', [bulletinsJobId]);
      break;
    }
  }
}
