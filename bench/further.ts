/** The shipped pack with many more spellings, for the question what each of them costs an article. */
import type { EventType, Pack, Spellings } from '../src/model.ts';
import { chanceFrom, oneOf } from './chance.ts';

/** `unlike`: names of their own. `alike`: all begin with words that news is full of. */
export type Likeness = 'unlike' | 'alike';

const onsets = ['b', 'd', 'f', 'gh', 'h', 'j', 'k', 'kh', 'l', 'm', 'n', 'q', 'r', 's', 'sh', 't', 'w', 'z'];
const vowels = ['a', 'e', 'i', 'o', 'u', 'aa', 'ou'];
const codas = ['', 'd', 'l', 'm', 'n', 'r', 's', 'b'];
const commonWords = [
  'Iraqi',
  'Iranian',
  'American',
  'Islamic',
  'military',
  'security',
  'state',
  'army',
  'base',
  'forces',
];
const deeds = [
  'raided',
  'shelled',
  'seized',
  'stormed',
  'looted',
  'ambushed',
  'mined',
  'torched',
  'besieged',
  'occupied',
];
/** Of ten spellings six name actors, two places, and two report events. */
const share = 10;
const actorShare = 6;
const placeShare = 8;

/** The pack with `count` further aliases of its actors and places and trigger phrases of its event types. */
export function furtherPack(pack: Pack, count: number, likeness: Likeness): Pack {
  const chance = chanceFrom(count + likeness.length);
  const names = Array.from({ length: count }, () => nameOf(likeness, chance));
  const inShare = (from: number, to: number) => names.filter((_, at) => at % share >= from && at % share < to);
  const phrases = inShare(placeShare, share).map((name) => `${oneOf(deeds, chance)} ${name}`);
  return {
    ...pack,
    actors: dealt(pack.actors, inShare(0, actorShare), (actor, more) => ({
      ...actor,
      aliases: withMore(actor.aliases, more),
    })),
    places: dealt(pack.places, inShare(actorShare, placeShare), (place, more) => ({
      ...place,
      aliases: withMore(place.aliases, more),
    })),
    eventTypes: dealt(
      pack.eventTypes,
      phrases,
      (type, more): EventType => ({
        ...type,
        triggers: withMore(type.triggers, more),
      }),
    ),
  };
}

function nameOf(likeness: Likeness, chance: () => number): string {
  const own = Array.from({ length: 1 + Math.floor(chance() * 3) }, () => wordOf(chance));
  return likeness === 'unlike' ? own.join(' ') : [oneOf(commonWords, chance), ...own].join(' ');
}

function wordOf(chance: () => number): string {
  const syllable = () => `${oneOf(onsets, chance)}${oneOf(vowels, chance)}${oneOf(codas, chance)}`;
  const word = Array.from({ length: 2 + Math.floor(chance() * 2) }, syllable).join('');
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** Deals the names out to the entries by turns. */
function dealt<T>(
  entries: readonly T[],
  names: readonly string[],
  give: (entry: T, more: readonly string[]) => T,
): readonly T[] {
  const hands = Map.groupBy(names.keys(), (at) => at % entries.length);
  return entries.map((entry, at) =>
    give(
      entry,
      (hands.get(at) ?? []).map((index) => names[index] ?? ''),
    ),
  );
}

const withMore = (spellings: Spellings, more: readonly string[]): Spellings => ({
  ...spellings,
  en: [...spellings.en, ...more],
});
