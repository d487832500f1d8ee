import type { Change, Difference, Facts, Incident, Report, Role } from '../../model.ts';
import { guestOutlet } from '../hearsay.ts';
import type { Lookup } from './lookup.ts';
import { originalOf } from './merge.ts';
import { claimantsOf } from './sides.ts';
import { tollOf } from './toll.ts';

type Held = Pick<Facts, 'killed' | 'wounded' | 'place' | 'severity'>;

/** Which of these facts are otherwise than before, each as it was and as it is. */
export function changedFacts<Fact extends keyof Held>(
  before: Pick<Held, Fact>,
  after: Pick<Held, Fact>,
  facts: readonly Fact[],
): readonly Difference[] {
  return facts
    .filter((fact) => before[fact] !== after[fact])
    .map((fact) => ({ fact, before: written(before[fact]), after: written(after[fact]) }));
}

function written(fact: string | number | null): string | null {
  return fact === null ? null : String(fact);
}

/** The reports of an incident with one more, in place of an earlier text of the same article. */
export function reportsAfter({ reports }: Incident, report: Report): readonly Report[] {
  return [...reports.filter((told) => originalOf(told.article) !== originalOf(report.article)), report];
}

/** The outlets that count what is held now, of the first figure that changed. */
export function outletsCounting(
  { outlets }: Lookup,
  reports: readonly Report[],
  differences: readonly Difference[],
): readonly string[] {
  const [first] = differences;
  if (first === undefined || (first.fact !== 'killed' && first.fact !== 'wounded')) return [];
  const { lines } = tollOf(first.fact, reports, outlets);
  const counting = lines.find(({ figure }) => String(figure) === first.after)?.outlets ?? [];
  return counting.filter((outlet) => outlet !== guestOutlet);
}

/** Who takes a position on the event in a report that is a later word on it, and on whom. */
export function positionOf(report: Report): Pick<Change, 'actors' | 'by'> {
  const having = (...roles: readonly Role[]): readonly string[] => {
    const found = roles.map((role) => report.actors.filter((entry) => entry.role === role));
    return [...new Set((found.find((entries) => entries.length > 0) ?? []).map(({ actor }) => actor))];
  };
  switch (report.development) {
    case 'claim':
      return { actors: claimantsOf(report) };
    case 'blame':
      return { actors: having('accused'), by: having('accuser', 'speaker') };
    case 'denial':
      return { actors: having('denier', 'speaker') };
    case 'reaction':
    case 'investigation':
      return { actors: having('speaker') };
    case 'casualties':
    case null:
      return {};
  }
}
