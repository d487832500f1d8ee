import { type Reason, type ReasonCode, type Report, type Severity, severities } from '../model.ts';

/** What a severity is judged by. */
export interface SeverityInput {
  /** The least that the event's type is worth. */
  readonly ofType: Severity;
  readonly isForce: boolean;
  readonly killed: number | null;
  readonly wounded: number | null;
  /** US forces, missions, contractors or officials are hit or aimed at. */
  readonly targetsUs: boolean;
  readonly stage: Report['stage'];
  /** Outlet families that report it independently. */
  readonly families: number;
}

/** Deaths from which an event is critical whoever they are. */
const massCasualtiesFrom = 10;

/** How grave an incident is, with the rule that decided. Never fails. */
export function judgeSeverity(input: SeverityInput): { readonly severity: Severity; readonly reason: Reason } {
  const raised = raise(input);
  const lowered = lower(input, raised.severity);
  return lowered ?? raised;
}

/** The graver of two. */
export function graver(a: Severity, b: Severity): Severity {
  return severities.indexOf(a) >= severities.indexOf(b) ? a : b;
}

/** The rule that decided, as reasons name it. */
type Rule = ReasonCode extends infer Code ? (Code extends `severity-${infer Name}` ? Name : never) : never;

function raise(input: SeverityInput): { readonly severity: Severity; readonly reason: Reason } {
  const killed = input.killed ?? 0;
  const wounded = input.wounded ?? 0;
  if (killed >= massCasualtiesFrom) return judged('critical', 'mass-casualties', `${killed} killed`);
  if (killed > 0 && input.targetsUs) return judged('critical', 'deaths-us-target', `${killed} killed`);
  const rules: readonly (readonly [boolean, Severity, Rule, string])[] = [
    [killed > 0, 'high', 'deaths', `${killed} killed`],
    [wounded > 0 && input.targetsUs, 'high', 'wounded-us-target', `${wounded} wounded`],
    [wounded > 0, 'elevated', 'wounded', `${wounded} wounded`],
    [
      input.isForce && input.targetsUs && input.stage === 'accomplished',
      'elevated',
      'us-target',
      'US forces or mission',
    ],
  ];
  for (const [holds, severity, code, detail] of rules)
    if (holds && graver(severity, input.ofType) === severity && severity !== input.ofType)
      return judged(severity, code, detail);
  return judged(input.ofType, 'type', input.ofType);
}

function lower(
  input: SeverityInput,
  severity: Severity,
): { readonly severity: Severity; readonly reason: Reason } | null {
  const unharmed = (input.killed ?? 0) === 0 && (input.wounded ?? 0) === 0;
  if (input.stage === 'attempted' && unharmed && graver(severity, 'high') === severity)
    return judged('elevated', 'attempt-failed', 'nobody was hurt');
  if (severity === 'critical' && input.families <= 1) return judged('high', 'unconfirmed', 'one outlet family');
  return null;
}

function judged(
  severity: Severity,
  code: Rule,
  detail: string,
): { readonly severity: Severity; readonly reason: Reason } {
  return { severity, reason: { code: `severity-${code}`, detail } };
}
