import type { Incident, Report, Severity } from '../../model.ts';
import { factsOf } from '../assign/facts.ts';
import { gradeOf } from '../assign/grade.ts';
import { isKnown } from '../assign/known.ts';
import type { Lookup } from '../assign/lookup.ts';
import { sidesOf } from '../assign/sides.ts';
import { type ToldReason, tell } from './reasons.ts';

/** How grave something is, and the rule that raised it or held it down. */
export interface ExplainedSeverity {
  readonly is: Severity;
  readonly reason: ToldReason;
}

/** How grave an incident is held to be. */
export function explainSeverity(lookup: Lookup, incident: Incident): ExplainedSeverity {
  const { facts, reports } = incident;
  const onRecord = isKnown(incident) ? facts.actors : [];
  const sides = sidesOf({ reports, subEvent: facts.subEvent, onRecord }, lookup);
  return { is: facts.severity, reason: tell(gradeOf(lookup, reports, facts, sides).reason) };
}

/** How grave a report alone would have it. */
export function severityAlone(lookup: Lookup, report: Report): ExplainedSeverity {
  const facts = factsOf(lookup, [report], null);
  const sides = sidesOf({ reports: [report], subEvent: facts.subEvent, onRecord: [] }, lookup);
  return { is: facts.severity, reason: tell(gradeOf(lookup, [report], facts, sides).reason) };
}
