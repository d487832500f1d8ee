/** `npm run --silent restore -- FILE [--force]`: puts a backup in the place of what is kept. */
import { openLog } from '../src/adapters/log.ts';
import { BackupUsageError } from '../src/app/backup.ts';
import { readRestoreArguments, runRestore } from '../src/app/restore.ts';
import { command, UsageError } from '../src/run.ts';

await command(async (config, stop) => {
  const log = openLog({ level: 'warn', secrets: config.secrets });
  const say = (text: string) => void process.stdout.write(text);
  try {
    await runRestore(readRestoreArguments(process.argv.slice(2)), { config, log, stop, say });
  } catch (error) {
    throw error instanceof BackupUsageError ? new UsageError(error.message, { cause: error }) : error;
  }
});
