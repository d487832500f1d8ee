import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { openTurns } from '../../../src/adapters/redis/turns.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

let server: TestRedis;
before(async () => {
  server = await startRedis();
});
after(() => server.stop());

const turnsOf = (prefix: string) => openTurns(server.client(), { prefix });
const takeAll = async (takes: readonly (() => Promise<number>)[]) => Promise.all(takes.map((take) => take()));

it('two processes share what one of them was told of a route, and neither takes the turn that is not there', async () => {
  const [one, other] = [turnsOf('shared:'), turnsOf('shared:')];
  await one.learn('POST /a', { limit: 5, remaining: 4, resetAfterMs: 60_000, isRefused: false });
  const waits = await takeAll(Array.from({ length: 8 }, (_, at) => () => (at % 2 === 0 ? one : other).take('POST /a')));
  assert.equal(waits.filter((ms) => ms === 0).length, 4);
  for (const ms of waits.filter((one) => one > 0)) assert.ok(ms > 50_000 && ms <= 60_500, `waits ${ms} ms`);
  assert.equal(await other.take('PATCH /a'), 0, 'another route is not concerned');
});

it('of a route of which nothing is known one goes ahead, and an older answer gives no turn back', async () => {
  const turns = turnsOf('unknown:');
  const first = await takeAll(Array.from({ length: 3 }, () => () => turns.take('POST /b')));
  assert.deepEqual([first[0], first.filter((ms) => ms > 0 && ms < 1_000).length], [0, 2]);
  await turns.learn('POST /b', { limit: 5, remaining: 1, resetAfterMs: 60_000, isRefused: false });
  await turns.learn('POST /b', { limit: 5, remaining: 4, resetAfterMs: 60_000, isRefused: false });
  const waits = await takeAll(Array.from({ length: 3 }, () => () => turns.take('POST /b')));
  assert.equal(waits.filter((ms) => ms === 0).length, 1);
});

it('a route without a limit is free once that is known', async () => {
  const turns = turnsOf('none:');
  await turns.learn('GET /d', { limit: 0, remaining: 0, resetAfterMs: 50, isRefused: false });
  assert.deepEqual(await takeAll(Array.from({ length: 5 }, () => () => turns.take('GET /d'))), [0, 0, 0, 0, 0]);
});

it('a window that is over begins anew, with as many turns as the limit has', async () => {
  const turns = turnsOf('window:');
  await turns.learn('POST /c', { limit: 2, remaining: 0, resetAfterMs: 50, isRefused: false });
  const waitMs = await turns.take('POST /c');
  assert.ok(waitMs > 0 && waitMs <= 250, `waits ${waitMs} ms`);
  const deadline = Date.now() + 20_000;
  let waits: readonly number[] = [];
  // Three at once, so that none of them falls into the window after.
  while (!waits.includes(0)) {
    assert.ok(Date.now() < deadline);
    waits = await takeAll(Array.from({ length: 3 }, () => () => turns.take('POST /c')));
  }
  // The window may have begun between two of the three.
  const [first, second = 0, ...rest] = waits.slice(waits.indexOf(0));
  assert.deepEqual([first, second], [0, 0]);
  assert.ok(!rest.includes(0), `waits ${waits}`);
});

it('a refusal closes a route for as long as it lasts, and its length is not taken for that of the window', async () => {
  const turns = turnsOf('refused:');
  await turns.learn('POST /e', { limit: 2, remaining: 0, resetAfterMs: 1, isRefused: false });
  await turns.learn('POST /e', { limit: 0, remaining: 0, resetAfterMs: 60_000, isRefused: true });
  const waitMs = await turns.take('POST /e');
  assert.ok(waitMs > 50_000 && waitMs <= 60_500, `waits ${waitMs} ms`);
  await turns.learn('POST /f', { limit: 2, remaining: 2, resetAfterMs: 1, isRefused: false });
  await turns.learn('POST /f', { limit: 2, remaining: 0, resetAfterMs: 100, isRefused: true });
  let waits: readonly number[] = [];
  const deadline = Date.now() + 20_000;
  while (!waits.includes(0)) {
    assert.ok(Date.now() < deadline);
    waits = await takeAll(Array.from({ length: 3 }, () => () => turns.take('POST /f')));
  }
  const known = await server.client().hmget('refused:turns:POST /f', 'limit', 'window');
  assert.deepEqual(known, ['2', '1']);
});

it('what closes all routes closes them for every process, for the longest time that was said, and never for over an hour', async () => {
  const [one, other] = [turnsOf('closed:'), turnsOf('closed:')];
  assert.equal(await other.take('POST /h'), 0);
  await one.close(30_000);
  await one.close(10);
  for (const route of ['POST /h', 'GET /i']) {
    const waitMs = await other.take(route);
    assert.ok(waitMs > 25_000 && waitMs <= 30_500, `${route} waits ${waitMs} ms`);
  }
  await other.close(1e12);
  const waitMs = await one.take('POST /h');
  assert.ok(waitMs > 3_500_000 && waitMs <= 3_600_500, `waits ${waitMs} ms`);
});

it('routes that were closed together are open again in time', async () => {
  const turns = turnsOf('opened:');
  await turns.close(500);
  const waitMs = await turns.take('POST /j');
  assert.ok(waitMs > 0 && waitMs <= 650, `waits ${waitMs} ms`);
  await until('they are open', async () => (await turns.take('POST /j')) === 0, 20_000);
});

it('an answer that names no limit takes none away that is known', async () => {
  const turns = turnsOf('unnamed:');
  await turns.learn('POST /g', { limit: 2, remaining: 1, resetAfterMs: 60_000, isRefused: false });
  await turns.learn('POST /g', { limit: 0, remaining: 0, resetAfterMs: 50, isRefused: false });
  const waits = await takeAll(Array.from({ length: 3 }, () => () => turns.take('POST /g')));
  assert.equal(waits.filter((ms) => ms === 0).length, 1);
});

it('all routes together get at most fifty turns in any second', async () => {
  const [one, other] = [turnsOf('all:'), turnsOf('all:')];
  const takenAt: number[] = [];
  const until = Date.now() + 1_100;
  for (let at = 0; Date.now() < until; at += 1) {
    const waitMs = await (at % 2 === 0 ? one : other).take(`POST /channel/${at}`);
    if (waitMs === 0) takenAt.push(Date.now());
  }
  const most = Math.max(...takenAt.map((from) => takenAt.filter((at) => at >= from && at < from + 950).length));
  assert.ok(most <= 50, `${most} within a second`);
  assert.ok(takenAt.length >= 10, `${takenAt.length} in all`);
});

it('an end that lies further ahead than any is set, since the clock was put back, is none that a hold waits for', async () => {
  const turns = turnsOf('back:');
  await server.client().set('back:turns-closed', Date.now() + 2 * 3_600_000);
  assert.equal(await turns.countRefusal(1, 60_000), true);
  assert.ok((await turns.take('a route')) > 50_000);
});

it('refusals that are longer ago than the window hold nobody', async () => {
  const turns = turnsOf('passed:');
  for (const _ of [1, 2, 3]) await turns.countRefusal(3, 2_000);
  assert.ok((await turns.take('a route')) > 0);
  await until('they are longer ago', async () => (await turns.take('a route')) === 0);
});
