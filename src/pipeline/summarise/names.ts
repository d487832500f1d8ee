import { type Actor, type Language, type Pack, type Place, unlistedPrefix } from '../../model.ts';
import { words } from '../render/words.ts';

type Names = Readonly<Partial<Record<Language, string>>>;

const otherLanguages = ['ar', 'fa'] as const;
const joiners: Readonly<Record<Language, string>> = { en: ', ', ar: '، ', fa: '، ' };
const containmentDepthMax = 6;

export interface PackNames {
  /** The English name of an actor; one that the pack does not list as the article writes it, marked. */
  actor(id: string): string;
  /** A place with its label ("Green Zone, Baghdad, Iraq"); null where the pack does not know it. */
  place(id: string): LabelledPlace | null;
  /** The English name of a place alone ("Green Zone"); its id where the pack does not know it. */
  placeName(id: string): string;
  /** What was asked for so far, by its English name, in the other languages. */
  translations(): Readonly<Record<string, Names>>;
  /** Every spelling of these actors and places, lower case. */
  spellings(ids: readonly string[]): readonly string[];
}
export interface LabelledPlace extends Place {
  readonly label: string;
}

/** Looks names up in the pack and keeps the translations of those that were asked for. */
export function packNames(pack: Pack): PackNames {
  const actors = new Map(pack.actors.map((actor) => [actor.id, actor]));
  const places = new Map(pack.places.map((place) => [place.id, place]));
  const used: Record<string, Names> = Object.create(null);
  return {
    actor(id) {
      const actor = actors.get(id);
      if (actor === undefined) return unlisted(id, used);
      used[actor.name] = inOtherLanguages(actor);
      return actor.name;
    },
    place(id) {
      const place = places.get(id);
      if (place === undefined) return null;
      const parts = labelParts(place, places);
      const names = parts.map(({ name }) => name);
      const label = joined(names, 'en');
      used[label] = inOtherLabels(parts);
      return { ...place, label };
    },
    placeName(id) {
      const place = places.get(id);
      if (place === undefined) return id;
      used[place.name] = inOtherLanguages(place);
      return place.name;
    },
    translations: () => ({ ...used }),
    spellings: (ids) =>
      ids
        .map((id) => actors.get(id) ?? places.get(id))
        .flatMap((entry) => (entry === undefined ? [] : [entry.name, ...Object.values(entry.aliases).flat()]))
        .map((spelling) => spelling.toLowerCase()),
  };
}

/** "Saraya al-Example (unlisted)": what an article calls a group that the pack does not know. */
function unlisted(id: string, used: Record<string, Names>): string {
  if (!id.startsWith(unlistedPrefix)) return id;
  const name = id.slice(unlistedPrefix.length);
  const marked = (language: Language): string => `${name} (${words[language].unlisted})`;
  used[marked('en')] = { ar: marked('ar'), fa: marked('fa') };
  return marked('en');
}

function inOtherLanguages(entry: Actor | Place): Names {
  const pairs = otherLanguages.map((language) => [language, entry.aliases[language][0]] as const);
  return Object.fromEntries(pairs.filter(([, name]) => name !== undefined));
}

/** The place, the cities that contain it and its country, nearest first. */
function labelParts(place: Place, places: ReadonlyMap<string, Place>): readonly Place[] {
  const parts = [place];
  let containing = places.get(place.within ?? '');
  for (let depth = 0; containing !== undefined && depth < containmentDepthMax; depth += 1) {
    if (containing.kind === 'city' || containing.kind === 'country') parts.push(containing);
    containing = places.get(containing.within ?? '');
  }
  return parts;
}

/** The names of a place and what contains it as one; what its own name already says is not said again. */
function joined(names: readonly string[], language: Language): string {
  const [own = '', ...around] = names;
  return [own, ...around.filter((name) => !own.includes(name))].join(joiners[language]);
}

/** A label is translated only where all its parts are. */
function inOtherLabels(parts: readonly Place[]): Names {
  const pairs = otherLanguages
    .map((language) => [language, parts.map((part) => inOtherLanguages(part)[language])] as const)
    .flatMap(([language, names]) => {
      const known = names.filter((name) => name !== undefined);
      return known.length === names.length ? [[language, joined(known, language)] as const] : [];
    });
  return Object.fromEntries(pairs);
}
