/** A YAML file with the place of every value in it. */
import { readFileSync } from 'node:fs';
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import { cut } from '../pipeline/render/clean.ts';
import { type Mistake, type Position, positionOf } from './mistakes.ts';

export type Path = readonly (string | number)[];

/** A file that was read; `value` is null when it could not be. */
export interface YamlFile {
  readonly name: string;
  readonly value: unknown;
  readonly mistakes: readonly Mistake[];
  /** The place of the value at a path, or of the nearest thing around it that exists. */
  locate(path: Path): Position;
  /** The place of a character of the text at a path, its outer blanks left out; of the text where that cannot be said. */
  locateIn(path: Path, offset: number): Position;
  /** The place of the key that ends a path. */
  locateKey(path: Path): Position;
}

const fileBytesMax = 4_000_000;
/** The parser may quote half a file. */
const problemLengthMax = 500;
/** Anchors used more often than this are an entity bomb, not a way to save typing. */
const aliasesMax = 100;

/** Reads one YAML file. What is wrong with it is in `mistakes`; it never throws. */
export function readYamlFile(path: string, name: string): YamlFile {
  try {
    return parseYaml(readBounded(path), name);
  } catch (error) {
    return unreadable(name, readingProblem(error));
  }
}

/** Parses the text of a YAML file. */
export function parseYaml(text: string, name: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const mistakes = document.errors.map((error): Mistake => {
    return {
      file: name,
      ...positionOf(lines, error.pos[0]),
      path: '',
      problem: `not YAML: ${cut(error.message, problemLengthMax)}`,
    };
  });
  const plain = mistakes.length > 0 ? { value: null, problem: null } : plainValue(document);
  if (plain.problem !== null)
    mistakes.push({ file: name, ...positionOf(lines, plain.at ?? 0), path: '', problem: plain.problem });
  const at = (node: Node | null) => positionOf(lines, node?.range?.[0] ?? 0);
  return {
    name,
    value: plain.value,
    mistakes,
    locate: (path) => at(nearestNode(document.contents, path)),
    locateIn: (path, offset) => {
      const node = nearestNode(document.contents, path);
      return positionOf(lines, (node?.range?.[0] ?? 0) + (isScalar(node) ? sourceOffset(text, node, offset) : 0));
    },
    locateKey: (path) => at(keyNode(document.contents, path) ?? nearestNode(document.contents, path)),
  };
}

/** `actors[3].aliases.en`. */
export function tellPath(path: Path): string {
  return path.reduce<string>(
    (told, step) => (typeof step === 'number' ? `${told}[${step}]` : told === '' ? step : `${told}.${step}`),
    '',
  );
}

function readBounded(path: string): string {
  const bytes = readFileSync(path);
  if (bytes.length > fileBytesMax) throw new Error(`expected at most ${fileBytesMax} bytes, got ${bytes.length}`);
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function readingProblem(error: unknown): string {
  if (!(error instanceof Error)) return 'cannot be read';
  if ('code' in error && error.code === 'ENOENT') return 'expected this file, but it is missing';
  if (error instanceof TypeError) return 'expected text in UTF-8';
  return `cannot be read: ${error.message}`;
}

function unreadable(name: string, problem: string): YamlFile {
  const start = () => ({ line: 1, column: 1 });
  return {
    name,
    value: null,
    mistakes: [{ file: name, line: 0, column: 0, path: '', problem }],
    locate: start,
    locateIn: start,
    locateKey: start,
  };
}

interface Plain {
  readonly value: unknown;
  readonly problem: string | null;
  /** The character of the text that the problem is about; left out: the first. */
  readonly at?: number;
}

function plainValue(document: Document): Plain {
  try {
    const at = oddKeyIn(document);
    if (at !== null) return { value: null, problem: 'expected plain text as a key, got a list or a map', at };
    return { value: document.toJS({ maxAliasCount: aliasesMax }), problem: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { value: null, problem: `expected at most ${aliasesMax} uses of an anchor: ${why}` };
  }
}

/**
 * Where the first key stands that is no plain text; null where all are. Such keys name nothing here, and the library
 * writes each out anew for every key around it: a kilobyte of them took half a minute.
 */
function oddKeyIn(document: Document): number | null {
  let at: number | null = null;
  visit(document, {
    Pair(_, { key }) {
      if (key === null || isScalar(key)) return undefined;
      at = (isNode(key) ? key.range?.[0] : undefined) ?? 0;
      return visit.BREAK;
    },
  });
  return at;
}

/** How far behind the beginning of a text in the file a character of its value stands; 0 where it is folded or escaped. */
function sourceOffset(text: string, { value, type, range }: Scalar, offset: number): number {
  if (typeof value !== 'string' || !range) return 0;
  const opening = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? 1 : 0;
  const blanks = value.length - value.trimStart().length;
  const before = value.slice(0, blanks + offset);
  const written = type === 'QUOTE_SINGLE' ? before.replaceAll("'", "''") : before.replace(/["\\]/g, '\\$&');
  const source = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? written : before;
  return text.startsWith(source, range[0] + opening) ? opening + source.length : 0;
}

function nearestNode(contents: unknown, path: Path): Node | null {
  let node = isNode(contents) ? contents : null;
  for (const step of path) {
    const next = childNode(node, step);
    if (next === null) return node;
    node = next;
  }
  return node;
}

function childNode(node: Node | null, step: string | number): Node | null {
  if (isSeq(node) && typeof step === 'number') return asNode(node.items[step]);
  const pair = pairOf(node, step);
  // An empty value has no place of its own worth pointing at: its key is what the reader sees.
  return pair === null ? null : (pairValue(pair) ?? asNode(pair.key));
}

function keyNode(contents: unknown, path: Path): Node | null {
  const last = path.at(-1);
  if (last === undefined) return null;
  const pair = pairOf(nearestNode(contents, path.slice(0, -1)), last);
  return pair === null ? null : asNode(pair.key);
}

function pairOf(node: Node | null, step: string | number): Pair | null {
  if (!isMap(node)) return null;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(step)) ?? null;
}

function pairValue(pair: Pair): Node | null {
  const value = asNode(pair.value);
  return isScalar(value) && value.value === null ? null : value;
}

function asNode(value: unknown): Node | null {
  return isNode(value) ? value : null;
}
