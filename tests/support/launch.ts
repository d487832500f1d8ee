/** The real program as npm starts it: the command and the environment of package.json's scripts, and nothing else of ours. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { reap } from './reaper.ts';

export const root = resolve(import.meta.dirname, '../..');

export interface Launch {
  readonly args?: readonly string[];
  /** Added to an environment without anything of Watchfloor's own; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Loaded before the program, in this order: paths. */
  readonly preloads?: readonly string[];
  /** As another user, by his number; for root alone. */
  readonly user?: number | undefined;
  /** The folder of another commit's program; left out: this one's. */
  readonly programDir?: string | undefined;
  /** Left out: its output and errors are for whoever started it to read. */
  readonly stdio?: SpawnOptions['stdio'];
}

/** Starts the script that runs `workers/<name>.ts`, or the role of this name. It is killed when this process is gone. */
export function launch(name: string, asked: Launch = {}): ChildProcess {
  const { programDir = root, user } = asked;
  const script = scriptOf(name, programDir);
  const preloads = (asked.preloads ?? []).flatMap((path) => ['--import', path]);
  return reap(
    spawn(process.execPath, [...preloads, ...script.args, ...(asked.args ?? [])], {
      cwd: programDir,
      ...(user === undefined ? {} : { uid: user, gid: user }),
      env: { ...bareEnvironment(), ...script.env, ...asked.env },
      stdio: asked.stdio ?? ['ignore', 'pipe', 'pipe'],
    }),
  );
}

/** What the script gives to `node`, and the environment that it sets. Who has no script of his own is a role of `worker`. */
function scriptOf(name: string, programDir: string) {
  const described = readFileSync(join(programDir, 'package.json'), 'utf8');
  const own = scriptWith(`workers/${name}.ts`, described);
  const script = own ?? scriptWith('workers/run.ts', described);
  if (script === undefined) throw new Error(`${programDir}/package.json: expected a script that runs workers/run.ts`);
  return { env: script.env, args: [...script.args, ...(own === undefined ? [name] : [])] };
}

function scriptWith(file: string, described: string) {
  const found = new RegExp(`: "((?:\\w+=\\S+ )*)(?:exec )?node ([^"]*${file})"`, 'u').exec(described);
  if (found === null) return undefined;
  const [, variables = '', command = ''] = found;
  const env = Object.fromEntries(variables.split(' ').flatMap((set) => (set === '' ? [] : [set.split('=')])));
  return { env, args: command.split(' ') };
}

/** What counts as ours must come from whoever starts it alone. */
function bareEnvironment(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:DISCORD|WATCHFLOOR|REDIS|LOG_LEVEL|NODE_OPTIONS|NODE_TEST)/.test(name),
  );
  return { ...Object.fromEntries(kept), WATCHFLOOR_PORT: '0' };
}
