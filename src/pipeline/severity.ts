import { type Reason, type ReasonCode, type Report, type Severity, severities } from '../model.ts';

/** What a severity is judged by. */
export interface SeverityInput {
  /** What the event's type is worth by itself. */
  readonly ofType: Severity;
  /** Force was used, rather than words or votes. */
  readonly isForce: boolean;
  readonly killed: number | null;
  readonly wounded: number | null;
  /** What of the United States is hit or aimed at: its people and firms, or a mission or base alone. */
  readonly usTarget: 'people' | 'place' | null;
  /** A crowd was at a US mission. */
  readonly isUsMissionMobbed: boolean;
  /** A leader who is known by name is among those hit. */
  readonly hitsLeader: boolean;
  /** A state's own forces did it, to another state's forces or on another state's soil. */
  readonly byState: 'forces' | 'soil' | null;
  readonly stage: Report['stage'];
  /** Outlet families that report it independently. */
  readonly families: number;
}

interface Rule {
  readonly id: SeverityRule;
  readonly severity: Severity;
  readonly holds: (input: SeverityInput) => boolean;
}

/** The rule that decided, as reasons name it. */
export type SeverityRule = Extract<ReasonCode, `severity-${string}`>;

/** Deaths from which an event is critical whoever they are. */
const massCasualtiesFrom = 10;

const killed = (input: SeverityInput): boolean => (input.killed ?? 0) > 0;
const wounded = (input: SeverityInput): boolean => (input.wounded ?? 0) > 0;
const isDone = ({ isForce, stage }: SeverityInput): boolean => isForce && stage === 'accomplished';

/** The gravest first: the first that holds, and is worth no less than the event's type, decides. */
const raising: readonly Rule[] = [
  { id: 'severity-mass-casualties', severity: 'critical', holds: (input) => (input.killed ?? 0) >= massCasualtiesFrom },
  { id: 'severity-us-deaths', severity: 'critical', holds: (input) => killed(input) && input.usTarget === 'people' },
  { id: 'severity-leader-killed', severity: 'critical', holds: (input) => killed(input) && input.hitsLeader },
  {
    id: 'severity-state-on-state',
    severity: 'critical',
    holds: (input) => isDone(input) && input.byState === 'forces',
  },
  {
    id: 'severity-us-mission-mobbed',
    severity: 'critical',
    holds: (input) => isDone(input) && input.isUsMissionMobbed,
  },
  { id: 'severity-deaths', severity: 'high', holds: killed },
  { id: 'severity-wounded-us-target', severity: 'high', holds: (input) => wounded(input) && input.usTarget !== null },
  { id: 'severity-state-abroad', severity: 'high', holds: (input) => isDone(input) && input.byState !== null },
  { id: 'severity-wounded', severity: 'elevated', holds: wounded },
  { id: 'severity-us-target', severity: 'elevated', holds: (input) => isDone(input) && input.usTarget !== null },
];

/** What holds an event down to a severity, whatever raised it. */
const capping: readonly Rule[] = [
  {
    id: 'severity-failed',
    severity: 'elevated',
    holds: (input) => input.stage === 'attempted' && !killed(input) && !wounded(input),
  },
  {
    id: 'severity-unharmed',
    severity: 'elevated',
    holds: (input) => input.isForce && input.killed === 0 && input.wounded === 0 && input.byState === null,
  },
  { id: 'severity-unconfirmed', severity: 'high', holds: ({ families }) => families <= 1 },
];

/** How grave an incident is, with the rule that decided. Never fails. */
export function judgeSeverity(input: SeverityInput): {
  readonly severity: Severity;
  readonly rule: SeverityRule;
  readonly reason: Reason;
} {
  const raised = raising.find(({ severity, holds }) => !isGraver(input.ofType, severity) && holds(input));
  const severity = raised?.severity ?? input.ofType;
  const cap = capping.find((rule) => isGraver(severity, rule.severity) && rule.holds(input));
  const rule = cap?.id ?? raised?.id ?? 'severity-type';
  return { severity: cap?.severity ?? severity, rule, reason: { code: rule, detail: figuresOf(input) } };
}

function isGraver(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) > severities.indexOf(b);
}

function figuresOf(input: SeverityInput): string {
  return `killed ${input.killed ?? 'unknown'}, wounded ${input.wounded ?? 'unknown'}, ${input.families} families`;
}
