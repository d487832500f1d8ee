import { type Instant, type Severity, severities } from '../model.ts';

/** Later than any time in milliseconds that will be met, and small enough that ranks are exact. */
const farAway = 1e13;

/** Whose turn comes first where not all can be told at once: the graver, and of the equally grave the one that waits longer. */
export function rankOf(severity: Severity, since: Instant): number {
  return severities.indexOf(severity) * farAway + (farAway - Math.trunc(since));
}
