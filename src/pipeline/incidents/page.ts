/** Some of many. */
export interface Page<T> {
  readonly items: readonly T[];
  /** From 1. */
  readonly number: number;
  readonly count: number;
  readonly total: number;
  /** How many stand before the first of the items. */
  readonly before: number;
}

/** A page of a list, from 1; the nearest one that there is, since lists grow and shrink between two looks. */
export function pageOf<T>(all: readonly T[], wanted: number, size: number): Page<T> {
  const count = Math.max(1, Math.ceil(all.length / size));
  const number = Math.min(count, Math.max(1, Number.isFinite(wanted) ? Math.floor(wanted) : 1));
  const before = (number - 1) * size;
  return { items: all.slice(before, before + size), number, count, total: all.length, before };
}
