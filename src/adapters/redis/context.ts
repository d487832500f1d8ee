import type { Redis } from 'ioredis';
import type { Instant } from '../../model.ts';
import type { Log } from '../../ports.ts';
import { type Keys, keysUnder } from './keys.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How long each kind of record is kept, in milliseconds. */
export interface KeepingTimes {
  /** Seen-keys after their item left the feed. */
  readonly seenMs: number;
  /** Articles and what was decided on each; real time. */
  readonly articlesMs: number;
  /** Articles on which no verdict could be reached; real time. */
  readonly pendingMs: number;
  /** Incidents after their last change, with their alerts, cards and audit. */
  readonly incidentsMs: number;
  /** Incidents whose alert nobody ever resolved. */
  readonly unresolvedMs: number;
  /** Outbox rows that could not be delivered; real time. */
  readonly unsettledMs: number;
  /** What became of outbox rows; real time. */
  readonly outcomesMs: number;
  /** Ids of letters, so that what caused one causes it once; real time. */
  readonly lettersMs: number;
  /** Keys of presses; real time. */
  readonly pressesMs: number;
  /** Entries of the audit log. */
  readonly auditMs: number;
}

const defaultKeepingTimes: KeepingTimes = {
  seenMs: 30 * dayMs,
  articlesMs: 30 * dayMs,
  pendingMs: 7 * dayMs,
  incidentsMs: 90 * dayMs,
  unresolvedMs: 365 * dayMs,
  unsettledMs: 7 * dayMs,
  outcomesMs: dayMs,
  lettersMs: 30 * dayMs,
  pressesMs: dayMs,
  auditMs: 365 * dayMs,
};

export interface StoreOptions {
  /** Stands before every key; `wf:` when left out. */
  readonly prefix?: string;
  readonly keep?: Partial<KeepingTimes>;
  /** The real clock, for leases, expiry and latency; `Date.now` when left out. */
  readonly realNow?: () => Instant;
  /** Is told of records that cannot be read or are given up; the process's warnings when left out. */
  readonly log?: StoreLog;
}

export type StoreLog = Pick<Log, 'error'>;

/** What every part of the store needs. */
export interface Context {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly keep: KeepingTimes;
  readonly realNow: () => Instant;
  readonly log: StoreLog;
  /** Reports a record that cannot be read, once. */
  readonly reportUnreadable: (where: string, problem: string) => void;
}

/** Fills in the defaults of a store's options; throws where a keeping time makes no sense. */
export function contextOf(redis: Redis, options: StoreOptions): Context {
  for (const [name, ms] of Object.entries(options.keep ?? {}))
    if (!Number.isSafeInteger(ms) || ms < 1)
      throw new RangeError(`keeping time ${name} is ${ms}, expected whole milliseconds, at least 1`);
  const log = options.log ?? processWarnings;
  return {
    redis,
    keys: keysUnder(options.prefix ?? 'wf:'),
    keep: { ...defaultKeepingTimes, ...options.keep },
    realNow: options.realNow ?? Date.now,
    log,
    reportUnreadable: reportOnce(log),
  };
}

const processWarnings: StoreLog = {
  error: (message, fields) => process.emitWarning(`${message}: ${JSON.stringify(fields)}`),
};

const reportedMax = 1000;

/** An unreadable record is met on every read; a person needs to hear of it once. */
function reportOnce(log: StoreLog): Context['reportUnreadable'] {
  const reported = new Set<string>();
  return (where, problem) => {
    if (reported.has(where) || reported.size >= reportedMax) return;
    reported.add(where);
    log.error('record unreadable', { where, problem });
  };
}
