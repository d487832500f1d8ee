/** A storm: hundreds of outlets on three events within minutes, beside news of everything else; always the same for a seed. */
import { chanceFrom, oneOf } from '../chance.ts';
import { isOpenToTolls, restyled, type StormOutlet, stormOutlets, type Toll } from './outlets.ts';
import type { StormEvent, StormTexts, Telling } from './sources.ts';

export interface StormItem {
  /** From the beginning of the storm. */
  readonly atMs: number;
  readonly outlet: number;
  /** Its number in the storm. */
  readonly number: number;
  /** The event that it tells of; null: none. */
  readonly about: string | null;
  readonly lang: Telling['lang'];
  readonly title: string;
  readonly summary: string;
}

export interface Storm {
  readonly outlets: readonly StormOutlet[];
  /** In order of publication. */
  readonly items: readonly StormItem[];
}

export interface StormSize {
  readonly outlets: number;
  /** About the three events, and about anything else. */
  readonly articles: number;
  readonly others: number;
  readonly durationMs: number;
  readonly seed: number;
}

/** What was known as time went by; an outlet may still print the one before. */
const tolls: readonly (Toll | null)[] = [
  null,
  { killed: 0, wounded: 2 },
  { killed: 0, wounded: 5 },
  { killed: 1, wounded: 7 },
  { killed: 3, wounded: 11 },
];
const behindShare = 0.2;
/** The events begin one after the other within the first third; whoever tells of one first is alone for so long. */
const beginsWithin = 1 / 3;
const aloneMs = 8_000;
/** Most of what is told of an event comes soon. */
const haste = 1.5;

/** Draws who tells what and when. */
export function stormNews(texts: StormTexts, size: StormSize): Storm {
  const chance = chanceFrom(size.seed);
  const outlets = stormOutlets(size.outlets);
  const each = Math.floor(size.articles / texts.events.length);
  const told = texts.events.flatMap((event, at) => {
    const count = at === 0 ? size.articles - each * (texts.events.length - 1) : each;
    const beginsMs = (size.durationMs * beginsWithin * at) / texts.events.length;
    return eventNews(event, { count, beginsMs, outlets, chance, durationMs: size.durationMs });
  });
  const others = Array.from({ length: size.others }, () => otherNews(texts, outlets, size.durationMs, chance));
  const items = [...told, ...others].toSorted((one, other) => one.atMs - other.atMs);
  return { outlets, items: items.map((item, number) => ({ ...item, number })) };
}

interface Course {
  readonly count: number;
  readonly beginsMs: number;
  readonly durationMs: number;
  readonly outlets: readonly StormOutlet[];
  readonly chance: () => number;
}

type Drawn = Omit<StormItem, 'number'>;

function eventNews(event: StormEvent, { count, beginsMs, durationMs, outlets, chance }: Course): readonly Drawn[] {
  const lengthMs = durationMs - beginsMs;
  return Array.from({ length: count }, (_, at) => {
    const atMs = at === 0 ? beginsMs : beginsMs + Math.min(aloneMs, lengthMs / 4) + drawnShare(chance) * lengthMs;
    const share = Math.min(0.999, (atMs - beginsMs) / lengthMs);
    const outlet = at === 0 ? firstOutlet(event, outlets, chance) : oneOf(outlets, chance);
    const known = Math.floor(share * tolls.length) - (chance() < behindShare ? 1 : 0);
    const toll = tolls[Math.max(0, known)] ?? null;
    const telling = at === 0 ? event.tellings[0] : tellingFor(event, outlet, toll, chance);
    if (telling === undefined) throw new Error(`${event.id}: expected a report that can be told`);
    return {
      atMs: Math.round(Math.min(durationMs, atMs)),
      outlet: outlet.index,
      about: event.id,
      ...restyled(telling, outlet, toll, chance),
    };
  });
}

const drawnShare = (chance: () => number): number => chance() ** haste;

function firstOutlet(event: StormEvent, outlets: readonly StormOutlet[], chance: () => number): StormOutlet {
  return oneOf(
    outlets.filter(({ lang, tier }) => lang === event.tellings[0]?.lang && tier === 1),
    chance,
  );
}

/** In the outlet's language where somebody told it so. */
function tellingFor({ tellings }: StormEvent, outlet: StormOutlet, toll: Toll | null, chance: () => number) {
  const fitting = toll === null ? tellings : tellings.filter(isOpenToTolls);
  const own = fitting.filter(({ lang }) => lang === outlet.lang);
  return oneOf(own.length > 0 ? own : fitting, chance);
}

function otherNews(
  texts: StormTexts,
  outlets: readonly StormOutlet[],
  durationMs: number,
  chance: () => number,
): Drawn {
  const outlet = oneOf(outlets, chance);
  const own = texts.others.filter(({ lang }) => lang === outlet.lang);
  const telling = restyled(oneOf(own.length > 0 ? own : texts.others, chance), outlet, null, chance);
  return { atMs: Math.round(chance() * durationMs), outlet: outlet.index, about: null, ...telling };
}
