import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { runBackup } from '../../src/app/backup.ts';
import { nothingOpened } from '../../src/app/opened.ts';
import { openRedis } from '../../src/app/redis.ts';
import { runRestore } from '../../src/app/restore.ts';
import { loadConfig } from '../../src/config/load.ts';
import { fillFolder } from '../config/folder.ts';
import { root } from '../support/launch.ts';
import { startRedis } from '../support/redis.ts';
import { startTlsRedis } from '../support/tls-redis.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const dir = mkdtempSync(join(tmpdir(), 'wf-restore-'));
fillFolder(dir, {});
after(() => rmSync(dir, { recursive: true, force: true }));
const documented = readFileSync(join(root, 'docs/redis-user.conf'), 'utf8').split('\n');
const file = join(dir, 'all.backup');

/** What the commands do with this environment; gives what they say. */
function commandsOn(env: Readonly<Record<string, string>>, hear: (text: string) => void = () => undefined) {
  const said: string[] = [];
  const asking = {
    config: loadConfig({ dir, env }),
    log,
    stop: new AbortController().signal,
    say: (text: string) => {
      said.push(text);
      hear(text);
    },
  };
  const telling = async (work: Promise<void>) => {
    said.length = 0;
    await work;
    return said.join('');
  };
  return {
    config: asking.config,
    backUp: (to = file) => telling(runBackup({ file: to, isCheck: false }, asking)),
    putBack: (from = file, isForced = false) => telling(runRestore({ file: from, isForced }, asking)),
  };
}

/** A program that runs on it, until the test ends it. */
async function aProgram(t: TestContext, config: ReturnType<typeof loadConfig>) {
  const opened = nothingOpened(log);
  t.after(() => opened.closeAll());
  const end = () => opened.closeAll();
  const redis = await openRedis(config, opened, log).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return { redis, end };
}

test('over TLS, and as the users that are documented, a backup is made beside a program and put back when it has ended', async (t) => {
  const server = await startTlsRedis({ users: documented, asksForCertificate: false });
  if (server === null) return t.skip('this Redis speaks no TLS');
  t.after(() => server.stop());
  const REDIS_TLS_CA = await server.file('ours-ca.pem', server.signer.cert);
  const as = (user: string) =>
    commandsOn({ REDIS_URL: `rediss://${user}:PASSWORD@127.0.0.1:${server.port}`, REDIS_TLS_CA });
  const program = await aProgram(t, as('watchfloor').config);
  await program.redis.hset('watchfloor:watches', 'one', 'kept');
  const keeper = as('watchfloor-keeper');
  assert.match(await keeper.backUp(), /^Backed up to .* 2 records in \d+ bytes, as of/);
  await assert.rejects(as('watchfloor').backUp(`${file}.2`), /have the command client\|.* docs\/redis-user\.conf$/);
  await program.redis.hset('watchfloor:watches', 'one', 'later');
  await assert.rejects(keeper.putBack(file, true), /a Watchfloor is running on "watchfloor:" \(1 connections\)/);
  await program.end();
  await assert.rejects(as('watchfloor').putBack(file, true), /have the command client\|.* docs\/redis-user\.conf$/);
  assert.match(
    await keeper.putBack(file, true),
    /Restored in [\d.]+ s: 2 keys stand under "watchfloor:", of 2 records .*\)\. Watchfloor/,
  );
  const again = await aProgram(t, as('watchfloor').config);
  assert.equal(await again.redis.hget('watchfloor:watches', 'one'), 'kept');
});

test('who restores what cannot be restored is told why, and that nothing was touched', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  const { backUp, putBack } = commandsOn({ REDIS_URL: server.url });
  await assert.rejects(backUp(), /nothing is stored under "watchfloor:" in the Redis of REDIS_URL: is this the config/);
  await server.client().set('watchfloor:schema', 2);
  await backUp();
  const lines = gunzipSync(readFileSync(file)).toString().split('\n');
  const head = JSON.parse(lines[0] ?? '');
  const spoilt = (name: string, content: Buffer) => {
    const path = join(dir, name);
    writeFileSync(path, content);
    return path;
  };
  const whole = readFileSync(file);
  const untouched = 'Nothing was restored, and nothing deleted';
  const newer = gzipSync(lines.with(0, JSON.stringify({ ...head, format: 9 })).join('\n'));
  for (const [path, told] of [
    [join(dir, 'not.there'), 'cannot be read: there is no such file \\(ENOENT\\)'],
    [dir, 'cannot be read: it is a folder \\(EISDIR\\)'],
    [spoilt('cut', whole.subarray(0, -20)), 'is cut off: its end is missing'],
    [spoilt('text', Buffer.from('subscriptions: []\n')), 'is no backup of Watchfloor: expected a file .*'],
    [spoilt('changed', gzipSync(lines.join('\n').replace('"values":["2"]', '"values":["3"]'))), 'is damaged: .*'],
    [spoilt('newer', newer), 'was written in form 9 .*: use the newer one'],
  ] as const)
    await assert.rejects(putBack(path, true), new RegExp(`${told}\\. ${untouched}$`));
  await assert.rejects(putBack(), /1 keys stand under "watchfloor:" already, and would be lost: add --force/);
  assert.deepEqual(await server.client().keys('*'), ['watchfloor:schema']);
});

test('a backup that is spoilt while it is restored leaves what is not whole, and that is said', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  const own = join(dir, 'spoilt.backup');
  const spoil = (text: string) => void (text.startsWith('Restoring') && writeFileSync(own, 'spoilt'));
  const { backUp, putBack, config } = commandsOn({ REDIS_URL: server.url }, spoil);
  await server.client().set('watchfloor:schema', 2);
  await backUp(own);
  await assert.rejects(
    putBack(own, true),
    /spoilt\.backup is no backup of Watchfloor: .*, and what is restored is not whole: nothing starts on it\. Restore again$/,
  );
  await assert.rejects(aProgram(t, config), /"watchfloor:" is not whole/);
});

test('a Redis without room for it says so, and nothing starts on what is not whole', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  const redis = server.client();
  const { backUp, putBack, config } = commandsOn({ REDIS_URL: server.url });
  await redis.mset('watchfloor:schema', 2, 'watchfloor:large', 'x'.repeat(2_000_000));
  await backUp();
  await redis.flushall();
  const used = Number(/^used_memory:(\d+)/mu.exec(await redis.info('memory'))?.[1]);
  await redis.config('SET', 'maxmemory', 1);
  await assert.rejects(putBack(), /no memory left \(maxmemory\), and nothing was touched\. Give it more/);
  assert.deepEqual(await redis.keys('*'), []);
  await redis.config('SET', 'maxmemory', used + 500_000);
  await assert.rejects(putBack(), /no memory left \(maxmemory\), and what is restored is not whole: nothing starts/);
  await assert.rejects(aProgram(t, config), /"watchfloor:" is not whole/);
  await redis.config('SET', 'maxmemory', 0);
  await putBack();
  assert.equal((await redis.get('watchfloor:large'))?.length, 2_000_000);
});
