/** `npm run --silent backup -- FILE | --verify FILE`: all that is kept, as it is at one moment, in a file. */
import { openLog } from '../src/adapters/log.ts';
import { BackupUsageError, readBackupArguments, runBackup } from '../src/app/backup.ts';
import { command, UsageError } from '../src/run.ts';

await command(async (config, stop) => {
  const log = openLog({ level: 'warn', secrets: config.secrets });
  const say = (text: string) => void process.stdout.write(text);
  try {
    await runBackup(readBackupArguments(process.argv.slice(2)), { config, log, stop, say });
  } catch (error) {
    throw error instanceof BackupUsageError ? new UsageError(error.message, { cause: error }) : error;
  }
});
