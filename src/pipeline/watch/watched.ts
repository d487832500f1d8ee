import type { Article, Incident, Pack, Party, Severity, TextLanguage } from '../../model.ts';
import { actorChain, type Lookup, lookupOf, placeChain } from '../assign/lookup.ts';
import { withoutHearsay } from '../hearsay.ts';
import { type Vocabulary, vocabularyOf } from '../query/vocabulary.ts';
import { reportText, type SearchedText, searchedText } from './text.ts';

/** An incident at one version, as a watch looks at it. */
export interface WatchedIncident {
  readonly severity: Severity;
  readonly eventTypes: ReadonlySet<string>;
  /** The incident's actors and every body they belong to. */
  readonly actors: ReadonlySet<string>;
  /** The incident's place and every place around it. */
  readonly places: ReadonlySet<string>;
  /** The sides that its actors count for, and those whose soil, mission or base its place is. */
  readonly sides: ReadonlySet<Party>;
  readonly languages: ReadonlySet<string>;
  readonly killed: number | null;
  readonly wounded: number | null;
  readonly texts: readonly WatchedText[];
  readonly vocabulary: Vocabulary;
}

/** What one article says, and whose it is. */
export interface WatchedText {
  readonly text: SearchedText;
  readonly outlet: string;
  readonly language: TextLanguage;
}

/** Prepares an incident and the article that made its newest version for the eyes of any number of watches. */
export function watched(incident: Incident, article: Article | null, pack: Pack): WatchedIncident {
  const vocabulary = vocabularyOf(pack);
  const lookup = lookupFor(pack);
  const told = withoutHearsay(incident);
  const { facts, reports } = told;
  const place = facts.place === null ? undefined : lookup.places.get(facts.place);
  const actorParties = facts.actors.flatMap(({ actor }) => lookup.actors.get(actor)?.parties ?? []);
  return {
    severity: facts.severity,
    eventTypes: new Set([facts.eventType, facts.subEvent]),
    actors: new Set(facts.actors.flatMap(({ actor }) => actorChain(lookup, actor))),
    places: new Set(facts.place === null ? [] : placeChain(lookup, facts.place)),
    sides: new Set([...actorParties, ...(place?.parties ?? [])]),
    languages: new Set([...reports.map(({ language }) => language), ...(article === null ? [] : [article.language])]),
    killed: facts.killed,
    wounded: facts.wounded,
    texts: textsOf(told, article),
    vocabulary,
  };
}

/** The whole article stands in place of its report, whose sentences are a part of it: NOT asks of all that was said. */
function textsOf({ reports }: Incident, article: Article | null): readonly WatchedText[] {
  const others = reports.filter((report) => report.article !== article?.id);
  const texts = others.map((report) => ({
    text: reportText(report),
    outlet: report.outlet,
    language: report.language,
  }));
  if (article === null) return texts;
  const { title, summary, content, outlet, language } = article;
  return [{ text: searchedText([title, summary, content ?? '']), outlet, language }, ...texts];
}

const lookups = new WeakMap<Pack, Lookup>();

/** The lookup of a pack, made once. */
export function lookupFor(pack: Pack): Lookup {
  const known = lookups.get(pack);
  if (known !== undefined) return known;
  const made = lookupOf(pack);
  lookups.set(pack, made);
  return made;
}
