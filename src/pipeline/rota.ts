/** Who is on call when: all of it decided from the rota, its overrides and the time asked for. */
import type { Instant, Presser, Rota, RotaLayer, RotaOverride } from '../model.ts';
import { type Turn, turnsOf } from './rota/layer.ts';
import { joined, type Span, without } from './rota/span.ts';

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
  let shifts: readonly Piece[] = [];
  for (const layer of rota.layers) shifts = laidOver(shifts, layerPieces(rota, layer, time));
  // The one that was made last holds, as with layers.
  const made = overrides.filter((each) => each.rota === rota.id && each.from < time.to && each.to > time.from);
  for (const override of made.toSorted(byMaking)) shifts = laidOver(shifts, [overridePiece(override, time)]);
  return shifts.map(({ from, to, person, layer, override }) => ({ from, to, person, layer, override }));
}

/** When nobody is on call within a time. */
export function gapsBetween(rota: Rota, overrides: readonly RotaOverride[], time: Span): readonly Span[] {
  return without([time], joined(shiftsBetween(rota, overrides, time)));
}

/** A change of who is on call; null: nobody is. */
export interface Handover {
  readonly at: Instant;
  readonly from: Presser | null;
  readonly to: Presser | null;
}

/** The next change of who is on call after a moment; null where there is none within 90 days. */
export function nextHandover(rota: Rota, overrides: readonly RotaOverride[], after: Instant): Handover | null {
  for (const days of handoverAheadDays) {
    const [next] = handoversBetween(rota, overrides, { from: after, to: after + days * dayMs });
    if (next !== undefined) return next;
  }
  return null;
}

/** Every change of who is on call within a time, its beginning left out; turns of one person in a row are no change. */
export function handoversBetween(rota: Rota, overrides: readonly RotaOverride[], time: Span): readonly Handover[] {
  const shifts = shiftsBetween(rota, overrides, time);
  const begun = shifts.map(({ from, person }) => ({ at: from, person }));
  const gaps = without([time], joined(shifts)).map(({ from }) => ({ at: from, person: null }));
  const held = [...begun, ...gaps].sort((one, other) => one.at - other.at);
  return held.flatMap(({ at, person }, index) => {
    const before = held[index - 1];
    return before === undefined || before.person?.id === person?.id ? [] : [{ at, from: before.person, to: person }];
  });
}

/** A shift with what tells it from the next one of the same person. */
type Piece = Shift & { readonly turn: number };

function layerPieces(rota: Rota, layer: RotaLayer, time: Span): readonly Piece[] {
  return turnsOf(rota, layer, time).map((turn: Turn) => ({ ...turn, layer: layer.name, override: null }));
}

function overridePiece({ id, person, from, to }: RotaOverride, time: Span): Piece {
  const within = { from: Math.max(from, time.from), to: Math.min(to, time.to) };
  return { ...within, person, layer: null, override: id, turn: 0 };
}

/** What is above hides what is below. */
function laidOver(below: readonly Piece[], above: readonly Piece[]): readonly Piece[] {
  return [...without(below, above), ...above].sort((one, other) => one.from - other.from);
}

function byMaking(one: RotaOverride, other: RotaOverride): number {
  return one.at - other.at || (one.id < other.id ? -1 : 1);
}
