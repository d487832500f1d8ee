import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isAlive } from '../../src/adapters/redis-server/life.ts';
import { until } from './until.ts';

const goneMsMax = 5_000;
let temporary: string;

before(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'a folder of tests '));
});
after(() => rm(temporary, { recursive: true, force: true }));

interface Made {
  readonly owner: ChildProcess;
  /** A child, and a server that a child of ours would start for itself: it works in the folder and belongs to nobody. */
  readonly child: number;
  readonly server: number;
  readonly folder: string;
  /** A folder and a child that were given back. */
  readonly kept: string;
  readonly spared: number;
}

/** A process that has all these. */
async function anOwner(): Promise<Made> {
  const script = `
    import { spawn } from 'node:child_process';
    import { once } from 'node:events';
    import { mkdir } from 'node:fs/promises';
    import { deleteFolder, makeFolder, reap } from ${JSON.stringify(join(import.meta.dirname, 'reaper.ts'))};
    const [folder, kept] = [await makeFolder('one'), await makeFolder('two')];
    const sleep = (more) => spawn('sleep', ['600'], { stdio: 'ignore', ...more });
    const child = reap(sleep({}));
    const server = sleep({ cwd: folder, detached: true });
    const ended = reap(sleep({}));
    ended.kill();
    await once(ended, 'exit');
    await deleteFolder(kept);
    await mkdir(kept);
    const spared = sleep({ cwd: kept, detached: true });
    console.log(JSON.stringify({ child: child.pid, server: server.pid, folder, kept, spared: spared.pid }));
    setInterval(() => {}, 1000);`;
  const args = ['--input-type=module', '-e', script];
  const env = { ...process.env, TMPDIR: temporary };
  const owner = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(owner.stdout, 'data');
  return { owner, ...JSON.parse(String(said)) };
}

/** Elsewhere nobody can tell where a process works. */
const skip = process.platform !== 'linux';

describe('of a process that is ended', { concurrency: true, skip }, () => {
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const)
    it(`by ${signal} no child, no folder and no server in a folder is left; what was given back is`, async (t) => {
      const { owner, child, server, folder, kept, spared } = await anOwner();
      t.after(() => process.kill(spared, 'SIGKILL'));
      assert.ok(isAlive(child) && isAlive(server) && existsSync(folder));
      owner.kill(signal);
      await until('nothing is left', () => !isAlive(child) && !isAlive(server) && !existsSync(folder), goneMsMax);
      assert.ok(isAlive(spared) && existsSync(kept));
    });
});
