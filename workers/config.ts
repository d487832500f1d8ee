/** `npm run --silent config -- export`: the watches and subscriptions made by command, in the form of `watches.yaml`. */
import { openLog } from '../src/adapters/log.ts';
import { openStore } from '../src/adapters/redis/store.ts';
import { nothingOpened } from '../src/app/opened.ts';
import { openRedisBeside, prefixOf } from '../src/app/redis.ts';
import { toYaml } from '../src/config/export.ts';
import { command, UsageError } from '../src/run.ts';

await command(async (config) => {
  const [what, ...rest] = process.argv.slice(2);
  if (what !== 'export' || rest.length > 0) throw new UsageError('usage: npm run --silent config -- export');
  const log = openLog({ level: 'warn' });
  const opened = nothingOpened(log);
  try {
    const redis = await openRedisBeside(config, opened, log);
    const store = openStore(redis, { prefix: prefixOf(config.settings), log });
    process.stdout.write(toYaml(await store.watches(), await store.subscriptions()));
  } finally {
    await opened.closeAll();
  }
});
