/** `npm run --silent config -- export [watches|feeds]`: what was made by command, in the form of that file of `config/`. */
import { openLog } from '../src/adapters/log.ts';
import { openStore } from '../src/adapters/redis/store.ts';
import { nothingOpened } from '../src/app/opened.ts';
import { openRedisBeside, prefixOf } from '../src/app/redis.ts';
import { feedsToYaml, toYaml } from '../src/config/export.ts';
import { command, UsageError } from '../src/run.ts';

await command(async (config) => {
  const [what, file = 'watches', ...rest] = process.argv.slice(2);
  if (what !== 'export' || !['watches', 'feeds'].includes(file) || rest.length > 0)
    throw new UsageError('usage: npm run --silent config -- export [watches|feeds]');
  const log = openLog({ level: 'warn' });
  const opened = nothingOpened(log);
  try {
    const redis = await openRedisBeside(config, opened, log);
    const store = openStore(redis, { prefix: prefixOf(config.settings), log });
    const { feeds, outlets } = await store.commandedRoster();
    const yaml = async () => toYaml(await store.watches(), await store.subscriptions());
    process.stdout.write(file === 'feeds' ? feedsToYaml(feeds, outlets) : await yaml());
  } finally {
    await opened.closeAll();
  }
});
