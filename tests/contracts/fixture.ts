import type { Redis } from 'ioredis';
import type { StoreLog, StoreOptions } from '../../src/adapters/redis/context.ts';
import { openStore } from '../../src/adapters/redis/store.ts';
import type { Store } from '../../src/ports.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

/** A server for a test file, with stores that share it and a real clock that the test sets. */
export interface StoreFixture {
  readonly server: TestRedis;
  readonly redis: Redis;
  readonly store: Store;
  /** A second process: a connection and a store of its own. */
  readonly other: Store;
  /** The real clock of both stores. */
  real: number;
  /** What was reported since `empty`. */
  readonly reported: unknown[];
  /** Another store on the same server with these options beside the fixture's own. */
  open(options: StoreOptions, redis?: Redis): Store;
  /** Forgets everything, and sets the real clock to 1,000,000. */
  empty(): Promise<void>;
  stop(): Promise<void>;
}

export async function startStores(): Promise<StoreFixture> {
  const server = await startRedis();
  const redis = server.client();
  const reported: unknown[] = [];
  const log: StoreLog = { error: (message, fields) => reported.push({ message, ...fields }) };
  const open = (options: StoreOptions, on = redis) => openStore(on, { realNow: () => fixture.real, log, ...options });
  const fixture: StoreFixture = {
    server,
    redis,
    store: openStore(redis, { realNow: () => fixture.real, log }),
    other: openStore(server.client(), { realNow: () => fixture.real, log }),
    real: 1_000_000,
    reported,
    open,
    async empty() {
      await redis.flushall();
      reported.length = 0;
      fixture.real = 1_000_000;
    },
    stop: () => server.stop(),
  };
  return fixture;
}
