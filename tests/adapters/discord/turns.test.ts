/** Several processes that send by one bot, on a real Redis, at a Discord with its real limits. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openDiscord } from '../../../src/adapters/discord/discord.ts';
import { refusalsMaxOfAll, refusalsWindowMs } from '../../../src/adapters/discord/refusals.ts';
import { openTurns } from '../../../src/adapters/redis/turns.ts';
import type { Fault } from '../../support/discord/faults.ts';
import { type DiscordStandIn, startDiscord } from '../../support/discord/server.ts';
import { aCardView, recordLog } from '../../support/discord/views.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

const processesCount = 3;
const cardsCount = 13;
let redis: TestRedis;
before(async () => {
  redis = await startRedis();
});
after(() => redis.stop());

async function aProcess(
  { token, apiUrl }: DiscordStandIn,
  prefix = 'three:',
  client = redis.client(),
  log = recordLog(),
) {
  const rememberCommands = { load: async () => null, save: async () => {} };
  const turns = openTurns(client, { prefix });
  return openDiscord({ token, apiUrl, log, rememberCommands, turns });
}

it('three processes that post into one channel are refused by no limit, and all cards come to stand', async () => {
  const standIn = await startDiscord({ rateLimit: { requests: 5, windowMs: 1_000, globalPerSecond: 50 } });
  const processes = await Promise.all(Array.from({ length: processesCount }, () => aProcess(standIn)));
  try {
    const post = async (at: number): Promise<void> => {
      const { messenger } = processes[at % processesCount] ?? assert.fail('no process');
      const view = aCardView({ reference: `card-${at}` });
      for (;;) {
        const result = await messenger.postCard(standIn.channel, view);
        if (result.status === 'accepted') return;
        if (result.status !== 'wait') assert.fail(`card ${at}: ${result.status}`);
        await pause(result.waitMs);
      }
    };
    await Promise.all(Array.from({ length: cardsCount }, (_, at) => post(at)));
    assert.equal(standIn.messagesIn(standIn.channel).length, cardsCount);
    assert.deepEqual(
      standIn.refused.map(({ status, path }) => `${status} ${path}`),
      [],
    );
  } finally {
    await Promise.all(processes.map((each) => each.close()));
    await standIn.close();
  }
});

const posts = /^\/channels\/\d+\/messages$/u;
const [here, elsewhere] = ['900000000000000002', '900000000000000008'];

/** Two processes, of which the first has just been refused by `fault`; gives how each of the channels answers the second. */
async function afterRefusal(fault: Fault, prefix: string) {
  const standIn = await startDiscord({ channels: [here, elsewhere] });
  const [one, other] = await Promise.all([aProcess(standIn, prefix), aProcess(standIn, prefix)]);
  try {
    const known = await one.messenger.postCard(here, aCardView({ reference: 'before' }));
    assert.equal(known.status, 'accepted');
    standIn.faults.plan('POST', posts, fault);
    const refused = await one.messenger.postCard(here, aCardView({ reference: 'first' }));
    assert.equal(refused.status, 'wait');
    const post = (channel: string) => other.messenger.postCard(channel, aCardView({ reference: `in-${channel}` }));
    const isClosed = async () =>
      (await openTurns(redis.client(), { prefix }).take(`POST /channels/${here}/messages`)) > 0;
    if (fault.kind === 'rate-limit') await until('the others know', isClosed, 20_000);
    const [same, another] = [await post(here), await post(elsewhere)];
    return { same, another, refusals: standIn.refused.length };
  } finally {
    await Promise.all([one, other].map((each) => each.close()));
    await standIn.close();
  }
}

it('a refusal of everything that one process hears holds all processes on every route, so that Discord says it once', async () => {
  const fault = { kind: 'rate-limit', retryAfterMs: 30_000, scope: 'global' } as const;
  const { same, another, refusals } = await afterRefusal(fault, 'global:');
  for (const answer of [same, another])
    assert.ok(answer.status === 'wait' && answer.waitMs > 25_000 && answer.waitMs <= 30_500, JSON.stringify(answer));
  assert.equal(refusals, 1);
});

it('a refusal of one route that one process hears holds all processes there, and nowhere else', async () => {
  const fault = { kind: 'rate-limit', retryAfterMs: 30_000, scope: 'user' } as const;
  const { same, another, refusals } = await afterRefusal(fault, 'route:');
  assert.deepEqual([same.status, another.status, refusals], ['wait', 'accepted', 1]);
});

it('so many refusals of all processes together that a ban comes near hold all of them', async () => {
  const standIn = await startDiscord({ channels: [here, elsewhere] });
  const prefix = 'ban:';
  const log = recordLog();
  const [one, other] = await Promise.all([aProcess(standIn, prefix, redis.client(), log), aProcess(standIn, prefix)]);
  const turns = openTurns(redis.client(), { prefix });
  const route = `POST /channels/${elsewhere}/messages`;
  try {
    for (let before = 2; before < refusalsMaxOfAll; before += 1)
      await turns.countRefusal(refusalsMaxOfAll, refusalsWindowMs);
    standIn.faults.plan('POST', posts, { kind: 'status', status: 403 }, 2);
    await one.messenger.postCard(here, aCardView({ reference: 'last but one' }));
    const between = await one.messenger.postCard(elsewhere, aCardView({ reference: 'last' }));
    assert.notEqual(between.status, 'wait');
    await until('they are held', async () => (await turns.take(route)) > 0);
    const held = await other.messenger.postCard(elsewhere, aCardView({ reference: 'held' }));
    assert.ok(held.status === 'wait' && held.waitMs > refusalsWindowMs / 2, JSON.stringify(held));
    assert.equal(standIn.refused.length, 2);
    assert.match(log.lines.map(({ message }) => message).join(), /of all processes; nothing is sent/u);
  } finally {
    await Promise.all([one, other].map((each) => each.close()));
    await standIn.close();
  }
});

it('a page from before Discord is about an address, so that a process at another one goes on', async () => {
  const fault = { kind: 'page', status: 429, headers: { 'retry-after': '600' } } as const;
  const { same, another, refusals } = await afterRefusal(fault, 'page:');
  assert.deepEqual([same.status, another.status, refusals], ['accepted', 'accepted', 1]);
});

it('where Redis is away a process sends all the same, and keeps the limits that it hears itself', async () => {
  const standIn = await startDiscord({ channels: [here, elsewhere] });
  const gone = redis.client();
  gone.disconnect();
  const alone = await aProcess(standIn, 'away:', gone);
  try {
    const post = (channel: string, reference: string) => alone.messenger.postCard(channel, aCardView({ reference }));
    assert.equal((await post(here, 'one')).status, 'accepted');
    standIn.faults.plan('POST', posts, { kind: 'rate-limit', retryAfterMs: 30_000, scope: 'global' });
    assert.equal((await post(here, 'two')).status, 'wait');
    assert.equal((await post(elsewhere, 'three')).status, 'wait');
    assert.equal(standIn.refused.length, 1);
  } finally {
    await alone.close();
    await standIn.close();
  }
});
