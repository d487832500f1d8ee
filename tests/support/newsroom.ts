/** A small world for the whole program: a configuration with loopback feeds, a data folder, and a pen to publish with. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { parse, stringify } from 'yaml';
import { openStore } from '../../src/adapters/redis/store.ts';
import type { Store } from '../../src/ports.ts';
import { anRss, type ItemParts } from './feed-documents.ts';
import { startFeedServer } from './feed-server.ts';
import { root } from './launch.ts';
import { deleteFolder, makeFolder } from './reaper.ts';

const startMsMax = 60_000;
const pingMsMax = 30_000;
const pingEveryMs = 50;

/** Feeds of outlets that `config/feeds.yaml` lists, each of a family of its own. */
const feeds = ['reuters', 'upi', 'npr', 'rudaw', 'france24', 'cnn'] as const;
export type FeedName = (typeof feeds)[number];

export interface Newsroom {
  /** What the program needs of the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly configDir: string;
  readonly dataDir: string;
  /** Puts an item on top of a feed; it is there for the next poll. */
  publish(feed: FeedName, item: ItemParts & { readonly title: string }): void;
  /** Tells the running program that a feed has something new, as a publisher's ping would, until it asks for it. */
  ping(feed: FeedName): Promise<void>;
  /** How often a feed was asked for. */
  polls(feed: FeedName): number;
  /** From now on every feed answers with a failure, or answers again. */
  fail(isFailing: boolean): void;
  /** The store of the running program. */
  store(): Store;
  /** The number of the program's own Redis. */
  redisPid(): Promise<number>;
  close(): Promise<void>;
}

export interface NewsroomOptions {
  /** Merged into `watchfloor.yaml`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Feeds at an address where nobody listens, in place of those that are served. */
  readonly deadFeeds?: number;
  /** Uses this Redis in place of one of the program's own. */
  readonly redisPath?: string;
}

/** Opens a newsroom; `close` deletes all it made. */
export async function openNewsroom(options: NewsroomOptions = {}): Promise<Newsroom> {
  const folder = await makeFolder('wf');
  const server = await startFeedServer();
  const configDir = join(folder, 'config');
  const dataDir = join(folder, 'data');
  await cp(join(root, 'config'), configDir, { recursive: true });
  await writeFeeds(configDir, options.deadFeeds, server.origin);
  await writeSettings(configDir, options.settings);
  const items = new Map<string, ItemParts[]>(feeds.map((feed) => [feed, []]));
  const serve = (feed: string) => server.set(`/${feed}`, { body: anRss(items.get(feed) ?? []) });
  for (const feed of feeds) serve(feed);
  const connections: Redis[] = [];
  const store = () => {
    const path = options.redisPath ?? join(dataDir, 'redis', 'redis.sock');
    const made = new Redis({ path, retryStrategy: () => null }); // one that is not there is no reason to wait
    made.on('error', () => undefined);
    connections.push(made);
    return openStore(made, { prefix: 'watchfloor:' });
  };
  return {
    env: { WATCHFLOOR_CONFIG: configDir, WATCHFLOOR_DATA: dataDir, WATCHFLOOR_PORT: '0' },
    configDir,
    dataDir,
    publish(feed, item) {
      items.get(feed)?.unshift({ published: new Date(Date.now() - 60_000), ...withLink(item) });
      serve(feed);
    },
    ping: (feed) => ping(feed, store(), () => server.requests(`/${feed}`).length),
    polls: (feed) => server.requests(`/${feed}`).length,
    fail(isFailing) {
      for (const feed of feeds) {
        if (isFailing) server.set(`/${feed}`, { status: 503 });
        else serve(feed);
      }
    },
    store,
    redisPid: () => pidFrom(join(dataDir, 'redis', 'redis.pid')),
    async close() {
      for (const connection of connections) connection.disconnect();
      await server.stop();
      await deleteFolder(folder);
    },
  };
}

/** A timer that is leased to the poll before takes no earlier time. */
async function ping(feed: FeedName, timers: Store, requests: () => number): Promise<void> {
  const asked = requests();
  const deadline = Date.now() + pingMsMax;
  while (requests() === asked && Date.now() < deadline) {
    await timers.ensureTimer(`poll:${feed}`, Date.now());
    await pause(pingEveryMs);
  }
}

function withLink(item: ItemParts & { readonly title: string }): ItemParts {
  const slug = item.title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return { link: `https://news.example/${slug}`, guid: slug, ...item };
}

async function writeFeeds(configDir: string, deadFeeds: number | undefined, origin: string): Promise<void> {
  const file = join(configDir, 'feeds.yaml');
  const { outlets }: { outlets: unknown } = parse(await readFile(file, 'utf8'));
  const served = feeds.map((feed) => ({ id: feed, outlet: feed, url: `${origin}/${feed}` }));
  const dead = Array.from({ length: deadFeeds ?? 0 }, (_, at) => ({
    id: `dead-${at}`,
    outlet: 'reuters',
    url: `http://127.0.0.1:1/dead-${at}`, // tcpmux: nobody listens there
  }));
  const listed = (deadFeeds === undefined ? served : dead).map((feed) => ({
    ...feed,
    language: 'en',
    status: 'active',
  }));
  await writeFile(file, stringify({ outlets, feeds: listed }));
}

async function writeSettings(configDir: string, settings: NewsroomOptions['settings'] = {}): Promise<void> {
  await writeFile(
    join(configDir, 'watchfloor.yaml'),
    stringify({ fetch: { allowPrivateNetworks: true, hostSpacingMs: 0, perHostMax: 100 }, ...settings }),
  );
}

async function pidFrom(path: string): Promise<number> {
  const deadline = Date.now() + startMsMax;
  while (Date.now() < deadline) {
    const pid = Number(await readFile(path, 'utf8').catch(() => ''));
    if (Number.isInteger(pid) && pid > 0) return pid;
    await pause(10);
  }
  throw new Error(`no process number in ${path} within ${startMsMax} ms`);
}
