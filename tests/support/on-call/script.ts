/** What happens in a simulated week, drawn from a seed before it begins. */
import { chanceFrom } from '../../../bench/chance.ts';
import type { StreamItem } from '../../../src/adapters/stream/items.ts';
import type { EscalationPolicy, Instant, Pack, Presser, Rota, RotaOverride } from '../../../src/model.ts';
import { firstReport, graverReport, type Happening, placesApart } from './news.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const amal: Presser = { id: '710000000000000001', name: 'Amal' };
const berit: Presser = { id: '710000000000000002', name: 'Berit' };
const chen: Presser = { id: '710000000000000003', name: 'Chen' };
export const responders: readonly Presser[] = [amal, berit, chen];
export const dutyRole = '810000000000000001';

/** The clock of London is put on within it: on 29 March 2026 at 01:00 UTC. */
export const weekFrom: Instant = Date.parse('2026-03-25T00:00:00Z');
export const weekDays = 7;

/** Something that happens from outside. */
export type Event =
  | { readonly at: Instant; readonly what: 'published'; readonly item: StreamItem }
  /** The program is closed in whatever it does and opened again after so long. */
  | { readonly at: Instant; readonly what: 'restart'; readonly awayMs: number }
  /** All that BullMQ keeps is deleted. */
  | { readonly at: Instant; readonly what: 'flush' };

export interface Script {
  readonly happenings: readonly Happening[];
  readonly events: readonly Event[];
  readonly rota: Rota;
  readonly overrides: readonly RotaOverride[];
  readonly policies: readonly EscalationPolicy[];
}

/** A week with so many incidents, the same for the same seed. */
export function writeScript(
  pack: Pack,
  server: string,
  said: { readonly seed: number; readonly alerts: number },
): Script {
  const chance = chanceFrom(said.seed);
  const happenings = happeningsOf(pack, said.alerts, chance);
  const events = [...reportsOf(happenings, chance), ...outagesOf(chance)].toSorted((one, other) => one.at - other.at);
  return { happenings, events, rota: rotaIn(server), overrides: swapped(), policies: [policyIn(server)] };
}

function happeningsOf(pack: Pack, count: number, chance: () => number): readonly Happening[] {
  const places = placesApart(pack);
  const step = (weekDays * dayMs - 12 * hourMs) / count;
  return Array.from({ length: count }, (_, index) => {
    const place = places[(index * 7) % places.length];
    if (place === undefined) throw new Error(`the pack has ${places.length} places apart, ${count} are needed`);
    return { at: Math.round(weekFrom + 10 * minuteMs + (index + chance() * 0.9) * step), place, dead: index % 4 };
  });
}

/** The first report of each, and of every sixth one that makes it graver some time later. */
function reportsOf(happenings: readonly Happening[], chance: () => number): readonly Event[] {
  return happenings.flatMap((happening, index): Event[] => {
    const first = { at: happening.at, what: 'published', item: firstReport(happening, index) } as const;
    if (index % 6 !== 5) return [first];
    const at = happening.at + Math.round((10 + chance() * 40) * minuteMs);
    // Of another outlet: one by itself is never critical.
    const item = graverReport(happening, happenings.length + index + 1, 9, at);
    return [first, { at, what: 'published', item }];
  });
}

function outagesOf(chance: () => number): readonly Event[] {
  const some = (count: number) =>
    Array.from({ length: count }, () => Math.round(weekFrom + chance() * weekDays * dayMs));
  return [
    ...some(4).map((at) => ({ at, what: 'restart', awayMs: Math.round((1 + chance() * 20) * minuteMs) }) as const),
    ...some(3).map((at) => ({ at, what: 'flush' }) as const),
  ];
}

/** Days of eight to eight in London, nights and a weekend of somebody else above them. */
function rotaIn(server: string): Rota {
  const common = { from: '2026-03-23', until: null, holidays: 'as-usual' } as const;
  return {
    id: 'watch',
    server,
    name: 'Watch',
    timeZone: 'Europe/London',
    channel: null,
    holidays: [],
    origin: 'file',
    layers: [
      {
        ...common,
        name: 'days',
        people: [amal, berit, chen],
        turn: { every: 'day', count: 1 },
        handover: '08:00',
        within: [],
      },
      {
        ...common,
        name: 'weekend nights',
        people: [chen],
        turn: { every: 'week', count: 1 },
        handover: '08:00',
        within: [{ weekdays: [6, 7], from: '20:00', to: '08:00' }],
      },
    ],
  };
}

/** Berit takes some hours of Amal's, and gives her some of her own. */
function swapped(): readonly RotaOverride[] {
  const taking = (id: string, person: Presser, from: string, hours: number): RotaOverride => ({
    id,
    rota: 'watch',
    from: Date.parse(from),
    to: Date.parse(from) + hours * hourMs,
    person,
    by: person,
    at: weekFrom,
    why: 'swap',
  });
  return [taking('o1', berit, '2026-03-26T10:00:00Z', 6), taking('o2', amal, '2026-03-27T12:00:00Z', 6)];
}

function policyIn(server: string): EscalationPolicy {
  const always = { onlyIn: null } as const;
  return {
    id: 'call',
    server,
    name: 'Call',
    watches: [],
    severityFloor: 'info',
    repeat: 1,
    origin: 'file',
    steps: [
      { do: 'notify-on-call', rota: 'watch', by: 'thread', ...always },
      { do: 'wait', minutes: 10 },
      { do: 'notify-on-call', rota: 'watch', by: 'direct', ...always },
      { do: 'wait', minutes: 15 },
      { do: 'notify-role', role: dutyRole, by: 'thread', ...always },
      { do: 'wait', minutes: 20 },
    ],
  };
}

/**
 * Who is on call by a hand of its own, for the checker: London is one hour ahead of UTC from 29 March 2026, 01:00 UTC, on.
 */
export function onCallByHand(at: Instant, overrides: readonly RotaOverride[]): Presser {
  const override = overrides.find(({ from, to }) => from <= at && at < to);
  if (override !== undefined) return override.person;
  const local = new Date(at + (at >= Date.parse('2026-03-29T01:00:00Z') ? hourMs : 0));
  const hour = local.getUTCHours();
  const weekday = local.getUTCDay();
  const isNightOf = (day: number, next: number) => (weekday === day && hour >= 20) || (weekday === next && hour < 8);
  if (isNightOf(6, 0) || isNightOf(0, 1)) return chen;
  const days = Math.floor((local.getTime() - 8 * hourMs - Date.parse('2026-03-23T00:00:00Z')) / dayMs);
  const person = [amal, berit, chen][((days % 3) + 3) % 3];
  if (person === undefined) throw new Error('three people take turns');
  return person;
}
