/** Requests that Discord limits, loses half-way, or answers with nonsense. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../../discord/faults.ts';
import { until } from '../../until.ts';
import { check } from '../check.ts';
import type { Draw } from '../draw.ts';
import { onFloor } from '../floor.ts';
import { refusalsMax } from '../outage.ts';
import type { Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';

const settleMsMax = 300_000;
const toldMsMax = 60_000;
const longMs = 20_000;
/** For so long a long round is struck. */
const strikesMs = 120_000;
/** Of the requests of a round. */
const shareShort = 0.05;
const shareLong = 0.2;
const refusalsAllowed = 500;
const methods = ['POST', 'POST', 'PATCH', 'GET'] as const;
const requestsMax = 400;

const common: readonly Fault[] = [
  { kind: 'rate-limit', retryAfterMs: 120 },
  { kind: 'rate-limit', retryAfterMs: 700.5, scope: 'shared' },
  { kind: 'rate-limit', retryAfterMs: 2_300, scope: 'user' },
  { kind: 'rate-limit', retryAfterMs: 1_900, scope: 'global' },
  { kind: 'status', status: 500 },
  { kind: 'page', status: 502 },
  { kind: 'dropped' },
  { kind: 'accepted-then-dropped' },
  { kind: 'accepted-then-cut' },
  { kind: 'accepted-then-status', status: 504 },
  { kind: 'late', ms: 900 },
];
/** What takes until our own time limit, or says a long wait. */
const slow: readonly Fault[] = [
  { kind: 'accepted-then-drip' },
  { kind: 'accepted-then-silent' },
  { kind: 'silent' },
  { kind: 'page', status: 429 },
  { kind: 'page', status: 429, headers: { 'retry-after': '5' } },
];

export const discordLimits: Scenario = {
  name: 'discord-limits',
  claim:
    'limits, lost answers and nonsense between us and Discord lose nothing, tell nothing twice, and bring no ban near',
  run: (draw, { isLong }) =>
    onFloor({ discord: { rateLimit: { requests: 5, windowMs: 1_000 } } }, async (floor) => {
      const { discord, news } = floor;
      await floor.machine('all');
      let faults = 0;
      const strike = (share: number, kinds: readonly Fault[]) => {
        for (let at = 0; at < requestsMax; at += 1) {
          if (draw.chance() >= share) continue;
          faults += 1;
          discord.faults.plan(draw.oneOf(methods), fromRequest(draw), draw.oneOf(kinds));
        }
      };
      strike(isLong ? shareLong : shareShort, isLong ? [...common, ...common, ...common, ...slow] : common);
      const planned = faults;
      const stories = Array.from({ length: isLong ? 20 : 3 }, () => news.happen());
      if (isLong) await pause(longMs);
      else await until('the first card stands', () => discord.state.messages.size > 0, toldMsMax);
      for (const story of stories) if (draw.chance() < 0.5) news.worsen(story);
      // Whoever meets one fault after another waits for longer and longer: what was late by them says nothing any more.
      if (isLong) await pause(strikesMs);
      else await settle(floor, settleMsMax);
      discord.faults.clear();
      const clearedAt = Date.now();
      await settle(floor, settleMsMax);
      const settledMs = Date.now() - clearedAt;
      const errors = [/^discord gateway/u, /^discord client error/u];
      const { found, lost, duplicates } = await check(floor, { stories, errors });
      const refusals = refusalsMax(discord);
      const near = refusals > refusalsAllowed ? [`${refusals} refusals in ten minutes`] : [];
      const struck = discord.faults.struck();
      return {
        found: [...found, ...near],
        figures: { planned, struck, stories: stories.length, refusalsMax: refusals, settledMs, lost, duplicates },
      };
    }),
};

/** Cards, edits, threads or anything else. */
function fromRequest(draw: Draw): RegExp {
  return draw.oneOf([/\/messages$/u, /\/messages\/\d+$/u, /\/threads$/u, /^\/channels\//u]);
}
