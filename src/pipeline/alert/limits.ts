/** The settings of an alert's life. */
export interface AlertLimits {
  readonly cooldownMinutes: number;
  readonly remindAfterMinutes: number | null;
  readonly lapseAfterMinutes: number;
  readonly resolveAfterQuietHours: number | null;
  readonly reopenWithinDays: number;
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
