import type { Presser, Rota, RotaOverride } from '../../model.ts';
import { shiftsBetween } from '../rota.ts';
import type { Held } from './exchange.ts';
import type { Span } from './span.ts';

/** A time that somebody else has than before; null: nobody. */
export interface Changed extends Span {
  readonly goes: Presser | null;
  readonly comes: Presser | null;
}

/** Who has which part of a time with other overrides; in order, and what stays as it was left out. */
export function changedBetween(
  rota: Rota,
  { before, after }: { readonly before: readonly RotaOverride[]; readonly after: readonly RotaOverride[] },
  time: Span,
): readonly Changed[] {
  const [old, fresh] = [before, after].map((overrides) => shiftsBetween(rota, overrides, time));
  const shifts = [...(old ?? []), ...(fresh ?? [])];
  const edges = [...new Set([time.from, time.to, ...shifts.flatMap(({ from, to }) => [from, to])])];
  edges.sort((one, other) => one - other);
  const changed: Changed[] = [];
  for (const [index, from] of edges.slice(0, -1).entries()) {
    const holds = (shift: Span): boolean => shift.from <= from && from < shift.to;
    const goes = old?.find(holds)?.person ?? null;
    const comes = fresh?.find(holds)?.person ?? null;
    const to = edges[index + 1] ?? time.to;
    if (goes?.id === comes?.id) continue;
    const last = changed.at(-1);
    const goesOn = last?.to === from && last.goes?.id === goes?.id && last.comes?.id === comes?.id;
    if (last !== undefined && goesOn) changed[changed.length - 1] = { ...last, to };
    else changed.push({ from, to, goes, comes });
  }
  return changed;
}

/** What somebody's taking a time over changes: none where all of it is theirs already. */
export function changedByOverride(
  rota: Rota,
  before: readonly RotaOverride[],
  { person, from, to }: Held,
): readonly Changed[] {
  const at = Number.MAX_SAFE_INTEGER; // made last, so that it holds
  const override = { id: '', rota: rota.id, person, from, to, by: person, at, why: '' };
  return changedBetween(rota, { before, after: [...before, override] }, { from, to });
}
