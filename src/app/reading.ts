import type { Redis } from 'ioredis';
import { openHttpReader } from '../adapters/http/reader.ts';
import { openParser } from '../adapters/parser/parser.ts';
import { openHostGate } from '../adapters/redis/hosts.ts';
import type { Settings } from '../config/settings.ts';
import type { ParseFeed } from '../pipeline/parse/document.ts';
import type { Clock, FeedReader } from '../ports.ts';
import type { Opened } from './opened.ts';
import { prefixOf } from './redis.ts';

/** How long a fetch may take to say that it has ended. */
const visitEndMsMax = 5_000;

/** What reads feeds: over the network, and out of their documents. */
export interface Reading {
  readonly reader: FeedReader;
  readonly parse: ParseFeed;
}

interface ReadingOptions {
  readonly settings: Settings;
  readonly redis: Redis;
  readonly realClock: Clock;
  /** Unique to this process. */
  readonly owner: string;
}

/**
 * Opens what reads feeds, through the one gate to their hosts, whoever asks: a fetch of an `owner` that is not heard of any
 * more has ended with its process.
 */
export function openReading({ settings, redis, realClock, owner }: ReadingOptions, opened: Opened): Reading {
  const leaseMs = settings.fetch.timeoutMs + visitEndMsMax;
  const realNow = () => realClock.now();
  const gate = openHostGate(redis, { prefix: prefixOf(settings), process: owner, leaseMs, realNow, ...settings.fetch });
  const reader = openHttpReader(settings.fetch, gate);
  opened.add('http', () => reader.close());
  const parser = openParser(settings.poll);
  opened.add('parser', () => parser.close());
  return { reader, parse: parser.parse };
}
