import type { Incident, SummaryFact } from '../../model.ts';
import type { SourceNames } from './sources.ts';

const figureLinesMax = 4;

/**
 * The figures that outlets give, each with the outlets whose newest word it is. Two lines are a conflict; the figure
 * with more independent families comes first, then the higher one.
 */
export function figures(which: 'killed' | 'wounded', incident: Incident, sources: SourceNames): readonly SummaryFact[] {
  const newest = newestByOutlet(which, incident);
  const outletsOf = Map.groupBy(newest.keys(), (outlet) => newest.get(outlet));
  const lines = [...outletsOf].flatMap(([figure, outlets]) => (figure === undefined ? [] : [{ figure, outlets }]));
  const held = incident.facts[which];
  if (lines.length === 0) return held === null ? [] : [{ text: String(held), outlets: [] }];
  return lines
    .toSorted((a, b) => sources.families(b.outlets) - sources.families(a.outlets) || b.figure - a.figure)
    .slice(0, figureLinesMax)
    .map(({ figure, outlets }) => ({ text: String(figure), outlets: sources.of(outlets) }));
}

function newestByOutlet(which: 'killed' | 'wounded', incident: Incident): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const report of incident.reports.toSorted((a, b) => a.publishedAt - b.publishedAt)) {
    const figure = report[which];
    if (figure !== null) newest.set(report.outlet, figure);
  }
  return newest;
}
