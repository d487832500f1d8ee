import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { openServerClock } from '../../../src/adapters/redis/clock.ts';
import { startRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

const quiet = { warn() {} };
const hourMs = 3_600_000;

test('the time is that of Redis, whatever this machine thinks, and runs on when its clock is put back', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  const { now } = Date;
  t.after(() => {
    Date.now = now;
  });
  Date.now = () => now() + hourMs;
  const told = mock.fn();
  const clock = await openServerClock(server.client(), { warn: told });
  t.after(() => clock.close());
  assert.ok(Math.abs(clock.now() - now()) < 1_000);
  assert.equal(told.mock.calls[0]?.arguments[0], 'the clock of this machine differs from that of Redis, which counts');
  const before = clock.now();
  Date.now = () => now() - hourMs;
  assert.ok(clock.now() >= before);
  assert.ok(Math.abs(clock.now() - now()) < 1_000);
});

test('it follows when the clock of Redis itself is put forward or back', async (t) => {
  const server = await startRedis();
  t.after(() => server.stop());
  const redis = server.client();
  let byMs = 0;
  const time = async (): Promise<[number, number]> => {
    const [seconds, rest] = await redis.time();
    return [Number(seconds) + byMs / 1000, Number(rest)];
  };
  const clock = await openServerClock(Object.assign(redis.duplicate({ lazyConnect: true }), { time }), quiet);
  t.after(() => clock.close());
  byMs = hourMs;
  await until('it shows that time', () => Math.abs(clock.now() - Date.now() - hourMs) < 1_000, 20_000);
});
