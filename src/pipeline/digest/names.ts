import { type Actor, type Language, type Pack, type Place, unlistedPrefix } from '../../model.ts';

const containmentDepthMax = 6;

/** The widest place around a place that is less than a country; a country where there is none. */
export function regionOf(pack: Pack, id: string): string {
  const { places } = entriesOf(pack);
  const chain: Place[] = [];
  for (
    let at = places.get(id);
    at !== undefined && chain.length < containmentDepthMax;
    at = places.get(at.within ?? '')
  )
    chain.push(at);
  return (chain.findLast(({ kind }) => kind !== 'country') ?? chain[0])?.id ?? id;
}

/** What the pack calls a place in a language; English where it has no other. */
export function placeName(pack: Pack, id: string, language: Language = 'en'): string {
  return nameOf(entriesOf(pack).places.get(id), language) ?? id;
}

/** What the pack calls an actor in a language; one that it does not list is called as the article does. */
export function actorName(pack: Pack, id: string, language: Language = 'en'): string {
  const unlisted = id.startsWith(unlistedPrefix) ? id.slice(unlistedPrefix.length) : id;
  return nameOf(entriesOf(pack).actors.get(id), language) ?? unlisted;
}

function nameOf(entry: Actor | Place | undefined, language: Language): string | undefined {
  return language === 'en' ? entry?.name : (entry?.aliases[language][0] ?? entry?.name);
}

interface Entries {
  readonly actors: ReadonlyMap<string, Actor>;
  readonly places: ReadonlyMap<string, Place>;
}
const entries = new WeakMap<Pack, Entries>();

function entriesOf(pack: Pack): Entries {
  const known = entries.get(pack);
  if (known !== undefined) return known;
  const made = {
    actors: new Map(pack.actors.map((actor) => [actor.id, actor])),
    places: new Map(pack.places.map((place) => [place.id, place])),
  };
  entries.set(pack, made);
  return made;
}
