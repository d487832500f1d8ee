/** `npm run --silent audit -- verify|export|list`: who changed what, and whether the log of it stands as it was written. */
import { openLog } from '../src/adapters/log.ts';
import { AuditError, readArguments, runAudit } from '../src/app/audit.ts';
import { command, UsageError } from '../src/run.ts';

const exitCodes = { done: 0, broken: 1 } as const;

await command(async (config) => {
  const log = openLog({ level: 'error', secrets: config.secrets });
  const say = (text: string) => void process.stdout.write(text);
  try {
    process.exitCode = exitCodes[await runAudit(readArguments(process.argv.slice(2)), { config, log, say })];
  } catch (error) {
    throw error instanceof AuditError ? new UsageError(error.message, { cause: error }) : error;
  }
});
