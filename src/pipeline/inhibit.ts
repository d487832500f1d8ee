import { type Incident, type Instant, severities } from '../model.ts';
import { type Lookup, placeChain } from './assign/lookup.ts';
import { knownPrefix } from './assign/merge.ts';

/** News of one event come within the hour; what happens later at the same place is another one. */
export const inhibitWithinMs = 3_600_000;

/** What is asked of two incidents. */
export type Inhibiting = Pick<Incident, 'id' | 'openedAt' | 'facts' | 'silent' | 'mergedInto'>;

/**
 * The graver incident at the same place and hour because of which nobody is called for this one: the gravest, of these
 * the first; null where there is none. It counts for a server only where that was told of the graver one.
 */
export function inhibitorOf<Other extends Inhibiting>(
  incident: Inhibiting,
  others: readonly Other[],
  lookup: Lookup,
): Other | null {
  return inTurnOfGravity(others.filter((other) => inhibits(other, incident, lookup)))[0] ?? null;
}

/** Whether one incident mutes the calls of another. */
export function inhibits(greater: Inhibiting, lesser: Inhibiting, lookup: Lookup): boolean {
  return (
    greater.id !== lesser.id &&
    rank(greater) > rank(lesser) &&
    isNear(greater.openedAt, lesser.openedAt) &&
    isTold(greater) &&
    isOnePlace(lookup, greater.facts.place, lesser.facts.place)
  );
}

const rank = ({ facts }: Inhibiting): number => severities.indexOf(facts.severity);

const isNear = (one: Instant, other: Instant): boolean => Math.abs(one - other) <= inhibitWithinMs;

/** What is told as background, or lives on in another one, calls nobody and so speaks for nobody. */
const isTold = ({ id, silent, mergedInto }: Inhibiting): boolean =>
  !silent && mergedInto === null && !id.startsWith(knownPrefix);

/** Whether they are the same, or one lies in the other; a country is no place where things happen at once. */
function isOnePlace(lookup: Lookup, one: string | null, other: string | null): boolean {
  if (one === null || other === null || isCountry(lookup, one) || isCountry(lookup, other)) return false;
  return placeChain(lookup, one).includes(other) || placeChain(lookup, other).includes(one);
}

const isCountry = ({ places }: Lookup, id: string): boolean => places.get(id)?.kind === 'country';

/** Gravest first, of these the first that came. */
export function inTurnOfGravity<Each extends Inhibiting>(incidents: readonly Each[]): readonly Each[] {
  return incidents.toSorted(
    (one, other) => rank(other) - rank(one) || one.openedAt - other.openedAt || (one.id < other.id ? -1 : 1),
  );
}
