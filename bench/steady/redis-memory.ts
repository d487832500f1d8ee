/** What Redis holds, by what it is for. */
import type { Redis } from 'ioredis';

const mb = 1024 * 1024;
const scanCount = 1_000;

/**
 * Megabytes by kind of key, which is the first word behind a prefix (`article`, `incidents`, and `queue` for all of BullMQ's),
 * of Redis' own tables of keys, and of the rest: connections and buffers. Looks at each key.
 */
export async function redisMemory(redis: Redis): Promise<Readonly<Record<string, number>>> {
  const kinds = new Map<string, number>();
  for await (const keys of redis.scanStream({ count: scanCount })) {
    const pipeline = redis.pipeline();
    for (const key of keys) pipeline.call('MEMORY', 'USAGE', key, 'SAMPLES', '0');
    const weights = (await pipeline.exec()) ?? [];
    for (const [at, key] of keys.entries()) add(kinds, kindOf(key), Number(weights[at]?.[1] ?? 0));
  }
  const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
  const tables = tablesOf(await redis.call('MEMORY', 'STATS'));
  const kept = [...kinds.values()].reduce((sum, bytes) => sum + bytes, 0);
  const all = { ...Object.fromEntries(kinds), tables, rest: used - tables - kept };
  return Object.fromEntries(Object.entries(all).map(([name, bytes]) => [name, bytes / mb]));
}

const kindOf = (key: string): string =>
  key.startsWith('watchfloor-queue') ? 'queue' : (/^watchfloor:([^:]+)/.exec(key)?.[1] ?? 'other');

function add(kinds: Map<string, number>, kind: string, bytes: number): void {
  kinds.set(kind, (kinds.get(kind) ?? 0) + bytes);
}

/** They double now and then. */
function tablesOf(stats: unknown): number {
  if (!Array.isArray(stats)) return 0;
  const db: unknown = stats[stats.indexOf('db.0') + 1];
  if (!Array.isArray(db)) return 0;
  return db.reduce((sum: number, one, at) => (typeof one === 'number' && at % 2 === 1 ? sum + one : sum), 0);
}
