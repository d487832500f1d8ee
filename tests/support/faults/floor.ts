/** A floor: machines with one Redis over TCP, feeds, and Discord's stand-in, on which faults strike. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { type OpenQueue, openQueue } from '../../../src/adapters/queue/queue.ts';
import { openStore } from '../../../src/adapters/redis/store.ts';
import type { Role } from '../../../src/app.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { Pack } from '../../../src/model.ts';
import type { Store } from '../../../src/ports.ts';
import { type DiscordStandIn, type RequestStep, type StandInOptions, startDiscord } from '../discord/server.ts';
import { deleteFolder, makeFolder } from '../reaper.ts';
import { operatorsChannel, writeFloorConfig } from './config.ts';
import { type Machine, type MachineOptions, openMachine } from './machine.ts';
import { type News, openNews } from './news.ts';
import { type FloorRedis, startFloorRedis } from './redis.ts';

const keyPrefix = 'watchfloor';

export interface FloorOptions {
  /** Merged into each machine's `watchfloor.yaml`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Arguments of redis-server beside those of production. */
  readonly redis?: readonly string[];
  readonly discord?: StandInOptions;
}

export interface Floor {
  readonly folder: string;
  readonly pack: Pack;
  readonly redis: FloorRedis;
  readonly news: News;
  readonly discord: DiscordStandIn;
  /** What the machines keep, over a connection of the harness's own. */
  readonly store: Store;
  readonly client: Redis;
  /** The machines' queues; adds and looks alone. */
  readonly queue: OpenQueue;
  readonly machines: readonly Machine[];
  /** Called at each step of each request to Discord's stand-in, which waits for it; `drop` ends one that was asked. */
  onDiscord: (step: RequestStep) => unknown;
  /** Opens a machine; its name is the role and a number. */
  machine(role: Role | 'all', options?: MachineOptions): Promise<Machine>;
  /** Kills all machines, and closes and deletes whatever was opened. */
  close(): Promise<void>;
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

async function openFloor(options: FloorOptions = {}): Promise<Floor> {
  const folder = await makeFolder('watchfloor-floor');
  const closes: (() => Promise<unknown>)[] = [() => deleteFolder(folder)];
  const closeAll = async () => {
    for (const close of closes.splice(0).reverse()) await close();
  };
  try {
    const redis = await startFloorRedis({ dir: join(folder, 'redis'), args: options.redis ?? [] });
    closes.push(() => redis.close());
    const client = redis.client();
    const store = openStore(client, { prefix: `${keyPrefix}:` });
    const queue = openQueue({ connection: client, prefix: `${keyPrefix}-queue`, handlers: {}, log: quiet });
    closes.push(() => queue.close());
    const { pack } = loadConfig({ env: {} });
    const news = await openNews(pack, () => store);
    closes.push(() => news.close());
    const discord = await startDiscord({
      channels: ['900000000000000002', operatorsChannel],
      rateLimit: { requests: 100_000, windowMs: 1_000 },
      ...options.discord,
      onStep: (step) => floor.onDiscord(step),
    });
    closes.push(() => discord.close());
    const machines: Machine[] = [];
    const counts = new Map<string, number>();
    const floor: Floor = {
      folder,
      pack,
      redis,
      news,
      discord,
      store,
      client,
      queue,
      machines,
      onDiscord: () => undefined,
      async machine(role, asked = {}) {
        const number = (counts.get(role) ?? 0) + 1;
        counts.set(role, number);
        const name = `${role}-${number}`;
        const home = join(folder, name);
        const configDir = join(home, 'config');
        await mkdir(configDir, { recursive: true });
        const settings = [options.settings ?? {}, asked.settings ?? {}];
        const { guild, channel } = discord;
        await writeFloorConfig(configDir, {
          guild,
          channel,
          feeds: news.feeds,
          settings,
          machine: name,
          programDir: asked.programDir,
        });
        const env = {
          DISCORD_TOKEN: discord.token,
          DISCORD_GUILD_ID: guild,
          DISCORD_API_URL: discord.apiUrl.replace(/\/api$/u, `/from/${name}/api`),
        };
        const place = { name, role, folder: home, configDir, env, redisPort: redis.port, options: asked };
        const machine = await openMachine({ ...place, options: { ...asked, awaits: false } });
        machines.push(machine);
        if (asked.awaits !== false) await machine.ready();
        return machine;
      },
      async close() {
        await Promise.all(machines.map((machine) => machine.close()));
        await closeAll();
      },
    };
    return floor;
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Gives `work` a floor that is closed whatever becomes of it. */
export async function onFloor<T>(options: FloorOptions, work: (floor: Floor) => Promise<T>): Promise<T> {
  const floor = await openFloor(options);
  try {
    return await work(floor);
  } finally {
    await floor.close();
  }
}
