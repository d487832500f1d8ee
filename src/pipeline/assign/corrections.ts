import {
  type Correction,
  correctionsMax,
  type Difference,
  type Incident,
  type Instant,
  type Report,
} from '../../model.ts';
import { isRetraction } from '../retraction.ts';
import { daysOf } from './days.ts';
import { changedFacts } from './difference.ts';
import { originalOf } from './merge.ts';

/** What an outlet took back of its earlier report, put otherwise, or stands by again; null where its facts are the same. */
export function correctionOf(former: Incident, report: Report, now: Instant): Correction | null {
  const original = originalOf(report.article);
  const earlier = former.corrections.filter(({ article }) => originalOf(article) === original).at(-1);
  const made = { outlet: report.outlet, article: report.article, at: now };
  if (isRetraction(report)) return earlier?.isWithdrawn ? null : { ...made, differences: [], isWithdrawn: true };
  const told = former.reports.find(({ article }) => originalOf(article) === original);
  const differences = told === undefined ? [] : restated(told, report);
  if (differences.length === 0 && earlier?.isWithdrawn !== true) return null;
  return { ...made, differences, isWithdrawn: false };
}

/** The newest corrections of an incident with one more. */
export function withCorrection({ corrections }: Incident, correction: Correction | null): readonly Correction[] {
  return correction === null ? corrections : [...corrections, correction].slice(-correctionsMax);
}

/** Where both texts state a fact, and not the same one; what one alone states was added or left out. */
function restated(told: Report, report: Report): readonly Difference[] {
  const facts = changedFacts(told, report, ['killed', 'wounded', 'place']);
  const days = [told, report].map(daysOf).map(({ from, to }) => (from === to ? from : `${from}/${to}`));
  const [before = null, after = null] = days;
  const isDated = told.days !== null && report.days !== null && before !== after;
  return [...facts, ...(isDated ? [{ fact: 'day', before, after } as const] : [])].filter(
    (difference) => difference.before !== null && difference.after !== null,
  );
}
