import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Article, Instant } from '../../model.ts';
import { knownFrom } from '../../pipeline/identity.ts';
import {
  type ArrivalLimits,
  findReused,
  isTooOld,
  type NormaliseContext,
  normalise,
  type Reused,
} from '../../pipeline/normalise.ts';
import type { ParsedFeed, ParsedItem } from '../../pipeline/parse/document.ts';
import {
  editedElsewhere,
  type Met,
  type Outcome,
  openArticles,
  type Sorting,
  sortKnown,
  sortNew,
} from '../../pipeline/recognise.ts';
import type { FeedStore, KnownItems, Log, PollRecord } from '../../ports.ts';
import type { KeyMemory } from './key-memory.ts';

interface SightDependencies {
  readonly store: Pick<FeedStore, 'knownItems' | 'toldArticles' | 'droppedArticles'>;
  readonly log: Log;
  readonly arrival: ArrivalLimits;
}

/** What a document brought. */
export interface Sighting {
  /** What the poll's record has of it; its articles go on to match, oldest first. */
  readonly record: Pick<PollRecord, 'present' | 'items' | 'articles'>;
  /** The articles among them that were never seen before, in whatever form. */
  readonly fresh: readonly Article[];
  /** What this feed never held before, that which another feed brought first among it: its rhythm is its own. */
  readonly firstHeld: readonly Article[];
  /** An edit came too soon after another, and is told by the next poll, whether the document has changed by then or not. */
  readonly isWaiting: boolean;
  /** To be called when the record is stored: before that, what it tells must be found again. */
  stored(): void;
}
/** A poll that read no document. */
export const nothingSighted: Sighting = {
  record: { present: [], items: [], articles: [] },
  fresh: [],
  firstHeld: [],
  isWaiting: false,
  stored() {},
};

/** The longest that other work of the process waits for this. */
const turnMsMax = 5;

/**
 * Tells which items of a document are new and which were edited; those older than the keeping time are remembered and
 * not told. Items that stood in the document before in the same form are not looked at again.
 */
export async function sight(
  deps: SightDependencies,
  parsed: ParsedFeed & { readonly status: 'read' },
  context: NormaliseContext & { readonly lastReadAt: Instant | null },
  memory: KeyMemory,
): Promise<Sighting> {
  const present = parsed.items.filter(hasText);
  const articleBefore = memory.of(context.feed.id, context.lastReadAt);
  const same = new Map<ParsedItem, string>();
  for (const item of present) {
    const article = articleBefore(item);
    if (article !== null) same.set(item, article);
  }
  const others = present.filter((item) => !same.has(item));
  const met = await meet(others, { ...context, reused: findReused(present) });
  const known = await deps.store.knownItems(context.feed.id, {
    articles: [...new Set(same.values())],
    keys: met.map(({ item }) => item.keys),
  });
  // What the store has lost is not remembered here either.
  if (known.articles.size < new Set(same.values()).size) {
    memory.forget(context.feed.id);
    return sight(deps, parsed, context, memory);
  }
  // A feed was read before, and nothing is remembered of it: whatever it holds is no news by that alone.
  if (known.isEmpty && !context.firstPoll) return sight(deps, parsed, { ...context, firstPoll: true }, memory);
  const sorting = await sorted(deps, met, known, context.seenAt);
  const open = openArticles(sorting);
  const isFirstHeld = sorting.outcomes.map((outcome) => outcome === null);
  const outcomes = sortNew(sorting, open.length === 0 ? new Map() : await deps.store.toldArticles(open));
  const articleOf = new Map(same);
  for (const [at, item] of others.entries()) {
    const outcome = outcomes[at];
    // An edit that came too soon after another is looked at again.
    if (outcome !== undefined && outcome.is !== 'waiting') articleOf.set(item, outcome.item.article);
  }
  const unchanged = new Set(known.candidates.flat());
  const items = [...sorting.held.values()].filter((item) => !unchanged.has(item));
  const articles = newsOf(deps, context, outcomes);
  const held = [...known.articles, ...sorting.held.keys()];
  const firstHeld = outcomes.filter(({ is, item }, at) => isFirstHeld[at] && (is === 'new' || item.isElsewhere));
  return {
    record: { present: held, items, articles },
    fresh: articles.filter(({ revises }) => revises === null),
    firstHeld: firstHeld.map(({ article }) => article),
    isWaiting: outcomes.some(({ is }) => is === 'waiting'),
    stored: () => memory.keep(context.feed.id, context.seenAt, articleOf),
  };
}

/** What the feed brought before; edits of what another feed told are its own where that one has let the item go. */
async function sorted(
  { store }: SightDependencies,
  met: readonly Met[],
  { candidates, articles }: KnownItems,
  now: Instant,
): Promise<Sorting> {
  const sorting = sortKnown(met, candidates, { standing: articles, now });
  const edited = editedElsewhere(sorting);
  const left = edited.length === 0 ? new Set<string>() : await store.droppedArticles(edited);
  if (left.size === 0) return sorting;
  const own = candidates.map((items) =>
    items.map((item) => (left.has(item.article) ? { ...item, isElsewhere: false } : item)),
  );
  return sortKnown(met, own, { standing: articles, now });
}

/** A link or an id alone tells nobody anything. */
function hasText({ title, summary, content }: ParsedItem): boolean {
  return title !== '' || summary !== '' || content !== null;
}

/** Normalises items, and lets other work in between. */
async function meet(
  items: readonly ParsedItem[],
  context: NormaliseContext & { readonly reused: Reused },
): Promise<readonly Met[]> {
  const met: Met[] = [];
  let turnEnds = performance.now() + turnMsMax;
  for (const parsed of items) {
    const article = normalise(parsed, context);
    met.push({ article, item: knownFrom(article, parsed.publishedAt, context.reused) });
    if (performance.now() < turnEnds) continue;
    await nextTurn();
    turnEnds = performance.now() + turnMsMax;
  }
  return met;
}

/** The articles that go to match, oldest first. */
function newsOf(
  deps: SightDependencies,
  { feed, seenAt }: NormaliseContext,
  outcomes: readonly Outcome[],
): readonly Article[] {
  const brought = outcomes.filter(({ is }) => is === 'new' || is === 'revised').map(({ article }) => article);
  const news = brought.filter((article) => !isTooOld(article, seenAt, deps.arrival));
  if (news.length < brought.length)
    deps.log.debug('items older than the keeping time left out', {
      feed: feed.id,
      items: brought.length - news.length,
    });
  return news.toSorted((one, other) => one.publishedAt - other.publishedAt);
}
