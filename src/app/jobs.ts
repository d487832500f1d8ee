import type { Handlers } from '../adapters/queue/queue.ts';
import type { Config } from '../config/load.ts';
import type { Audience } from '../jobs/audience.ts';
import { bulletinsJob, type OperatorsChannel } from '../jobs/deliver/bulletin.ts';
import { foldJob } from '../jobs/deliver/fold.ts';
import { letterJob } from '../jobs/deliver/letter.ts';
import { isLetterJob } from '../jobs/deliver/letter-job.ts';
import { releaseJob } from '../jobs/deliver/release.ts';
import { deliverJob } from '../jobs/deliver.ts';
import type { DeskDeps } from '../jobs/desk.ts';
import { digestJob } from '../jobs/digest.ts';
import { bulletinsJobId } from '../jobs/lookout.ts';
import { matchJob } from '../jobs/match.ts';
import { pollJob } from '../jobs/poll.ts';
import type { Pack } from '../model.ts';
import { incidentKeepMs } from '../pipeline/assign.ts';
import { isDigestTimer } from '../pipeline/digest.ts';
import type { CompiledPack } from '../pipeline/extract.ts';
import { foldOfJob } from '../pipeline/fold.ts';
import { releaseJobId } from '../pipeline/hold.ts';
import type { Clock, JobHandler, Log, Messenger, Meter, Painter, Premises, Queue, Roster, Store } from '../ports.ts';
import { digestDeps } from './digests.ts';
import type { Reading } from './reading.ts';

const audienceWaitMs = 2_000;

/** What the jobs of one process share. */
export interface Shared {
  readonly config: Config;
  readonly store: Store;
  readonly roster: Roster;
  readonly messenger: Messenger;
  readonly painter: Painter;
  readonly filed: Audience;
  /** What the bot finds out of servers; null where there is no messenger that has any. */
  readonly premises: Premises | null;
  /** Where the operators read in the messenger; null: at the terminal. */
  readonly operators: OperatorsChannel | null;
  /** Says a sentence to the person who started the program. */
  readonly announce: (sentence: string) => void;
  /** Whether it is known who is to be told. */
  readonly isAudienceKnown: () => boolean;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
  readonly meter: Meter;
  readonly keepsAll?: boolean;
  /** Unique to this process. */
  readonly owner: string;
  /** Its feeds and outlets are the roster's. */
  readonly pack: Pack;
  readonly compiled: CompiledPack;
}

/** The handlers of the queues that this process works on. */
export function handlersOf(shared: Shared, reading: Reading, queue: Queue, works: ReadonlySet<string>): Handlers {
  return {
    ...(works.has('poll') ? { poll: pollHandler(shared, reading, queue) } : {}),
    ...(works.has('match') ? { match: matchHandler(shared, queue) } : {}),
    ...(works.has('deliver') ? { deliver: deliverHandler(shared, queue) } : {}),
  };
}

function pollHandler(shared: Shared, reading: Reading, queue: Queue) {
  const { news, poll } = shared.config.settings;
  return pollJob({
    ...shared,
    ...reading,
    queue,
    realNow: () => shared.realClock.now(),
    arrival: news,
    schedule: poll,
    concurrency: poll.concurrency,
  });
}

/** Articles wait until it is known who is to be told: a verdict before would tell nobody, and never again. */
function matchHandler(shared: Shared, queue: Queue): JobHandler {
  const { writerLeaseMs } = shared.config.settings.match;
  const match = matchJob({ ...shared, queue, incidentKeepMs, writerLeaseMs });
  const notYet = { status: 'again', delayMs: audienceWaitMs, reason: 'audience-unknown' } as const;
  return async (id) => (shared.isAudienceKnown() ? match(id) : notYet);
}

function deliverHandler(shared: Shared, queue: Queue): JobHandler {
  const { claimLeaseMs, nonceWindowMs, editEveryMs, cardsPerHourMax } = shared.config.settings.deliver;
  const { servers: filedServers } = shared.config;
  const limits = { leaseMs: claimLeaseMs, nonceWindowMs, editEveryMs, cardsPerHourMax, filedServers, queue };
  const deliver = deliverJob({ ...shared, ...limits });
  const tellOperators = bulletinsJob({ ...shared, ...limits });
  const tellFold = foldJob({ ...shared, ...limits });
  const release = releaseJob({ ...shared, queue });
  const send = letterJob({ ...shared, ...limits });
  const writeDigest = digestJob(digestDeps(shared, queue));
  return (id) => {
    if (isLetterJob(id)) return send(id);
    if (isDigestTimer(id)) return writeDigest(id);
    if (id === bulletinsJobId) return tellOperators(id);
    if (foldOfJob(id) !== null) return tellFold(id);
    return id === releaseJobId ? release(id) : deliver(id);
  };
}

/** What the desk needs. */
export function deskDeps(shared: Shared, reading: Reading, queue: Queue): DeskDeps {
  return {
    ...shared,
    queue,
    feeds: { ...reading, filed: shared.config.pack },
    schedule: shared.config.settings.poll,
    premises: shared.premises,
    filedServers: shared.config.servers,
    defaultWatch: null,
    severityFloor: 'info',
    pingFloor: 'high',
  };
}
