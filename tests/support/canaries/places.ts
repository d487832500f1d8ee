/** Wherever somebody could read what the program wrote, said or answered. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Place } from './canary.ts';
import type { World } from './world.ts';

/** What the port for health and metrics answers to whom has the token and to whom has none. */
export async function servedPlaces(url: string, token: string): Promise<readonly Place[]> {
  const headers = { authorization: `Bearer ${token}` };
  const asked = ['/health', '/metrics', `/health?token=${token}`, '/nowhere'].flatMap((path) => [
    { path, headers },
    { path, headers: {} },
  ]);
  return Promise.all(
    asked.map(async ({ path, headers: sent }) => {
      const answer = await fetch(`${url}${path}`, { headers: sent });
      return {
        where: path.split('?', 1)[0] ?? path,
        text: `${JSON.stringify([...answer.headers])}${await answer.text()}`,
      };
    }),
  );
}

/** Messages, answers, files and every request, as the stand-in for Discord has them. */
export function discordPlaces({ discord, byName }: World): readonly Place[] {
  const { messages, replies, channels } = {
    messages: [...discord.state.channels.keys()].flatMap((channel) => discord.messagesIn(channel)),
    replies: [...discord.state.replies.values()],
    channels: [...discord.state.channels.values()],
  };
  const files = [...messages, ...replies].flatMap(({ attachments }) =>
    attachments.map(({ filename, bytes }) => ({
      where: `the file ${filename}`,
      text: Buffer.from(bytes).toString('latin1'),
    })),
  );
  const requests = [...discord.accepted, ...discord.refused];
  if (requests.length === 0 || byName.token === '') throw new Error('Discord was never asked');
  return [
    { where: 'messages in Discord', text: JSON.stringify([messages, channels]) },
    { where: 'answers in Discord', text: JSON.stringify(replies) },
    { where: 'requests to Discord', text: JSON.stringify(requests) },
    ...files,
  ];
}

/** Every key with all its values, what BullMQ keeps included, and the files that Redis writes. */
export async function redisPlaces({ redis, inFeeds }: World): Promise<readonly Place[]> {
  const admin = redis.admin();
  const keys = await admin.keys('*');
  const places = await Promise.all(
    keys.map(async (key) => ({
      where: `Redis, ${key}`,
      text: `${key} ${JSON.stringify(await contentOf(admin, key))}`,
      ...(feedKeys.has(key) ? { knows: inFeeds } : {}),
    })),
  );
  const files = filesBelow(join(redis.folder, 'appendonlydir')).map((place) => ({ ...place, knows: inFeeds }));
  const log = JSON.stringify(await admin.acl('LOG', 100));
  return [...places, ...files, { where: 'the list of refusals of Redis', text: log }];
}

/** A feed is asked by its whole address: those made by command are kept there, and of all where each was read last. */
const feedKeys: ReadonlySet<string> = new Set(['watchfloor:roster:feeds', 'watchfloor:feeds']);

async function contentOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1', 'WITHSCORES');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return null; // gone meanwhile
  }
}

/** Commands that the documented user asked for and may not run. */
export async function deniedBy(admin: Redis): Promise<readonly string[]> {
  const entries = (await admin.acl('LOG', 100)) as readonly (readonly unknown[])[];
  return entries.map((entry) => `refused by Redis: ${entry.slice(0, 10).join(' ')}`);
}

/** What `ps` shows of the program and of those that it started. */
export function commandLines(pid: number): readonly Place[] {
  if (process.platform !== 'linux') return [];
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => name === String(pid) || parentOf(name) === pid);
  return children.map((name) => ({
    where: `the arguments of process ${name}`,
    text: readFileSync(`/proc/${name}/cmdline`, 'utf8'),
  }));
}

function parentOf(pid: string): number {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return 0; // gone meanwhile
  }
}

/** Every file below a folder; none where there is no folder. */
export function filesBelow(folder: string): readonly Place[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => ({ where: `the file ${path}`, text: readFileSync(path, 'latin1') }));
  } catch {
    return []; // a Redis elsewhere leaves no folder
  }
}
