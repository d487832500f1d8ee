/** `npm run replay -- FOLDER [--speed N] [--messenger console|discord] [--decisions FILE]`: the whole system on a recorded stream. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openConsole } from '../src/adapters/console/messenger.ts';
import { openLog } from '../src/adapters/log.ts';
import { readStream } from '../src/replay/stream.ts';
import { summaryLines } from '../src/replay/tally.ts';
import { replay } from '../src/replay.ts';
import { command, UsageError } from '../src/run.ts';

const usage =
  'usage: npm run replay -- FOLDER [--speed N] [--messenger console|discord] [--decisions FILE] (with FOLDER/items.jsonl)';

await command(async (config, stop) => {
  const { folder, speed, messenger, decisions } = options();
  if (messenger === 'discord' && config.discord === null)
    throw new UsageError('--messenger discord: expected DISCORD_TOKEN and DISCORD_CHANNEL_ID in the environment');
  const result = await replay({
    items: readStream(folder),
    config,
    stop,
    log: openLog({ level: 'warn', secrets: config.secrets }),
    speed,
    ...(messenger === 'console' ? { messenger: openConsole() } : {}),
  });
  if (decisions !== null) writeFileSync(decisions, result.lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  process.stdout.write(summaryLines(result));
});

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { speed: { type: 'string' }, messenger: { type: 'string' }, decisions: { type: 'string' } },
  });
  const [folder] = positionals;
  const speed = values.speed === undefined ? null : Number(values.speed);
  const messenger = values.messenger ?? 'console';
  if (folder === undefined || positionals.length > 1) throw new UsageError(usage);
  if (speed !== null && !(speed > 0 && Number.isFinite(speed)))
    throw new UsageError(`--speed: expected a number above 0, got "${values.speed}"\n${usage}`);
  if (messenger !== 'console' && messenger !== 'discord')
    throw new UsageError(`--messenger: expected console or discord, got "${messenger}"\n${usage}`);
  return { folder, speed, messenger, decisions: values.decisions ?? null };
}
