import type { Bar, Instant } from '../model.ts';

/** Permissions are taken and given back while somebody rearranges channels: so long a refusal may pass by itself. */
const forbiddenMsMax = 10 * 60_000;
/** How long such a channel is left alone between two tries. */
const pauseMs = 60_000;
/** A refusal longer ago than this tells nothing of the one now. */
const forgottenAfterMs = 3_600_000;

/** What a refusal makes of a channel: one that was deleted, or a person who shut us out, has ended at once. */
export function barred(
  before: Bar | null,
  refusal: Pick<Bar, 'channel' | 'server' | 'why' | 'problem'>,
  now: Instant,
): Bar {
  const isSame = before !== null && now - before.triedAt <= forgottenAfterMs;
  const since = isSame ? before.since : now;
  const hasEnded = refusal.why !== 'forbidden' || now - since >= forbiddenMsMax;
  return { ...refusal, since, triedAt: now, endedAt: hasEnded ? now : null };
}

/** How long nothing is tried in a channel; null: go on. */
export function leftAlone({ triedAt }: Bar, now: Instant): number | null {
  const sinceMs = now - triedAt;
  return sinceMs >= 0 && sinceMs < pauseMs ? pauseMs - sinceMs : null;
}
