import {
  type Article,
  type Incident,
  type Pack,
  type Reason,
  type Severity,
  severities,
  type Watch,
} from '../model.ts';
import { actorChain, type Lookup, lookupOf, placeChain } from './assign/lookup.ts';
import { withoutHearsay } from './hearsay.ts';
import { holdsPhrase, type PhraseWord, phraseOf, type SearchedText, searchedText } from './watch/phrases.ts';

/** Whether the first severity is at least the second. */
export function isAtLeast(severity: Severity, floor: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(floor);
}

/** An incident at one version, as a watch looks at it. */
export interface WatchedIncident {
  readonly severity: Severity;
  readonly eventTypes: ReadonlySet<string>;
  /** The incident's actors and every body they belong to. */
  readonly actors: ReadonlySet<string>;
  /** The incident's place and every place around it. */
  readonly places: ReadonlySet<string>;
  readonly languages: ReadonlySet<string>;
  readonly texts: readonly SearchedText[];
}

/** Prepares an incident and the article that made its newest version for the eyes of any number of watches. */
export function watched(incident: Incident, article: Article | null, pack: Pack): WatchedIncident {
  const lookup = lookupFor(pack);
  const { facts, reports } = withoutHearsay(incident);
  const texts = reports.map((report) => [report.title, ...report.sentences].join('\n'));
  if (article !== null) texts.push([article.title, article.summary, article.content ?? ''].join('\n'));
  return {
    severity: facts.severity,
    eventTypes: new Set([facts.eventType, facts.subEvent]),
    actors: new Set(facts.actors.flatMap(({ actor }) => actorChain(lookup, actor))),
    places: new Set(facts.place === null ? [] : placeChain(lookup, facts.place)),
    languages: new Set([...reports.map(({ language }) => language), ...(article === null ? [] : [article.language])]),
    texts: texts.map((text) => searchedText(text.slice(0, watchedTextLengthMax))),
  };
}
const watchedTextLengthMax = 40_000; // bounds the work that one hostile article can cause

/**
 * Why a watch is satisfied, one reason for each of its parts; null when it is not. A watch of the configuration without
 * any part looks at everything; one made by command without any part lost its last keyword and looks at nothing.
 */
export function satisfaction(watch: Watch, seen: WatchedIncident): readonly Reason[] | null {
  if (!isAtLeast(seen.severity, watch.severityFloor)) return null;
  const parts: (Reason | null)[] = [];
  if (watch.keywords.length > 0) parts.push(foundKeyword(watch, seen));
  if (watch.actors.length > 0) parts.push(foundIn('actor', watch.actors, seen.actors));
  if (watch.places.length > 0) parts.push(foundIn('place', watch.places, seen.places));
  if (watch.eventTypes.length > 0) parts.push(foundIn('event-type', watch.eventTypes, seen.eventTypes));
  if (watch.languages.length > 0) parts.push(foundIn('language', watch.languages, seen.languages));
  if (parts.length === 0)
    return watch.origin === 'file' ? [{ code: 'watch', detail: `${watch.id}: everything` }] : null;
  const found = parts.filter((part) => part !== null);
  return found.length === parts.length ? found : null;
}

function foundIn(
  part: 'actor' | 'place' | 'event-type' | 'language',
  wanted: readonly string[],
  present: ReadonlySet<string>,
): Reason | null {
  const hit = wanted.find((id) => present.has(id));
  return hit === undefined ? null : { code: `watch-${part}`, detail: hit };
}

function foundKeyword(watch: Watch, seen: WatchedIncident): Reason | null {
  const phrases = phrasesOf(watch);
  const hit = watch.keywords.find((_, at) => seen.texts.some((text) => holdsPhrase(text, phrases[at] ?? [])));
  return hit === undefined ? null : { code: 'watch-keyword', detail: hit };
}

const phrases = new WeakMap<Watch, readonly (readonly PhraseWord[])[]>();

function phrasesOf(watch: Watch): readonly (readonly PhraseWord[])[] {
  const known = phrases.get(watch);
  if (known !== undefined) return known;
  const made = watch.keywords.map(phraseOf);
  phrases.set(watch, made);
  return made;
}

const lookups = new WeakMap<Pack, Lookup>();

function lookupFor(pack: Pack): Lookup {
  const known = lookups.get(pack);
  if (known !== undefined) return known;
  const made = lookupOf(pack);
  lookups.set(pack, made);
  return made;
}
