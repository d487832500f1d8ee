import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { apply, type Command } from './transaction.ts';
import { keysPaged } from './under-prefix.ts';

/**
 * What an older program stored otherwise and no shape can fill in as it is read. Each is idempotent: a program that is
 * killed in the middle of one leaves the rest to the next, which begins it anew. Never taken out, never reordered: the
 * schema's version is how many there are, and one.
 */
export interface Migration {
  readonly name: string;
  readonly run: (redis: Redis, keys: Keys) => Promise<void>;
}

export const migrations: readonly Migration[] = [
  { name: 'alerts are found by when they were opened', run: listAlertsByOpening },
];

/** Before hand-overs and figures asked for the alerts of a time, only the open ones were listed. */
async function listAlertsByOpening(redis: Redis, keys: Keys): Promise<void> {
  const prefix = keys.alerts('');
  for await (const found of keysPaged(redis, prefix)) {
    for (const key of found) {
      const commands = listing(keys, key.slice(prefix.length), await redis.hgetall(key));
      if (commands.length > 0) await apply(redis, { require: [], steps: [{ commands }] });
    }
  }
}

function listing(keys: Keys, incident: string, alerts: Readonly<Record<string, string>>): readonly Command[] {
  return Object.entries(alerts).flatMap(([server, raw]): Command[] => {
    const openedAt = openedAtOf(raw);
    return openedAt === null ? [] : [['ZADD', keys.alertsAll(server), openedAt, incident]];
  });
}

/** Null where it cannot be read: whoever reads the alert reports it. */
function openedAtOf(raw: string): number | null {
  try {
    const stored: unknown = JSON.parse(raw);
    const isAlert = typeof stored === 'object' && stored !== null && 'openedAt' in stored;
    return isAlert && Number.isFinite(stored.openedAt) ? Number(stored.openedAt) : null;
  } catch {
    return null;
  }
}
