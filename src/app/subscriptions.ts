import { randomUUID } from 'node:crypto';
import { openPainter } from '../adapters/chart/painter.ts';
import { openStore } from '../adapters/redis/store.ts';
import type { Config } from '../config/load.ts';
import { readAudience } from '../jobs/audience.ts';
import { letterJob } from '../jobs/deliver/letter.ts';
import { letterJobId } from '../jobs/deliver/letter-job.ts';
import type { Log } from '../ports.ts';
import { openDiscordFor } from './discord.ts';
import { nothingOpened } from './opened.ts';
import { openClock, openRedisBeside, prefixOf } from './redis.ts';
import { addSubscription } from './subscriptions/add.ts';
import type { Asked } from './subscriptions/arguments.ts';
import { checkSubscriptions } from './subscriptions/check.ts';
import { listText, removeSubscriptions } from './subscriptions/list.ts';
import type { Steering } from './subscriptions/steering.ts';

export { readArguments, SubscriptionsError } from './subscriptions/arguments.ts';

/** How it ended: `mend` what the person asked for cannot be done so; `failed` what he asked for did not answer. */
export type Ended = 'done' | 'mend' | 'failed';

interface Asking {
  readonly config: Config;
  readonly log: Log;
  /** Is given what to print, in order. */
  readonly say: (text: string) => void;
}

/** Does by terminal what `/subscribe`, `/unsubscribe` and the test of `/setup` do, beside a Watchfloor that runs. */
export async function runSubscriptions(asked: Asked, { config, log, say }: Asking): Promise<Ended> {
  const opened = nothingOpened(log);
  try {
    const redis = await openRedisBeside(config, opened, log);
    const clock = await openClock(redis, opened, log);
    const store = openStore(redis, { prefix: prefixOf(config.settings), realNow: () => clock.now(), log });
    const discord =
      asked.what === 'list' || asked.what === 'remove'
        ? null
        : await openDiscordFor(config, redis, new Set(['deliver']), opened, log);
    const steering: Steering = {
      store,
      filed: discord?.filed ?? config,
      filedServers: config.servers,
      premises: discord?.premises ?? null,
      clock,
      say,
    };
    switch (asked.what) {
      case 'list':
        say(listText(await readAudience(steering)));
        return 'done';
      case 'remove':
        return await removeSubscriptions(steering, asked.ids);
      case 'add':
        return await addSubscription(steering, asked);
      case 'check':
        return await checkSubscriptions(steering, asked.ids);
      case 'test': {
        if (discord === null) return needsToken(say);
        const painter = openPainter();
        opened.add('painter', () => painter.close());
        const { claimLeaseMs: leaseMs, nonceWindowMs } = config.settings.deliver;
        const clocks = { clock, realClock: clock };
        const { messenger } = discord;
        // What a refusal would add to the queue is found by the sweep of the Watchfloor that runs.
        const queue = { add: async () => {} };
        const { filed, filedServers } = steering;
        const who = { queue, filed, filedServers, pack: config.pack, log };
        const deps = { store, messenger, painter, ...who, ...clocks, leaseMs, nonceWindowMs, pages: null };
        return await sendTests(steering, asked.ids, letterJob({ ...deps, owner: randomUUID() }));
      }
    }
  } finally {
    await opened.closeAll();
  }
}

/** Sends each here and now, whether or not a Watchfloor runs; should one be quicker, it is sent once all the same. */
async function sendTests(
  steering: Steering,
  ids: readonly string[],
  send: ReturnType<typeof letterJob>,
): Promise<Ended> {
  const { store, say } = steering;
  const { subscriptions } = await readAudience(steering);
  let ended: Ended = 'done';
  for (const wanted of ids) {
    const found = subscriptions.find(({ id }) => id === wanted);
    if (found === undefined) {
      say(`${wanted}: there is no such subscription; list shows them\n`);
      ended = 'mend';
      continue;
    }
    const { server, channel, language, pingRole } = found;
    const id = `test-${randomUUID()}`;
    const createdAt = steering.clock.now();
    await store.saveLetter({ id, server, channel, language, body: { kind: 'test', pingRole }, createdAt });
    const result = await send(letterJobId(id));
    const isSent = result.status === 'done' && result.reason === 'sent';
    say(`${wanted}: ${isSent ? `a test alert is in channel ${channel}` : `not sent (${result.reason}); try check`}\n`);
    if (!isSent && ended === 'done') ended = 'failed';
  }
  return ended;
}

function needsToken(say: Asking['say']): Ended {
  say('Without DISCORD_TOKEN there is no Discord to send to.\n');
  return 'mend';
}
