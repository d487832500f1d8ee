import type { Outlet, Watch } from '../../model.ts';
import type { QueryMistake } from '../query/mistake.ts';
import { outletsOf, type Vocabulary } from '../query/vocabulary.ts';
import { writeQuery } from '../query/write.ts';
import { parseQuery } from '../query.ts';
import { type Found, findIn, holds, type Sight } from './find.ts';
import { type Matcher, matcherOf } from './matcher.ts';
import { quoted } from './text.ts';
import type { WatchedIncident } from './watched.ts';

/** A stored keyword made ready; null where it is no query, and finds nothing. */
interface Keyword {
  readonly text: string;
  readonly matcher: Matcher | null;
}

interface Read {
  /** What outlets there are decides what `outlet:` may name. */
  readonly outlets: readonly Outlet[];
  readonly keywords: Map<string, Matcher | null>;
  readonly watches: WeakMap<Watch, readonly Keyword[]>;
}
const read = new WeakMap<Vocabulary, Read>();
const keywordsMax = 100_000; // bounds the memory that servers can claim beside their watches

/** The keywords of a watch, each read once for all watches that have it. */
export function keywordsOf(watch: Watch, vocabulary: Vocabulary): readonly Keyword[] {
  const { keywords, watches } = readFor(vocabulary);
  const known = watches.get(watch);
  if (known !== undefined) return known;
  const made = watch.keywords.map((text) => ({ text, matcher: matcherFor(text, vocabulary, keywords) }));
  watches.set(watch, made);
  return made;
}

function readFor(vocabulary: Vocabulary): Read {
  const outlets = outletsOf(vocabulary).list;
  const held = read.get(vocabulary);
  if (held?.outlets === outlets) {
    if (held.keywords.size >= keywordsMax) held.keywords.clear();
    return held;
  }
  const made = { outlets, keywords: new Map(), watches: new WeakMap() };
  read.set(vocabulary, made);
  return made;
}

function matcherFor(text: string, vocabulary: Vocabulary, known: Map<string, Matcher | null>): Matcher | null {
  const held = known.get(text);
  if (held !== undefined) return held;
  const parsed = parseQuery(text, vocabulary);
  const matcher = parsed.ok ? matcherOf(parsed.query, vocabulary) : null;
  known.set(text, matcher);
  return matcher;
}

/** A stored keyword that is no query: an older program took it, or what it names has left the pack. It finds nothing. */
export interface UnreadKeyword {
  readonly keyword: string;
  readonly mistake: QueryMistake;
}

/** The keywords of a watch that find nothing because they cannot be read. */
export function unreadKeywords(watch: Watch, vocabulary: Vocabulary): readonly UnreadKeyword[] {
  return keywordsOf(watch, vocabulary).flatMap(({ text, matcher }) => {
    const parsed = matcher === null ? parseQuery(text, vocabulary) : null;
    return parsed === null || parsed.ok ? [] : [{ keyword: text, mistake: parsed.mistake }];
  });
}

/**
 * The first keyword that holds of any one text, with the words that it rests on; null where none does. `among` are the
 * only ones that can, by their place, where that is known.
 */
export function foundKeyword(watch: Watch, seen: WatchedIncident, among: readonly number[] | null): string | null {
  const keywords = keywordsOf(watch, seen.vocabulary);
  for (const { text: keyword, matcher } of among === null ? keywords : among.flatMap((at) => keywords[at] ?? [])) {
    if (matcher === null) continue;
    for (const text of seen.texts) {
      const sight = { seen, text };
      if (holds(matcher, sight)) return told(keyword, findIn(matcher, sight), sight);
    }
  }
  return null;
}

const toldLengthMax = 200;

/** `“rocket NEAR/5 embassy”: rockets … embassy`. */
function told(keyword: string, { spans, fields }: Found, { text: { text } }: Sight): string {
  const inOrder = spans.toSorted((a, b) => a.from - b.from || b.to - a.to);
  const words = new Set(inOrder.map(({ from, to }) => quoted(text, from, to)));
  const found = [[...words].join(' … '), ...fields.map(writeQuery)].filter((part) => part !== '').join(', ');
  const cut = found.length > toldLengthMax ? `${found.slice(0, toldLengthMax)}…` : found;
  return found === '' ? `“${keyword}”` : `“${keyword}”: ${cut}`;
}
