/**
 * `npm run --silent bench:parse -- FOLDER [--misses]`: how many of a folder's feed documents are read, and how rightly
 * where expectations stand beside them; one JSON line. With `--misses` each document that was not read and each value
 * that is another goes to standard error, one JSON line each.
 */
import { parseArgs } from 'node:util';
import type { ParsedFeed, ParsedItem } from '../src/pipeline/parse/document.ts';
import { decodeText } from '../src/pipeline/parse/text.ts';
import { parseFeed } from '../src/pipeline/parse.ts';
import { collectionOf, type FeedDocument } from './parse/collection.ts';
import { agrees, type Expected, expectedOf } from './parse/expected.ts';
import { readByOthers } from './parse/other-readers.ts';
import { missedOf, type Target } from './targets.ts';

const usage = 'usage: npm run --silent bench:parse -- FOLDER [--misses]';
const exitWrongInput = 2;
const percentDigits = 2;
const agreePercentMin = { gofeed: 95, feedparser: 85 } as const;

interface Read {
  readonly document: FeedDocument;
  readonly parsed: ParsedFeed;
  readonly tookMs: number;
  /** The most items that feedsmith or feedparser found; null where neither reads the document. */
  readonly itemsOfOthers: number | null;
}
interface Miss {
  readonly document: string;
  readonly problem: string;
  readonly expected?: unknown;
  readonly found?: unknown;
}
interface Comparison {
  readonly values: Record<string, { agree: number; of: number }>;
  readonly misses: Miss[];
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { misses: { type: 'boolean' } } });
const folder = positionals[0];
if (folder === undefined) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = exitWrongInput;
} else await measure(folder, values.misses ?? false);

async function measure(folder: string, withMisses: boolean): Promise<void> {
  const reads: Read[] = [];
  for (const document of collectionOf(folder)) reads.push(await readOne(document));
  const compared = { gofeed: compare(reads, 'gofeed'), feedparser: compare(reads, 'feedparser') };
  const figures = figuresOf(folder, reads, compared);
  const target = targetOf(compared);
  process.stdout.write(`${JSON.stringify({ ...figures, target })}\n`);
  const missed = missedOf(figures, target);
  for (const sentence of missed) process.stderr.write(`parse: ${sentence}\n`);
  if (missed.length > 0) process.exitCode = 1;
  if (!withMisses) return;
  for (const miss of [...refusals(reads), ...compared.gofeed.misses, ...compared.feedparser.misses])
    process.stderr.write(`${JSON.stringify(miss)}\n`);
}

async function readOne(document: FeedDocument): Promise<Read> {
  const { body, hints } = document;
  const started = performance.now();
  const parsed = await parseFeed(body, hints);
  const tookMs = performance.now() - started;
  return { document, parsed, tookMs, itemsOfOthers: await readByOthers(decodeText(body, hints.charset), hints.url) };
}

function figuresOf(folder: string, reads: readonly Read[], compared: Readonly<Record<string, Comparison>>) {
  const read = reads.filter(({ parsed }) => parsed.status === 'read');
  const byOthers = reads.filter(({ itemsOfOthers }) => itemsOfOthers !== null);
  const lost = byOthers.filter(({ parsed }) => parsed.status !== 'read');
  const worst = reads.toSorted((one, other) => other.tookMs - one.tookMs)[0];
  return {
    benchmark: 'parse',
    node: process.version,
    folder,
    documents: reads.length,
    read: read.length,
    refused: reads.length - read.length,
    readByOthers: byOthers.length,
    refusedThoughOthersRead: lost.length,
    readOfOthersPercent: percent(byOthers.length - lost.length, byOthers.length),
    fewerItemsThanOthers: reads.filter(hasFewerItems).length,
    totalMs: Math.round(reads.reduce((sum, { tookMs }) => sum + tookMs, 0)),
    megabytes: Number((reads.reduce((sum, { document }) => sum + document.body.byteLength, 0) / 1e6).toFixed(1)),
    worstMs: Math.round(worst?.tookMs ?? 0),
    worstDocument: worst?.document.path ?? null,
    ...Object.fromEntries(Object.entries(compared).map(([whose, comparison]) => [whose, agreementOf(comparison)])),
  };
}

/** Where no expectations stand beside the documents there is nothing to agree with. */
function targetOf(compared: Readonly<Record<Expected['whose'], Comparison>>): Target {
  const whose = (['gofeed', 'feedparser'] as const).filter((one) => Object.keys(compared[one].values).length > 0);
  const agreeing = whose.map((one) => [`${one}.percentMin`, agreePercentMin[one]] as const);
  return { readOfOthersPercentMin: 99, ...Object.fromEntries(agreeing) };
}

/** By field and over all of them; null where no expectations stand beside the documents. */
function agreementOf({ values }: Comparison) {
  const all = Object.values(values);
  if (all.length === 0) return null;
  const agree = all.reduce((sum, field) => sum + field.agree, 0);
  const of = all.reduce((sum, field) => sum + field.of, 0);
  return { percent: percent(agree, of), agree, of, fields: values };
}

function compare(reads: readonly Read[], whose: Expected['whose']): Comparison {
  const comparison: Comparison = { values: {}, misses: [] };
  for (const { document, parsed } of reads)
    for (const expected of expectedOf(document).filter((one) => one.whose === whose))
      countOne(comparison, document, expected, parsed.status === 'read' ? parsed.items[expected.item] : undefined);
  return comparison;
}

function countOne(comparison: Comparison, document: FeedDocument, expected: Expected, item: ParsedItem | undefined) {
  const isRight = item !== undefined && agrees(expected, item, document.hints.url);
  comparison.values[expected.field] ??= { agree: 0, of: 0 };
  const count = comparison.values[expected.field];
  if (count === undefined) return;
  count.of += 1;
  count.agree += isRight ? 1 : 0;
  if (isRight) return;
  const found = item === undefined ? 'no such item' : item[expected.field];
  const problem = `${expected.field} of item ${expected.item} is not as ${expected.whose} has it`;
  comparison.misses.push({ document: document.path, problem, expected: expected.value, found });
}

function refusals(reads: readonly Read[]): readonly Miss[] {
  return reads.flatMap((read): readonly Miss[] => {
    const { document, parsed, itemsOfOthers } = read;
    if (parsed.status === 'unreadable') {
      const problem = itemsOfOthers === null ? 'refused, as by the others' : 'refused though others read it';
      return [{ document: document.path, problem, found: parsed.problem }];
    }
    if (!hasFewerItems(read)) return [];
    const problem = 'fewer items than others find';
    return [{ document: document.path, problem, expected: itemsOfOthers, found: itemsIn(parsed) }];
  });
}

function hasFewerItems({ parsed, itemsOfOthers }: Read): boolean {
  return parsed.status === 'read' && (itemsOfOthers ?? 0) > itemsIn(parsed);
}

function itemsIn(parsed: ParsedFeed & { readonly status: 'read' }): number {
  return parsed.items.length + parsed.itemsDropped;
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Number(((100 * part) / whole).toFixed(percentDigits));
}
