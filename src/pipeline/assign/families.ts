import type { Report } from '../../model.ts';
import { isCopy } from './copies.ts';
import { familyOf, type Lookup } from './lookup.ts';

/**
 * The outlet families that report for themselves, sorted: who prints another's text word for word, whatever his own
 * family, confirms nothing, and neither does who retells an event beside other news.
 */
export function independentFamilies(lookup: Lookup, reports: readonly Report[]): readonly string[] {
  const families = new Set<string>();
  for (const [at, report] of reports.entries())
    if (reportsIt(report) && !reports.slice(0, at).some((earlier) => isCopy(report, earlier)))
      families.add(familyOf(lookup, report.outlet));
  return [...families].sort();
}

function reportsIt({ relevance, development }: Report): boolean {
  return relevance === 'event' || development !== null;
}
