import type { Redis } from 'ioredis';
import { openHostGate } from '../adapters/redis/hosts.ts';
import type { Settings } from '../config/settings.ts';
import type { HostGate } from '../ports.ts';
import { prefixOf } from './redis.ts';

/** How long a fetch may take to say that it has ended. */
const visitEndMsMax = 5_000;

/** The gate to the hosts of the feeds; a fetch that is not heard of any more has ended with its process. */
export function gateTo(redis: Redis, settings: Settings, owner: string): HostGate {
  const leaseMs = settings.fetch.timeoutMs + visitEndMsMax;
  return openHostGate(redis, { prefix: prefixOf(settings), process: owner, leaseMs, ...settings.fetch });
}
