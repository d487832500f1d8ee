import type { DeliveryOutcome, Letter, Pack } from '../../model.ts';
import { type RenderedLetter, renderLetter } from '../../pipeline/render/letter.ts';
import type {
  AuditLog,
  BarStore,
  Clock,
  JobHandler,
  JobResult,
  LetterStore,
  LetterView,
  Log,
  Messenger,
  Painter,
} from '../../ports.ts';
import { type BarredDeps, channelRefused, refusedPauseMs } from './barred.ts';
import { letterOfJob } from './letter-job.ts';
import { postOnce } from './once.ts';
import { rateLimit } from './patience.ts';
import { letterReference } from './reference.ts';

export interface LetterDeps extends BarredDeps {
  readonly store: BarredDeps['store'] &
    Pick<LetterStore, 'letter' | 'claimLetter' | 'releaseLetter' | 'settleLetter'> &
    Pick<AuditLog, 'record'> &
    Pick<BarStore, 'noteLimit'>;
  readonly messenger: Pick<Messenger, 'postLetter' | 'findByReference'>;
  readonly painter: Pick<Painter, 'paint'>;
  readonly pack: Pack;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly log: Log;
  /** Unique to this process. */
  readonly owner: string;
  /** How long a claim holds; longer than painting and any call of the messenger take. */
  readonly leaseMs: number;
  /** How long after an unclear post the same nonce is trusted to prevent a second message. */
  readonly nonceWindowMs: number;
}

const claimedPauseMs = 200;

/** Makes the job that sends a letter, once whatever becomes of its tries. */
export function letterJob(deps: LetterDeps): JobHandler {
  let claims = 0;
  return async (jobId) => {
    const id = letterOfJob(jobId);
    if ((await deps.store.letter(id)) === null) return settledAlready;
    claims += 1;
    const owner = `${deps.owner}.letter.${claims}`;
    if (!(await deps.store.claimLetter(id, owner, deps.leaseMs)))
      return { status: 'again', delayMs: claimedPauseMs, reason: 'claimed-by-another' };
    try {
      // Another job may have settled it between our look and our claim.
      const letter = await deps.store.letter(id);
      return letter === null ? settledAlready : await send(deps, letter, owner);
    } finally {
      await deps.store.releaseLetter(id, owner);
    }
  };
}
const settledAlready: JobResult = { status: 'done', reason: 'settled-already' };

async function send(deps: LetterDeps, letter: Letter, owner: string): Promise<JobResult> {
  const { channel, createdAt } = letter;
  const reference = letterReference(letter.id);
  const posted = await postOnce(deps, {
    channel,
    reference,
    createdAt,
    post: async () => deps.messenger.postLetter(channel, await viewOf(deps, letter, reference)),
  });
  if (posted.status === 'later') {
    if (posted.reason === rateLimit) await deps.store.noteLimit(channel, deps.realClock.now() + posted.delayMs);
    deps.log.warn('letter put off', { letter: letter.id, reason: posted.reason, delayMs: Math.round(posted.delayMs) });
    return { status: 'again', delayMs: posted.delayMs, reason: posted.reason };
  }
  if (posted.status === 'failed' && (await channelRefused(deps, letter, posted.failure)) === 'wait')
    return { status: 'again', delayMs: refusedPauseMs, reason: 'channel-refuses' };
  const [outcome, reason]: [DeliveryOutcome, string] =
    posted.status === 'stands' ? ['sent', posted.reason] : ['failed', `refused: ${posted.problem}`];
  if (!(await deps.store.settleLetter({ row: letter.id, outcome, reason }, owner)))
    return { status: 'again', delayMs: claimedPauseMs, reason: 'claim-lost' };
  const fields = { letter: letter.id, channel, outcome, reason };
  if (outcome === 'sent') deps.log.info('letter sent', fields);
  else await fail(deps, letter, reason);
  return { status: 'done', reason: outcome };
}

async function viewOf(deps: LetterDeps, letter: Letter, reference: string): Promise<LetterView> {
  const { chart, ...rendered } = renderLetter(letter, reference, deps.pack, deps.realClock.now());
  return { ...rendered, image: await painted(deps, letter, chart) };
}

/** Its text says all that a chart shows, and must not wait for one that cannot be painted. */
async function painted({ painter, log }: LetterDeps, { id }: Letter, chart: RenderedLetter['chart']) {
  if (chart === null) return null;
  try {
    return { name: chart.name, png: await painter.paint(chart.svg), alt: chart.alt };
  } catch (error) {
    log.error('chart not painted; the letter goes without it', { letter: id, error });
    return null;
  }
}

async function fail({ store, log, clock }: LetterDeps, { id, server, channel }: Letter, reason: string): Promise<void> {
  log.error('letter failed', { letter: id, channel, reason });
  await store.record({
    at: clock.now(),
    server,
    incident: null,
    who: null,
    action: 'delivery-failed',
    detail: `letter in channel ${channel}: ${reason}`,
  });
}
