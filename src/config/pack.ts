/** The topic pack of the files that hold it: what was left out filled in, what refers to other files checked. */
import type { z } from 'zod';
import type { ActorRole, KnownIncident, Outlet, Pack, Place, Role } from '../model.ts';
import { sameAddress } from '../pipeline/address.ts';
import { aliasClashes } from './aliases.ts';
import { mistakeAt } from './expectations.ts';
import type { Mistake } from './mistakes.ts';
import { circles, dangling, repeated, type Section } from './references.ts';
import type { actorsFile, eventTypesFile, feedsFile, incidentsFile, lexiconFile, placesFile } from './schema.ts';
import type { YamlFile } from './yaml-file.ts';

/** A file that was read; `value` is null when it is wrong in itself. */
export interface Read<File extends z.ZodType> {
  readonly file: YamlFile;
  readonly value: z.infer<File> | null;
}

/** The files of the pack. */
export interface PackFiles {
  readonly feeds: Read<typeof feedsFile>;
  readonly actors: Read<typeof actorsFile>;
  readonly places: Read<typeof placesFile>;
  readonly eventTypes: Read<typeof eventTypesFile>;
  readonly lexicon: Read<typeof lexiconFile>;
  readonly incidents: Read<typeof incidentsFile>;
}

type PlaceEntry = z.infer<typeof placesFile>['places'][number];
type IncidentEntry = z.infer<typeof incidentsFile>['incidents'][number];
const withinDepthMax = 20;

/** The pack, with whatever of it could be read, for a start only when there are no mistakes. */
export function buildPack(files: PackFiles): Omit<Pack, 'weights'> {
  return {
    outlets: (files.feeds.value?.outlets ?? []).map(
      (outlet): Outlet => ({ ...outlet, family: outlet.family ?? outlet.id }),
    ),
    feeds: (files.feeds.value?.feeds ?? []).map((feed) => ({ ...feed, origin: 'file' as const })),
    actors: files.actors.value?.actors ?? [],
    places: resolvedPlaces(files.places.value?.places ?? []),
    eventTypes: files.eventTypes.value?.eventTypes ?? [],
    lexicon: files.lexicon.value?.lexicon ?? {},
    knownIncidents: (files.incidents.value?.incidents ?? []).map(knownIncident),
  };
}

/** What is wrong between the entries and files of the pack. */
export function packMistakes(files: PackFiles): readonly Mistake[] {
  return [...feedMistakes(files), ...actorMistakes(files), ...placeMistakes(files), ...incidentMistakes(files)];
}

/** A section of a file; empty when the file is wrong in itself. */
export function sectionOf<Entry>(file: YamlFile, key: string, entries: readonly Entry[] | undefined): Section<Entry> {
  return { file, key, entries: entries ?? [] };
}

function feedMistakes({ feeds: { file, value } }: PackFiles): readonly Mistake[] {
  const outlets = sectionOf(file, 'outlets', value?.outlets);
  const feeds = sectionOf(file, 'feeds', value?.feeds);
  return [
    ...repeated(outlets, 'id', 'an id'),
    ...repeated(feeds, 'id', 'an id'),
    ...repeated(feeds, 'url', 'an address', (feed) => sameAddress(feed.url)),
    ...dangling(feeds, (feed) => [{ path: ['outlet'], id: feed.outlet }], 'an outlet', value?.outlets ?? null),
  ];
}

function actorMistakes({ actors: { file, value }, places }: PackFiles): readonly Mistake[] {
  const actors = sectionOf(file, 'actors', value?.actors);
  return [
    ...repeated(actors, 'id', 'an id'),
    ...dangling(
      actors,
      (actor) => actor.partOf.map((id, index) => ({ path: ['partOf', index], id })),
      'an actor',
      value?.actors ?? null,
    ),
    ...dangling(
      actors,
      (actor) => actor.at.map(({ place }, index) => ({ path: ['at', index, 'place'], id: place })),
      'a place',
      places.value?.places ?? null,
    ),
    ...circles(actors, 'partOf', (actor) => actor.partOf),
    ...aliasClashes(actors),
  ];
}

function placeMistakes({ places: { file, value } }: PackFiles): readonly Mistake[] {
  const places = sectionOf(file, 'places', value?.places);
  const incomplete = places.entries.flatMap((place, index) =>
    (['country', 'parties', 'timeZone'] as const)
      .filter((key) => place.within === null && place[key] === undefined)
      .map((key) => mistakeAt(file, ['places', index, key], 'expected with a place that lies within no other')),
  );
  return [
    ...repeated(places, 'id', 'an id'),
    ...incomplete,
    ...dangling(places, (place) => [{ path: ['within'], id: place.within }], 'a place', value?.places ?? null),
    ...circles(places, 'within', (place) => (place.within === null ? [] : [place.within])),
    ...aliasClashes(places),
  ];
}

function incidentMistakes(files: PackFiles): readonly Mistake[] {
  const { file, value } = files.incidents;
  const incidents = sectionOf(file, 'incidents', value?.incidents);
  const types = sectionOf(files.eventTypes.file, 'eventTypes', files.eventTypes.value?.eventTypes);
  const actorsOf = (incident: IncidentEntry) =>
    Object.entries(incident.actors).flatMap(([role, ids]) =>
      (ids ?? []).map((id, index) => ({ path: ['actors', role, index], id })),
    );
  return [
    ...repeated(types, 'id', 'an id'),
    ...repeated(incidents, 'id', 'an id'),
    ...dangling(
      incidents,
      ({ place }) => [{ path: ['place'], id: place }],
      'a place',
      files.places.value?.places ?? null,
    ),
    ...dangling(
      incidents,
      ({ eventType }) => [{ path: ['eventType'], id: eventType }],
      'an event type',
      files.eventTypes.value?.eventTypes ?? null,
    ),
    ...dangling(incidents, actorsOf, 'an actor', files.actors.value?.actors ?? null),
  ];
}

function resolvedPlaces(entries: readonly PlaceEntry[]): readonly Place[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return entries.map((entry) => {
    const around = chain(entry, byId);
    const first = <Key extends 'country' | 'parties' | 'timeZone'>(key: Key) =>
      around.find((place) => place[key] !== undefined)?.[key];
    return {
      ...entry,
      country: first('country') ?? '',
      parties: first('parties') ?? [],
      timeZone: first('timeZone') ?? 'UTC',
    };
  });
}

/** A place and what it lies within, nearest first. */
function chain(place: PlaceEntry, byId: ReadonlyMap<string, PlaceEntry>): readonly PlaceEntry[] {
  const found: PlaceEntry[] = [];
  for (let at: PlaceEntry | undefined = place; at !== undefined && found.length < withinDepthMax; ) {
    found.push(at);
    at = at.within === null ? undefined : byId.get(at.within);
  }
  return found;
}

function knownIncident(entry: IncidentEntry): KnownIncident {
  const actors = (Object.entries(entry.actors) as [Role, readonly string[]][]).flatMap(([role, ids]) =>
    ids.map((actor): ActorRole => ({ actor, role })),
  );
  return { ...entry, actors };
}
