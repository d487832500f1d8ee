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
import type { RequestStep } from '../discord/handler.ts';
import { type DiscordStandIn, type StandInOptions, startDiscord } from '../discord/server.ts';
import { deleteFolder, makeFolder } from '../reaper.ts';
import { operatorsChannel, writeFloorConfig } from './config.ts';
import { type Machine, type MachineOptions, openMachine, type Place } from './machine.ts';
import { type News, openNews } from './news.ts';
import { type FloorRedis, startFloorRedis } from './redis.ts';

const keyPrefix = 'watchfloor';

/** How a floor differs from one on a good day. */
export interface FloorOptions {
  /** Merged into each machine's `watchfloor.yaml`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Arguments of redis-server beside those of production. */
  readonly redis?: readonly string[];
  readonly discord?: StandInOptions;
}

/** All that stands on it. */
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
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

type Closing = () => Promise<unknown>;

/** Gives `work` a floor that is closed whatever becomes of it. */
export async function onFloor<T>(options: FloorOptions, work: (floor: Floor) => Promise<T>): Promise<T> {
  const closes: Closing[] = [];
  try {
    return await work(await openFloor(options, closes));
  } finally {
    for (const close of closes.reverse()) await close();
  }
}

/** `closes` is given what closes each part, also where a later one cannot be opened. */
async function openFloor(options: FloorOptions, closes: Closing[]): Promise<Floor> {
  const folder = await makeFolder('watchfloor-floor');
  closes.push(() => deleteFolder(folder));
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
  closes.push(() => Promise.all(machines.map((machine) => machine.close())));
  const opened = machineOpener(options, machines);
  const floor: Floor = {
    ...{ folder, pack, redis, news, discord, store, client, queue, machines },
    onDiscord: () => undefined,
    machine: (role, asked = {}) => opened(floor, role, asked),
  };
  return floor;
}

/** Machines are closed with the floor from the moment they are opened, and not only when they have started. */
function machineOpener({ settings = {} }: FloorOptions, machines: Machine[]) {
  const counts = new Map<string, number>();
  return async (floor: Floor, role: Role | 'all', asked: MachineOptions): Promise<Machine> => {
    const number = (counts.get(role) ?? 0) + 1;
    counts.set(role, number);
    const place = await placeOf(floor, { role, name: `${role}-${number}`, settings, asked });
    const machine = await openMachine({ ...place, options: { ...asked, awaits: false } });
    machines.push(machine);
    if (asked.awaits !== false) await machine.ready();
    return machine;
  };
}

interface Wanted {
  readonly role: Role | 'all';
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly asked: MachineOptions;
}

/** A folder of its own with its configuration, and its own way to Discord. */
async function placeOf(
  { folder, discord, news, redis }: Floor,
  { role, name, settings, asked }: Wanted,
): Promise<Omit<Place, 'options'>> {
  const home = join(folder, name);
  const configDir = join(home, 'config');
  await mkdir(configDir, { recursive: true });
  const { guild, channel } = discord;
  await writeFloorConfig(configDir, {
    guild,
    channel,
    feeds: news.feeds,
    settings: [settings, asked.settings ?? {}],
    machine: name,
    programDir: asked.programDir,
  });
  const env = {
    DISCORD_TOKEN: discord.token,
    DISCORD_GUILD_ID: guild,
    DISCORD_API_URL: discord.apiUrl.replace(/\/api$/u, `/from/${name}/api`),
  };
  return { name, role, folder: home, configDir, env, redisPort: redis.port };
}
