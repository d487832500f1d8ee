/** Commands that are run with all our secrets in their environment, and what they print when they do and do not succeed. */
import { readdirSync } from 'node:fs';
import { appendFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../launch.ts';
import { runProgram } from '../program.ts';
import type { Place } from './canary.ts';
import { filesBelow } from './places.ts';
import type { World } from './world.ts';

const bundledStream = join(root, 'tests/fixtures/streams/2023-2026');

/** What is to be read after all of them; `isLong`: every command that prints, and a replay. */
export async function runCommands(world: World, isLong: boolean): Promise<readonly Place[]> {
  const printed = await Promise.all([
    ...printing(world, isLong),
    crash(world, 'thrown'),
    mistakes(world),
    ...(isLong ? [replayed(world), crash(world, 'rejected'), refused(world)] : []),
  ]);
  return printed.flat();
}

/** A recorded stream told at the terminal and in Discord, with all our secrets in the environment. */
async function replayed({ env, news }: World): Promise<readonly Place[]> {
  const folder = join(news.configDir, 'decided');
  await mkdir(folder);
  const places: Place[] = [];
  for (const messenger of ['console', 'discord']) {
    const args = [bundledStream, '--messenger', messenger, '--decisions', join(folder, messenger)];
    const ended = await runProgram('replay', { env, args });
    places.push(...told(`npm run replay, ${messenger}`, ended), ...failure('replay', ended.code === 0, ended));
  }
  return [...places, ...filesBelow(folder)];
}

/** A place that tells what did not come as it should. */
export function failure(
  what: string,
  isAsExpected: boolean,
  ended: { readonly code: number | null; readonly stderr: string },
) {
  if (isAsExpected) return [];
  return [{ where: what, text: '', failed: `${what} ended with ${ended.code}: ${ended.stderr.slice(-300)}` }];
}

/** The commands that print what is known, each with its standard output and error. */
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
    ['labels', 'export'],
    ['config-check'],
    ['decide', bundledStream],
    ['digest', bundledStream],
    ['why', `${world.paper.origin}/refused?key=${byName.feedKey}`],
  ];
  return (isLong ? [...short, ...long] : short).map(async ([name = '', ...args]) =>
    told(`npm run ${name} -- ${args.join(' ')}`, await runProgram(name, { env, args })),
  );
}

/** Both outputs of a command. */
export function told(
  where: string,
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
): readonly Place[] {
  return [
    { where: `${where}, standard output`, text: stdout },
    { where: `${where}, standard error`, text: stderr },
  ];
}

/** An error that nobody catches, with secrets in its words, its properties and its cause, as clients make them. */
async function crash({ env, news }: World, how: 'thrown' | 'rejected'): Promise<readonly Place[]> {
  const preload = join(news.configDir, `${how}.mjs`);
  await writeFile(
    preload,
    `const write = process.stderr.write.bind(process.stderr);
process.stderr.write = (text, ...rest) => {
  if (String(text).includes('"starting"')) setImmediate(() => {
    const { REDIS_URL, DISCORD_TOKEN, HEARTBEAT_URL, PAGER_SECRET } = process.env;
    const cause = Object.assign(new Error('AUTH ' + decodeURIComponent(REDIS_URL)), { command: { name: 'auth', args: [REDIS_URL] } });
    const error = Object.assign(new Error('crashed at ' + HEARTBEAT_URL, { cause }), { token: DISCORD_TOKEN, list: [PAGER_SECRET] });
    ${how === 'thrown' ? 'throw error' : 'Promise.reject(error)'};
  });
  return write(text, ...rest);
};`,
  );
  const ended = await runProgram('match', { env, preloads: [preload] });
  const isAsExpected = ended.code === 1 && ended.stderr.includes('crashed at');
  return [...told(`an error that is ${how}`, ended), ...failure('crash', isAsExpected, ended)];
}

/** A password that Redis refuses and a token that Discord refuses, each like the right one but for its first letter. */
async function refused({ env, byName }: World): Promise<readonly Place[]> {
  const other = (secret: string) => `${secret.startsWith('a') ? 'b' : 'a'}${secret.slice(1)}`;
  const password = encodeURIComponent(byName.redis);
  const address = String(env.REDIS_URL).replace(password, encodeURIComponent(other(byName.redis)));
  const [redis, token] = await Promise.all([
    runProgram('match', { env: { ...env, REDIS_URL: address } }),
    runProgram('deliver', { env: { ...env, DISCORD_TOKEN: other(byName.token) } }),
  ]);
  return [
    ...[...told('a password that is refused', redis), ...failure('match', redis.code === 1, redis)],
    ...[...told('a token that is refused', token), ...failure('deliver', token.code === 1, token)],
  ];
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
