/** `npm run demo`: two weeks of recorded news through the whole system, in under a minute, without any network. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openConsole } from '../src/adapters/console/messenger.ts';
import { openLog } from '../src/adapters/log.ts';
import { narrator } from '../src/replay/narrate.ts';
import { readStream } from '../src/replay/stream.ts';
import { summaryLines } from '../src/replay/tally.ts';
import { replay } from '../src/replay.ts';
import { command } from '../src/run.ts';

const sample = join(import.meta.dirname, '../src/replay/sample');
const restMs = 700; // after each alert, for an eye at a terminal; about a quarter of a minute in all

await command(async (config, stop) => {
  const items = readStream(sample);
  const { stdout } = process;
  stdout.write(
    `Watchfloor replays ${items.length} articles of ${items[0]?.published.slice(0, 10)} to ${items.at(-1)?.published.slice(0, 10)}: real feeds on loopback, real Redis, a virtual clock.\n`,
  );
  const result = await replay({
    items,
    config,
    stop,
    log: openLog({ level: 'warn' }),
    messenger: openConsole(),
    narrator: narrator(stdout, { pack: config.pack, items }, async () => stdout.isTTY && pause(restMs)),
    speed: null,
  });
  stdout.write(`\n${summaryLines(result)}`);
});
