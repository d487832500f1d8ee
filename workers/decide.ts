/** `npm run --silent decide -- FOLDER`: what the pipeline decides on a recorded stream, one JSON line an item. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseStreamItem, type StreamItem } from '../src/adapters/stream/items.ts';
import { loadConfig } from '../src/config/load.ts';
import { ConfigError } from '../src/config/mistakes.ts';
import type { Pack } from '../src/model.ts';
import { assign, emptyIndex, forget, type IncidentIndex, incidentKeepMs, remember } from '../src/pipeline/assign.ts';
import { type DecisionLine, decisionLine, knownBefore } from '../src/pipeline/decision.ts';
import { type CompiledPack, compilePack, extract } from '../src/pipeline/extract.ts';
import { articleOf } from '../src/replay/article.ts';
import { StreamError, streamFile } from '../src/replay/stream.ts';

const forgetEveryItems = 500;

interface Decider {
  readonly pack: Pack;
  readonly compiled: CompiledPack;
  index: IncidentIndex;
  items: number;
}

async function main(folder: string | undefined): Promise<number> {
  if (folder === undefined) return complain('usage: npm run --silent decide -- FOLDER (with FOLDER/items.jsonl)');
  const file = streamFile(folder);
  const { pack } = loadConfig();
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  let decider: Decider | null = null;
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber += 1;
    if (line.trim() === '') continue;
    const item = readItem(line, lineNumber, file);
    if (item === null) continue;
    decider ??= startFrom(pack, Date.parse(item.published));
    await say(decide(decider, item));
  }
  return 0;
}

function startFrom(pack: Pack, first: number): Decider {
  const known = knownBefore(pack, first);
  const compiled = compilePack(known);
  return { pack: known, compiled, index: emptyIndex(compiled), items: 0 };
}

function decide(decider: Decider, item: StreamItem): DecisionLine {
  const now = Date.parse(item.published);
  const article = articleOf(decider.pack, item);
  const report = extract(article, decider.compiled);
  const { verdict, incident } = assign(decider.index, article, report, now);
  if (incident !== null) decider.index = remember(decider.index, incident);
  decider.items += 1;
  if (decider.items % forgetEveryItems === 0) decider.index = forget(decider.index, now - incidentKeepMs);
  return decisionLine(item.id, decider.pack, { verdict, report, incident });
}

function readItem(line: string, lineNumber: number, file: string): StreamItem | null {
  try {
    return parseStreamItem(line, lineNumber, file);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}; the item is left out\n`);
    return null;
  }
}

/** Waits where the reader of the output is slower than we are. */
async function say(line: DecisionLine): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(line)}\n`))
    await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
}

function complain(problem: string): number {
  process.stderr.write(`${problem}\n`);
  return 2;
}

// A reader that has seen enough (`| head`) closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  process.exitCode = await main(process.argv[2]);
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof StreamError)) throw error;
  process.exitCode = complain(error.message);
}
