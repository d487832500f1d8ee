import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { nothingOpened } from '../../src/app/opened.ts';
import { openRedis } from '../../src/app/redis.ts';
import { loadConfig } from '../../src/config/load.ts';
import { startRedis } from '../support/redis.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };

test('a unix address is followed, and a login that Redis refuses is told with the variable that sets it', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  const config = loadConfig({ env: { REDIS_URL: `unix:${server.path}` } });
  const opened = nothingOpened(log);
  t.after(() => opened.closeAll());
  const redis = await openRedis(config, opened, log);
  await redis.config('SET', 'requirepass', 'another');
  const refused = nothingOpened(log);
  t.after(() => refused.closeAll());
  await assert.rejects(openRedis(config, refused, log), /Redis refuses the login \(NOAUTH\): expected REDIS_URL/);
});

test('a data folder that cannot be written is told with what names another one', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'watchfloor-data-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'file'), '');
  const config = loadConfig({ env: { WATCHFLOOR_DATA: join(folder, 'file') } });
  const opened = nothingOpened(log);
  await assert.rejects(
    openRedis(config, opened, log),
    /data folder .* cannot be written \(ENOTDIR\): .*WATCHFLOOR_DATA/,
  );
  await opened.closeAll();
});
