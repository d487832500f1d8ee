import type { Facts, SummaryFact } from '../../model.ts';
import type { Toll } from '../assign/toll.ts';
import type { SourceNames } from './sources.ts';

const figureLinesMax = 4;

/** The figures that still stand, each with its outlets; the one held true first, and two lines are a conflict. */
export function figures(held: Facts['killed'], toll: Toll, sources: SourceNames): readonly SummaryFact[] {
  if (toll.lines.length === 0) return held === null ? [] : [{ text: String(held), outlets: [] }];
  return toll.lines
    .slice(0, figureLinesMax)
    .map(({ figure, outlets }) => ({ text: String(figure), outlets: sources.of(outlets) }));
}
