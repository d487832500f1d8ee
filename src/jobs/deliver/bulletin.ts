import type { Bulletin } from '../../model.ts';
import type { BulletinStore, Clock, JobHandler, JobResult, Log, Messenger, MessengerResult } from '../../ports.ts';
import { giveUpAfterMs, unclearPauseMs } from './patience.ts';
import { noticeReference } from './reference.ts';

/** Where the operators read in the messenger. */
export interface OperatorsChannel {
  readonly channel: string;
  readonly pingRole: string | null;
}

export interface BulletinDeps {
  readonly store: Pick<BulletinStore, 'waitingBulletins' | 'claimBulletins' | 'releaseBulletins' | 'settleBulletin'>;
  readonly messenger: Pick<Messenger, 'postNotice' | 'findByReference'>;
  /** Null: there is only the terminal and the log. */
  readonly operators: OperatorsChannel | null;
  /** Says a sentence to the person who started the program. */
  readonly announce: (sentence: string) => void;
  readonly realClock: Clock;
  readonly log: Log;
  /** Unique to this process. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly nonceWindowMs: number;
}

const waitingMax = 100;
const claimedPauseMs = 500;
/** From then on a bulletin says of what time it tells. */
const lateMs = 10 * 60_000;

/** Makes the job that tells the operators what waits, oldest first, each once. Its id means nothing. */
export function bulletinsJob(deps: BulletinDeps): JobHandler {
  let claims = 0;
  return async () => {
    claims += 1;
    const owner = `${deps.owner}.${claims}`;
    if (!(await deps.store.claimBulletins(owner, deps.leaseMs)))
      return { status: 'again', delayMs: claimedPauseMs, reason: 'claimed-by-another' };
    try {
      return await tellWaiting(deps, owner);
    } finally {
      await deps.store.releaseBulletins(owner);
    }
  };
}

async function tellWaiting(deps: BulletinDeps, owner: string): Promise<JobResult> {
  for (const bulletin of await deps.store.waitingBulletins(waitingMax)) {
    if (!(await deps.store.claimBulletins(owner, deps.leaseMs))) break;
    const delayMs = deps.operators === null ? sayHere(deps, bulletin) : await post(deps, deps.operators, bulletin);
    if (delayMs !== null) return { status: 'again', delayMs, reason: 'put-off' };
    if (!(await deps.store.settleBulletin(bulletin.id, owner))) break;
  }
  return { status: 'done', reason: 'told' };
}

/** A terminal keeps no history: one that is killed between the two may say it once more. */
function sayHere({ announce, log }: BulletinDeps, { text }: Bulletin): null {
  log.warn('bulletin', { text });
  announce(text);
  return null;
}

/** Posts it, or finds it where an earlier try left it. Gives how long to wait until the next try, null when it is done. */
async function post(deps: BulletinDeps, operators: OperatorsChannel, bulletin: Bulletin): Promise<number | null> {
  const { messenger, log } = deps;
  const ageMs = deps.realClock.now() - bulletin.createdAt;
  const reference = noticeReference(`bulletin\n${bulletin.id}`);
  // No try can be older than the bulletin, so a young one needs no search: the nonce covers whatever was tried.
  if (ageMs > deps.nonceWindowMs) {
    const found = await messenger.findByReference(operators.channel, reference, bulletin.createdAt);
    if (found.status === 'accepted') return null;
    if (found.status === 'wait' || found.status === 'unclear') return afterFailure(deps, bulletin, ageMs, found);
  }
  const text = ageMs > lateMs ? `${timeOf(bulletin.createdAt)}: ${bulletin.text}` : bulletin.text;
  const pingRole = bulletin.pings ? operators.pingRole : null;
  const result = await messenger.postNotice(operators.channel, { text, pingRole, reference });
  if (result.status !== 'accepted') return afterFailure(deps, bulletin, ageMs, result);
  log.info('operators told', { bulletin: bulletin.id, text: bulletin.text });
  return null;
}

/** What the channel does not take must not be lost: it is said here. */
function afterFailure(
  deps: BulletinDeps,
  bulletin: Bulletin,
  ageMs: number,
  failure: Exclude<MessengerResult, { readonly status: 'accepted' }>,
): number | null {
  if (failure.status === 'wait') return failure.waitMs;
  if (failure.status === 'unclear' && ageMs < giveUpAfterMs) return unclearPauseMs(ageMs);
  const problem = failure.status === 'gone' ? 'the channel is gone' : failure.problem;
  deps.log.error('the operators cannot be told in their channel', { channel: deps.operators?.channel, problem });
  return sayHere(deps, bulletin);
}

const timeOf = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
