/** A Discord that is away for long, with a day's worth of incidents meanwhile. */
import { setTimeout as pause } from 'node:timers/promises';
import { severities } from '../../../../src/model.ts';
import type { Fault } from '../../discord/faults.ts';
import { until } from '../../until.ts';
import { check, type FloorRecord, incidentOfStory, recordOf } from '../check.ts';
import type { Draw } from '../draw.ts';
import { type Floor, onFloor } from '../floor.ts';
import type { Story } from '../news.ts';
import { beginOutage, endOutage, refusalsMax } from '../outage.ts';
import type { Outcome, Round, Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';

const size = {
  short: { stories: 8, awayMs: 6_000, limit: { requests: 5, windowMs: 1_000 } },
  long: { stories: 24, awayMs: 3_600_000, limit: { requests: 5, windowMs: 5_000 } },
} as const;
/** Every so many stories get worse before they can be told. */
const worseEvery = 3;
const matchMsMax = 60_000;
const settleMsMax = 300_000;
/** What was under way when it went away is tried with the same nonce, apart from the others. */
const underWayMax = 8;
/** It is asked whether it is back: a machine every two seconds, and some more at the beginning. */
const requestsPerSecondMax = 2;
const requestsAtOnceMax = 40;

const away = (name: string, fault: Fault): Scenario => ({
  name,
  claim: 'what happens while Discord is away is told when it is back: once, the gravest first, without a storm',
  run: (draw, round) =>
    onFloor({ discord: { rateLimit: size[round.isLong ? 'long' : 'short'].limit } }, (floor) =>
      undergo(floor, fault, draw, round),
    ),
});

export const discordAway = away('discord-away', { kind: 'page', status: 503 });
export const discordDropping = away('discord-dropping', { kind: 'dropped' });

async function undergo(floor: Floor, fault: Fault, draw: Draw, { isLong }: Round): Promise<Outcome> {
  const { discord, news } = floor;
  const { stories: count, awayMs } = size[isLong ? 'long' : 'short'];
  await floor.machine('all');
  const before = news.happen();
  await until('the first is told', () => discord.messagesIn(discord.channel).length === 1, matchMsMax);
  await settle(floor);
  beginOutage(discord, fault);
  const leftAt = Date.now();
  const asked = discord.faults.struck();
  const stories: Story[] = [];
  for (let at = 0; at < count; at += 1) {
    const story = news.happen();
    stories.push(story);
    await pause((awayMs / count) * draw.chance());
    if (at % worseEvery === 0) news.worsen(story);
    const dueAt = leftAt + ((at + 1) * awayMs) / count;
    await pause(Math.max(0, dueAt - Date.now()));
  }
  const known = async () => {
    const { incidents } = await recordOf(floor);
    return stories.every((story) => incidentOfStory(incidents, story) !== undefined);
  };
  await until('all of them are known', known, matchMsMax);
  await until('all news is read', () => news.unread() === 0, matchMsMax);
  const requests = discord.faults.struck() - asked;
  const goneMs = Date.now() - leftAt;
  const postsBefore = discord.accepted.length;
  endOutage(discord);
  const backAt = Date.now();
  await until('the first is told', () => discord.messagesIn(discord.channel).length > 1, matchMsMax);
  const firstMs = Date.now() - backAt;
  await settle(floor, settleMsMax);
  const settledMs = Date.now() - backAt;
  const { found, lost, duplicates } = await check(floor, {
    stories: [before, ...stories],
    errors: [/^discord gateway/u, /^discord client error/u],
  });
  const overtaken = overtakenIn(await recordOf(floor), stories, discord.channel);
  const allowed = requestsAtOnceMax + (goneMs / 1_000) * requestsPerSecondMax;
  return {
    found: [
      ...found,
      ...(overtaken.length > underWayMax ? overtaken : []),
      ...(requests > allowed ? [`it was asked ${requests} times in ${goneMs} ms`] : []),
    ],
    figures: {
      awayMs: goneMs,
      stories: stories.length,
      requestsWhileAway: requests,
      sessions: discord.gateway.counts.identifies,
      firstMs,
      settledMs,
      requestsAfter: discord.accepted.length - postsBefore,
      overtaken: overtaken.length,
      refusalsMax: refusalsMax(discord),
      lost,
      duplicates,
    },
  };
}

/** Cards that came before a graver one. */
function overtakenIn(
  { incidents, effects }: FloorRecord,
  stories: readonly Story[],
  channel: string,
): readonly string[] {
  const rank = new Map(
    stories.map((story) => {
      const incident = incidentOfStory(incidents, story);
      return [incident?.id ?? '', severities.indexOf(incident?.facts.severity ?? 'info')];
    }),
  );
  const told = effects
    .filter((effect) => effect.isCard && effect.channel === channel && rank.has(effect.incident ?? ''))
    .toSorted((one, other) => Number(BigInt(one.message) - BigInt(other.message)));
  const ranks = told.map(({ incident }) => rank.get(incident ?? '') ?? 0);
  return told.flatMap(({ incident }, at) =>
    ranks.slice(at + 1).some((later) => later > (ranks[at] ?? 0)) ? [`${incident} was told before a graver one`] : [],
  );
}
