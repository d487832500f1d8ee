/** What `npm run feeds` does, beside a Watchfloor that runs or where none does. */
import { randomUUID } from 'node:crypto';

import { openStore } from '../adapters/redis/store.ts';
import type { Config } from '../config/load.ts';
import { addFeed, type Told } from '../jobs/roster/add.ts';
import { type ChangeDeps, type Changed, pauseFeed, removeFeed, resumeFeed } from '../jobs/roster/change.ts';
import type { ScoutDeps } from '../jobs/roster/scout.ts';
import { tryFeed } from '../jobs/roster/try.ts';
import { feedTable, tableText, tallyText } from '../pipeline/feed-table.ts';
import { mergeRoster } from '../pipeline/roster.ts';
import type { ScheduleLimits } from '../pipeline/schedule/limits.ts';
import type { Log, Store } from '../ports.ts';
import type { Asked } from './feeds/arguments.ts';
import { exportList, importList } from './feeds/lists.ts';
import { listText } from './feeds/table.ts';
import { nothingOpened } from './opened.ts';
import { openReading } from './reading.ts';
import { openClock, openRedisBeside, prefixOf } from './redis.ts';

export { type Asked, FeedsError, readArguments } from './feeds/arguments.ts';

/** How it ended: `mend` what the person asked for cannot be done so; `failed` what he asked for did not answer. */
export type Ended = 'done' | 'mend' | 'failed';

interface Asking {
  readonly config: Config;
  readonly log: Log;
  readonly stop: AbortSignal;
  /** Is given what to print, in order. */
  readonly say: (text: string) => void;
}

const terminal = { id: 'terminal', name: 'terminal' };

/** Does what was asked; throws FeedsError where a file cannot be read as asked. */
export async function runFeeds(asked: Asked, asking: Asking): Promise<Ended> {
  const opened = nothingOpened(asking.log);
  try {
    const { config, log, stop } = asking;
    const redis = await openRedisBeside(config, opened, log);
    const clock = await openClock(redis, opened, log);
    const store = openStore(redis, { prefix: prefixOf(config.settings), log });
    const reading = openReading({ settings: config.settings, redis, realClock: clock, owner: randomUUID() }, opened);
    const change: ChangeDeps = {
      store,
      filed: config.pack,
      clock,
      by: terminal,
      server: null,
      from: 'terminal',
    };
    return await answer(asked, { ...reading, ...change, store, stop, schedule: config.settings.poll }, asking.say);
  } finally {
    await opened.closeAll();
  }
}

type Deps = ChangeDeps & ScoutDeps & { readonly store: Store; readonly schedule: ScheduleLimits };

async function answer(asked: Asked, deps: Deps, say: Asking['say']): Promise<Ended> {
  switch (asked.what) {
    case 'add':
      return each(asked.urls, say, async (url) => told(await addFeed(deps, url, asked.options)));
    case 'test':
      return each(asked.names, say, async (name) => told(await tryFeed(deps, await addressOf(deps, name))));
    case 'pause':
      return each(asked.names, say, async (id) => changed(await pauseFeed(deps, id)));
    case 'resume':
      return each(asked.names, say, async (id) => changed(await resumeFeed(deps, id)));
    case 'remove':
      return each(asked.names, say, async (id) => changed(await removeFeed(deps, id)));
    case 'import':
      return importList(deps, asked, say);
    case 'export':
      return exportList(deps, asked, say);
    case 'list':
      say(listText(await rosterOf(deps)));
      return 'done';
    case 'health': {
      const { feeds } = await rosterOf(deps);
      const rows = feedTable(feeds, await deps.store.feedStates(), deps.schedule, deps.clock.now());
      // Last, where a long table leaves the eye.
      say(`${tableText(rows)}\n\n${tallyText(rows)}\n`);
      return 'done';
    }
  }
}

async function rosterOf({ store, filed }: Deps) {
  return mergeRoster(filed, await store.commandedRoster());
}

/** The address of a feed that is polled already, or what was given. */
async function addressOf(deps: Deps, name: string): Promise<string> {
  return (await rosterOf(deps)).feeds.get(name)?.url ?? name;
}

interface Outcome {
  readonly ended: Ended;
  readonly lines: readonly string[];
}
const ends = { done: 'done', refused: 'mend', unreachable: 'failed' } as const;
const told = ({ outcome, lines }: Told): Outcome => ({ ended: ends[outcome], lines });
const changed = ({ ok, text }: Changed): Outcome => ({ ended: ok ? 'done' : 'mend', lines: [text] });

/** One after the other, politely; what can be mended goes before what did not answer. */
async function each(names: readonly string[], say: Asking['say'], work: (name: string) => Promise<Outcome>) {
  const ended = new Set<Ended>();
  for (const name of names) {
    const { ended: how, lines } = await work(name);
    ended.add(how);
    const [first = '', ...rest] = lines;
    say(
      names.length > 1 ? [name, ...lines.map((line) => `  ${line}`), ''].join('\n') : [first, ...rest, ''].join('\n'),
    );
  }
  return (['mend', 'failed'] as const).find((how) => ended.has(how)) ?? 'done';
}
