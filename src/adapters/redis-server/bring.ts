import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type CommandResult, runCommand } from './command.ts';

const updateTimeoutMs = 120_000;
const downloadTimeoutMs = 120_000;
const unpackTimeoutMs = 60_000;
const packages = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'];
const plainEnglish = ['LC_ALL=C', 'DEBIAN_FRONTEND=noninteractive'];
const librariesMax = 60;

export type BringResult = { readonly status: 'brought' } | { readonly status: 'failed'; readonly problem: string };

/**
 * Downloads Debian's Redis with its libraries and unpacks it into `folder`, without root and without touching the
 * host: package lists, cache and configuration of apt are its own, nothing is installed. The folder appears whole or
 * not at all.
 */
export async function bringFromDebian(folder: string, env: NodeJS.ProcessEnv | undefined): Promise<BringResult> {
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
  try {
    const apt = await prepareApt(work, env);
    // One unreachable third-party source makes the update fail as a whole; the download shows whether it matters.
    const update = await apt('apt-get', ['update'], updateTimeoutMs);
    const download = await apt('apt-get', ['download', ...packages], downloadTimeoutMs);
    if (download.code !== 0) return failed(update.code === 0 ? download : update);
    const unpacked = await unpack(work, env);
    if (unpacked !== null) return failed(unpacked);
    const completed = await addMissingLibraries(work, env, apt);
    if (completed !== null) return failed(completed);
    await moveIntoPlace(join(work, 'root'), folder);
    return { status: 'brought' };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Where Debian's packages keep their libraries, as the dynamic linker wants it. */
export async function libraryPathOf(root: string): Promise<string> {
  const folders: string[] = [];
  for (const base of ['usr/lib', 'lib']) {
    const entries = await readdir(join(root, base), { withFileTypes: true }).catch(() => []);
    const triplets = entries.filter((entry) => entry.isDirectory() && entry.name.includes('-linux-'));
    folders.push(...triplets.map((entry) => join(root, base, entry.name)));
  }
  return folders.join(':');
}

type Apt = (program: string, args: readonly string[], timeoutMs: number) => Promise<CommandResult>;

async function prepareApt(work: string, env: NodeJS.ProcessEnv | undefined): Promise<Apt> {
  for (const part of ['lists/partial', 'cache/archives/partial', 'packages', 'root']) {
    await mkdir(join(work, part), { recursive: true });
  }
  const settings = join(work, 'apt.conf');
  await writeFile(
    settings,
    [
      `Dir::State::lists "${work}/lists";`,
      `Dir::Cache "${work}/cache";`,
      'Acquire::Languages "none";',
      'Acquire::Retries "2";',
      'Acquire::http::Timeout "20";',
      'Acquire::https::Timeout "20";',
      // The folder may be closed to apt's own download user; the signatures are checked all the same.
      'APT::Sandbox::User "root";',
      // Hooks of the host (clean its cache, refresh its databases) are none of our business.
      '#clear APT::Update::Pre-Invoke;',
      '#clear APT::Update::Post-Invoke;',
      '#clear APT::Update::Post-Invoke-Success;',
      '',
    ].join('\n'),
  );
  return (program, args, timeoutMs) =>
    runCommand('env', [...plainEnglish, program, '-q', '-c', settings, ...args], {
      env,
      cwd: join(work, 'packages'),
      timeoutMs,
    });
}

async function unpack(work: string, env: NodeJS.ProcessEnv | undefined): Promise<CommandResult | null> {
  const folder = join(work, 'packages');
  for (const name of await readdir(folder)) {
    const result = await runCommand('dpkg-deb', ['-x', join(folder, name), join(work, 'root')], {
      env,
      timeoutMs: unpackTimeoutMs,
    });
    if (result.code !== 0) return result;
    await rm(join(folder, name));
  }
  return null;
}

/** On a small machine more is missing than the usual two libraries (libatomic, libssl); then all it depends on come. */
async function addMissingLibraries(
  work: string,
  env: NodeJS.ProcessEnv | undefined,
  apt: Apt,
): Promise<CommandResult | null> {
  const root = join(work, 'root');
  const linked = await runCommand(
    'env',
    [...plainEnglish, `LD_LIBRARY_PATH=${await libraryPathOf(root)}`, 'ldd', join(root, 'usr/bin/redis-server')],
    { env, timeoutMs: unpackTimeoutMs },
  );
  if (!linked.output.includes('not found')) return null;
  const depends = await apt('apt-cache', ['depends', '--recurse', '--important', ...packages], downloadTimeoutMs);
  const names = librariesBehind(packages, depends.output).slice(0, librariesMax);
  const download = await apt('apt-get', ['download', ...names], downloadTimeoutMs);
  return download.code === 0 ? unpack(work, env) : download;
}

/** Reads `apt-cache depends --recurse`: the libraries that packages need, through libraries alone, and never the C one. */
function librariesBehind(roots: readonly string[], listing: string): string[] {
  const needs = new Map<string, string[]>();
  let present: string[] = [];
  for (const line of listing.split('\n')) {
    // Deeper indented lines are providers and alternatives of the one above, which suffices.
    const need = /^ {2}(?:Pre)?Depends: (lib[a-z0-9.+-]+)$/.exec(line)?.[1];
    if (need !== undefined && need !== 'libc6') present.push(need);
    if (/^\S/.test(line)) {
      present = needs.get(line) ?? [];
      needs.set(line, present);
    }
  }
  const found = new Set<string>();
  const visit = (name: string): void => {
    for (const need of needs.get(name) ?? []) {
      if (found.has(need)) continue;
      found.add(need);
      visit(need);
    }
  };
  for (const root of roots) visit(root);
  return [...found];
}

/** Another process may have been quicker; its folder is as good as ours. */
async function moveIntoPlace(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST');
    if (!taken) throw error;
  }
}

function failed(result: CommandResult): BringResult {
  const lines = result.output.trim().split('\n').filter(Boolean);
  const telling = lines.filter((line) => line.startsWith('E:')).at(-1) ?? lines.at(-1) ?? 'no output';
  return { status: 'failed', problem: telling.slice(0, 300) };
}
