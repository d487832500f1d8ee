import { formsOf, stemOf } from './stems.ts';
import { type Word, wordsOf } from './words.ts';

/**
 * A set of phrases, found in a text in one pass: a trie over symbols. A symbol is a word's stem, an exact word (`=fell`),
 * the beginning of a word (`هدد*`) or a named class (`{weapon}`) that an earlier pass has marked.
 */
export interface Phrases<Value> {
  readonly root: Node<Value>;
  /** Beginnings of words that some phrase asks for, by length. */
  readonly prefixes: ReadonlySet<string>;
  readonly prefixLengthMax: number;
  readonly vocabulary: ReadonlySet<string>;
  /** What words of former texts may stand for, by their numbers; a word may take the place of another. */
  readonly readingsSeen: (WordReading<Value> | undefined)[];
}

/** What a word may stand for in these phrases, and how those that it begins go on: most words begin none. */
interface WordReading<Value> {
  readonly text: string;
  readonly symbols: readonly string[];
  readonly begun: readonly Node<Value>[];
}

interface Node<Value> {
  readonly children: Map<string, Node<Value>>;
  gap: Node<Value> | null;
  readonly values: Value[];
  /** How many of the steps to it, gaps and classes, have no fixed length: behind two, several ways may meet at one word. */
  readonly looseSteps: number;
}

/** A phrase found: words `from` up to, but not including, `to`. */
export interface Match<Value> {
  readonly from: number;
  readonly to: number;
  readonly value: Value;
}

/** A class that begins at a word, by an earlier pass. */
export interface Edge {
  readonly symbol: string;
  readonly to: number;
}

const gapWordsMax = 6;
const matchesMax = 4_000; // per text; a hostile text cannot ask for more work
const readingsSeenMax = 32_768; // a power of two
const prefixLengthMin = 2;

const emptyNode = <Value>(looseSteps: number): Node<Value> => ({
  children: new Map(),
  gap: null,
  values: [],
  looseSteps,
});

/** Compiles phrases in the notation of the pack (EventType.triggers in the model); `isSame` drops what two spellings repeat. */
export function compilePhrases<Value>(
  entries: Iterable<readonly [phrase: string, value: Value]>,
  isSame: (one: Value, other: Value) => boolean,
): Phrases<Value> {
  const root = emptyNode<Value>(0);
  const prefixes = new Set<string>();
  const vocabulary = new Set<string>();
  let prefixLengthMax = 0;
  for (const [phrase, value] of entries) {
    let node = root;
    for (const symbol of symbolsOfPhrase(phrase)) {
      if (symbol === '…') {
        node.gap ??= emptyNode(node.looseSteps + 1);
        node = node.gap;
        continue;
      }
      if (symbol.endsWith('*')) {
        prefixes.add(symbol);
        prefixLengthMax = Math.max(prefixLengthMax, symbol.length - 1);
      } else vocabulary.add(symbol);
      node = childOf(node, symbol);
    }
    if (node !== root && !node.values.some((other) => isSame(other, value))) node.values.push(value);
  }
  return { root, prefixes, prefixLengthMax, vocabulary, readingsSeen: new Array(readingsSeenMax).fill(undefined) };
}

function childOf<Value>(node: Node<Value>, symbol: string): Node<Value> {
  const child = node.children.get(symbol) ?? emptyNode<Value>(node.looseSteps + (symbol.startsWith('{') ? 1 : 0));
  node.children.set(symbol, child);
  return child;
}

function symbolsOfPhrase(phrase: string): string[] {
  return phrase
    .trim()
    .split(/\s+/)
    .flatMap((part) => {
      if (part === '…' || part === '...') return ['…'];
      if (/^\{[\w-]+\}$/.test(part)) return [part];
      const words = wordsOf(part).map((word) => word.text);
      const last = words.at(-1);
      if (part.startsWith('=') && last) return words.map((word) => `=${word}`);
      if (part.endsWith('*') && last) return [...words.slice(0, -1).map(stemOf), `${last}*`];
      return words.map(stemOf);
    });
}

/** Every occurrence of every phrase; `edges` are the classes that begin at each word. */
export function findPhrases<Value>(
  phrases: Phrases<Value>,
  words: readonly Word[],
  edges: ReadonlyMap<number, readonly Edge[]> = noEdges,
): Match<Value>[] {
  const readings = words.map((word) => readingOf(phrases, word));
  const walk: Walk<Value> = { words, readings, edges: edges.size === 0 ? null : edges, found: [], visited: new Map() };
  for (let start = 0; start < readings.length; start += 1) {
    if (walk.visited.size > 0) walk.visited.clear();
    for (const node of readings[start]?.begun ?? none) enter(walk, node, start, start + 1);
    if (walk.edges === null) continue;
    for (const edge of walk.edges.get(start) ?? none) {
      const node = phrases.root.children.get(edge.symbol);
      if (node) enter(walk, node, start, edge.to);
    }
  }
  return walk.found;
}

/** A way through a text along the phrases, and what it found so far. */
interface Walk<Value> {
  readonly words: readonly Word[];
  readonly readings: readonly WordReading<Value>[];
  readonly edges: ReadonlyMap<number, readonly Edge[]> | null;
  readonly found: Match<Value>[];
  readonly visited: Visited<Value>;
}

function enter<Value>(walk: Walk<Value>, node: Node<Value>, start: number, at: number): void {
  for (const value of node.values) if (walk.found.length < matchesMax) walk.found.push({ from: start, to: at, value });
  if (node.children.size > 0 && !isBroken(walk.words, start, at)) step(walk, node, start, at);
  if (node.gap) leap(walk, node.gap, start, at);
}

function step<Value>(walk: Walk<Value>, node: Node<Value>, start: number, at: number): void {
  for (const symbol of walk.readings[at]?.symbols ?? none) {
    const child = node.children.get(symbol);
    if (child) enterOnce(walk, child, start, at + 1);
  }
  if (walk.edges === null) return;
  for (const edge of walk.edges.get(at) ?? none) {
    const child = node.children.get(edge.symbol);
    if (child) enterOnce(walk, child, start, edge.to);
  }
}

function enterOnce<Value>(walk: Walk<Value>, node: Node<Value>, start: number, at: number): void {
  if (node.looseSteps < 2 || isNewWay(walk.visited, node, at)) enter(walk, node, start, at);
}

function leap<Value>(walk: Walk<Value>, node: Node<Value>, start: number, at: number): void {
  const { words } = walk;
  for (let next = at; next <= at + gapWordsMax && next < words.length; next += 1) {
    if (next > start && isHardBreak(words[next]?.before ?? '')) return;
    step(walk, node, start, next);
  }
}

const none: readonly never[] = [];
const noEdges: ReadonlyMap<number, readonly Edge[]> = new Map();

/** Where the walk from one start has been: of most nodes the one word they were met at. */
type Visited<Value> = Map<Node<Value>, number | Set<number>>;

/** Whether a way was not gone before: none is gone twice, however many gaps and classes lead there. */
function isNewWay<Value>(visited: Visited<Value>, node: Node<Value>, at: number): boolean {
  const seen = visited.get(node);
  if (seen === at) return false;
  if (seen === undefined) visited.set(node, at);
  else if (typeof seen === 'number') visited.set(node, new Set([seen, at]));
  else if (seen.has(at)) return false;
  else seen.add(at);
  return true;
}

const breaks = /[.;:!?()\n"]|--|—|–/;
const isHardBreak = (before: string): boolean => before !== '' && /[.;:!?\n—]/.test(before);
function isBroken(words: readonly Word[], start: number, at: number): boolean {
  const before = at > start ? (words[at]?.before ?? '') : '';
  return before !== '' && breaks.test(before);
}

function readingOf<Value>(phrases: Phrases<Value>, { number, text }: Word): WordReading<Value> {
  const place = number & (readingsSeenMax - 1);
  const seen = phrases.readingsSeen[place];
  if (seen !== undefined && seen.text === text) return seen;
  const symbols = symbolsOf(phrases, text);
  const reading = { text, symbols, begun: symbols.flatMap((symbol) => phrases.root.children.get(symbol) ?? []) };
  phrases.readingsSeen[place] = reading;
  return reading;
}

function symbolsOf<Value>(phrases: Phrases<Value>, text: string): readonly string[] {
  const symbols = new Set<string>();
  for (const form of formsOf(text)) {
    if (phrases.vocabulary.has(form)) symbols.add(form);
    if (phrases.prefixes.size > 0) addPrefixes(phrases, form, symbols);
  }
  if (phrases.prefixes.size > 0) addPrefixes(phrases, text, symbols);
  if (phrases.vocabulary.has(`=${text}`)) symbols.add(`=${text}`);
  return [...symbols];
}

function addPrefixes<Value>(phrases: Phrases<Value>, form: string, into: Set<string>): void {
  const lengthMax = Math.min(form.length, phrases.prefixLengthMax);
  for (let length = prefixLengthMin; length <= lengthMax; length += 1) {
    const prefix = `${form.slice(0, length)}*`;
    if (phrases.prefixes.has(prefix)) into.add(prefix);
  }
}

/** Of overlapping matches the longest, then the earliest; equal spans are all kept. */
export function longestOnly<Value>(
  matches: readonly Match<Value>[],
  isSuperior: (one: Match<Value>, other: Match<Value>) => boolean = () => false,
): Match<Value>[] {
  const sorted = [...matches].sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
  const owner = new Map<number, Match<Value>>();
  const kept: Match<Value>[] = [];
  for (const match of sorted) {
    if (isTaken(match, owner, isSuperior)) continue;
    for (let at = match.from; at < match.to; at += 1) if (!owner.has(at)) owner.set(at, match);
    kept.push(match);
  }
  return kept.sort((a, b) => a.from - b.from || a.to - b.to);
}

function isTaken<Value>(
  match: Match<Value>,
  owner: Map<number, Match<Value>>,
  isSuperior: (one: Match<Value>, other: Match<Value>) => boolean,
): boolean {
  for (let at = match.from; at < match.to; at += 1) {
    const other = owner.get(at);
    if (!other) continue;
    const isSameSpan = other.from === match.from && other.to === match.to;
    if (!isSameSpan || isSuperior(other, match)) return true;
  }
  return false;
}
