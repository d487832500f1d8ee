/** How long we go on where the messenger may or may not have taken what we sent. */
import type { MessengerFailure } from '../../ports.ts';

const pauseMsMin = 1_000;
const pauseMsMax = 60_000;
const awayPauseMsMin = 2_000;
const awayPauseMsMax = 10_000;
/** The reason of what waits because its channel, or the bot, has said too much: nobody is late then. */
export const rateLimit = 'rate-limit';
/** The reason of what waits because the messenger does not answer at all. */
export const away = 'away';
/** What has been unclear for a day is reported as failed. */
export const giveUpAfterMs = 24 * 3_600_000;

/** The pause of what waits for a messenger that is away: the longer it waits the longer, and short enough to be there when it is back. */
function awayPauseMs(ageMs: number): number {
  return Math.min(awayPauseMsMax, Math.max(awayPauseMsMin, ageMs / 10));
}

/** Why and how long what was not taken waits: for a limit, or for a messenger that is away. */
export function waitOf(
  { waitMs, isAway }: Extract<MessengerFailure, { readonly status: 'wait' }>,
  ageMs: number,
): { readonly reason: string; readonly delayMs: number } {
  return isAway
    ? { reason: away, delayMs: Math.max(waitMs, awayPauseMs(ageMs)) }
    : { reason: rateLimit, delayMs: waitMs };
}

/** The pause until the next try, in milliseconds: it grows with the time since the first one. */
export function unclearPauseMs(ageMs: number): number {
  return Math.min(pauseMsMax, Math.max(pauseMsMin, ageMs / 2));
}
