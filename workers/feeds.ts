/** `npm run --silent feeds -- add|test|list|health|pause|resume|remove|import|export`: feeds made and steered by command. */
import { openLog } from '../src/adapters/log.ts';
import { FeedsError, readArguments, runFeeds } from '../src/app/feeds.ts';
import { command, UsageError } from '../src/run.ts';

const exitCodes = { done: 0, failed: 1, mend: 2 } as const;

await command(async (config, stop) => {
  const log = openLog({ level: 'error', secrets: config.secrets });
  const say = (text: string) => void process.stdout.write(text);
  try {
    process.exitCode = exitCodes[await runFeeds(readArguments(process.argv.slice(2)), { config, log, stop, say })];
  } catch (error) {
    throw error instanceof FeedsError ? new UsageError(error.message, { cause: error }) : error;
  }
});
