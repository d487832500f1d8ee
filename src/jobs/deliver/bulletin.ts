import type { Bulletin } from '../../model.ts';
import type { BulletinStore, Clock, JobHandler, JobResult, Log, Messenger } from '../../ports.ts';
import { postOnce } from './once.ts';
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

/** Gives how long to wait until the next try, null when it is done. */
async function post(
  deps: BulletinDeps,
  { channel, pingRole }: OperatorsChannel,
  told: Bulletin,
): Promise<number | null> {
  const { messenger, log } = deps;
  const reference = noticeReference(`bulletin\n${told.id}`);
  const isLate = deps.realClock.now() - told.createdAt > lateMs;
  const text = isLate ? `${timeOf(told.createdAt)}: ${told.text}` : told.text;
  const posted = await postOnce(deps, {
    channel,
    reference,
    createdAt: told.createdAt,
    async post() {
      const sent = await messenger.postNotice(channel, { text, pingRole: told.pings ? pingRole : null, reference });
      // Whether a bulletin is still wanted is not asked.
      return sent.status === 'unwanted' ? { status: 'gone' } : sent;
    },
  });
  if (posted.status === 'later') return posted.delayMs;
  if (posted.status === 'failed') {
    // What the channel does not take must not be lost: it is said here.
    log.error('the operators cannot be told in their channel', { channel, problem: posted.problem });
    return sayHere(deps, told);
  }
  if (posted.reason === 'posted') log.info('operators told', { bulletin: told.id, text: told.text });
  return null;
}

const timeOf = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
