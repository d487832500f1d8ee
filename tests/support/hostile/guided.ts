/** A search for inputs that reach new paths of the program, led by what V8 counts of each block. */
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chanceFrom, oneOf } from '../../../bench/chance.ts';
import { sentenceOf, type Target, type Tried } from './target.ts';

export interface Searched extends Tried {
  /** Characters of the watched files that were reached; inputs kept since they reached a new one. */
  readonly reached: number;
  readonly kept: number;
}

type Chance = () => number;

/** So many are read before the counts are looked at, which may cost more than to read them all. */
const batchMin = 16;
const batchMax = 4_096;
const inputBytesMax = 20_000;
const corpusMax = 4_000;
const foundMax = 5;
const inputMsMax = 2_000;
const root = join(import.meta.dirname, '../../..');

/** Reads what mutation makes of the target's texts for so many inputs; what reaches a new path is changed further. */
export async function search(target: Target, inputs: number, seed: number): Promise<Searched | null> {
  const opened = await target.open();
  const { read } = opened;
  if (target.guided === undefined || read === undefined) {
    await opened.close();
    return null;
  }
  const corpus: Buffer[] = target.guided.corpus().map((text) => Buffer.from(text));
  const counts = countsOf(target.guided.watched);
  const chance = chanceFrom(seed);
  const found: string[] = [];
  const seen = new Set<string>();
  let [runs, kept, slowestMs, batch] = [0, 0, 0, batchMin];
  const attempt = async (bytes: Buffer): Promise<void> => {
    runs += 1;
    const from = process.threadCpuUsage();
    try {
      await read(bytes);
    } catch (error) {
      const what = sentenceOf(error);
      const kind = what.slice(0, 60);
      if (!seen.has(kind)) found.push(`${target.name}: ${what} Given, in base64: ${bytes.toString('base64')}`);
      seen.add(kind);
    }
    const { user, system } = process.threadCpuUsage(from);
    const ms = (user + system) / 1_000;
    slowestMs = Math.max(slowestMs, ms);
    if (ms > inputMsMax)
      found.push(`${target.name}: took ${Math.round(ms)} ms. Given, in base64: ${bytes.toString('base64')}`);
  };
  for (const text of corpus) await attempt(text);
  counts.look();
  while (runs < inputs && found.length < foundMax) {
    const from = performance.now();
    const tries = Array.from({ length: batch }, () => changed(corpus, chance));
    for (const bytes of tries) await attempt(bytes);
    const readAt = performance.now();
    const isNew = counts.look() > 0;
    const isLookDear = performance.now() - readAt > readAt - from;
    batch = isLookDear ? Math.min(batchMax, batch * 2) : Math.max(batchMin, batch / 2);
    if (!isNew || corpus.length >= corpusMax) continue;
    // One of them reached something. Which is not known: all are kept that reach it as the first since.
    counts.forget();
    for (const bytes of tries) {
      await attempt(bytes);
      if (counts.look() === 0) continue;
      corpus.push(bytes);
      kept += 1;
    }
  }
  counts.close();
  await opened.close();
  return { runs, found, slowestMs, reached: counts.reached(), kept };
}

/** What was reached so far of the files below these paths. */
function countsOf(watched: readonly string[]) {
  const prefixes = watched.map((path) => pathToFileURL(join(root, path)).href.replace(/\/$/u, ''));
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  /** Of each function the characters that were reached. */
  const reached = new Map<string, Uint8Array>();
  let last: { readonly of: Uint8Array; readonly at: number }[] = [];
  const note = (name: string, ranges: readonly Range[]): void => {
    const [whole] = ranges;
    if (whole === undefined || whole.count === 0) return;
    const known = reached.get(name) ?? new Uint8Array(whole.endOffset - whole.startOffset);
    reached.set(name, known);
    const ran = new Uint8Array(known.length);
    // Those within others come behind them; one that ran as often as the one around it is not told.
    for (const { startOffset, endOffset, count } of ranges)
      ran.fill(count > 0 ? 1 : 0, startOffset - whole.startOffset, endOffset - whole.startOffset);
    for (const [at, is] of ran.entries()) {
      if (is === 0 || known[at] === 1) continue;
      known[at] = 1;
      last.push({ of: known, at });
    }
  };
  return {
    /** How many characters of the program were reached since the last look that had never been. */
    look(): number {
      last = [];
      session.post('Profiler.takePreciseCoverage', (error, taken) => {
        if (error !== null) throw error;
        for (const { url, scriptId, functions } of taken.result)
          if (prefixes.some((prefix) => url.startsWith(prefix)))
            for (const { ranges } of functions) note(`${scriptId} ${ranges[0]?.startOffset}`, ranges);
      });
      return last.length;
    },
    /** What the last look found is to be found again. */
    forget(): void {
      for (const { of, at } of last) of[at] = 0;
    },
    reached: () => [...reached.values()].reduce((sum, known) => sum + known.reduce((all, one) => all + one, 0), 0),
    close(): void {
      session.disconnect();
    },
  };
}

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

const edges = [
  '0',
  '-1',
  '1',
  '99999999999999999999',
  '1e308',
  'NaN',
  '\u0000',
  '\ufeff',
  '\u202e',
  '<',
  '>',
  '&',
  '"',
  "'",
  '\\',
  '\n',
  '__proto__',
  'constructor',
  '٣',
  '۳',
];

/** One of the texts with up to eight things changed in it. */
function changed(corpus: readonly Buffer[], chance: Chance): Buffer {
  // What was kept last is changed most.
  const at = Math.floor(corpus.length * (1 - chance() ** 2));
  let bytes = corpus[Math.min(at, corpus.length - 1)] ?? Buffer.alloc(0);
  const changes = 1 + Math.floor(chance() * 8);
  for (let change = 0; change < changes; change += 1) bytes = oneOf(mutations, chance)(bytes, chance, corpus);
  return bytes.subarray(0, inputBytesMax);
}

type Mutation = (bytes: Buffer, chance: Chance, corpus: readonly Buffer[]) => Buffer;

const placeIn = (bytes: Buffer, chance: Chance): number => Math.floor(chance() * (bytes.length + 1));

function pieceOf(bytes: Buffer, chance: Chance): Buffer {
  const from = placeIn(bytes, chance);
  return bytes.subarray(from, from + Math.floor(chance() * 40));
}

const mutations: readonly Mutation[] = [
  function flipped(bytes, chance) {
    const copy = Buffer.from(bytes);
    const at = Math.min(placeIn(bytes, chance), Math.max(0, bytes.length - 1));
    copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(chance() * 8));
    return copy;
  },
  function withByte(bytes, chance) {
    const at = placeIn(bytes, chance);
    return Buffer.concat([bytes.subarray(0, at), Buffer.of(Math.floor(chance() * 256)), bytes.subarray(at)]);
  },
  function without(bytes, chance) {
    const at = placeIn(bytes, chance);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + Math.floor(chance() * 20))]);
  },
  function withEdge(bytes, chance) {
    const at = placeIn(bytes, chance);
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from(oneOf(edges, chance)),
      bytes.subarray(at + Math.floor(chance() * 3)),
    ]);
  },
  function repeated(bytes, chance) {
    const piece = pieceOf(bytes, chance);
    const at = placeIn(bytes, chance);
    const many = Buffer.concat(Array.from({ length: 1 + Math.floor(chance() ** 3 * 200) }, () => piece));
    return Buffer.concat([bytes.subarray(0, at), many, bytes.subarray(at)]);
  },
  function spliced(bytes, chance, corpus) {
    const other = oneOf(corpus, chance);
    return Buffer.concat([bytes.subarray(0, placeIn(bytes, chance)), other.subarray(placeIn(other, chance))]);
  },
  function borrowed(bytes, chance, corpus) {
    const at = placeIn(bytes, chance);
    return Buffer.concat([bytes.subarray(0, at), pieceOf(oneOf(corpus, chance), chance), bytes.subarray(at)]);
  },
  function otherCase(bytes, chance) {
    const at = placeIn(bytes, chance);
    const piece = bytes.subarray(at, at + 12).toString('latin1');
    const turned = piece === piece.toUpperCase() ? piece.toLowerCase() : piece.toUpperCase();
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(turned, 'latin1'), bytes.subarray(at + 12)]);
  },
];
