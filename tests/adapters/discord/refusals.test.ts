/** What counts towards a ban stays far below it, whatever Discord or what stands before it answers. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { type Discord, openDiscord } from '../../../src/adapters/discord/discord.ts';
import { countRefusals, refusalsMax, refusalsWindowMs } from '../../../src/adapters/discord/refusals.ts';
import { type StandInOptions, startDiscord } from '../../support/discord/server.ts';
import { aCardView, recordLog } from '../../support/discord/views.ts';
import { until } from '../../support/until.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function connect(options: StandInOptions = {}) {
  const standIn = await startDiscord(options);
  open.push(() => standIn.close());
  const log = recordLog();
  const rememberCommands = { load: async () => null, save: async () => {} };
  const discord: Discord = await openDiscord({ token: standIn.token, apiUrl: standIn.apiUrl, log, rememberCommands });
  open.push(() => discord.close());
  return { standIn, discord, messenger: discord.messenger, log };
}
const posts = /^\/channels\/\d+\/messages$/u;
const always = Number.POSITIVE_INFINITY;

const pages: readonly (readonly [said: Readonly<Record<string, string>>, waitMs: number])[] = [
  [{}, 60_000],
  [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:00 GMT' }, 60_000],
  [{ 'retry-after': '30.5' }, 30_500],
  [{ 'retry-after': '100000000000' }, 15 * 60_000],
];
for (const [headers, waitMs] of pages) {
  test(`a 429 that is a page of Cloudflare (${JSON.stringify(headers)}) is asked once, and holds all`, async () => {
    const { standIn, messenger } = await connect();
    standIn.faults.plan('POST', posts, { kind: 'page', status: 429, headers }, always);
    const said = await messenger.postCard(standIn.channel, aCardView());
    assert.ok(said.status === 'wait' && Math.abs(said.waitMs - waitMs) < 1_000, JSON.stringify(said));
    const elsewhere = await messenger.openThread(standIn.channel, '1', 'A thread');
    assert.equal(elsewhere.status, 'wait');
    assert.equal(standIn.refused.length, 1);
  });
}

test('a limit that names a moment and stands all the same is left alone for longer and longer', async () => {
  const { standIn, messenger } = await connect();
  standIn.faults.plan('POST', posts, { kind: 'rate-limit', retryAfterMs: 20, scope: 'shared' }, always);
  const first = await messenger.postCard(standIn.channel, aCardView());
  assert.ok(first.status === 'wait' && first.waitMs >= 2_000, JSON.stringify(first));
  assert.equal(standIn.refused.length, 2);
  const second = await messenger.postCard(standIn.channel, aCardView());
  assert.deepEqual([second.status, standIn.refused.length], ['wait', 2]);
});

test('so many refusals hold all that is sent, and let it go one by one', (t) => {
  let now = 1_000_000;
  t.mock.method(performance, 'now', () => now);
  const refusals = countRefusals(recordLog());
  const isHeld = () => refusals.heldUntil() > now;
  for (let at = 0; at < refusalsMax; at += 1) {
    assert.equal(isHeld(), false);
    refusals.note(at % 2 === 0 ? 403 : 429, 'user');
    refusals.note(429, 'shared');
    refusals.note(404, null);
    now += 1;
  }
  assert.equal(isHeld(), true);
  now += refusalsWindowMs - refusalsMax;
  assert.equal(isHeld(), false);
  refusals.note(403, null);
  assert.equal(isHeld(), true);
});

test('while Discord does not answer one harmless question stands for all that waits', async () => {
  const { standIn, messenger, log } = await connect();
  assert.equal(messenger.isReady(), true);
  standIn.faults.plan('POST', posts, { kind: 'page', status: 503 }, always);
  standIn.faults.plan('GET', /^\/users\/@me$/u, { kind: 'page', status: 503 }, 2);
  const post = (at: number) => messenger.postCard(standIn.channel, aCardView({ reference: `wf-${at}` }));
  for (const at of [1, 2, 3]) assert.equal((await post(at)).status, 'unclear');
  const held = await Promise.all(Array.from({ length: 50 }, (_, at) => post(at)));
  assert.ok(held.every((each) => each.status === 'wait' && each.isAway === true));
  assert.equal(messenger.isReady(), false);
  assert.equal(standIn.refused.filter(({ method }) => method === 'POST').length, 3);
  standIn.faults.clear();
  await until('it is ready by itself', () => messenger.isReady());
  assert.equal((await post(1)).status, 'accepted');
  assert.deepEqual(
    log.lines.filter(({ message }) => /answer/u.test(message)).map(({ message }) => message),
    ['discord does not answer; what is to be sent waits', 'discord answers again'],
  );
});

for (const kind of ['accepted-then-cut', 'accepted-then-dropped'] as const)
  test(`an answer that is lost on its way (${kind}) is unclear`, async () => {
    const { standIn, messenger } = await connect();
    standIn.faults.plan('POST', posts, { kind });
    assert.equal((await messenger.postCard(standIn.channel, aCardView())).status, 'unclear');
    assert.equal((await messenger.postCard(standIn.channel, aCardView())).status, 'accepted');
    assert.equal(standIn.messagesIn(standIn.channel).length, 1);
  });

test('a token that was refused is tried again by a single request, and taken when Discord takes it', async (t) => {
  const { standIn, messenger, log } = await connect();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  standIn.faults.plan('POST', posts, { kind: 'status', status: 401 });
  standIn.faults.plan('GET', /^\/users\/@me$/u, { kind: 'status', status: 401 }, 6);
  const refused = () => standIn.refused.length;
  for (const _ of [1, 2, 3]) {
    const said = await messenger.postCard(standIn.channel, aCardView());
    assert.ok(said.status === 'wait' && said.isAway && said.waitMs <= 2_000, 'who waits looks often, and asks nobody');
  }
  assert.equal(refused(), 1);
  t.mock.timers.tick(30_000);
  await untilMocked(() => refused() === 2);
  // However long it was refused, a minute after it is good again it is taken.
  for (const tries of [3, 4, 5, 6, 7]) {
    let passedMs = 0;
    await untilMocked(() => {
      assert.equal(messenger.isReady(), false);
      t.mock.timers.tick(100);
      passedMs += 100;
      return refused() === tries;
    });
    assert.ok(passedMs > 50_000 && passedMs < 100_000, `try ${tries} after ${passedMs} ms`);
  }
  await untilMocked(() => {
    t.mock.timers.tick(1_000);
    return messenger.isReady();
  });
  assert.equal((await messenger.postCard(standIn.channel, aCardView())).status, 'accepted');
  assert.equal(log.lines.filter(({ level }) => level === 'error').length, 1);
});

/** Looks again and again while timers stand still. */
async function untilMocked(holds: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not come true');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
