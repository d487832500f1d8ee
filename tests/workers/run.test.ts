import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../support/launch.ts';
import { runProgram } from '../support/program.ts';

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wf-'));
  folders.push(folder);
  return folder;
}

describe('a role', { concurrency: 2 }, () => {
  it('that nobody knows is answered with the roles there are, exit code 2', async () => {
    for (const args of [['sweeper'], [], ['poll', 'match']]) {
      const { code, stderr } = await runProgram('run', { args });
      assert.deepEqual([code, stderr], [2, 'usage: npm run worker -- scheduler|poll|match|deliver|escalate|bot\n']);
    }
  });
});

it('a signal to npm alone ends the program too', async () => {
  const env = { ...process.env, REDIS_URL: 'redis://127.0.0.1:1', WATCHFLOOR_PORT: '0' };
  const npm = spawn('npm', ['run', '--silent', 'worker', '--', 'poll'], { cwd: root, env, detached: true });
  let told = '';
  npm.stderr.on('data', (chunk) => {
    told += chunk;
    if (/redis cannot be reached/.test(chunk)) npm.kill('SIGTERM');
  });
  // Its output ends with the last process that holds it; where the program does not hear, its group is ended here.
  const ended = new AbortController();
  const limit = pause(20_000, undefined, { signal: ended.signal }).then(
    () => process.kill(-(npm.pid ?? process.pid), 'SIGKILL'),
    () => {},
  );
  await once(npm, 'close');
  ended.abort();
  await limit;
  assert.match(told, /"signal":"SIGTERM","message":"stopped"/);
});

it('every script lets the program take the place of its shell, which would not pass a signal on', async () => {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const running = Object.entries<string>(scripts).filter(([, script]) => /\bnode --/.test(script));
  assert.ok(running.length > 20);
  for (const [name, script] of running) assert.match(script, /^(?:\w+=\S+ )*exec node /, name);
});

describe('a mistake in the configuration', { concurrency: 2 }, () => {
  async function withMistake(): Promise<string> {
    const folder = await aFolder();
    await cp(join(root, 'config'), folder, { recursive: true });
    const settings = join(folder, 'watchfloor.yaml');
    await writeFile(settings, (await readFile(settings, 'utf8')).replace(/timeoutMs: \d+/, 'timeoutMs: soon'));
    await appendFile(
      join(folder, 'feeds.yaml'),
      '  - { id: broken, url: "not an address", outlet: reuters, language: en }\n',
    );
    return folder;
  }

  it('stops the start and fails the check alike: each with file, line and what was expected, exit code 2', async () => {
    const folder = await withMistake();
    const env = { WATCHFLOOR_CONFIG: folder, WATCHFLOOR_DATA: join(folder, 'data') };
    const [start, check] = await Promise.all([runProgram('all', { env }), runProgram('config-check', { env })]);
    for (const { code, stdout, stderr } of [start, check]) {
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /watchfloor\.yaml:\d+.*timeoutMs.*expected a whole number/);
      assert.match(stderr, /feeds\.yaml:\d+.*expected .*address/);
    }
    assert.ok(check.stderr.startsWith(start.stderr.trim()));
  });

  it('in the environment is told by the name of the variable and never by its value', async () => {
    const folder = await aFolder();
    const env = { WATCHFLOOR_DATA: join(folder, 'data'), DISCORD_TOKEN: 'a secret with spaces', WATCHFLOOR_PORT: 'x' };
    const { code, stderr } = await runProgram('all', { env });
    assert.equal(code, 2);
    assert.match(stderr, /DISCORD_TOKEN.*expected the token of a bot/);
    assert.match(stderr, /WATCHFLOOR_PORT.*expected a port/);
    assert.ok(!stderr.includes('a secret'));
  });

  it('is not found in what is shipped', async () => {
    const { code, stdout } = await runProgram('config-check');
    assert.equal(code, 0);
    assert.match(stdout, /^OK: \d+ feeds .*\d+ known incidents/);
  });
});

describe('an old Node', () => {
  for (const version of ['20.20.2', '22.12.0']) {
    it(`${version} is told in one sentence which is needed, before anything else fails`, async () => {
      const folder = await aFolder();
      const preload = join(folder, 'old.mjs');
      const versions = `{ value: { ...process.versions, node: '${version}' } }`;
      await writeFile(
        preload,
        `Object.defineProperty(process, 'versions', ${versions}); Object.defineProperty(process, 'version', { value: 'v${version}' });`,
      );
      const { code, stdout, stderr } = await new Promise<{ code: unknown; stdout: string; stderr: string }>((done) => {
        const args = ['--import', preload, '--import', join(root, 'require-node.mjs'), 'workers/all.ts'];
        execFile(process.execPath, args, { cwd: root }, (error, out, err) =>
          done({ code: error?.code, stdout: out, stderr: err }),
        );
      });
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(
        stderr,
        new RegExp(`^Watchfloor needs Node 22\\.18 or newer and was started with v${version}: [^\\n]+\\n$`),
      );
    });
  }
});
