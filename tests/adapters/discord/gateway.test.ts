/** A gateway that misbehaves costs no start, no silence without end, and few sessions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDiscord } from '../../../src/adapters/discord/discord.ts';
import { createPace } from '../../../src/adapters/discord/gateway-pace.ts';
import { recordDesk } from '../../support/discord/desk.ts';
import type { GatewayConduct } from '../../support/discord/sessions.ts';
import { recordLog } from '../../support/discord/views.ts';
import { until } from '../../support/until.ts';
import { startBot, startStandIn } from './bot.ts';

const conducts: readonly Partial<GatewayConduct>[] = [
  { greets: false },
  { onIdentify: 'silent' },
  { onIdentify: { close: 4000 } },
  { onIdentify: { close: 4009 } },
  { onIdentify: { close: 4014 } },
  { onIdentify: { invalid: 'lost' } },
  { onIdentify: { invalid: 'resumable' } },
];
test('a start waits some seconds for the gateway, whatever that does, and the bot comes when it behaves', async () => {
  const starts = conducts.map(async (conduct) => {
    const standIn = await startStandIn();
    standIn.gateway.behave(conduct);
    const rememberCommands = { load: async () => null, save: async () => {} };
    const access = { token: standIn.token, apiUrl: standIn.apiUrl, log: recordLog(), rememberCommands };
    const discord = await openDiscord(access);
    const begun = Date.now();
    await discord.startBot(recordDesk());
    const tookMs = Date.now() - begun;
    const isReady = discord.messenger.isReady();
    await discord.close();
    return { conduct, tookMs, isReady };
  });
  for (const { conduct, tookMs, isReady } of await Promise.all(starts)) {
    assert.ok(tookMs < 8_000, `${JSON.stringify(conduct)}: ${tookMs} ms`);
    assert.equal(isReady, false);
  }
});

test('a connection has one session: one that is lost is replaced after a pause', async () => {
  const standIn = await startStandIn();
  const { discord, log } = await startBot(standIn, recordDesk());
  standIn.gateway.invalidateSessions(false);
  await until('it is replaced', () => log.lines.some(({ message }) => message.endsWith('tried again later')));
  await until('it is ready again', () => discord.messenger.isReady(), 20_000);
  assert.equal(standIn.gateway.counts.identifies, 2);
});

test('a gateway that calls a session invalid, to be resumed, again and again is not asked without end', async () => {
  const standIn = await startStandIn();
  const { log } = await startBot(standIn, recordDesk());
  standIn.gateway.behave({ onResume: { invalid: 'resumable' } });
  standIn.gateway.drop();
  await until('it is given up', () => log.lines.some(({ message }) => message.endsWith('tried again later')));
  const { resumeTries } = standIn.gateway.counts;
  assert.ok(resumeTries > 0 && resumeTries < 10, `it was resumed ${resumeTries} times`);
});

test('a gateway that closes whatever it opened is asked for less than half of the sessions that Discord allows a day', () => {
  let now = 0;
  const pace = createPace(() => now);
  const begun: number[] = [];
  while (now < 3 * 86_400_000) {
    now += pace.beginSession();
    begun.push(now);
    pace.ready();
    now += 100;
    pace.lost();
    now += pace.pauseMs();
  }
  const inADay = begun.map((from) => begun.filter((at) => at >= from && at < from + 86_400_000).length);
  assert.ok(Math.max(...inADay) < 500, `${Math.max(...inADay)} sessions in a day`);
  assert.ok((begun[5] ?? 0) < 60_000);
});

test('pauses end their growth with a connection that lasts', () => {
  let now = 1e12;
  const pace = createPace(() => now);
  for (const _ of [1, 2, 3, 4, 5, 6, 7, 8]) pace.lost();
  assert.equal(pace.pauseMs(), 60_000);
  pace.ready();
  now += 10 * 60_000;
  pace.lost();
  assert.equal(pace.pauseMs(), 1_000);
});
