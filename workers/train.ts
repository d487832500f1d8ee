/** `npm run train -- FOLDER… [--out FILE]`: learns the weights of assign from labelled streams. */
import { accessSync, constants, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/load.ts';
import { ConfigError } from '../src/config/mistakes.ts';
import { compilePack } from '../src/pipeline/extract.ts';
import { type LabelledStream, train, untrained } from '../src/pipeline/train.ts';
import { articleOf } from '../src/replay/article.ts';
import { readLabelled } from '../src/replay/labels.ts';
import { StreamError, streamFile } from '../src/replay/stream.ts';

const usage = 'usage: npm run train -- FOLDER… [--out FILE] (with labels in FOLDER/items.jsonl)';
const shippedFile = join(import.meta.dirname, '../config/weights.yaml');
const exitWrongInput = 2;

function main(): void {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
  if (positionals.length === 0) throw new StreamError(usage);
  const file = values.out ?? shippedFile;
  checkWritable(file);
  checkDistinct(positionals);
  const { pack } = loadConfig({ weights: untrained });
  const compiled = compilePack(pack);
  const streams = positionals.map(
    (folder): LabelledStream => ({
      name: basename(resolve(folder)),
      compiled,
      articles: readLabelled(folder).map(({ item, incident }) => ({ article: articleOf(pack, item), incident })),
    }),
  );
  const text = train(streams);
  writeFileSync(file, text);
  process.stdout.write(`${text.split('weights:')[0]}${file} is written.\n`);
}

/** Learning takes a while: what cannot be written is told before. */
function checkWritable(file: string): void {
  const expected = `--out: expected a file that can be written, got ${file}`;
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new StreamError(`${expected}, which is a folder`);
  const folder = dirname(resolve(file));
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new StreamError(`${expected}; there is no folder ${folder}`);
  try {
    accessSync(found === undefined ? folder : file, constants.W_OK);
  } catch (cause) {
    throw new StreamError(`${expected}, which may not be written`, { cause });
  }
}

/** A stream that is given twice would count twice. */
function checkDistinct(folders: readonly string[]): void {
  const files = folders.map((folder) => realpathSync(streamFile(folder)));
  const again = folders.find((_, at) => files.indexOf(files[at] ?? '') !== at);
  if (again !== undefined) throw new StreamError(`${again}: expected each stream once, this one is given twice`);
}

try {
  main();
} catch (error) {
  const isExpected =
    error instanceof StreamError || error instanceof ConfigError || (error instanceof TypeError && 'code' in error);
  if (!isExpected) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitWrongInput;
}
