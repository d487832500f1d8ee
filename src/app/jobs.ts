import type { Handlers } from '../adapters/queue/queue.ts';
import * as onCallText from '../config/on-call-text.ts';
import { bulletinsJob } from '../jobs/deliver/bulletin.ts';
import { foldJob } from '../jobs/deliver/fold.ts';
import { letterJob } from '../jobs/deliver/letter.ts';
import { isLetterJob } from '../jobs/deliver/letter-job.ts';
import { rememberPeople } from '../jobs/deliver/page/people.ts';
import { releaseJob } from '../jobs/deliver/release.ts';
import { deliverJob } from '../jobs/deliver.ts';
import type { DeskGiven } from '../jobs/desk.ts';
import { digestJob } from '../jobs/digest.ts';
import { escalateJob } from '../jobs/escalate.ts';
import { bulletinsJobId } from '../jobs/lookout.ts';
import { matchJob } from '../jobs/match.ts';
import { membersJob } from '../jobs/membership.ts';
import { pollJob } from '../jobs/poll.ts';
import { type ShiftDeps, shiftJob } from '../jobs/shift.ts';
import { silenceEndJob } from '../jobs/silence-end.ts';
import { incidentKeepMs } from '../pipeline/assign.ts';
import { isDigestTimer } from '../pipeline/digest.ts';
import { foldOfJob } from '../pipeline/fold.ts';
import { releaseJobId } from '../pipeline/hold.ts';
import { membersJobId } from '../pipeline/membership.ts';
import { isShiftTimer } from '../pipeline/rota/timer.ts';
import { silenceOfTimer } from '../pipeline/silences/timer.ts';
import type { JobHandler, Queue } from '../ports.ts';
import { digestDeps } from './digests.ts';
import type { Reading } from './reading.ts';
import type { Shared } from './shared.ts';

const audienceWaitMs = 2_000;

/** The handlers of the queues that this process works on. */
export function handlersOf(shared: Shared, reading: Reading, queue: Queue, works: ReadonlySet<string>): Handlers {
  return {
    ...(works.has('poll') ? { poll: pollHandler(shared, reading, queue) } : {}),
    ...(works.has('match') ? { match: matchHandler(shared, queue) } : {}),
    ...(works.has('deliver') ? { deliver: deliverHandler(shared, queue) } : {}),
    ...(works.has('escalate') ? { escalate: escalateHandler(shared, queue) } : {}),
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
  const { alerts, match: limits } = shared.config.settings;
  const match = matchJob({ ...shared, queue, incidentKeepMs, writerLeaseMs: limits.writerLeaseMs, alerts });
  const notYet = { status: 'again', delayMs: audienceWaitMs, reason: 'audience-unknown' } as const;
  return async (id) => (shared.isAudienceKnown() ? match(id) : notYet);
}

function deliverHandler(shared: Shared, queue: Queue): JobHandler {
  const { claimLeaseMs, nonceWindowMs, editEveryMs, cardsPerHourMax } = shared.config.settings.deliver;
  const { servers: filedServers } = shared.config;
  const limits = { leaseMs: claimLeaseMs, nonceWindowMs, editEveryMs, cardsPerHourMax, filedServers, queue };
  const digests = digestDeps(shared, queue);
  const { audience } = digests;
  const deliver = deliverJob({ ...shared, ...limits, audience });
  const tellOperators = bulletinsJob({ ...shared, ...limits });
  const tellFold = foldJob({ ...shared, ...limits });
  const release = releaseJob({ ...shared, queue });
  const send = letterJob({ ...shared, ...limits, pages: { ...shared, ...limits, ...pagingOf(shared) } });
  const writeDigest = digestJob(digests);
  const askForMembers = membersJob(digests);
  const changeShift = shiftJob(shiftDeps(shared, queue));
  const endSilence = silenceEndJob({ ...shared, ...limits });
  return (id) => {
    if (isLetterJob(id)) return send(id);
    if (isDigestTimer(id)) return writeDigest(id);
    if (silenceOfTimer(id) !== null) return endSilence(id);
    if (isShiftTimer(id)) return changeShift(id);
    if (id === bulletinsJobId) return tellOperators(id);
    if (id === membersJobId) return askForMembers(id);
    if (foldOfJob(id) !== null) return tellFold(id);
    return id === releaseJobId ? release(id) : deliver(id);
  };
}

function escalateHandler(shared: Shared, queue: Queue): JobHandler {
  const { settings, servers: filedServers } = shared.config;
  return escalateJob({ ...shared, queue, filedServers, filedOnCall: shared.config, limits: settings.alerts });
}

/** Whom pages can call: who is on call by the configuration, people, other systems. */
function pagingOf({ config, premises, realClock }: Shared) {
  const people = premises === null ? null : rememberPeople(premises, realClock);
  return { people, filedOnCall: config, filedWebhooks: config.webhooks };
}

/** What is told when who is on call changes. */
export function shiftDeps(shared: Shared, queue: Queue): ShiftDeps {
  const { settings, servers: filedServers } = shared.config;
  return { ...shared, queue, filedServers, filedOnCall: shared.config, schedule: settings.poll };
}

/** What the desk needs. */
export function deskDeps(shared: Shared, reading: Reading, queue: Queue): DeskGiven {
  return {
    ...shared,
    queue,
    feeds: { ...reading, filed: shared.config.pack },
    schedule: shared.config.settings.poll,
    premises: shared.premises,
    filedServers: shared.config.servers,
    filedOnCall: shared.config,
    onCallText,
    webhooks: shared.config.webhooks,
    defaultWatch: null,
    severityFloor: 'info',
    pingFloor: 'high',
  };
}
