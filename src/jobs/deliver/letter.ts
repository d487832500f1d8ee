import type { Letter, Pack } from '../../model.ts';
import { type OwnBody, type RenderedLetter, renderLetter } from '../../pipeline/render/letter.ts';
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
import { prolonging } from './claim.ts';
import { letterOfJob } from './letter-job.ts';
import { postOnce } from './once.ts';
import type { PageDeps, PageEnd } from './page/deps.ts';
import { graverFirst, sendPage } from './page.ts';
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
  /** How long the claim of who died holds; it is prolonged while its owner lives. */
  readonly leaseMs: number;
  /** How long after an unclear post the same nonce is trusted to prevent a second message. */
  readonly nonceWindowMs: number;
  /** What pages need; null where none are sent: they wait for who sends them. */
  readonly pages: PageDeps | null;
}

const claimedPauseMs = 200;
const pagesElsewhereMs = 5_000;
/** It waits for a limit, or for what a limit lets through first: nobody needs to look after it. */
const limited: ReadonlySet<string> = new Set([rateLimit, graverFirst]);

type TextLetter = Letter & { readonly body: OwnBody };

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
    const stop = prolonging(deps, () => deps.store.claimLetter(id, owner, deps.leaseMs));
    try {
      // Another job may have settled it between our look and our claim.
      const letter = await deps.store.letter(id);
      return letter === null ? settledAlready : await send(deps, letter, owner);
    } finally {
      await stop();
      await deps.store.releaseLetter(id, owner);
    }
  };
}
const settledAlready: JobResult = { status: 'done', reason: 'settled-already' };

async function send(deps: LetterDeps, letter: Letter, owner: string): Promise<JobResult> {
  const reference = letterReference(letter.id);
  const { body } = letter;
  const end =
    body.kind === 'page'
      ? await page(deps, { letter, page: body.page, owner, reference })
      : await sendText(deps, { ...letter, body }, reference);
  if (end.status === 'later') {
    if (limited.has(end.reason)) await deps.store.noteLimit(letter.channel, deps.realClock.now() + end.delayMs);
    const level = end.reason.startsWith('unclear') ? 'warn' : 'debug';
    deps.log[level]('letter put off', { letter: letter.id, reason: end.reason, delayMs: Math.round(end.delayMs) });
    return { status: 'again', delayMs: end.delayMs, reason: end.reason };
  }
  const { outcome, reason } = end;
  if (!(await deps.store.settleLetter({ row: letter.id, outcome, reason }, owner)))
    return { status: 'again', delayMs: claimedPauseMs, reason: 'claim-lost' };
  const fields = { letter: letter.id, channel: letter.channel, outcome, reason };
  if (outcome === 'failed') await fail(deps, letter, reason);
  else deps.log.info(outcome === 'sent' ? 'letter sent' : 'letter not wanted any more', fields);
  return { status: 'done', reason: outcome };
}

async function page({ pages }: LetterDeps, paging: Parameters<typeof sendPage>[1]): Promise<PageEnd> {
  if (pages !== null) return sendPage(pages, paging);
  return { status: 'later', delayMs: pagesElsewhereMs, reason: 'pages-elsewhere' };
}

async function sendText(deps: LetterDeps, letter: TextLetter, reference: string): Promise<PageEnd> {
  const { channel, createdAt } = letter;
  const posted = await postOnce(deps, {
    channel,
    reference,
    createdAt,
    post: async () => deps.messenger.postLetter(channel, await viewOf(deps, letter, reference)),
  });
  if (posted.status === 'later') return posted;
  if (posted.status === 'stands') return { status: 'settled', outcome: 'sent', reason: posted.reason };
  if ((await channelRefused(deps, letter, posted.failure)) === 'wait')
    return { status: 'later', delayMs: refusedPauseMs, reason: 'channel-refuses' };
  return { status: 'settled', outcome: 'failed', reason: `refused: ${posted.problem}` };
}

async function viewOf(deps: LetterDeps, letter: TextLetter, reference: string): Promise<LetterView> {
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

async function fail(
  { store, log, clock }: LetterDeps,
  { id, server, channel, body }: Letter,
  reason: string,
): Promise<void> {
  log.error('letter failed', { letter: id, channel, reason });
  await store.record({
    at: clock.now(),
    server,
    incident: body.kind === 'page' ? body.page.incident : null,
    who: null,
    action: 'delivery-failed',
    detail: body.kind === 'page' ? `page (${channel}): ${reason}` : `letter in channel ${channel}: ${reason}`,
  });
}
