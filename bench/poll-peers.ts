/** The same rounds by two readers of Debian, as configured by somebody who wants them fast. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Cost } from './poll-cost.ts';

const roundMsMax = 300_000;
const newsboatThreads = 16; // its default is 1

export interface Peer {
  readonly name: string;
  readonly round: () => Promise<Cost>;
}

/** Those of the two that are installed. */
export async function installedPeers(folder: string, addresses: readonly string[]): Promise<readonly Peer[]> {
  const peers: Peer[] = [];
  if (await isInstalled('newsboat')) peers.push(await newsboat(join(folder, 'newsboat'), addresses));
  if (await isInstalled('sfeed_update')) peers.push(await sfeed(join(folder, 'sfeed'), addresses));
  return peers;
}

async function newsboat(folder: string, addresses: readonly string[]): Promise<Peer> {
  await mkdir(folder);
  const [urls, config, cache] = ['urls', 'config', 'cache.db'].map((name) => join(folder, name));
  if (urls === undefined || config === undefined || cache === undefined) throw new Error('three files were named');
  await writeFile(urls, `${addresses.join('\n')}\n`);
  await writeFile(config, `reload-threads ${newsboatThreads}\n`);
  const command = ['newsboat', '-q', '-u', urls, '-c', cache, '-C', config, '-x', 'reload'];
  return { name: 'newsboat', round: () => costOf(folder, command) };
}

/** Made to ask with the ETag it was given and for gzip, both of which its own `fetch` leaves out. */
async function sfeed(folder: string, addresses: readonly string[]): Promise<Peer> {
  await mkdir(join(folder, 'etags'), { recursive: true });
  const rc = join(folder, 'sfeedrc');
  const feeds = addresses.map((url, feed) => `  feed 'feed-${feed}' '${url}'`).join('\n');
  await writeFile(
    rc,
    `sfeedpath='${folder}/feeds'
fetch() {
  curl -L --max-redirs 0 -H 'User-Agent:' -f -s -m 15 --compressed \\
    --etag-compare "${folder}/etags/$1" --etag-save "${folder}/etags/$1" "$2" 2>/dev/null
}
feeds() {
${feeds}
}
`,
  );
  return { name: 'sfeed', round: () => costOf(folder, ['sfeed_update', rc]) };
}

async function isInstalled(command: string): Promise<boolean> {
  const [exitCode] = await once(spawn('bash', ['-c', `command -v ${command}`], { stdio: 'ignore' }), 'exit');
  return exitCode === 0;
}

/** Wall time, and processor time of the command with all its children; ended with all of them when it takes too long. */
async function costOf(folder: string, command: readonly string[]): Promise<Cost> {
  const timed = 'TIMEFORMAT="%R %U %S"; time "$@" > output 2>&1';
  const env = { ...process.env, HOME: folder, LC_ALL: 'C.UTF-8', TERM: 'xterm' };
  const child = spawn('bash', ['-c', timed, 'bash', ...command], { cwd: folder, env, detached: true });
  const late = setTimeout(() => process.kill(-(child.pid ?? Number.NaN), 'SIGKILL'), roundMsMax);
  const written = await text(child.stderr);
  clearTimeout(late);
  const [seconds, user, system] = written.trim().split(' ').map(Number);
  if (seconds === undefined || user === undefined || system === undefined)
    throw new Error(`${command[0]} did not end within ${roundMsMax / 1_000} s, or said: ${written}`);
  return { seconds, cpuSeconds: user + system };
}
