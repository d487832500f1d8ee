import type { Report } from '../../model.ts';
import { type Lookup, placeChain, relatePlaces } from '../assign/lookup.ts';
import type { HeldBack } from './held-back.ts';

/** Whether a report tells of a place that none of the lessons told of: the same words are news there. */
export function isElsewhere(lookup: Lookup, { place }: Pick<Report, 'place'>, { places }: HeldBack): boolean {
  if (place === null) return false;
  const isOf = (taught: string): boolean =>
    placeChain(lookup, taught).includes(place) || near.has(relatePlaces(lookup, taught, place));
  return !places.some(isOf);
}
const near: ReadonlySet<string> = new Set(['same', 'within', 'near']);
