import type { Bar, Card, OutboxRow } from '../model.ts';
import { leftAlone } from '../pipeline/bar.ts';
import { silenceOfAlert } from '../pipeline/silences.ts';
import { wanted } from '../pipeline/wanted.ts';
import type { JobHandler, JobResult } from '../ports.ts';
import { channelRefused, refusedPauseMs } from './deliver/barred.ts';
import { adoptCard, editCard, postCard } from './deliver/card.ts';
import { prolonging } from './deliver/claim.ts';
import { type DeliverDeps, type Delivery, earlierFirst, type Step, tooSoon } from './deliver/delivery.ts';
import { foldCard, foldedReason, hasRoom, noteUnfolded } from './deliver/folding.ts';
import { graverFirst, letGraverGo, waitInLine } from './deliver/line.ts';
import { postNotice } from './deliver/notice.ts';
import { away, giveUpAfterMs, rateLimit } from './deliver/patience.ts';
import { takenMeanwhile } from './deliver/still.ts';
import { mustNotHear } from './membership.ts';

const claimedPauseMs = 60;
/** The reason of rows whose channel takes nothing any more; its end was told once. */
const channelEnded = 'channel-ended';

/**
 * Makes the job that brings a row of the outbox to its channel. It claims the card of (incident, channel), looks whether
 * the row is still wanted, and shows the newest version, so that one message covers every row that waits for it.
 */
export function deliverJob(deps: DeliverDeps): JobHandler {
  let claims = 0;
  return async (id) => {
    const row = await deps.store.row(id);
    if (row === null) return { status: 'done', reason: 'settled-already' };
    if (row.heldUntil !== null) return { status: 'done', reason: 'held' };
    claims += 1;
    const owner = `${deps.owner}.${claims}`;
    const card = await deps.store.claimCard(row.incident, row.channel, owner, deps.leaseMs);
    if (card === null) return again(claimedPauseMs * (1 + Math.random()), 'claimed-by-another');
    const stop = prolonging(deps, () => deps.store.claimCard(row.incident, row.channel, owner, deps.leaseMs));
    try {
      return await deliverRow(deps, owner, row, card);
    } finally {
      await stop();
      await deps.store.releaseCard(row.incident, row.channel, owner);
    }
  };
}

async function deliverRow(deps: DeliverDeps, owner: string, row: OutboxRow, claimed: Card): Promise<JobResult> {
  // Another job may have settled the row between our look and our claim.
  if ((await deps.store.row(row.id)) === null) return { status: 'done', reason: 'settled-already' };
  const bar = await deps.store.bar(row.channel);
  const barredStep = bar === null ? null : await whileBarred(deps, bar, claimed);
  if (barredStep !== null) return conclude(deps, owner, row, barredStep);
  if (row.isDirect && (await mustNotHear(deps, row)))
    return conclude(deps, owner, row, { card: claimed, outcome: 'failed', reason: channelEnded });
  const causedAt = claimed.causedAt ?? row.causedAt;
  const card = { ...claimed, server: row.server, language: row.language, isDirect: row.isDirect, causedAt };
  // From here on a press knows of this card and writes a row for it; so what is read below is never shown for ever.
  if (claimed.server === null && !(await deps.store.saveCard(card, owner, [])))
    return again(claimedPauseMs, 'claim-lost');
  const now = deps.clock.now();
  const [incident, alert, silences] = await Promise.all([
    deps.store.incident(row.incident),
    deps.store.alert(row.incident, row.server),
    deps.store.silences(now),
  ]);
  if (incident === null || alert === null)
    return conclude(deps, owner, row, {
      card,
      outcome: 'failed',
      reason: incident === null ? 'no-incident' : 'no-alert',
    });
  const silence = silenceOfAlert(alert, incident, { silences, pack: deps.pack, now });
  const delivery: Delivery = { deps, owner, row, incident, alert, silence };
  const step = await unfolded(delivery, await act(delivery, card));
  // An earlier try that came through after all shows an older version than the one this notice tells of.
  const isUntold = row.kind === 'notice' && card.messageId === null && (step.card.versionPosted ?? 0) < row.version;
  const last = step.outcome === 'sent' && isUntold ? await act(delivery, step.card) : step;
  if (bar !== null) await afterTry(deps, bar, last);
  return conclude(deps, owner, row, await heeded(delivery, last));
}

/** One who had nothing to send leaves the try to the next. */
async function afterTry({ store }: DeliverDeps, bar: Bar, { outcome, reason }: Step): Promise<void> {
  if (outcome === 'sent' && reason !== foldedReason) await store.liftBar(bar.channel);
  else if (outcome === 'sent' || outcome === 'skipped') await store.saveBar(bar);
}

/**
 * A channel that refused us is left alone for a while, and for good once its subscriptions have ended. When the while is
 * over one row tries for all: each refusal counts towards a ban.
 */
async function whileBarred({ store, realClock }: DeliverDeps, bar: Bar, card: Card): Promise<Step | null> {
  if (bar.endedAt !== null) return { card, outcome: 'failed', reason: channelEnded };
  const now = realClock.now();
  const delayMs = leftAlone(bar, now);
  if (delayMs === null && (await store.takeTry(bar, now))) return null;
  return { card, outcome: 'wait', reason: 'channel-refuses', delayMs: delayMs ?? refusedPauseMs };
}

async function unfolded(delivery: Delivery, step: Step): Promise<Step> {
  const { foldedInto, messageId } = step.card;
  if (foldedInto === null || messageId === null) return step;
  return { ...step, card: await noteUnfolded(delivery, foldedInto, step.card) };
}

/** A refusal of the whole channel may pass: its row waits with it. */
async function heeded({ deps, row }: Delivery, step: Step): Promise<Step> {
  if (step.outcome !== 'failed' || step.refusal === undefined) return step;
  const { card } = step;
  const isPassing = (await channelRefused(deps, row, step.refusal)) === 'wait';
  return isPassing ? { card, outcome: 'wait', reason: 'channel-refuses', delayMs: refusedPauseMs } : step;
}

async function act(delivery: Delivery, card: Card): Promise<Step> {
  const want = wanted({ ...delivery, card });
  // Counted as what a silence keeps back from the first.
  if (want.reason === 'silenced' && delivery.silence !== null)
    await delivery.deps.store.hide(delivery.silence.id, delivery.incident.id);
  switch (want.act) {
    case 'skip':
      return { card, outcome: 'skipped', reason: want.reason };
    case 'post':
      return inTurn(delivery, card, async () =>
        (await hasRoom(delivery, card)) ? postCard(delivery, card, want.mayPing) : foldCard(delivery, card),
      );
    case 'fold':
      return foldCard(delivery, card);
    case 'adopt':
      return adoptCard(delivery, card, want.reason);
    case 'edit':
      return editCard(delivery, card);
    case 'notice':
      return postNotice(delivery, card, want.mayPing);
  }
}

/** Posts it when graver ones of its channel have gone; one whose posting is unclear waits for nobody, and holds up nobody. */
async function inTurn(delivery: Delivery, card: Card, post: () => Promise<Step>): Promise<Step> {
  const waitMs = card.attemptedAt === null ? await letGraverGo(delivery) : null;
  if (waitMs !== null) return { card, outcome: 'wait', reason: graverFirst, delayMs: waitMs };
  const step = await post();
  if (step.outcome === 'unclear') await delivery.deps.store.leaveLine(card.channel, delivery.row.id);
  if (step.outcome !== 'wait' || !isWaiting(step.reason)) return step;
  return { ...step, delayMs: await waitInLine(delivery, step.reason === away ? awayFirstMs : step.delayMs) };
}

/** The first of a line looks often whether the messenger is back. */
const awayFirstMs = 2_000;

const isWaiting = (reason: string): boolean => reason === rateLimit || reason === away;

/** Writes what became of the row, or says when to come back. */
async function conclude(deps: DeliverDeps, owner: string, row: OutboxRow, step: Step): Promise<JobResult> {
  const now = deps.realClock.now();
  const isGivenUp = step.outcome === 'unclear' && now - row.createdAt > giveUpAfterMs;
  if ((step.outcome === 'unclear' && !isGivenUp) || step.outcome === 'wait') {
    const level = isUsual(step.reason) ? 'debug' : 'warn';
    if (step.reason === rateLimit) await deps.store.noteLimit(row.channel, now + step.delayMs);
    deps.log[level]('delivery put off', { row: row.id, reason: step.reason, delayMs: Math.round(step.delayMs) });
    return again(step.delayMs, step.reason);
  }
  const outcome = step.outcome === 'unclear' ? 'failed' : step.outcome;
  if (!(await deps.store.saveCard(step.card, owner, [{ row: row.id, outcome, reason: step.reason }])))
    return again(claimedPauseMs, 'claim-lost');
  // A card that certainly does not stand has no place among those of the hour; others are folded for want of one.
  if (outcome !== 'sent' && step.card.messageId === null && step.card.attemptedAt === null)
    await deps.store.leavePlace(row);
  const latencyMs = outcome === 'sent' && step.reason !== foldedReason ? now - row.causedAt : null;
  deps.meter.delivered(outcome, wordOf(step.reason), latencyMs);
  const fields = { row: row.id, incident: row.incident, channel: row.channel, outcome, reason: step.reason, latencyMs };
  if (outcome !== 'failed') {
    deps.log[outcome === 'sent' ? 'info' : 'debug']('row settled', fields);
    return { status: 'done', reason: wordOf(step.reason) };
  }
  if (step.reason === channelEnded) {
    deps.log.info('row settled', fields);
    return { status: 'done', reason: channelEnded };
  }
  deps.log.error('row failed', fields);
  await deps.store.record({
    at: deps.clock.now(),
    server: row.server,
    incident: row.incident,
    who: null,
    action: 'delivery-failed',
    detail: `${row.kind} in channel ${row.channel}: ${step.reason}`,
  });
  return { status: 'done', reason: wordOf(step.reason) };
}

/** Nothing is wrong where a row comes back for these. */
const isUsual = (reason: string): boolean =>
  [tooSoon, earlierFirst, takenMeanwhile, graverFirst, away].includes(reason);

const again = (delayMs: number, reason: string): JobResult => ({ status: 'again', delayMs, reason });

/** The closed word of a reason, without the messenger's sentence behind it. */
const wordOf = (reason: string): string => reason.split(':', 1)[0] ?? reason;
