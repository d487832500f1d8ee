/** `npm run --silent subscriptions -- list|add|remove|check|test`: who is told what, by command of the terminal. */
import { openLog } from '../src/adapters/log.ts';
import { readArguments, runSubscriptions, SubscriptionsError } from '../src/app/subscriptions.ts';
import { command, UsageError } from '../src/run.ts';

const exitCodes = { done: 0, failed: 1, mend: 2 } as const;

await command(async (config) => {
  const log = openLog({ level: 'error', secrets: config.secrets });
  const say = (text: string) => void process.stdout.write(text);
  try {
    process.exitCode = exitCodes[await runSubscriptions(readArguments(process.argv.slice(2)), { config, log, say })];
  } catch (error) {
    throw error instanceof SubscriptionsError ? new UsageError(error.message, { cause: error }) : error;
  }
});
