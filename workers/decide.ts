/** `npm run --silent decide -- FOLDER`: what the pipeline decides on a recorded stream, one JSON line an item. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseStreamItem, type StreamItem } from '../src/adapters/stream/items.ts';
import { loadConfig } from '../src/config/load.ts';
import { ConfigError } from '../src/config/mistakes.ts';
import { type DecisionLine, decisionLine } from '../src/pipeline/decision.ts';
import { openDecider } from '../src/replay/decider.ts';
import { StreamError, streamFile } from '../src/replay/stream.ts';

async function main(folder: string | undefined): Promise<number> {
  if (folder === undefined) return complain('usage: npm run --silent decide -- FOLDER (with FOLDER/items.jsonl)');
  const file = streamFile(folder);
  const { pack } = loadConfig();
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  let decider: ReturnType<typeof openDecider> | null = null;
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber += 1;
    if (line.trim() === '') continue;
    const item = readItem(line, lineNumber, file);
    if (item === null) continue;
    decider ??= openDecider(pack, Date.parse(item.published));
    await say(decisionLine(item.id, decider.pack, decider.decide(item)));
  }
  return 0;
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
