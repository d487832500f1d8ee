/** Plants secrets wherever the program is given some, lets it work and fail, and looks for them wherever somebody reads. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { appendFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { openStore } from '../../../src/adapters/redis/store.ts';
import { rocketsAtAsad, rocketsAtAsadWounded } from '../news.ts';
import { type Program, root, runProgram, startProgram } from '../program.ts';
import { aStreamItem } from '../stream-item.ts';
import { findCanaries, type Place } from './canary.ts';
import { analyst, openWorld, type World } from './world.ts';

const answerMsMax = 20_000;

export interface Hunt {
  /** A sentence for each secret that was found, and for what did not happen that should have. */
  readonly found: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** Null where the Redis at hand cannot speak TLS. `isLong`: every command that prints, a replay, and a heartbeat that fails. */
export async function huntCanaries({ isLong }: { readonly isLong: boolean }): Promise<Hunt | null> {
  const world = await openWorld();
  if (world === null) return null;
  try {
    const program = startProgram('all', { env: world.env });
    await live(world, program, isLong);
    const commands = await Promise.all([
      ...printing(world, isLong),
      crash(world),
      mistakes(world),
      ...(isLong ? [replayed(world)] : []),
    ]);
    const served = await ask(await program.url(), world.byName.web);
    const processes = commandLines(program.pid);
    program.signal('SIGTERM');
    const { code } = await program.ended;
    const places: readonly Place[] = [
      { where: 'standard output', text: program.stdout() },
      { where: 'the log', text: program.stderr() },
      ...commands.flat(),
      ...served,
      ...processes,
      ...discordPlaces(world),
      ...(await redisPlaces(world)),
      ...filesBelow(world.news.dataDir),
    ];
    return judged(world, program, { isLong, code, places, denied: await deniedBy(world.redis.admin()) });
  } finally {
    await world.close();
  }
}

interface Outcome {
  readonly isLong: boolean;
  readonly code: number | null;
  readonly places: readonly Place[];
  readonly denied: readonly string[];
}

/** A hunt in which little happened finds little: what should have happened must have. */
function judged(world: World, program: Program, { isLong, code, places, denied }: Outcome): Hunt {
  const records = program.stderr().split('\n').length;
  const expected: Record<string, boolean> = {
    'the program ended with 0': code === 0,
    'a card stands': world.discord.messagesIn(world.discord.channel).length > 0,
    'the pager was called again after a failure': world.calls.pager > 1,
    'the heartbeat was called': !isLong || world.calls.heartbeat > 0,
    'there is a log to look through': records > 30,
    'there is something in Redis': places.filter(({ where }) => where.startsWith('Redis')).length > 20,
  };
  const missed = Object.entries(expected).flatMap(([what, holds]) => (holds ? [] : [`did not happen: ${what}`]));
  return {
    found: [
      ...findCanaries(world.canaries, places),
      ...places.flatMap(({ failed }) => failed ?? []),
      ...denied,
      ...missed,
    ],
    figures: {
      canaries: world.canaries.length,
      places: places.length,
      bytes: places.reduce((sum, { text }) => sum + text.length, 0),
      'log records': records,
      'feeds that fail': world.failing.length,
      'rights refused': denied.length,
    },
  };
}

// ── what happens ───────────────────────────────────────────────────────────────────────────────────────────────────

async function live(world: World, program: Program, isLong: boolean): Promise<void> {
  const { news, discord, byName, paper } = world;
  await program.until('the bot is ready', () => program.logged('discord gateway ready').length > 0);
  await program.until('it has begun', () => program.logged('started').length > 0);
  discord.faults.plan('POST', /^\/channels\/\d+\/messages$/, { kind: 'accepted-then-dropped' });
  discord.faults.plan('POST', /^\/channels\/\d+\/messages$/, { kind: 'status', status: 502 });
  news.publish('reuters', rocketsAtAsad);
  const store = openStore(world.redis.admin(), { prefix: 'watchfloor:' });
  const polls = news.polls('reuters');
  // A timer that is leased to the poll before takes no earlier time.
  await program.until('the news are asked for', async () => {
    await store.ensureTimer('poll:reuters', Date.now());
    return news.polls('reuters') > polls;
  });
  const added = `${paper.origin}/added?key=${byName.addedKey}`;
  paper.set(`/added?key=${byName.addedKey}`, { body: feedOf('The Added') });
  paper.set(`/added?apikey=${byName.addedKey}&n=2`, { body: feedOf('The Added') });
  await program.until('a card stands', () => discord.messagesIn(discord.channel).length > 0);
  await program.until('the pager was called', () => world.calls.pager > 1);
  for (const [name, sub, options, isAnalyst] of [
    ['feeds', 'add', { feed: added }, true],
    ['feeds', 'add', { feed: `${paper.origin}/added?apikey=${byName.addedKey}&n=2` }, true],
    ['feeds', 'add', { feed: added }, true],
    ['feeds', 'test', { feed: added }, true],
    ['feeds', 'add', { feed: `https://reader:${byName.userInfo}@paper.example/rss` }, true],
    ['feeds', 'add', { feed: `not an address ${byName.userInfo}:${byName.userInfo}@x` }, true],
    ['feeds', 'add', { feed: `${paper.origin}/none?key=${byName.refusedKey}` }, false],
    ['feeds', 'test', { feed: `${paper.origin}/none?key=${byName.refusedKey}` }, true],
    ['feeds', 'list', {}, true],
    ['why', undefined, { url: `${paper.origin}/refused?key=${byName.refusedKey}` }, true],
    ['status', undefined, {}, true],
    ['handover', undefined, {}, true],
    ['incident', 'list', {}, true],
    ['export', undefined, {}, true],
  ] as const) {
    const asked = { kind: 'command', name, ...(sub === undefined ? {} : { sub }), options } as const;
    const asker = isAnalyst ? analyst : { id: '700000000000000009', name: 'Guest', permissions: '0' };
    const injected = discord.ask(asked, asker);
    await program.until(`/${name} ${sub} is answered`, () => injected.reply !== null, answerMsMax);
  }
  const polled = () => world.failing.every((id) => program.stderr().includes(`"feed":"${id}"`));
  await program.until('every feed was tried', polled);
  news.publish('npr', rocketsAtAsadWounded);
  // It goes out each ten seconds, and is refused and sent elsewhere the first two times.
  if (isLong) await program.until('the heartbeat was called', () => world.calls.heartbeat > 2);
}

function feedOf(title: string): string {
  const item = `<item><title>Talks go on in the city for a week</title><guid>${title}</guid><link>https://paper.example/2</link></item>`;
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title>${item}</channel></rss>`;
}

/** A recorded stream told at the terminal and as Discord sees it, with all our secrets in the environment. */
async function replayed({ env, news }: World): Promise<readonly Place[]> {
  const folder = join(news.configDir, 'stream');
  await mkdir(folder);
  const at = (minute: string) => `2021-05-04T19:${minute}:00Z`;
  const items = [
    aStreamItem('a', at('30'), rocketsAtAsad.title, rocketsAtAsad.description),
    aStreamItem('b', at('50'), rocketsAtAsadWounded.title, rocketsAtAsadWounded.description),
  ];
  await writeFile(join(folder, 'items.jsonl'), items.map((item) => JSON.stringify(item)).join('\n'));
  const decisions = join(folder, 'decisions');
  const { DISCORD_API_URL: _address, ...alone } = env;
  const ended = await runProgram('replay', { env: alone, args: [folder, '--decisions', decisions] });
  return [...told('npm run replay', ended), ...filesBelow(folder), ...failure('replay', ended.code === 0, ended)];
}

/** A place that tells what did not come as it should. */
function failure(
  what: string,
  isAsExpected: boolean,
  ended: { readonly code: number | null; readonly stderr: string },
) {
  if (isAsExpected) return [];
  return [{ where: what, text: '', failed: `${what} ended with ${ended.code}: ${ended.stderr.slice(-300)}` }];
}

/** The commands that print what is known. */
function printing(world: World, isLong: boolean): Promise<readonly Place[]>[] {
  const { env, byName } = world;
  const short = [
    ['feeds', 'list'],
    ['feeds', 'export'],
  ];
  const long = [
    ['feeds', 'health'],
    ['feeds', 'test', `${world.paper.origin}/refused?key=${byName.feedKey}`],
    ['feeds', 'add', `https://reader:${byName.userInfo}@paper.example/rss`],
    ['config', 'export', 'feeds'],
    ['config', 'export'],
    ['audit', 'export'],
    ['audit', 'list'],
    ['subscriptions', 'list'],
    ['labels', 'list'],
    ['why', `${world.paper.origin}/refused?key=${byName.feedKey}`],
  ];
  return (isLong ? [...short, ...long] : short).map(async ([name = '', ...args]) =>
    told(`npm run ${name} -- ${args[0]}`, await runProgram(name, { env, args })),
  );
}

function told(
  where: string,
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
): readonly Place[] {
  return [
    { where: `${where}, standard output`, text: stdout },
    { where: `${where}, standard error`, text: stderr },
  ];
}

/** An error that nobody catches, with secrets in its words, its properties and its cause, as clients make them. */
async function crash({ env, news }: World): Promise<readonly Place[]> {
  const preload = join(news.configDir, 'crash.mjs');
  await writeFile(
    preload,
    `const write = process.stderr.write.bind(process.stderr);
process.stderr.write = (text, ...rest) => {
  if (String(text).includes('"starting"')) setImmediate(() => {
    const { REDIS_URL, DISCORD_TOKEN, HEARTBEAT_URL, PAGER_SECRET } = process.env;
    const cause = Object.assign(new Error('AUTH ' + decodeURIComponent(REDIS_URL)), { command: { name: 'auth', args: [REDIS_URL] } });
    throw Object.assign(new Error('crashed at ' + HEARTBEAT_URL, { cause }), { token: DISCORD_TOKEN, list: [PAGER_SECRET] });
  });
  return write(text, ...rest);
};`,
  );
  const ended = await runProgram('match', { env, preload });
  const isAsExpected = ended.code === 1 && ended.stderr.includes('crashed at');
  return [...told('a crash', ended), ...failure('crash', isAsExpected, ended)];
}

/** A configuration with mistakes where secrets stand. */
async function mistakes({ env, news, byName }: World): Promise<readonly Place[]> {
  const dir = join(news.configDir, 'wrong');
  await mkdir(dir);
  for (const name of readdirSync(join(root, 'config'))) await cp(join(root, 'config', name), join(dir, name));
  await writeFile(
    join(dir, 'watchfloor.yaml'),
    [
      `redisUrl: "redis//watchfloor:${byName.redis}@host"`,
      `heartbeat: { url: "htps://hc.example/ping/${byName.heartbeat}" }`,
      `web: { token: "${byName.web}" }`,
    ].join('\n'),
  );
  await writeFile(
    join(dir, 'rota.yaml'),
    `webhooks:\n  - { id: pager, server: "1", url: "hooks.example/services/${byName.pagerPath}", secretVariable: "${byName.pagerSecret}" }\n`,
  );
  await appendFile(
    join(dir, 'feeds.yaml'),
    `  - { id: a, url: "https://reader:${byName.userInfo}@paper.example/?key=${byName.feedKey}", outlet: reuters, language: en }\n`,
  );
  const wrong = {
    ...env,
    WATCHFLOOR_CONFIG: dir,
    DISCORD_TOKEN: `${byName.token} `,
    WATCHFLOOR_WEB_TOKEN: `${byName.web} x`,
    REDIS_URL: `redis:/${byName.redis}`,
  };
  return told('a wrong configuration', await runProgram('config-check', { env: wrong }));
}

// ── where is looked ────────────────────────────────────────────────────────────────────────────────────────────────

async function ask(url: string, token: string): Promise<readonly Place[]> {
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

function discordPlaces({ discord, byName }: World): readonly Place[] {
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
async function redisPlaces({ redis, inFeeds }: World): Promise<readonly Place[]> {
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
async function deniedBy(admin: Redis): Promise<readonly string[]> {
  const entries = (await admin.acl('LOG', 100)) as readonly (readonly unknown[])[];
  return entries.map((entry) => `refused by Redis: ${entry.slice(0, 10).join(' ')}`);
}

/** What `ps` shows of the program and of those that it started. */
function commandLines(pid: number): readonly Place[] {
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

function filesBelow(folder: string): readonly Place[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => ({ where: `the file ${path}`, text: readFileSync(path, 'latin1') }));
  } catch {
    return []; // a Redis elsewhere leaves no folder
  }
}
