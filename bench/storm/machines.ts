/** The program as several machines run it: a process a role, as often as asked, one Redis, a stand-in for Discord. */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { stringify } from 'yaml';
import { openStore } from '../../src/adapters/redis/store.ts';
import { startRedisServer } from '../../src/adapters/redis-server/start.ts';
import type { Role } from '../../src/app.ts';
import type { Store } from '../../src/ports.ts';
import { type DiscordStandIn, type StandInOptions, startDiscord } from '../../tests/support/discord/server.ts';
import { root } from '../../tests/support/launch.ts';
import { until } from '../../tests/support/until.ts';
import { type Program, startProgram } from '../program.ts';
import { benchLog } from '../support.ts';
import type { StormOutlet } from './outlets.ts';

const startMsMax = 180_000;
const keyPrefix = 'watchfloor:';

export interface Machine {
  readonly role: Role;
  readonly program: Program;
}

export interface Machines {
  readonly machines: readonly Machine[];
  readonly discord: DiscordStandIn;
  readonly redis: Redis;
  readonly redisPid: () => number | null;
  readonly store: Store;
}

export interface Plan {
  /** How many processes of each role. */
  readonly roles: readonly (readonly [Role, number])[];
  readonly outlets: readonly StormOutlet[];
  /** The feed of each outlet. */
  readonly addresses: readonly string[];
  readonly pollMinutes: number;
  readonly subscribers: readonly Subscriber[];
  /** Further settings of `watchfloor.yaml`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly discord?: Pick<StandInOptions, 'rateLimit'>;
  readonly logLevel?: 'info' | 'debug';
  /** Added to the environment of each process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Hears each line of a process's log. */
  readonly hear?: (role: Role, line: string) => void;
}

/** A channel that is told, of a server. */
export interface Subscriber {
  readonly server: string;
  readonly channel: string;
  readonly watch: string;
  readonly language: 'en' | 'ar' | 'fa';
}

/** Starts what the plan says in `folder`, gives it to `work` when all have started, and ends it whatever becomes of it. */
export async function withMachines<T>(folder: string, plan: Plan, work: (all: Machines) => Promise<T>): Promise<T> {
  await writeConfigOf(folder, plan);
  const server = await startRedisServer({ dataDir: join(folder, 'redis'), log: benchLog });
  const redis = new Redis(server.socketPath);
  const [first] = plan.subscribers;
  if (first === undefined) throw new Error('expected a subscriber');
  const discord = await startDiscord({
    guild: first.server,
    channels: plan.subscribers.map(({ channel }) => channel),
    ...plan.discord,
  });
  const environment = {
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_CHANNEL_ID: '',
    LOG_LEVEL: plan.logLevel ?? 'info',
    ...plan.environment,
  };
  const machines: readonly Machine[] = plan.roles.flatMap(([role, count]) =>
    Array.from({ length: count }, () => {
      const hear = plan.hear === undefined ? undefined : (line: string) => plan.hear?.(role, line);
      return { role, program: startProgram(folder, { role, redisUrl: server.socketPath }, environment, hear) };
    }),
  );
  try {
    const hasStarted = ({ program }: Machine) => program.logged('started') !== null;
    await until('the start', () => machines.every(hasStarted), startMsMax);
    const store = openStore(redis, { prefix: keyPrefix });
    return await work({ machines, discord, redis, redisPid: () => server.pid(), store });
  } finally {
    await Promise.all(machines.map(({ program }) => program.interrupt()));
    await discord.close();
    redis.disconnect();
    await server.stop();
  }
}

async function writeConfigOf(folder: string, plan: Plan): Promise<void> {
  const config = join(folder, 'config');
  await mkdir(folder, { recursive: true });
  await cp(join(root, 'config'), config, { recursive: true });
  const outlets = plan.outlets.map(({ id, name, tier }) => ({ id, name, tier, country: 'ZZ' }));
  const feeds = plan.outlets.map(({ id, lang, index }) => ({
    id,
    url: plan.addresses[index],
    outlet: id,
    language: lang,
    intervalMinutes: plan.pollMinutes,
  }));
  await writeFile(join(config, 'feeds.yaml'), stringify({ outlets, feeds }));
  const settings = { fetch: { allowPrivateNetworks: true }, web: { port: 0 }, ...plan.settings };
  await writeFile(join(config, 'watchfloor.yaml'), stringify(settings));
  const subscriptions = plan.subscribers.map((subscriber, at) => ({ id: `room-${at}`, ...subscriber }));
  const servers = [...new Set(plan.subscribers.map(({ server }) => server))].map((id, at) => ({
    id,
    name: `Server ${at}`,
    ...(at === 0 ? { operators: true } : {}),
  }));
  const watches = [
    { id: 'all-incidents', name: 'All incidents' },
    { id: 'rockets', name: 'Rockets and drones', keywords: ['rocket OR drone OR missile'] },
    {
      id: 'american-sites',
      name: 'Attacks on Americans',
      actors: ['us-forces', 'us-embassy-baghdad', 'us-government'],
    },
  ];
  await writeFile(join(config, 'watches.yaml'), stringify({ watches, subscriptions, servers }));
}
