import type { Example, Instant, Label } from '../model.ts';
import { emptyPairs, type PairIndex, pairIndexOf } from './lesson/pair-index.ts';

/** What analysts taught the matching, made ready to be asked. */
export interface Lessons {
  /** False alarms by the outlet that told them, the newest first. */
  readonly falseAlarms: ReadonlyMap<string, readonly FalseAlarm[]>;
  readonly pairs: PairIndex;
}

/** A false alarm as one outlet told it. */
export interface FalseAlarm {
  readonly label: Pick<Label, 'id' | 'incident' | 'at'>;
  readonly examples: readonly Example[];
}

/** Of one outlet; the newest hold, since older ones fade. */
const falseAlarmsMax = 100;

const dayMs = 86_400_000;
/** A lesson counts in full so long, and from then on less each day until it counts for nothing. */
const fullDays = 90;
const fadedDays = 180;

/** Nothing was taught. */
export const noLessons: Lessons = { falseAlarms: new Map(), pairs: emptyPairs };

/** The lessons that labels are: those that teach and hold. */
export function lessonsOf(labels: readonly Label[]): Lessons {
  const holding = labels.filter(({ isTeaching, revokedAt }) => isTeaching && revokedAt === null);
  if (holding.length === 0) return noLessons;
  const newestFirst = holding.toSorted((one, other) => other.at - one.at || (one.id < other.id ? -1 : 1));
  const falseAlarms = new Map<string, FalseAlarm[]>();
  for (const label of newestFirst) {
    if (label.says.what !== 'false-alarm') continue;
    for (const outlet of new Set(label.examples.map((example) => example.outlet))) {
      const known = falseAlarms.get(outlet) ?? [];
      falseAlarms.set(outlet, known);
      const examples = label.examples.filter((example) => example.outlet === outlet);
      if (known.length < falseAlarmsMax) known.push({ label, examples });
    }
  }
  return { falseAlarms, pairs: pairIndexOf(newestFirst) };
}

/** The lessons as they were at an instant, of labels that may have been given or taken back since. */
export function lessonsAt(labels: readonly Label[], at: Instant): Lessons {
  const given = labels.filter((label) => label.at <= at);
  return lessonsOf(given.map((label) => ((label.revokedAt ?? 0) > at ? { ...label, revokedAt: null } : label)));
}

/** How much a lesson given at `at` still counts, from 1 to 0. */
export function weightOf({ at }: Pick<Label, 'at'>, now: Instant): number {
  const days = (now - at) / dayMs;
  return Math.min(1, Math.max(0, (fadedDays - days) / (fadedDays - fullDays)));
}
