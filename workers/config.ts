/** `npm run --silent config -- export [watches|feeds [--with-keys]|rotas] | import FILE`: what was made by command, as a file and back. */
import { openLog } from '../src/adapters/log.ts';
import { openStore } from '../src/adapters/redis/store.ts';
import { nothingOpened } from '../src/app/opened.ts';
import { openRedisBeside, prefixOf } from '../src/app/redis.ts';
import { feedsToYaml, rotasToYaml, toYaml } from '../src/config/export.ts';
import type { Config } from '../src/config/load.ts';
import { readMade } from '../src/config/made.ts';
import { type Restored, restore } from '../src/jobs/restore.ts';
import type { Store } from '../src/ports.ts';
import { command, UsageError } from '../src/run.ts';

const usage = 'usage: npm run --silent config -- export [watches|feeds [--with-keys]|rotas] | import FILE';

await command(async (config) => {
  const work = asked(process.argv.slice(2), config);
  const log = openLog({ level: 'warn', secrets: config.secrets });
  const opened = nothingOpened(log);
  try {
    const redis = await openRedisBeside(config, opened, log);
    process.stdout.write(await work(openStore(redis, { prefix: prefixOf(config.settings), log })));
  } finally {
    await opened.closeAll();
  }
});

/** What is to be done; a file is read, and refused, before anything is opened. */
function asked([what, file, ...rest]: readonly string[], config: Config): (store: Store) => Promise<string> {
  const withKeys = what === 'export' && file === 'feeds' && rest.length === 1 && rest[0] === '--with-keys';
  if (rest.length > 0 && !withKeys) throw new UsageError(usage);
  if (what === 'export' && (file === undefined || file === 'watches')) return exportWatches;
  if (what === 'export' && file === 'feeds') return (store) => exportFeeds(store, withKeys);
  if (what === 'export' && file === 'rotas') return exportRotas;
  if (what !== 'import' || file === undefined) throw new UsageError(usage);
  const made = readMade(file, config);
  const by = { id: 'terminal', name: 'terminal' };
  return async (store) => told(await restore({ store, clock: { now: Date.now }, by }, made));
}

async function exportWatches(store: Store): Promise<string> {
  const [watches, subscriptions, servers] = await Promise.all([
    store.watches(),
    store.subscriptions(),
    store.servers(),
  ]);
  return toYaml({ watches, subscriptions, servers });
}

async function exportFeeds(store: Store, withKeys: boolean): Promise<string> {
  const { feeds, outlets } = await store.commandedRoster();
  return feedsToYaml(feeds, outlets, withKeys);
}

async function exportRotas(store: Store): Promise<string> {
  const [rotas, policies, overrides] = await Promise.all([store.rotas(), store.policies(), store.overrides(0)]);
  return rotasToYaml({ rotas, policies, overrides });
}

function told(restored: Restored): string {
  return (['watches', 'subscriptions', 'servers', 'rotas', 'policies', 'overrides'] as const)
    .map((kind) => {
      const { added, changed, unchanged } = restored[kind];
      return `${kind}: ${added} added, ${changed} changed, ${unchanged} as they were\n`;
    })
    .join('');
}
