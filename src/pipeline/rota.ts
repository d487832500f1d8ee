/** Who is on call when: all of it decided from the rota, its overrides and the time asked for. */
import type { Instant, Presser, Rota, RotaLayer, RotaOverride } from '../model.ts';
import { turnsOf } from './rota/layer.ts';
import { joined, type Span, within, without } from './rota/span.ts';

/** A time that somebody has without a break, of one turn of a layer or by an override. */
export interface Shift extends Span {
  readonly person: Presser;
  /** The layer's name; null: an override gave it. */
  readonly layer: string | null;
  /** The override's id; null: it is a turn's. */
  readonly override: string | null;
}

const dayMs = 86_400_000;
/** A shift's ends are looked for so far around, ever farther: most are of days, the longest turn is of a year. */
const lookedAroundDays = [1, 9, 63, 400];
/** The next hand-over is looked for so far ahead, ever farther. */
const handoverAheadDays = [2, 9, 90];

/** Who is on call at a moment, from when to when; null where nobody is. Ends more than 400 days away are not looked for. */
export function onCallAt(rota: Rota, overrides: readonly RotaOverride[], at: Instant): Shift | null {
  let found: Shift | null = null;
  for (const days of lookedAroundDays) {
    const time = { from: at - days * dayMs, to: at + days * dayMs };
    found = shiftsBetween(rota, overrides, time).find(({ from, to }) => from <= at && at < to) ?? null;
    if (found === null || (found.from > time.from && found.to < time.to)) return found;
  }
  return found;
}

/** The shifts of a time in their order, the first and the last cut off at its ends. Where there is none is a gap. */
export function shiftsBetween(rota: Rota, overrides: readonly RotaOverride[], time: Span): readonly Shift[] {
  const shifts: Shift[] = [];
  let open: readonly Span[] = [time];
  // What is above is laid first: a layer of which nothing shows is never worked out.
  const take = (lay: (over: Span) => readonly Shift[]): void => {
    const [first, last] = [open[0], open.at(-1)];
    if (first === undefined || last === undefined) return;
    const shown = within(lay({ from: first.from, to: last.to }), open);
    shifts.push(...shown);
    open = without(open, shown);
  };
  for (const override of madeLastFirst(rota, overrides)) take((over) => within([overrideShift(override)], [over]));
  for (const layer of rota.layers.toReversed()) take((over) => layerShifts(rota, layer, over));
  return shifts.sort((one, other) => one.from - other.from);
}

/** When nobody is on call within a time. */
export function gapsBetween(rota: Rota, overrides: readonly RotaOverride[], time: Span): readonly Span[] {
  return without([time], joined(shiftsBetween(rota, overrides, time)));
}

/** A change of who is on call; null: nobody is. */
export interface ShiftChange {
  readonly at: Instant;
  readonly goes: Presser | null;
  readonly comes: Presser | null;
}

/** The next change of who is on call after a moment; null where there is none within 90 days. */
export function nextHandover(rota: Rota, overrides: readonly RotaOverride[], after: Instant): ShiftChange | null {
  for (const days of handoverAheadDays) {
    const [next] = handoversBetween(rota, overrides, { from: after, to: after + days * dayMs });
    if (next !== undefined) return next;
  }
  return null;
}

/** Every change of who is on call within a time, its beginning left out; turns of one person in a row are no change. */
export function handoversBetween(rota: Rota, overrides: readonly RotaOverride[], time: Span): readonly ShiftChange[] {
  const shifts = shiftsBetween(rota, overrides, time);
  const begun = shifts.map(({ from, person }) => ({ at: from, person }));
  const gaps = without([time], joined(shifts)).map(({ from }) => ({ at: from, person: null }));
  const held = [...begun, ...gaps].sort((one, other) => one.at - other.at);
  return held.flatMap(({ at, person }, index) => {
    const before = held[index - 1];
    return before === undefined || before.person?.id === person?.id ? [] : [{ at, goes: before.person, comes: person }];
  });
}

function layerShifts(rota: Rota, layer: RotaLayer, time: Span): readonly Shift[] {
  return turnsOf(rota, layer, time).map(({ from, to, person }) => ({
    from,
    to,
    person,
    layer: layer.name,
    override: null,
  }));
}

function overrideShift({ id, person, from, to }: RotaOverride): Shift {
  return { from, to, person, layer: null, override: id };
}

/** The one that was made last holds. */
function madeLastFirst(rota: Rota, overrides: readonly RotaOverride[]): readonly RotaOverride[] {
  const own = overrides.filter((each) => each.rota === rota.id);
  return own.toSorted((one, other) => other.at - one.at || (one.id > other.id ? -1 : 1));
}
