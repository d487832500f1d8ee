import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { queueConnection } from '../../src/adapters/queue/connection.ts';
import { nothingOpened } from '../../src/app/opened.ts';
import { openRedis, openRedisToCopy } from '../../src/app/redis.ts';
import { loadConfig } from '../../src/config/load.ts';
import { fillFolder } from '../config/folder.ts';
import { aSigner } from '../support/certificates.ts';
import { startFloorRedis } from '../support/faults/redis.ts';
import { freePort } from '../support/free-port.ts';
import { deleteFolder, makeFolder } from '../support/reaper.ts';
import { startRedis } from '../support/redis.ts';
import { startTlsRedis, type TlsRedis, type TlsRedisOptions } from '../support/tls-redis.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const dir = mkdtempSync(join(tmpdir(), 'wf-config-'));
fillFolder(dir, {});
after(() => rmSync(dir, { recursive: true, force: true }));

test('a unix address is followed, and a login that Redis refuses is told with the variable that sets it', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  const config = loadConfig({ dir, env: { REDIS_URL: `unix:${server.path}` } });
  const opened = nothingOpened(log);
  t.after(() => opened.closeAll());
  const redis = await openRedis(config, opened, log);
  await redis.config('SET', 'requirepass', 'another');
  const refused = nothingOpened(log);
  t.after(() => refused.closeAll());
  await assert.rejects(openRedis(config, refused, log), /Redis refuses the login \(NOAUTH\): expected REDIS_URL/);
});

test('a command does not wait for ever for a Redis that is away, and says where it looked', async (t) => {
  const config = loadConfig({ dir, env: { REDIS_URL: `redis://someone:hunter2@127.0.0.1:${await freePort()}` } });
  const opened = nothingOpened(log);
  t.after(() => opened.closeAll());
  await assert.rejects(
    openRedisToCopy(config, opened, log, 50),
    /^Error: Redis cannot be reached \(connect ECONNREFUSED 127\.0\.0\.1:\d+\): expected it to run there, or REDIS_URL/,
  );
});

test('nor for one whose port takes each connection and closes it, as what stands before a server does', async (t) => {
  const server = createServer((socket) => socket.on('error', () => undefined).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const config = loadConfig({ dir, env: { REDIS_URL: `redis://127.0.0.1:${address.port}` } });
  const opened = nothingOpened(log);
  t.after(() => opened.closeAll());
  await assert.rejects(
    openRedisToCopy(config, opened, log, 50),
    /Redis cannot be reached \(it closes each connection\)/,
  );
});

test('a data folder that cannot be written is told with what names another one', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'watchfloor-data-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'file'), '');
  const config = loadConfig({ dir, env: { WATCHFLOOR_DATA: join(folder, 'file') } });
  const opened = nothingOpened(log);
  await assert.rejects(
    openRedis(config, opened, log),
    /data folder .* cannot be written \(ENOTDIR\): .*WATCHFLOOR_DATA/,
  );
  await opened.closeAll();
});

test('a user of Redis who lacks a right is told which, at the start', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  const env = { REDIS_URL: `${server.path}?username=few&password=hunter2` };
  const rights = async (...rules: string[]) => {
    await server.client().call('ACL', 'SETUSER', 'few', 'reset', 'on', '>hunter2', ...rules);
    return openWith(env);
  };
  const all = ['~watchfloor:*', '~watchfloor-queue:*', '+@all'];
  assert.equal(await rights(...all), 'PONG PONG');
  assert.match(
    await rights(...all, '-eval'),
    /the command eval \(NOPERM\): expected the rights of docs\/redis-user\.conf/,
  );
  assert.match(await rights(...all, '-set'), /the command set \(NOPERM\)/);
  assert.match(await rights('~watchfloor:*', '+@all'), /all keys that begin with keyPrefix \(NOPERM\)/);
  assert.match(
    await openWith({ REDIS_URL: `${server.path}?username=few&password=other` }),
    /refuses the login \(WRONGPASS\)/,
  );
});

test('a database that Redis does not have is no other one', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  assert.match(
    await openWith({ REDIS_URL: `${server.path}?db=99` }),
    /no database of the number that REDIS_URL ends with/,
  );
  assert.equal(await server.client().dbsize(), 0);
});

test('an address that would be taken apart at the wrong place is refused without being shown', () => {
  for (const url of [
    'redis://user:12/hunter2@host',
    'redis://user:50%hunter2@host',
    'redis://:hunter2#x@host',
    'http://hunter2@host',
  ])
    assert.throws(
      () => loadConfig({ dir, env: { REDIS_URL: url } }),
      ({ message }: Error) => /REDIS_URL: expected redis:\/\/host:port, /.test(message) && !message.includes('hunter2'),
      url,
    );
});

// ── over TLS ───────────────────────────────────────────────────────────────────────────────────────────────────────

async function aTlsRedis(t: TestContext, options: TlsRedisOptions = {}): Promise<TlsRedis | null> {
  const server = await startTlsRedis({ asksForCertificate: false, ...options });
  if (server === null) t.skip('this Redis was built without TLS');
  else t.after(() => server.stop());
  return server;
}

/** What opening it comes to: PONG, or the sentence of the refusal. */
async function openWith(env: Record<string, string>): Promise<string> {
  const opened = nothingOpened(log);
  try {
    const redis = await openRedis(loadConfig({ dir, env }), opened, log);
    const other = queueConnection(redis, log);
    opened.add('queue', async () => other.disconnect());
    return `${await redis.ping()} ${await other.ping()}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await opened.closeAll();
  }
}

test('over TLS the store and the queues come in with who signed the server named, and with a certificate of ours', async (t) => {
  const server = await aTlsRedis(t, { asksForCertificate: true });
  if (server === null) return;
  const ours = server.signer.issue('watchfloor');
  const files = {
    REDIS_TLS_CA: await server.file('ours-ca.pem', server.signer.cert),
    REDIS_TLS_CERT: await server.file('ours.pem', ours.cert),
    REDIS_TLS_KEY: await server.file('ours-key.pem', ours.key),
  };
  const url = `rediss://127.0.0.1:${server.port}`;
  assert.equal(await openWith({ REDIS_URL: url, ...files }), 'PONG PONG');
  assert.equal(
    await openWith({ REDIS_URL: url.toUpperCase(), ...files }),
    'PONG PONG',
    'capitals are no way around TLS',
  );
  const { REDIS_TLS_CA } = files;
  assert.match(await openWith({ REDIS_URL: url, REDIS_TLS_CA }), /asks for a certificate of ours .*set REDIS_TLS_CERT/);
  const stranger = aSigner('a stranger').issue('watchfloor');
  const wrong = {
    REDIS_TLS_CERT: await server.file('stranger.pem', stranger.cert),
    REDIS_TLS_KEY: await server.file('stranger-key.pem', stranger.key),
  };
  assert.match(await openWith({ REDIS_URL: url, REDIS_TLS_CA, ...wrong }), /asks for a certificate of ours/);
});

test('the files for a Redis elsewhere are none for a socket of our own, as in a replay', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  const config = { ...loadConfig({ dir, env: { REDIS_URL: server.path } }), redisTls: {} };
  const opened = nothingOpened(log);
  t.after(() => opened.closeAll());
  assert.equal(await (await openRedis(config, opened, log)).ping(), 'PONG');
});

test('a server whose certificate proves nothing is refused in a sentence, whatever would have been sent to it', async (t) => {
  const [past, long] = [new Date(Date.now() - 2 * 86_400_000), new Date(Date.now() - 3 * 86_400_000)];
  const [good, old, other] = await Promise.all([
    aTlsRedis(t),
    aTlsRedis(t, { validity: { from: long, to: past } }),
    aTlsRedis(t, { named: 'redis.example' }),
  ]);
  if (good === null || old === null || other === null) return;
  const open = async (server: TlsRedis, ca?: string) =>
    openWith({
      REDIS_URL: `rediss://user:hunter2@127.0.0.1:${server.port}`,
      ...(ca === undefined ? {} : { REDIS_TLS_CA: await server.file('trusted.pem', ca) }),
    });
  const told = {
    'nobody named': await open(good),
    'another signer': await open(good, aSigner().cert),
    expired: await open(old, old.signer.cert),
    'another name': await open(other, other.signer.cert),
  };
  assert.match(told['nobody named'], /signed by nobody that is trusted \(.+\): set REDIS_TLS_CA/);
  assert.match(told['another signer'], /signed by nobody that is trusted/);
  assert.match(told.expired, /not valid now \(CERT_HAS_EXPIRED\): renew it/);
  assert.match(told['another name'], /is for another name than that of REDIS_URL/);
  for (const sentence of Object.values(told)) assert.doesNotMatch(sentence, /hunter2/);
});

test('TLS on a port without it is told as such', async (t) => {
  const plain = createServer((socket) => void socket.end('-ERR unknown command\r\n')).listen(0, '127.0.0.1');
  await once(plain, 'listening');
  t.after(() => plain.close());
  const address = plain.address();
  assert.ok(address !== null && typeof address === 'object');
  assert.match(
    await openWith({ REDIS_URL: `rediss://127.0.0.1:${address.port}` }),
    /does not speak TLS on this port: expected REDIS_URL as redis:\/\//,
  );
  const folder = await makeFolder('watchfloor-plain');
  t.after(() => deleteFolder(folder));
  const server = await startFloorRedis({ dir: folder });
  t.after(() => server.close());
  assert.match(
    await openWith({ REDIS_URL: `rediss://127.0.0.1:${server.port}` }),
    /does not speak TLS on this port: expected REDIS_URL as redis:\/\//,
  );
});
