/** Wherever somebody could read what the program wrote, said or answered. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { unpack } from '../../../src/adapters/redis/records.ts';
import { partsOf, valuesOf } from '../faults/resp.ts';
import type { Place } from './canary.ts';
import type { World } from './world.ts';

/** What the port for health and metrics answers to whom has the token and to whom has none, and to who asks wrongly. */
export async function servedPlaces(url: string, token: string): Promise<readonly Place[]> {
  const bearer = { authorization: `Bearer ${token}` };
  const paths = ['/health', '/metrics', `/health?token=${token}`, `/${token}`, '/nowhere'];
  const asked: readonly (readonly [path: string, init: RequestInit])[] = [
    ...paths.flatMap((path) => [[path, { headers: bearer }] as const, [path, {}] as const]),
    ['/metrics', { headers: { authorization: `Basic ${token}` } }],
    ['/metrics', { headers: { ...bearer, 'x-long': token.repeat(300) } }],
    ['/health', { method: 'POST', headers: bearer, body: token }],
    ['/health', { method: 'DELETE', headers: bearer }],
  ];
  return Promise.all(
    asked.map(async ([path, init]) => {
      const answer = await fetch(`${url}${path}`, init);
      const text = `${JSON.stringify([...answer.headers])}${await answer.text()}`;
      return { where: `the HTTP port, ${answer.status}`, text };
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

/** Every key with all its values, what BullMQ keeps included, and every write that stands in the files of Redis. */
export async function redisPlaces({ redis, inFeeds }: World): Promise<readonly Place[]> {
  const admin = redis.admin();
  const keys = await admin.keys('*');
  const places = await Promise.all(
    keys.map(async (key) => ({
      where: `Redis, ${key}`,
      text: `${key} ${textOf(await valuesIn(admin, key))}`,
      ...(holdsFeeds(key) ? { knows: inFeeds } : {}),
    })),
  );
  const slow = textOf(await admin.callBuffer('SLOWLOG', 'GET', '128'));
  const refused = textOf(await admin.callBuffer('ACL', 'LOG', '100'));
  return [
    ...places,
    ...writesIn(join(redis.folder, 'appendonlydir'), inFeeds),
    { where: 'the list of slow commands of Redis', text: slow, knows: inFeeds },
    { where: 'the list of refusals of Redis', text: refused },
  ];
}

/** A feed is asked by its whole address: those made by command are kept there, and of all where each was read last. */
export function holdsFeeds(key: string): boolean {
  return /^(?:watchfloor:)?(?:roster:feeds|feeds)$/.test(key);
}

/** What stands in Redis as text; large records are packed. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(' ');
  if (!Buffer.isBuffer(value)) return String(value);
  try {
    return unpack(value);
  } catch {
    return value.toString('latin1');
  }
}

async function valuesIn(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.getBuffer(key);
    case 'hash':
      return redis.callBuffer('HGETALL', key);
    case 'list':
      return redis.lrangeBuffer(key, 0, -1);
    case 'set':
      return redis.smembersBuffer(key);
    case 'zset':
      return redis.zrangeBuffer(key, '0', '-1', 'WITHSCORES');
    case 'stream':
      return redis.callBuffer('XRANGE', key, '-', '+');
    default:
      return null; // gone meanwhile
  }
}

/** Also what was kept for a moment alone: each write as Redis noted it, so that it is known which key it was of. */
function writesIn(folder: string, inFeeds: readonly string[]): readonly Place[] {
  const said = { feeds: [] as string[], others: [] as string[] };
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.aof'))) {
    const take = valuesOf((command) => {
      const parts = partsOf(command);
      const text = textOf(parts.map((part) => Buffer.from(part, 'latin1')));
      said[holdsFeeds(parts[1] ?? '') ? 'feeds' : 'others'].push(text);
    });
    take(readFileSync(join(folder, name)));
  }
  return [
    { where: 'writes to the append-only file, of feeds', text: said.feeds.join('\n'), knows: inFeeds },
    { where: 'writes to the append-only file', text: said.others.join('\n') },
  ];
}

/** Commands that the documented users asked for and may not run; wrong passwords are tried on purpose. */
export async function deniedBy(admin: Redis): Promise<readonly string[]> {
  const entries = (await admin.acl('LOG', 100)) as readonly (readonly unknown[])[];
  const denied = entries.filter((entry) => !entry.includes('auth'));
  return denied.map((entry) => `refused by Redis: ${entry.slice(0, 10).join(' ')}`);
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
