import type { Correction, CorrectionTold, Difference } from '../../model.ts';
import type { PackNames } from './names.ts';
import type { SourceNames } from './sources.ts';

/** Corrections by the names of outlets and places, the newest first. */
export function correctionsTold(
  corrections: readonly Correction[],
  names: PackNames,
  sources: SourceNames,
): readonly CorrectionTold[] {
  return corrections.toReversed().flatMap(({ outlet, at, differences, isWithdrawn }) =>
    sources.of([outlet]).map(({ name, stateAffiliated, country = null }) => ({
      outlet: { name, stateAffiliated, country },
      at,
      differences: differencesTold(differences, names),
      isWithdrawn,
    })),
  );
}

/** Differences with places by their English names. */
export function differencesTold(differences: readonly Difference[], names: PackNames): readonly Difference[] {
  const named = (place: string | null) => (place === null ? null : names.placeName(place));
  return differences.map((difference) =>
    difference.fact === 'place'
      ? { ...difference, before: named(difference.before), after: named(difference.after) }
      : difference,
  );
}
