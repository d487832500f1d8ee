import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, describe, it } from 'node:test';
import { isAlive } from '../../src/adapters/redis-server/life.ts';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { type Program, startProgram, stopPrograms } from '../support/program.ts';
import { startRedis } from '../support/redis.ts';

const stopMsMax = 5_000;
const rooms: Newsroom[] = [];
const closes: (() => Promise<void>)[] = [];
const opened = async (...of: Parameters<typeof openNewsroom>) => {
  const room = await openNewsroom(...of);
  rooms.push(room);
  return room;
};
after(async () => {
  await stopPrograms();
  for (const room of rooms) await room.close();
  for (const close of closes) await close();
});

async function endsCleanly(program: Program): Promise<void> {
  const { code, signal, stopMs } = await program.ended;
  assert.deepEqual({ code, signal }, { code: 0, signal: null }, program.stderr());
  assert.ok(stopMs < stopMsMax, `it took ${stopMs} ms`);
}

describe('Ctrl-C ends it within 5 s with exit code 0', { concurrency: 2 }, () => {
  it('while it opens, leaving no Redis behind', async () => {
    const room = await opened();
    const program = startProgram('all', { env: room.env });
    await program.until('it starts its Redis', async () => (await room.redisPid()) > 0);
    const redisPid = await room.redisPid();
    program.signal('SIGINT');
    await endsCleanly(program);
    assert.ok(!isAlive(redisPid));
  });

  it('as a terminal that is closed does, while it waits for a Redis that cannot be reached', async () => {
    const room = await opened();
    const program = startProgram('all', { env: { ...room.env, REDIS_URL: 'redis://127.0.0.1:1' } });
    await program.until('it says so', () => program.logged('redis cannot be reached; trying again').length > 0);
    program.signal('SIGHUP');
    await endsCleanly(program);
    assert.equal(program.logged('redis cannot be reached; trying again').length, 1);
  });

  it('while Discord does not answer', async () => {
    const room = await opened();
    const calls: Socket[] = [];
    const mute = createServer((call) => void calls.push(call)).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    closes.push(async () => {
      for (const call of calls) call.destroy();
      mute.close();
    });
    const { port } = mute.address() as AddressInfo;
    const env = { DISCORD_TOKEN: 'a-token.for-tests.alone', DISCORD_CHANNEL_ID: '900000000000000002' };
    const apiUrl = { DISCORD_API_URL: `http://127.0.0.1:${port}/api` };
    const program = startProgram('all', { env: { ...room.env, ...env, ...apiUrl } });
    await program.until('it asks Discord', () => calls.length > 0);
    const redisPid = await room.redisPid();
    program.signal('SIGINT');
    await endsCleanly(program);
    assert.ok(!isAlive(redisPid));
  });

  it('while its Redis has been away so long that /health is red', async () => {
    const redis = await startRedis();
    closes.push(() => redis.stop());
    const limits = { tickSecondsMax: 5, redisSecondsMax: 5 };
    const room = await opened({ settings: { health: limits } });
    const program = startProgram('all', { env: { ...room.env, REDIS_URL: redis.path } });
    const url = await program.url();
    const asked = () => fetch(`${url}/health`);
    const isRed = async (part: string) => {
      const { parts } = JSON.parse(await (await asked()).text());
      const codes = parts.flatMap((each: { part: string; code: string }) => (each.part === part ? each.code : []));
      return codes.includes('failed-too-long') || codes.includes('no-signal');
    };
    await program.until('it has begun', () => program.logged('started').length > 0);
    assert.equal((await asked()).status, 200);
    await redis.stop();
    // Where it had not ticked yet, the tick is red before.
    await program.until('its Redis is red', () => isRed('redis'));
    assert.equal((await asked()).status, 503);
    program.signal('SIGTERM');
    await endsCleanly(program);
  });
});

it('whose reader is gone, as with `npm start | head`, it ends as by a signal, leaving no Redis behind', async () => {
  const room = await opened();
  const program = startProgram('all', { env: room.env });
  await program.until('it starts its Redis', async () => (await room.redisPid()) > 0);
  const redisPid = await room.redisPid();
  program.closeOutput();
  await endsCleanly(program);
  assert.match(program.stderr(), /"signal":"SIGPIPE","message":"stopped"/);
  assert.ok(!isAlive(redisPid));
});
