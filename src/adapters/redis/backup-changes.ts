import type { Redis } from 'ioredis';

/** The channel on which Redis tells which keys changed, to a connection that speaks its older protocol. */
const channel = '__redis__:invalidate';
const markMsMax = 30_000;
/** A connection that is lost is not opened again, for what was followed on it is lost with it; a large answer takes its time. */
export const once = { protocol: 2, retryStrategy: () => null, socketTimeout: 60_000 } as const;

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

/**
 * Follows what changes under a prefix (CLIENT TRACKING), in the order of the rounds of Redis: what stands in an earlier
 * message changed earlier. `reader` is the connection for which Redis follows; another listens on its behalf.
 */
export async function followChanges(reader: Redis, prefix: string): Promise<Changes> {
  const listener = reader.duplicate(once);
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
    if (!Array.isArray(keys)) return fail('everything in Redis was deleted while it was read');
    const names = keys.map(String);
    for (const name of names) changed.add(name);
    if (waited === null || !names.includes(waited.mark)) return;
    changed.delete(waited.mark);
    waited.arrived.resolve(take());
    waited = null;
  };
  listener.on('messageBuffer', (_channel: Buffer, keys: unknown) => hear(keys));
  listener.on('end', () => fail('the connection to Redis was lost while it was read'));
  try {
    const id = await listener.client('ID');
    await listener.subscribe(channel);
    await reader.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', String(id), 'BCAST', 'PREFIX', prefix);
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
