/** `npm run --silent digest -- FOLDER [--every day|week] …`: the digest of a recorded stream, and its chart as PNG. */
import { writeFileSync } from 'node:fs';
import { openPainter } from '../src/adapters/chart/painter.ts';
import { openConsole } from '../src/adapters/console/messenger.ts';
import type { Pack, Watch } from '../src/model.ts';
import { renderDigest } from '../src/pipeline/render/digest.ts';
import { drawDigest } from '../src/pipeline/render/digest-chart.ts';
import { DigestError, readDigestArguments } from '../src/replay/digest/arguments.ts';
import { digestOfStream } from '../src/replay/digest.ts';
import { readStream } from '../src/replay/stream.ts';
import { command, UsageError } from '../src/run.ts';

await command(async (config) => {
  try {
    await tell(config);
  } catch (error) {
    throw error instanceof DigestError ? new UsageError(error.message, { cause: error }) : error;
  }
});

async function tell({ pack: shipped, watches }: { readonly pack: Pack; readonly watches: readonly Watch[] }) {
  const { folder, png, ...asked } = readDigestArguments(process.argv.slice(2), watches);
  const { digest, pack } = digestOfStream(shipped, readStream(folder), asked);
  const told = { ...renderDigest(digest, pack, asked.language), card: null, image: null, pingRole: null };
  await openConsole().postLetter('console', { ...told, reference: 'digest' });
  if (png !== null) await paint(drawDigest(digest, pack, asked.language)?.svg ?? null, png);
}

async function paint(svg: string | null, file: string): Promise<void> {
  if (svg === null) throw new UsageError(`${file}: nothing happened in that time, so that there is no chart to write`);
  const painter = openPainter();
  try {
    writeFileSync(file, await painter.paint(svg));
  } finally {
    await painter.close();
  }
}
