import { Temporal } from 'temporal-polyfill';
import type { Day, Instant, Presser, Rota, RotaLayer, WeekWindow } from '../../model.ts';
import { momentAt, wallAt } from '../local-time.ts';
import { joined, type Span, within, without } from './span.ts';

/** A turn of somebody in a layer, or what is left of it. */
export interface Turn extends Span {
  readonly person: Presser;
}

/** Local days that are looked at beyond a time: windows last over midnight, and clocks are put on and back. */
const daysAround = 2;
const dayMs = 86_400_000;
const midnight = '00:00';

/** Who has the layer when, within a time. */
export function turnsOf(rota: Rota, layer: RotaLayer, time: Span): readonly Turn[] {
  const open = openOf(rota, layer, time);
  const [first] = open;
  const last = open.at(-1);
  if (first === undefined || last === undefined) return [];
  return within(allTurns(rota, layer, { from: first.from, to: last.to }), open);
}

/** When a window that recurs is open, within a time. */
function windowsOf(windows: readonly WeekWindow[], timeZone: string, time: Span): readonly Span[] {
  const days = daysOf(time, timeZone);
  const spans = windows.flatMap(({ weekdays, from, to }) =>
    days
      .filter(({ dayOfWeek }) => weekdays.includes(dayOfWeek))
      .map((day) => ({
        from: momentOn(day, from, timeZone),
        to: momentOn(to > from ? day : day.add({ days: 1 }), to, timeZone),
      })),
  );
  return within([time], joined(spans));
}

/** When the layer has somebody at all. */
function openOf(rota: Rota, layer: RotaLayer, time: Span): readonly Span[] {
  const begun = within([time], [lifeOf(rota, layer)]);
  const [life] = begun;
  if (life === undefined) return [];
  const open = layer.within.length === 0 ? begun : windowsOf(layer.within, rota.timeZone, life);
  if (layer.holidays === 'as-usual') return open;
  const holidays = joined(rota.holidays.map((day) => holidayOf(day, rota.timeZone)));
  return layer.holidays === 'off' ? without(open, holidays) : within(open, holidays);
}

/** From the hand-over of the first day to that of the day after the last, so that a layer that follows joins on. */
function lifeOf({ timeZone }: Rota, { from, until, handover }: RotaLayer): Span {
  return {
    from: momentOn(dayOf(from), handover, timeZone),
    to: until === null ? Number.POSITIVE_INFINITY : momentOn(dayOf(until).add({ days: 1 }), handover, timeZone),
  };
}

/** The local day from midnight to midnight. */
function holidayOf(day: Day, timeZone: string): Span {
  return {
    from: momentOn(dayOf(day), midnight, timeZone),
    to: momentOn(dayOf(day).add({ days: 1 }), midnight, timeZone),
  };
}

/** All turns that touch a time, whole. One that the clock leaves out altogether is nobody's. */
function allTurns(rota: Rota, layer: RotaLayer, time: Span): readonly Turn[] {
  const turns: Turn[] = [];
  let turn = turnAt(rota, layer, time.from);
  for (let from = startOf(rota, layer, turn); from < time.to; turn += 1) {
    const to = startOf(rota, layer, turn + 1);
    const person = layer.people[turn % layer.people.length];
    if (person !== undefined && to > from) turns.push({ from, to, person });
    from = to;
  }
  return turns;
}

/** When a turn begins: so many local hours, days or weeks after the first, so that hand-overs keep their time of day. */
function startOf({ timeZone }: Rota, layer: RotaLayer, turn: number): Instant {
  const first = dayOf(layer.from).toPlainDateTime(layer.handover);
  return momentAt(first.add({ [unitOf[layer.turn.every]]: turn * layer.turn.count }), timeZone);
}

const unitOf = { hour: 'hours', day: 'days', week: 'weeks' } as const;
const daysOfUnit = { hour: 1 / 24, day: 1, week: 7 } as const;

/** The turn at a moment. What the clock shows gives it but for an hour where it is put on or back. */
function turnAt(rota: Rota, layer: RotaLayer, at: Instant): number {
  const first = dayOf(layer.from).toPlainDateTime(layer.handover);
  const days = first.until(wallAt(at, rota.timeZone)).total('days');
  let turn = Math.max(0, Math.floor(days / (daysOfUnit[layer.turn.every] * layer.turn.count)));
  while (turn > 0 && startOf(rota, layer, turn) > at) turn -= 1;
  while (startOf(rota, layer, turn + 1) <= at) turn += 1;
  return turn;
}

function daysOf({ from, to }: Span, timeZone: string): readonly Temporal.PlainDate[] {
  const first = wallAt(from, timeZone).toPlainDate().subtract({ days: daysAround });
  const count = Math.ceil((to - from) / dayMs) + 2 * daysAround + 1;
  return Array.from({ length: count }, (_, days) => first.add({ days }));
}

function momentOn(day: Temporal.PlainDate, time: string, timeZone: string): Instant {
  return momentAt(day.toPlainDateTime(time), timeZone);
}

const dayOf = (day: Day): Temporal.PlainDate => Temporal.PlainDate.from(day);
