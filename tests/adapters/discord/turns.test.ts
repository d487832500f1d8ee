/** Several processes that send by one bot, on a real Redis, at a Discord with its real limits. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openDiscord } from '../../../src/adapters/discord/discord.ts';
import { openTurns } from '../../../src/adapters/redis/turns.ts';
import { type DiscordStandIn, startDiscord } from '../../support/discord/server.ts';
import { aCardView, recordLog } from '../../support/discord/views.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';

const processesCount = 3;
const cardsCount = 13;
let redis: TestRedis;
before(async () => {
  redis = await startRedis();
});
after(() => redis.stop());

async function aProcess({ token, apiUrl }: DiscordStandIn) {
  const rememberCommands = { load: async () => null, save: async () => {} };
  const turns = openTurns(redis.client(), { prefix: 'three:' });
  return openDiscord({ token, apiUrl, log: recordLog(), rememberCommands, turns });
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
