/** A Discord that says no: to channels, to a token. */
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../until.ts';
import { check } from '../check.ts';
import { operatorsChannel } from '../config.ts';
import { type Floor, onFloor } from '../floor.ts';
import { refusalsMax } from '../outage.ts';
import type { Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';

const home = '900000000000000002';
const channelsCount = 100;
const others = Array.from({ length: channelsCount }, (_, at) => String(910_000_000_000_000_000n + BigInt(at)));
const workMsMax = 120_000;
const settleMsMax = 300_000;
/** A ninth of what brings a ban. */
const refusalsAllowed = 1_150;
/** The token is tried once a minute, and what waits for it looks every few seconds. */
const tokenMsMax = 75_000;
const missingPermissions = { kind: 'status', status: 403, code: 50_013 } as const;
const ever = Number.POSITIVE_INFINITY;

async function subscribe({ store, discord }: Floor, channels: readonly string[]): Promise<void> {
  const common = {
    watch: 'all-incidents',
    server: discord.guild,
    user: null,
    pingRole: null,
    severityFloor: 'info',
  } as const;
  const rest = { pingFloor: 'critical', language: 'en', alerts: true, quiet: null, cardsPerHour: null } as const;
  for (const channel of channels) {
    const at = Date.now();
    const who = { id: '1', name: 'Amal' };
    const audit = { at, server: discord.guild, incident: null, who, action: 'subscribe', detail: channel };
    const id = `to-${channel}`;
    await store.saveSubscription({ id, channel, digests: [], origin: 'command', ...common, ...rest }, audit);
  }
}

export const discordForbidden: Scenario = {
  name: 'discord-forbidden',
  claim:
    'a hundred channels that are forbidden at once are asked once a minute each, told when they are given back, and ended after ten minutes',
  run: (_, { isLong }) =>
    onFloor({ discord: { channels: [home, operatorsChannel, ...others] } }, async (floor) => {
      const { discord, news } = floor;
      await subscribe(floor, others);
      await floor.machine('all');
      discord.faults.plan('POST', /^\/channels\/91\d+\/messages$/u, missingPermissions, ever);
      const stories = [news.happen(), news.happen()];
      const isHomeTold = () => discord.messagesIn(home).length === stories.length;
      await until('the other channel is told', isHomeTold, workMsMax);
      await pause(isLong ? 12 * 60_000 : 5_000);
      discord.faults.clear();
      await settle(floor, settleMsMax);
      const told = others.filter((channel) => discord.messagesIn(channel).length === stories.length).length;
      const errors = [/^row failed/u];
      const { found, lost, duplicates } = await check(floor, { stories, errors });
      const refusals = refusalsMax(discord);
      const expected = isLong ? 0 : channelsCount;
      return {
        found: [
          ...found,
          ...(told === expected ? [] : [`${told} channels were told in the end, expected ${expected}`]),
          ...(refusals > refusalsAllowed ? [`${refusals} refusals in ten minutes`] : []),
        ],
        figures: {
          channels: channelsCount,
          told,
          refusalsMax: refusals,
          bulletins: discord.messagesIn(operatorsChannel).length,
          lost,
          duplicates,
        },
      };
    }),
};

export const discordGone: Scenario = {
  name: 'discord-gone',
  claim: 'a deleted channel is asked once and ended, a deleted message is not brought back',
  run: () =>
    onFloor({ discord: { channels: [home, operatorsChannel, ...others.slice(0, 3)] } }, async (floor) => {
      const { discord, news } = floor;
      const [kept = '', deleted = '', emptied = ''] = others;
      await subscribe(floor, [kept, deleted, emptied]);
      await floor.machine('all');
      discord.state.channels.delete(deleted);
      const stories = [news.happen()];
      await until('the channels are told', () => discord.messagesIn(emptied).length === 1, workMsMax);
      await settle(floor, settleMsMax);
      for (const { id } of discord.messagesIn(emptied)) discord.state.messages.delete(id);
      for (const story of stories) news.worsen(story);
      stories.push(news.happen());
      await until('the next is told', () => discord.messagesIn(kept).length === 2, workMsMax);
      await settle(floor, settleMsMax);
      const posts = discord.refused.filter(({ path }) => path === `/channels/${deleted}/messages`).length;
      const { found, lost, duplicates } = await check(floor, { stories, errors: [/^row failed/u] });
      const standing = discord.messagesIn(emptied).length;
      return {
        found: [
          ...found,
          ...(posts <= 2 ? [] : [`the deleted channel was asked ${posts} times`]),
          ...(standing === 1 ? [] : [`${standing} cards stand where one was deleted, expected the next one alone`]),
        ],
        figures: { refusals: posts, lost, duplicates },
      };
    }),
};

export const discordToken: Scenario = {
  name: 'discord-token',
  claim: 'a token that is refused is tried again by single requests, and all is told when it is taken',
  run: (_, { isLong }) =>
    onFloor({}, async (floor) => {
      const { discord, news } = floor;
      await Promise.all([floor.machine('deliver'), floor.machine('bot'), floor.machine('all')]);
      const stories = [news.happen()];
      await until('the first is told', () => discord.messagesIn(home).length === 1, workMsMax);
      const unauthorised = { kind: 'status', status: 401 } as const;
      for (const method of ['GET', 'POST', 'PATCH', 'PUT']) discord.faults.plan(method, /./u, unauthorised, ever);
      discord.gateway.behave({ onIdentify: { close: 4004 }, onResume: { close: 4004 } });
      discord.gateway.drop();
      stories.push(...Array.from({ length: 5 }, () => news.happen()));
      await pause(isLong ? 11 * 60_000 : 10_000);
      const refusals = refusalsMax(discord);
      const sessions = discord.gateway.counts.identifies;
      discord.faults.clear();
      discord.gateway.behave({});
      const backAt = Date.now();
      await until('the next is told', () => discord.messagesIn(home).length > 1, tokenMsMax * 2);
      const firstMs = Date.now() - backAt;
      await settle(floor, settleMsMax);
      const settledMs = Date.now() - backAt;
      const errors = [/^discord/u];
      const { found, lost, duplicates } = await check(floor, { stories, errors });
      return {
        found: [
          ...found,
          ...(refusals > 100 ? [`${refusals} refusals in ten minutes`] : []),
          ...(firstMs > tokenMsMax ? [`the first was told ${firstMs} ms after the token was taken again`] : []),
        ],
        figures: { refusalsMax: refusals, sessions, firstMs, settledMs, lost, duplicates },
      };
    }),
};
