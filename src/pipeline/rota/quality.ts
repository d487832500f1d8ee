import type { Instant, Presser, Rota, RotaOverride } from '../../model.ts';
import { gapsBetween, shiftsBetween } from '../rota.ts';
import type { Span } from './span.ts';

/** How well a rota covers a time, and how fairly. */
export interface Quality {
  /** 0 to 100: the share of the time that somebody has, times how evenly it is shared out. */
  readonly score: number;
  readonly gapMs: number;
  /** Everybody on the rota, who has most first. */
  readonly hours: readonly { readonly person: Presser; readonly ms: number }[];
  /** Who has a quarter more than his share, and half a day at least. */
  readonly overburdened: readonly Presser[];
}

const overburdenedFrom = 1.25;
const overburdenedMsMin = 12 * 3_600_000;

/** Looks at a time of a rota with its overrides. */
export function qualityOf(rota: Rota, overrides: readonly RotaOverride[], time: Span): Quality {
  const hours = hoursOf(rota, overrides, time);
  const gapMs = lengthOf(gapsBetween(rota, overrides, time));
  const total = hours.reduce((sum, { ms }) => sum + ms, 0);
  const share = total / Math.max(1, hours.length);
  const covered = 1 - gapMs / Math.max(1, time.to - time.from);
  return {
    score: Math.round(100 * covered * balanceOf(hours, share)),
    gapMs,
    hours,
    overburdened: hours
      .filter(({ ms }) => hours.length > 1 && ms > share * overburdenedFrom && ms - share >= overburdenedMsMin)
      .map(({ person }) => person),
  };
}

function hoursOf(rota: Rota, overrides: readonly RotaOverride[], time: Span): Quality['hours'] {
  const shifts = shiftsBetween(rota, overrides, time);
  const people = [...rota.layers.flatMap((layer) => layer.people), ...shifts.map(({ person }) => person)];
  const ms = new Map<string, number>();
  for (const { person, from, to } of shifts) ms.set(person.id, (ms.get(person.id) ?? 0) + to - from);
  return [...new Map(people.map((person) => [person.id, person])).values()]
    .map((person) => ({ person, ms: ms.get(person.id) ?? 0 }))
    .sort((one, other) => other.ms - one.ms);
}

/** 1 where all have the same, 0 where one has everything. */
function balanceOf(hours: Quality['hours'], share: number): number {
  if (hours.length < 2 || share === 0) return 1;
  const off = hours.reduce((sum, { ms }) => sum + Math.abs(ms - share), 0);
  return 1 - off / (2 * share * (hours.length - 1));
}

function lengthOf(spans: readonly { readonly from: Instant; readonly to: Instant }[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}
