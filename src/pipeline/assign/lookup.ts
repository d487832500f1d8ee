import type { Actor, ActorRole, EventType, Outlet, Pack, Party, Place, Role, Weights } from '../../model.ts';

/** The pack by id, for the questions that assign asks of it. */
export interface Lookup {
  readonly actors: ReadonlyMap<string, Actor>;
  readonly places: ReadonlyMap<string, Place>;
  readonly eventTypes: ReadonlyMap<string, EventType>;
  readonly outlets: ReadonlyMap<string, Outlet>;
  /** Each place with everything around it, nearest first. */
  readonly placeChains: ReadonlyMap<string, readonly string[]>;
  /** Each narrow place with the others that may be taken for it. */
  readonly nearby: ReadonlyMap<string, readonly string[]>;
  /** Each actor with the bodies it belongs to. */
  readonly actorChains: ReadonlyMap<string, readonly string[]>;
  /** Each actor with the bodies it belongs to and those that belong to it. */
  readonly kin: ReadonlyMap<string, ReadonlySet<string>>;
  readonly weights: Weights;
  /** How two places stand to each other, of those that were asked for. */
  readonly standings: Map<string, Map<string, Standing>>;
}

interface Standing {
  readonly km: number | null;
  readonly relation: PlaceRelation;
}

/** How two places stand to each other. `region`: one is a province or country around the other. */
export type PlaceRelation = 'same' | 'within' | 'near' | 'region' | 'apart' | 'unknown';

/** Bases, missions and quarters this near to each other are told under one another's name. */
const nearKm = 12;
/** Nobody takes places further from each other than this for one another. */
export const mistakableKm = 25;
const mistakableDegrees = 0.23; // of latitude, a little more than that
/** A town that is counted to a city this far off is not told under its name. */
const withinKm = 30;
const withinDepthMax = 8;
const standingsMax = 1_000; // places whose standing to others is kept
const earthDiameterKm = 12_742;

/** Makes the pack's entries findable. */
export function lookupOf(pack: Pack): Lookup {
  const actors = byId(pack.actors);
  const places = byId(pack.places);
  const bare = { actors, places, eventTypes: byId(pack.eventTypes), outlets: byId(pack.outlets) };
  const placeChains = new Map(pack.places.map(({ id }) => [id, chainOfPlace(places, id)]));
  const actorChains = new Map(pack.actors.map(({ id }) => [id, chainOfActor(actors, id)]));
  const { weights } = pack;
  const kin = kinOf(actorChains);
  return { ...bare, placeChains, actorChains, kin, nearby: nearbyOf(pack), weights, standings: new Map() };
}

/** Only what lies on nearly the same latitude is measured: a pack may hold thousands of places. */
function nearbyOf(pack: Pack): Lookup['nearby'] {
  const narrow = pack.places.filter((place) => !isWidePlace(place));
  const rank = new Map(narrow.map(({ id }, at) => [id, at]));
  const northwards = narrow.toSorted((a, b) => a.lat - b.lat);
  const nearby = new Map(narrow.map(({ id }): [string, string[]] => [id, []]));
  for (const [at, place] of northwards.entries())
    for (let next = at + 1; next < northwards.length; next += 1) {
      const other = northwards[next];
      if (other === undefined || other.lat - place.lat > mistakableDegrees) break;
      if (kmOver(place, other) > mistakableKm) continue;
      nearby.get(place.id)?.push(other.id);
      nearby.get(other.id)?.push(place.id);
    }
  for (const ids of nearby.values()) ids.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
  return nearby;
}

function kinOf(chains: Lookup['actorChains']): Lookup['kin'] {
  const kin = new Map([...chains].map(([id, chain]) => [id, new Set(chain)]));
  for (const [id, chain] of chains) for (const body of chain) kin.get(body)?.add(id);
  return kin;
}

/** The place itself and everything around it, nearest first. */
export function placeChain(lookup: Lookup, id: string): readonly string[] {
  return lookup.placeChains.get(id) ?? [id];
}

/** The actor and the bodies it belongs to. */
export function actorChain(lookup: Lookup, id: string): readonly string[] {
  return lookup.actorChains.get(id) ?? [id];
}

/** Whether a place is too wide to tell two events apart. */
export function isWide(lookup: Lookup, id: string): boolean {
  const place = lookup.places.get(id);
  return place !== undefined && isWidePlace(place);
}

const isWidePlace = ({ kind }: Place): boolean => kind === 'country' || kind === 'province' || kind === 'waters';

/** How the places of two texts stand to each other. */
export function relatePlaces(lookup: Lookup, a: string | null, b: string | null): PlaceRelation {
  if (a === null || b === null) return 'unknown';
  return a === b ? 'same' : standing(lookup, a, b).relation;
}

/** Kilometres between two places of the pack; null where one is not there. */
export function kmBetween(lookup: Lookup, a: string, b: string): number | null {
  return standing(lookup, a, b).km;
}

/** Worked out once for two places. */
function standing(lookup: Lookup, a: string, b: string): Standing {
  const known = lookup.standings.get(a)?.get(b);
  if (known !== undefined) return known;
  const from = lookup.places.get(a);
  const to = lookup.places.get(b);
  const km = from === undefined || to === undefined ? null : kmOver(from, to);
  const made = { km, relation: relationAt(lookup, [a, b], km) };
  if (lookup.standings.size >= standingsMax) lookup.standings.clear();
  const ofA = lookup.standings.get(a) ?? new Map<string, Standing>();
  lookup.standings.set(a, ofA.set(b, made));
  return made;
}

function relationAt(lookup: Lookup, [a, b]: readonly [string, string], km: number | null): PlaceRelation {
  const outer = placeChain(lookup, a).includes(b) ? b : placeChain(lookup, b).includes(a) ? a : null;
  if (outer !== null) return isWide(lookup, outer) || (km ?? 0) > withinKm ? 'region' : 'within';
  if (isWide(lookup, a) || isWide(lookup, b)) return 'apart';
  return km !== null && km <= nearKm ? 'near' : 'apart';
}

function kmOver(from: Place, to: Place): number {
  const rad = Math.PI / 180;
  const half =
    Math.sin(((to.lat - from.lat) * rad) / 2) ** 2 +
    Math.cos(from.lat * rad) * Math.cos(to.lat * rad) * Math.sin(((to.lon - from.lon) * rad) / 2) ** 2;
  return earthDiameterKm * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Whether one is the other or belongs to it. */
export function areKin(lookup: Lookup, a: string, b: string): boolean {
  return a === b || (lookup.kin.get(a)?.has(b) ?? lookup.kin.get(b)?.has(a) ?? false);
}

/** The sides of all actors that have one of these roles. */
export function partiesOf(lookup: Lookup, actors: readonly ActorRole[], roles: readonly Role[]): ReadonlySet<Party> {
  const parties = new Set<Party>();
  for (const { actor, role } of actors)
    if (roles.includes(role)) for (const party of lookup.actors.get(actor)?.parties ?? []) parties.add(party);
  return parties;
}

/** The family that an outlet corroborates for; an outlet that is not in the pack is its own. */
export function familyOf(lookup: Lookup, outlet: string): string {
  return lookup.outlets.get(outlet)?.family ?? outlet;
}

function chainOfPlace(places: Lookup['places'], id: string): readonly string[] {
  const chain: string[] = [];
  for (let at: string | null = id; at !== null && chain.length < withinDepthMax && !chain.includes(at); ) {
    chain.push(at);
    at = places.get(at)?.within ?? null;
  }
  return chain;
}

function chainOfActor(actors: Lookup['actors'], id: string): readonly string[] {
  const found = new Set([id]);
  for (const member of found) {
    if (found.size > withinDepthMax) break;
    for (const body of actors.get(member)?.partOf ?? []) found.add(body);
  }
  return [...found];
}

function byId<T extends { readonly id: string }>(entries: readonly T[]): ReadonlyMap<string, T> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}
