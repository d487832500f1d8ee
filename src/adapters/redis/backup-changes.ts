import type { Redis } from 'ioredis';

/** The channel on which Redis tells which keys changed, to a connection that speaks its older protocol. */
const channel = '__redis__:invalidate';
const markMsMax = 30_000;
/** No other takes the place of one that is lost; a large answer takes its time. */
const once = { protocol: 2, retryStrategy: () => null, socketTimeout: 60_000 } as const;

/** The keys under a prefix that change, as Redis itself tells them. */
export interface Changes {
  count(): number;
  /** What changed since it was taken last. */
  take(): readonly string[];
  /** Counts keys as changed. */
  add(keys: readonly string[]): void;
  /**
   * To be called before the mark is changed: what changes from the last taking up to the round of Redis in which the mark
   * does, that round included. It counts as taken; what changes behind it is kept.
   */
  upTo(mark: string): Promise<readonly string[]>;
  /** Waits until all is counted that changed before it was asked. */
  heard(): Promise<void>;
  close(): void;
}

/** A connection of its own for which Redis follows the changes. It is not opened again: what was followed is lost with it. */
export interface Followed {
  readonly redis: Redis;
  readonly changes: Changes;
  /** Closes the connection, and the one that listens on its behalf. */
  close(): void;
}

/** Follows what changes under a prefix, by anybody or by others than this connection. */
export async function openFollowed(redis: Redis, prefix: string, by: 'anybody' | 'others'): Promise<Followed> {
  const own = redis.duplicate({ ...once, maxRetriesPerRequest: 0 });
  own.on('error', () => undefined); // told by the command that fails
  const changes = await followChanges(own, prefix, by === 'others' ? ['NOLOOP'] : []).catch((error: unknown) => {
    own.disconnect();
    throw error;
  });
  const close = () => {
    changes.close();
    own.disconnect();
  };
  return { redis: own, changes, close };
}

/**
 * Follows what changes under a prefix (CLIENT TRACKING), in the order of the rounds of Redis: what stands in an earlier
 * message changed earlier. `own` is the connection for which Redis follows; another listens on its behalf.
 */
async function followChanges(own: Redis, prefix: string, options: readonly string[]): Promise<Changes> {
  const listener = own.duplicate(once);
  listener.on('error', () => undefined); // told by the end of the connection
  let changed = new Set<string>();
  let failure: Error | null = null;
  let waited: { readonly mark: string; readonly arrived: PromiseWithResolvers<readonly string[]> } | null = null;
  const take = () => {
    const taken = [...changed];
    changed = new Set();
    return taken;
  };
  const fail = (problem: string) => {
    failure ??= new Error(problem);
    waited?.arrived.reject(failure);
  };
  const hear = (keys: unknown) => {
    if (!Array.isArray(keys)) return fail('everything in Redis was deleted meanwhile');
    const names = keys.map(String);
    for (const name of names) changed.add(name);
    if (waited === null || !names.includes(waited.mark)) return;
    changed.delete(waited.mark);
    waited.arrived.resolve(take());
    waited = null;
  };
  listener.on('messageBuffer', (_channel: Buffer, keys: unknown) => hear(keys));
  listener.on('end', () => fail('the connection to Redis was lost'));
  try {
    const id = await listener.client('ID');
    await listener.subscribe(channel);
    await own.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', String(id), 'BCAST', 'PREFIX', prefix, ...options);
  } catch (error) {
    // A user without the right to it, above all: what stays open would keep the command from its end.
    listener.disconnect();
    throw error;
  }
  return {
    count: () => changed.size,
    take,
    add(keys) {
      for (const key of keys) changed.add(key);
    },
    upTo(mark) {
      const arrived = Promise.withResolvers<readonly string[]>();
      waited = { mark, arrived };
      if (failure !== null) arrived.reject(failure);
      const timer = setTimeout(() => fail(`Redis did not tell its changes within ${markMsMax} ms`), markMsMax);
      const told = arrived.promise.finally(() => clearTimeout(timer));
      told.catch(() => undefined); // what was to change the mark may fail first, and nobody waits then
      return told;
    },
    async heard() {
      await listener.ping();
      if (failure !== null) throw failure;
    },
    close: () => listener.disconnect(),
  };
}
