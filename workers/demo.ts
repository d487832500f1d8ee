/** `npm run demo`: two weeks of recorded news through the whole system, in under a minute, without any network. */
import { join } from 'node:path';
import { openConsole } from '../src/adapters/console/messenger.ts';
import { openLog } from '../src/adapters/log.ts';
import { readStream } from '../src/replay/stream.ts';
import { summaryLines } from '../src/replay/tally.ts';
import { replay } from '../src/replay.ts';
import { command } from '../src/run.ts';

const sample = join(import.meta.dirname, '../src/replay/sample');

await command(async (config) => {
  const items = readStream(sample);
  process.stdout.write(
    `Watchfloor replays ${items.length} articles of ${items[0]?.published.slice(0, 10)} to ${items.at(-1)?.published.slice(0, 10)}: real feeds on loopback, real Redis, a virtual clock.\n`,
  );
  const result = await replay({
    items,
    config,
    log: openLog({ level: 'warn' }),
    messenger: openConsole(),
    speed: null,
  });
  process.stdout.write(summaryLines(result));
});
