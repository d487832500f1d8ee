/** `npm run train -- FOLDER… [--out FILE]`: learns the weights of assign from labelled streams. */
import { writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config/load.ts';
import { ConfigError } from '../src/config/mistakes.ts';
import { compilePack } from '../src/pipeline/extract.ts';
import { type LabelledStream, train, untrained } from '../src/pipeline/train.ts';
import { articleOf } from '../src/replay/article.ts';
import { readLabelled } from '../src/replay/labels.ts';
import { StreamError } from '../src/replay/stream.ts';

const usage = 'usage: npm run train -- FOLDER… [--out FILE] (with labels in FOLDER/items.jsonl)';
const shippedFile = join(import.meta.dirname, '../config/weights.yaml');
const exitWrongInput = 2;

function main(): void {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
  if (positionals.length === 0) throw new StreamError(usage);
  const { pack } = loadConfig({ weights: untrained });
  const compiled = compilePack(pack);
  const streams = positionals.map(
    (folder): LabelledStream => ({
      name: basename(resolve(folder)),
      compiled,
      lessons: readLabelled(folder).map(({ item, incident }) => ({ article: articleOf(pack, item), incident })),
    }),
  );
  const file = values.out ?? shippedFile;
  const text = train(streams);
  writeFileSync(file, text);
  process.stdout.write(`${text.split('weights:')[0]}${file} is written.\n`);
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
