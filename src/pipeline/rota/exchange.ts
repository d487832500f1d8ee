import type { Instant, Presser, Rota, RotaOverride } from '../../model.ts';
import { onCallAt } from '../rota.ts';
import type { Span } from './span.ts';

/** A time that somebody has on a rota. */
export interface Held extends Span {
  readonly person: Presser;
}

/** Two people who each take the other's time. */
export interface Exchange {
  readonly mine: Held;
  readonly theirs: Held;
}

/** What is left of the shift at a moment; null where nobody has it, or it is over. */
export function heldAt(rota: Rota, overrides: readonly RotaOverride[], at: Instant, now: Instant): Held | null {
  const shift = onCallAt(rota, overrides, at);
  if (shift === null || shift.to <= now) return null;
  return { person: shift.person, from: Math.max(shift.from, now), to: shift.to };
}

/** Whether each still has the time that he was to give; where a part of it went by meanwhile, the rest. */
export function stillHeld(
  rota: Rota,
  overrides: readonly RotaOverride[],
  { person, from, to }: Held,
  now: Instant,
): Held | null {
  const held = heldAt(rota, overrides, Math.max(from, now), now);
  return held?.person.id === person.id && held.to >= to ? { person, from: Math.max(from, now), to } : null;
}

/** The swap as overrides: the sum of what is on call stays, each of the two has the other's time. */
export function overridesOf(
  { mine, theirs }: Exchange,
  said: Pick<RotaOverride, 'rota' | 'by' | 'at' | 'why'> & { readonly id: string },
): readonly RotaOverride[] {
  const { id, ...rest } = said;
  return [
    { ...rest, id: `${id}-1`, from: mine.from, to: mine.to, person: theirs.person },
    { ...rest, id: `${id}-2`, from: theirs.from, to: theirs.to, person: mine.person },
  ];
}

/** The id that the overrides of one swap have in common; that of a single one is its own. */
export function agreementOf(id: string): string {
  return id.replace(/^(swap-.*)-[12]$/u, '$1');
}
