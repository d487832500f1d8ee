import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Log } from '../../ports.ts';
import { restoringSince, UnfinishedRestoreError } from './backup-write.ts';
import { type Keys, keysUnder } from './keys.ts';
import { claimLease, releaseLease } from './lease.ts';
import { type Migration, migrations } from './migrations.ts';
import { timeOf } from './time.ts';
import { apply } from './transaction.ts';

/** Counts changes of the stored form that an older program could not read, or that shapes could not fill in. */
export const schemaVersion = 1 + migrations.length;

/** Whoever dies while he migrates is followed after so long. */
const leaseMs = 10_000;
const prolongEveryMs = 3_000;
const claimEveryMs = 100;
const shownMax = 80; // characters of what is no version
/** How soon a program hears that a newer one has taken the data over, or that it is being restored. */
const supersededLookEveryMs = 2_000;

/** What was stored is newer than this program. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

interface SchemaOptions {
  readonly prefix?: string;
  readonly log?: Pick<Log, 'info'>;
  /** Those of the program when left out. */
  readonly steps?: readonly Migration[];
}

/**
 * Brings what an older program stored up to date, one process at a time, and throws `SchemaError` where a newer program
 * has written there. What is empty is of the present version. To be called before anything else is done with the store.
 */
export async function agreeOnSchema(redis: Redis, options: SchemaOptions = {}): Promise<void> {
  const { prefix = 'wf:', steps = migrations } = options;
  const keys = keysUnder(prefix);
  const newest = 1 + steps.length;
  const owner = randomUUID();
  await redis.set(keys.schema, newest, 'NX');
  for (;;) {
    const version = await storedVersion(redis, keys);
    if (version > newest) throw new SchemaError(refusal(prefix, version, newest));
    if (version === newest) return;
    if (await claim(redis, keys, owner)) await migrate(redis, { keys, owner, steps, log: options.log });
    else await pause(claimEveryMs);
  }
}

/**
 * Looks now and then, and as soon as the connection is back, whether this program may go on with the data: not when a newer
 * one has taken it over, for what this one writes from then on may be lost on that, nor while it is restored. The promise
 * is never fulfilled. Gives the function that ends it, too. A restore that begins and ends while the connection is down is
 * met as a fail-over is: the store has gone back in time.
 */
export function whenSuperseded(
  redis: Redis,
  prefix: string,
  lookEveryMs = supersededLookEveryMs,
): { readonly superseded: Promise<never>; readonly end: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined); // nobody may be waiting
  const look = () => {
    if (redis.status !== 'ready') return;
    whyStopped(redis, prefix).then(
      (why) => void (why !== null && reject(why)),
      () => undefined, // the connection itself tells that it is gone; a store that was emptied has no version
    );
  };
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  redis.on('ready', look);
  const end = () => {
    clearInterval(timer);
    redis.off('ready', look);
  };
  return { superseded: promise, end };
}

async function whyStopped(redis: Redis, prefix: string): Promise<Error | null> {
  // First, since there is no version for as long as it is restored.
  const since = await restoringSince(redis, prefix);
  if (since !== null)
    return new UnfinishedRestoreError(
      `the data in Redis under "${prefix}" is being restored since ${since}, and this program has stopped: ` +
        'start it again when the restore has ended',
    );
  const version = await storedVersion(redis, keysUnder(prefix));
  return version > schemaVersion ? new SchemaError(`${refusal(prefix, version, schemaVersion)}. It has stopped`) : null;
}

function refusal(prefix: string, version: number, newest: number): string {
  return (
    `the data in Redis under "${prefix}" has schema version ${version}, this program reads up to ${newest}: ` +
    'start the newer program, or give this one another prefix (keyPrefix in watchfloor.yaml)'
  );
}

async function storedVersion(redis: Redis, { schema }: Keys): Promise<number> {
  const stored = await redis.get(schema).catch((cause: unknown) => {
    if (!(cause instanceof Error && cause.message.startsWith('WRONGTYPE'))) throw cause;
    throw new SchemaError(notOurs(schema, 'no text'), { cause });
  });
  const version = Number(stored);
  if (!Number.isInteger(version) || version < 1)
    throw new SchemaError(notOurs(schema, stored === null ? 'nothing' : `"${stored.slice(0, shownMax)}"`));
  return version;
}

function notOurs(key: string, held: string): string {
  return (
    `${key} in Redis holds ${held}, expected a schema version: is the prefix someone else's? ` +
    'Give this program another one (keyPrefix in watchfloor.yaml)'
  );
}

/** By the clock of Redis, so that no machine's own can take a lease from who holds it. */
async function claim(redis: Redis, { schemaClaim: key }: Keys, owner: string): Promise<boolean> {
  return claimLease(redis, { key, owner, now: timeOf(await redis.time()), leaseMs });
}

interface Migrating {
  readonly keys: Keys;
  readonly owner: string;
  readonly steps: readonly Migration[];
  readonly log: Pick<Log, 'info'> | undefined;
}

async function migrate(redis: Redis, { keys, owner, steps, log }: Migrating): Promise<void> {
  // Should a step outlast a lease all the same, two do it at once, and both write the same.
  const prolonging = setInterval(() => void claim(redis, keys, owner).catch(() => undefined), prolongEveryMs);
  try {
    for (const [at, { name, run }] of steps.entries()) {
      const from = at + 1;
      if ((await storedVersion(redis, keys)) !== from) continue;
      const begunAt = performance.now();
      await run(redis, keys);
      const commands = [['SET', keys.schema, from + 1]] as const;
      await apply(redis, { require: [['count', keys.schema, from]], steps: [{ commands }] });
      log?.info('stored data brought up to date', {
        version: from + 1,
        what: name,
        ms: Math.round(performance.now() - begunAt),
      });
    }
  } finally {
    clearInterval(prolonging);
    await releaseLease(redis, keys.schemaClaim, owner);
  }
}
