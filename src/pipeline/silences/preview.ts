import { type Alert, type Incident, type Pack, type Severity, type SilenceMatchers, severities } from '../../model.ts';
import { fits, passes, silenceTraits } from '../silences.ts';

/** An incident that the server was told of. */
export interface ToldMatter {
  readonly alert: Alert;
  readonly incident: Incident;
}

/** What a silence would have kept from a server of what it was told. */
export interface SilencePreview {
  /** Gravest first, of these the newest. */
  readonly hidden: readonly ToldMatter[];
  /** Fits, and is told all the same for being critical. */
  readonly passed: readonly ToldMatter[];
  /** Of what is hidden, gravest first. */
  readonly bySeverity: readonly { readonly severity: Severity; readonly count: number }[];
  /** All that was told. */
  readonly told: number;
}

/** Tries a silence on what the server was told. */
export function previewSilence(matchers: SilenceMatchers, told: readonly ToldMatter[], pack: Pack): SilencePreview {
  const hidden: ToldMatter[] = [];
  const passed: ToldMatter[] = [];
  for (const matter of told) {
    const traits = silenceTraits(matter.incident, pack);
    if (!fits(matchers, traits, matter.alert.watches)) continue;
    (passes(matchers, traits) ? passed : hidden).push(matter);
  }
  const counts = Map.groupBy(hidden, ({ incident }) => incident.facts.severity);
  const bySeverity = severities
    .toReversed()
    .flatMap((severity) => (counts.has(severity) ? { severity, count: counts.get(severity)?.length ?? 0 } : []));
  return { hidden: hidden.toSorted(graverFirst), passed: passed.toSorted(graverFirst), bySeverity, told: told.length };
}

function graverFirst(one: ToldMatter, other: ToldMatter): number {
  const rank = ({ incident }: ToldMatter): number => severities.indexOf(incident.facts.severity);
  return (
    rank(other) - rank(one) ||
    other.alert.openedAt - one.alert.openedAt ||
    (one.incident.id < other.incident.id ? -1 : 1)
  );
}
