import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

export type Argument = string | number | Buffer;

/** A Lua script, sent by its hash and in full only where the server does not know it yet (first use, restart). */
interface Script {
  readonly source: string;
  readonly hash: string;
}

/** Names a script by its hash. */
export function script(source: string): Script {
  return { source, hash: createHash('sha1').update(source).digest('hex') };
}

/**
 * Runs a script. Keys are given among the arguments: the store lives on one server (with replicas), not on a cluster.
 * The answer is whatever the script returns, so `unknown`.
 */
export async function run(redis: Redis, { source, hash }: Script, args: readonly Argument[]): Promise<unknown> {
  try {
    return await redis.call('EVALSHA', [hash, 0, ...args]);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return await redis.call('EVAL', [source, 0, ...args]);
  }
}
