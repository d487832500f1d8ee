/** `npm run --silent erase -- --user ID [--server ID] [--dry-run]`: takes a person out of what is kept. */
import { openLog } from '../src/adapters/log.ts';
import { EraseError, readEraseArguments, runErase } from '../src/app/erase.ts';
import { command, UsageError } from '../src/run.ts';

await command(async (config) => {
  const log = openLog({ level: 'error', secrets: config.secrets });
  const say = (text: string) => void process.stdout.write(text);
  try {
    await runErase(readEraseArguments(process.argv.slice(2)), { config, log, say });
  } catch (error) {
    throw error instanceof EraseError ? new UsageError(error.message, { cause: error }) : error;
  }
});
