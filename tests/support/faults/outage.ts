/** A Discord that is away, and what it was asked meanwhile. */

import type { Fault } from '../discord/faults.ts';
import type { DiscordStandIn } from '../discord/server.ts';

const methods = ['GET', 'POST', 'PATCH', 'PUT'] as const;
const ever = Number.POSITIVE_INFINITY;

/** From now on nothing is done: every request meets the fault, and the gateway closes on who connects. */
export function beginOutage(discord: DiscordStandIn, fault: Fault): void {
  for (const method of methods) discord.faults.plan(method, /./u, fault, ever);
  discord.gateway.behave({ onIdentify: { close: 4000 }, onResume: { close: 4000 } });
  discord.gateway.drop();
}

export function endOutage(discord: DiscordStandIn): void {
  discord.faults.clear();
  discord.gateway.behave({});
}

const windowMs = 10 * 60_000;

/** The most answers that count towards a ban within any ten minutes. Discord bans at 10,000. */
export function refusalsMax({ refused }: DiscordStandIn): number {
  const at = refused.filter(({ status }) => [401, 403, 429].includes(status)).map((each) => each.at);
  let from = 0;
  return at.reduce((most, until, index) => {
    while ((at[from] ?? until) < until - windowMs) from += 1;
    return Math.max(most, index - from + 1);
  }, 0);
}
