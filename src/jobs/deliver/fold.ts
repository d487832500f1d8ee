import { createHash } from 'node:crypto';
import type { Fold, FoldMessage, Pack } from '../../model.ts';
import { type Folded, foldEntry, foldOfJob, layOut } from '../../pipeline/fold.ts';
import type { Clock, FoldView, JobHandler, JobResult, Log, Messenger, MessengerFailure, Store } from '../../ports.ts';
import { type BarredDeps, channelRefused, refusedPauseMs } from './barred.ts';
import { prolonging } from './claim.ts';
import { giveUpAfterMs, unclearPauseMs } from './patience.ts';
import { foldReference } from './reference.ts';

export interface FoldDeps extends BarredDeps {
  readonly store: BarredDeps['store'] &
    Pick<Store, 'fold' | 'claimFold' | 'saveFold' | 'releaseFold' | 'incident' | 'alert' | 'card' | 'record'>;
  readonly messenger: Pick<Messenger, 'postFold' | 'editFold' | 'findByReference'>;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly pack: Pack;
  readonly log: Log;
  /** Unique to this process. */
  readonly owner: string;
  readonly leaseMs: number;
  readonly nonceWindowMs: number;
  /** A summary is edited no more often. */
  readonly editEveryMs: number;
}

const claimedPauseMs = 100;
/** A summary of more incidents names the first and where to find the rest: a storm of that size is no news but noise. */
const incidentsMax = 300;

/** Makes the job that brings a fold's summary to its channel, and keeps it true. */
export function foldJob(deps: FoldDeps): JobHandler {
  let claims = 0;
  return async (job) => {
    const id = foldOfJob(job) ?? job;
    claims += 1;
    const owner = `${deps.owner}.fold.${claims}`;
    const fold = await deps.store.claimFold(id, owner, deps.leaseMs);
    if (fold === null) return again(claimedPauseMs * (1 + Math.random()), 'claimed-by-another');
    const stop = prolonging(deps, () => deps.store.claimFold(id, owner, deps.leaseMs));
    try {
      return await tell({ deps, owner, fold });
    } finally {
      await stop();
      await deps.store.releaseFold(id, owner);
    }
  };
}

interface Telling {
  readonly deps: FoldDeps;
  readonly owner: string;
  readonly fold: Fold;
}

/** Brings one message after the other up to date; what has to wait is told with the next try. */
async function tell(telling: Telling): Promise<JobResult> {
  const { deps, owner, fold } = telling;
  const folded = await foldedOf(deps, fold);
  const laid = layOut(fold.messages, folded.length);
  // What a message names is written when it does: one that is deleted first names no more than it did.
  let messages = laid.map((message, place) => ({ ...message, count: fold.messages[place]?.count ?? 0 }));
  let delayMs: number | null = null;
  for (const [place, { from, count }] of laid.entries()) {
    const message = messages[place] ?? laid[place];
    if (message === undefined) continue;
    const named = folded.slice(from, from + count);
    const view = viewOf(telling, message, named, folded.length);
    const shown = createHash('sha256').update(JSON.stringify(view)).digest('base64url');
    const keep = (tried: FoldMessage) => keepTried(telling, messages.with(place, tried));
    const step = await tellMessage(telling, { message, view, shown, count, keep });
    messages = messages.with(place, step.message);
    if (step.delayMs !== null) delayMs = Math.min(delayMs ?? step.delayMs, step.delayMs);
  }
  const isTold = delayMs === null;
  if (!(await deps.store.saveFold(fold.id, messages, owner, isTold ? fold.revision : null)))
    return again(claimedPauseMs, 'claim-lost');
  if (delayMs !== null) return again(delayMs, 'put-off');
  // Whoever joined meanwhile asked for this job while it ran, and was not heard.
  const isGrown = (await deps.store.fold(fold.id))?.revision !== fold.revision;
  if (isGrown) return again(claimedPauseMs, 'grown');
  deps.log.info('summary told', { fold: fold.id, incidents: folded.length });
  return { status: 'done', reason: 'told' };
}

/** In the fold's order; null stands for one that is forgotten, so that the others keep their places. */
async function foldedOf({ store }: FoldDeps, fold: Fold): Promise<readonly (Folded | null)[]> {
  const { incidents, server, channel } = fold;
  return Promise.all(
    incidents.slice(0, incidentsMax).map(async (id) => {
      const found = [store.incident(id), store.alert(id, server), store.card(id, channel)] as const;
      const [incident, alert, card] = await Promise.all(found);
      return incident === null ? null : { incident, alert, card };
    }),
  );
}

function viewOf(
  { deps, fold }: Telling,
  { from }: FoldMessage,
  named: readonly (Folded | null)[],
  total: number,
): FoldView {
  const entries = named.flatMap((one) => (one === null ? [] : foldEntry(one, fold, deps.pack)));
  const { language, hour } = fold;
  return { language, hour, entries, total, from, reference: foldReference(fold.id, from) };
}

/** The message as it is after a try, and how long its next one waits; null: it is as it should be. */
interface Step {
  readonly message: FoldMessage;
  readonly delayMs: number | null;
}

/** A message as it was, and as it is to be. */
interface Part {
  readonly message: FoldMessage;
  readonly view: FoldView;
  /** A digest of the view, and how many of the fold's incidents it names. */
  readonly shown: string;
  readonly count: number;
  /** Writes it in the midst of a try. */
  readonly keep: (tried: FoldMessage) => Promise<void>;
}

async function tellMessage(telling: Telling, part: Part): Promise<Step> {
  const { message, shown } = part;
  if (message.gone || message.shown === shown) return done(message);
  return message.messageId === null ? post(telling, part) : edit(telling, message, part);
}

/** As with cards: the first try is written before it is made, and behind the nonce window it is looked for. */
async function post(telling: Telling, part: Part): Promise<Step> {
  const { deps, fold } = telling;
  const { message, view, shown, count } = part;
  const now = deps.realClock.now();
  const since = message.attemptedAt ?? now;
  const isOld = now - since > deps.nonceWindowMs;
  if (isOld) {
    const found = await deps.messenger.findByReference(fold.channel, view.reference, since);
    if (found.status === 'accepted') return edit(telling, { ...message, messageId: found.messageId }, part);
    if (found.status === 'wait' || found.status === 'unclear') return failed(telling, message, found);
  }
  const tried = { ...message, attemptedAt: isOld ? now : since };
  await part.keep(tried);
  const result = await deps.messenger.postFold(fold.channel, view);
  if (result.status !== 'accepted') {
    // A clear no to this try says nothing about an earlier one.
    return failed(telling, result.status === 'unclear' ? tried : message, result);
  }
  const posted = { ...tried, messageId: result.messageId, attemptedAt: null };
  // With the same nonce the messenger answers with the old message, which may name fewer.
  return message.attemptedAt === null ? done({ ...posted, shown, count }) : edit(telling, posted, part);
}

async function keepTried({ deps, owner, fold }: Telling, messages: readonly FoldMessage[]): Promise<void> {
  if (!(await deps.store.saveFold(fold.id, messages, owner, null)))
    throw new Error(`the claim on the fold ${fold.id} was lost while it was told`);
}

async function edit(telling: Telling, message: FoldMessage, { shown, count, view }: Part): Promise<Step> {
  const { deps, fold } = telling;
  const now = deps.realClock.now();
  const sinceMs = now - (message.editedAt ?? Number.NEGATIVE_INFINITY);
  if (sinceMs >= 0 && sinceMs < deps.editEveryMs) return { message, delayMs: deps.editEveryMs - sinceMs };
  const result = await deps.messenger.editFold(fold.channel, message.messageId ?? '', view);
  if (result.status === 'accepted') return done({ ...message, attemptedAt: null, editedAt: now, shown, count });
  return failed(telling, message, result);
}

const done = (message: FoldMessage): Step => ({ message, delayMs: null });

/** A summary that cannot be posted is given up as a card is: after a day, or where the messenger will not have it. */
async function failed(telling: Telling, message: FoldMessage, failure: MessengerFailure): Promise<Step> {
  const { deps, fold } = telling;
  // What it did not name yet is named in the next, at once.
  if (failure.status === 'gone') return { message: { ...message, gone: true }, delayMs: 1 };
  if (failure.status === 'wait') return { message, delayMs: failure.waitMs };
  const ageMs = deps.realClock.now() - (message.attemptedAt ?? deps.realClock.now());
  const place = { server: fold.server, channel: fold.channel };
  if ((await channelRefused(deps, place, failure)) === 'wait') return { message, delayMs: refusedPauseMs };
  if (failure.status === 'unclear' && ageMs < giveUpAfterMs) return { message, delayMs: unclearPauseMs(ageMs) };
  deps.log.error('summary failed', { fold: fold.id, channel: fold.channel, problem: failure.problem });
  await deps.store.record({
    at: deps.clock.now(),
    server: fold.server,
    incident: null,
    who: null,
    action: 'delivery-failed',
    detail: `summary in channel ${fold.channel}: ${failure.problem}`,
  });
  return done({ ...message, gone: true });
}

const again = (delayMs: number, reason: string): JobResult => ({ status: 'again', delayMs, reason });
