/** How long we go on where the messenger may or may not have taken what we sent. */

const pauseMsMin = 1_000;
const pauseMsMax = 60_000;
/** The reason of what waits because its channel, or the bot, has said too much: nobody is late then. */
export const rateLimit = 'rate-limit';
/** What has been unclear for a day is reported as failed. */
export const giveUpAfterMs = 24 * 3_600_000;

/** The pause until the next try, in milliseconds: it grows with the time since the first one. */
export function unclearPauseMs(ageMs: number): number {
  return Math.min(pauseMsMax, Math.max(pauseMsMin, ageMs / 2));
}
