/** `npm run demo [-- --messenger discord]`: two weeks of recorded news through the whole system, in under a minute, without any network. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { VirtualClock } from '../src/adapters/clock.ts';
import { openConsole } from '../src/adapters/console/messenger.ts';
import { openLog } from '../src/adapters/log.ts';
import type { Config } from '../src/config/load.ts';
import { type Narrator, narrator } from '../src/replay/narrate.ts';
import { readStream } from '../src/replay/stream.ts';
import { summaryLines } from '../src/replay/tally.ts';
import { replay } from '../src/replay.ts';
import { command, UsageError } from '../src/run.ts';

const sample = join(import.meta.dirname, '../src/replay/sample');
const restMs = 700; // after each alert, for an eye at a terminal; about a quarter of a minute in all
const { stdout } = process;

await command(async (config, stop) => {
  const items = readStream(sample);
  const isDiscord = messengerAsked() === 'discord';
  stdout.write(
    `Watchfloor replays ${items.length} articles of ${items[0]?.published.slice(0, 10)} to ${items.at(-1)?.published.slice(0, 10)}: real feeds on loopback, real Redis, a virtual clock.\n`,
  );
  const told = narrator(stdout, { pack: config.pack, items }, async () => stdout.isTTY && !isDiscord && pause(restMs));
  const options = { items, stop, log: openLog({ level: 'warn', secrets: config.secrets }), speed: null };
  const result = isDiscord
    ? await inDiscord(config, told, options)
    : await replay({ ...options, config, messenger: openConsole(), narrator: told });
  stdout.write(`\n${summaryLines(result)}`);
});

/** Tells what was posted, edited and said in which thread of a Discord that is brought along. */
async function inDiscord(
  config: Config,
  told: Narrator,
  options: Omit<Parameters<typeof replay>[0], 'config' | 'narrator'>,
): ReturnType<typeof replay> {
  const clock = new VirtualClock(0);
  const { startDemoDiscord } = await standIn();
  const discord = await startDemoDiscord(() => clock.now());
  const tell = () =>
    stdout.write(
      discord.transcript
        .next()
        .map((line) => `${line}\n`)
        .join(''),
    );
  const follow: Narrator = {
    ...told,
    async beforeItem(item) {
      tell();
      await told.beforeItem(item);
    },
  };
  try {
    const result = await replay({ ...options, config: discord.configure(config), clock, narrator: follow });
    tell();
    return result;
  } finally {
    await discord.close();
  }
}

/** The tests' own stand-in: an installation without tests has none, nor the packages that it needs. */
async function standIn() {
  try {
    return await import('../tests/support/discord/demo.ts');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    const sentence = '--messenger discord: needs the tests and their packages; run it in a clone, after npm ci';
    throw isMissing ? new UsageError(sentence, { cause: error }) : error;
  }
}

function messengerAsked(): 'console' | 'discord' {
  const { values } = parseArgs({ options: { messenger: { type: 'string' } } });
  const { messenger = 'console' } = values;
  if (messenger === 'console' || messenger === 'discord') return messenger;
  throw new UsageError(`--messenger: expected console or discord, got "${messenger}"`);
}
