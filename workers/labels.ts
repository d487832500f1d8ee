/** `npm run --silent labels -- export|list|revoke`: what analysts said of the matching, as examples to learn from. */
import { openLog } from '../src/adapters/log.ts';
import { LabelsError, readArguments, runLabels } from '../src/app/labels.ts';
import { command, UsageError } from '../src/run.ts';

const exitCodes = { done: 0, mend: 2 } as const;

await command(async (config) => {
  const log = openLog({ level: 'error', secrets: config.secrets });
  const say = (text: string) => void process.stdout.write(text);
  try {
    process.exitCode = exitCodes[await runLabels(readArguments(process.argv.slice(2)), { config, log, say })];
  } catch (error) {
    throw error instanceof LabelsError ? new UsageError(error.message, { cause: error }) : error;
  }
});
