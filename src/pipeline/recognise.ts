import type { Article, Instant, KnownItem } from '../model.ts';
import {
  followed,
  knownFrom,
  mayRevise,
  mayStandBeside,
  type Recognised,
  recognise,
  renamed,
  revised,
  revisionOf,
  surerFirst,
  withKeys,
} from './identity.ts';
import { nothingReused } from './normalise.ts';

/** An item of a document, as an article and as what is to be remembered of it. */
export interface Met {
  readonly article: Article;
  readonly item: KnownItem;
}

/** What an item of a document turned out to be. Its article goes to match where it is new or revised. */
export interface Outcome {
  readonly is: 'known' | 'new' | 'revised' | 'waiting';
  readonly article: Article;
  /** What is remembered of it from now on. */
  readonly item: KnownItem;
  /** It was edited, which the feed that told it minds. */
  readonly isEditElsewhere?: true;
}

/** A document between the question what is known in its feed and the one what other feeds have told. */
export interface Sorting {
  readonly met: readonly Met[];
  readonly outcomes: (Outcome | null)[];
  /** Of items that this document holds, as they are remembered from now on. */
  readonly held: Map<string, KnownItem>;
  /** Articles that no new item may be named as. */
  readonly taken: ReadonlySet<string>;
}

/**
 * Sorts out what the feed brought before; what is none of that is left open. `standing` are articles that stand in the
 * document as they did. Unchanged items come first, so that each known item is what resembles it most.
 */
export function sortKnown(
  met: readonly Met[],
  candidates: readonly (readonly KnownItem[])[],
  { standing, now }: { readonly standing: ReadonlySet<string>; readonly now: Instant },
): Sorting {
  const recognised = met.map(({ item }, at) => recognise(item, candidates[at] ?? []));
  const taken = new Set([...standing, ...candidates.flat().map(({ article }) => article)]);
  const sorting: Sorting = { met, outcomes: met.map(() => null), held: new Map(), taken };
  const claimed = new Set(standing);
  const inOrder = met
    .flatMap((one, at) => (recognised[at] == null ? [] : [{ one, as: recognised[at], at }]))
    .sort((a, b) => surerFirst(a.as, b.as));
  for (const { one, as, at } of inOrder) {
    const known = sorting.held.get(as.known.article) ?? as.known;
    const outcome = claimed.has(known.article) ? repeated(one, as, known) : returned(one, as, now);
    if (outcome === null) continue;
    claimed.add(known.article);
    settle(sorting, at, outcome);
  }
  return sorting;
}

/** The articles that were told by other feeds and edited since. */
export function editedElsewhere({ outcomes }: Sorting): readonly string[] {
  return outcomes.flatMap((outcome) => (outcome?.isEditElsewhere ? [outcome.item.article] : []));
}

/** The articles that the items left open would be, of which it is to be asked whether they were told. */
export function openArticles({ met, outcomes }: Sorting): readonly string[] {
  return met.filter((_, at) => outcomes[at] === null).map(({ article }) => article.id);
}

/** Sorts out the rest, given what was told of it by whatever feed: what nobody brought is new. */
export function sortNew(sorting: Sorting, told: ReadonlyMap<string, Article>): readonly Outcome[] {
  const byKey = new Map<string, KnownItem>();
  for (const [at, one] of sorting.met.entries()) {
    if (sorting.outcomes[at] !== null) continue;
    const earlier = new Set(one.item.keys.flatMap((key) => byKey.get(key) ?? []));
    const as = recognise(one.item, [...earlier]);
    const twin = as === null ? null : repeated(one, as, sorting.held.get(as.known.article) ?? as.known);
    const outcome = twin ?? toldElsewhere(sorting, one, told) ?? asNew(sorting, one, told);
    settle(sorting, at, outcome);
    for (const key of outcome.item.keys) byKey.set(key, outcome.item);
  }
  return sorting.outcomes.filter((outcome) => outcome !== null);
}

function settle(sorting: Sorting, at: number, outcome: Outcome): void {
  sorting.outcomes[at] = outcome;
  sorting.held.set(outcome.item.article, outcome.item);
}

/** An item that the document holds in another form already; null where it may as well be another under the same headline. */
function repeated({ article, item }: Met, as: Recognised, known: KnownItem): Outcome | null {
  return mayStandBeside(item, as) ? null : { is: 'known', article, item: withKeys(known, item) };
}

/** A known item as the document has it now. */
function returned({ article, item }: Met, { known, isEdited }: Recognised, now: Instant): Outcome {
  if (!isEdited) return { is: 'known', article, item: withKeys(known, item) };
  const when = mayRevise(known, now);
  if (when === 'later') return { is: 'waiting', article, item: withKeys(known, item) };
  const read = revised(known, item, now);
  if (when === 'now') return { is: 'revised', article: revisionOf(article, known, item), item: read };
  const { revisions, revisedAt } = known;
  if (!known.isElsewhere) return { is: 'known', article, item: followed(known, item) };
  return { is: 'known', article, item: { ...read, revisions, revisedAt }, isEditElsewhere: true };
}

/**
 * An item whose article another feed brought, or this one, which has forgotten it. A guid is a feed's own, so that two
 * feeds' contradict each other in nothing.
 */
function toldElsewhere({ taken }: Sorting, { article, item }: Met, told: ReadonlyMap<string, Article>): Outcome | null {
  const other = told.get(article.id);
  // What this feed remembers was compared with it already, in the form that it has by now.
  if (other === undefined || (other.feed === article.feed && taken.has(article.id))) return null;
  const known = knownFrom({ ...other, guid: null }, other.publishedAt, nothingReused);
  if (recognise(item, [known]) === null) return null;
  return { is: 'known', article, item: { ...item, isElsewhere: other.feed !== article.feed } };
}

function asNew({ taken, held }: Sorting, { article, item }: Met, told: ReadonlyMap<string, Article>): Outcome {
  const isTaken = taken.has(article.id) || held.has(article.id) || told.has(article.id);
  const own = isTaken ? renamed(article) : article;
  return { is: 'new', article: own, item: { ...item, article: own.id } };
}
