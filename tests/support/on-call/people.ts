/** How the people of a simulated week answer: some at once, some late, some not at all. */
import { setTimeout as pause } from 'node:timers/promises';
import { oneOf } from '../../../bench/chance.ts';
import type { Instant, Presser } from '../../../src/model.ts';
import type { Asker, Injected } from '../discord/interactions.ts';
import type { DiscordStandIn } from '../discord/server.ts';
import type { Effect } from './effects.ts';
import { dutyRole, responders } from './script.ts';

const minuteMs = 60_000;
const answerMsMax = 10_000;

type What = 'acknowledge' | 'confirm' | 'unacknowledge' | 'resolve' | 'false-alarm' | 'snooze';

/** What somebody will do about an incident, at a time of his own. */
export interface Deed {
  readonly at: Instant;
  readonly who: Presser;
  readonly incident: string;
  readonly what: What;
}

/** The earliest. */
export function nextDeed(deeds: readonly Deed[]): Deed | undefined {
  return deeds.reduce<Deed | undefined>(
    (first, deed) => (first === undefined || deed.at < first.at ? deed : first),
    undefined,
  );
}

/** Of some alerts nobody wants to know anything, however often he is called. */
const isIgnored = (incident: string): boolean => incident.endsWith('0');

/** What people make of a message that they see. */
export function reactionTo(effect: Effect, chance: () => number): readonly Deed[] {
  const { incident, at } = effect;
  if (incident === null) return [];
  const after = (who: Presser, what: What, from: number, to: number): Deed => {
    return { at: Math.round(at + (from + chance() * (to - from)) * minuteMs), who, incident, what };
  };
  if (isIgnored(incident)) return [];
  if (effect.isCard) return chance() < 0.4 ? [after(oneOf(responders, chance), 'acknowledge', 0.2, 4)] : [];
  // A reminder names who is at it, and offers to say so.
  const called = responders.filter(({ id }) => effect.content.includes(`<@${id}>`) || effect.recipient === id);
  const [somebody] = called;
  if (somebody !== undefined && chance() < 0.7) return [after(somebody, 'acknowledge', 0.5, 16)];
  if (!effect.content.includes(`<@&${dutyRole}>`) || chance() < 0.3) return [];
  // Two at once: one of them is first.
  const [one, other] = [oneOf(responders, chance), oneOf(responders, chance)];
  const first = after(one, 'acknowledge', 1, 12);
  return one === other ? [first] : [first, { ...first, who: other }];
}

/** What who has acknowledged does next. */
export function nextAfter({ at, who, incident }: Deed, chance: () => number): readonly Deed[] {
  const in_ = (what: What, from: number, to: number): readonly Deed[] => [
    { at: Math.round(at + (from + chance() * (to - from)) * minuteMs), who, incident, what },
  ];
  const luck = chance();
  if (luck < 0.6) return in_('resolve', 5, 100);
  if (luck < 0.7) return in_('false-alarm', 2, 60);
  if (luck < 0.82) return in_('snooze', 2, 60);
  if (luck < 0.88) return in_('unacknowledge', 2, 30);
  // He says in time that he is still at it, and has done with it then; or forgets it, and it is taken from him.
  return luck < 0.95 ? [...in_('confirm', 122, 145), ...in_('resolve', 150, 230)] : [];
}

/** Presses what the deed asks for, below the card, and gives what is answered in the end. */
export async function perform(discord: DiscordStandIn, card: string, { what, incident, who }: Deed): Promise<string> {
  const asker = { ...who, roles: [dutyRole] };
  const customId = `v1:inc:${incident}:${what}`;
  const first = await answered(discord.ask({ kind: 'button', message: card, customId }, asker));
  if (what === 'snooze') return replyOf(await choose(discord, first, asker, '1 hour'));
  if (what === 'false-alarm') return replyOf(await choose(discord, first, asker, 'background'));
  return replyOf(first);
}

const replyOf = ({ reply }: Injected): string => reply ?? '';

/** Chooses from what is offered below an answer; where nothing is, the answer was a refusal. */
async function choose(
  discord: DiscordStandIn,
  below: Injected,
  asker: Partial<Asker>,
  wanted: string,
): Promise<Injected> {
  const { components } = discord.answerOf(below);
  for (const component of components.flatMap((row) => row.components)) {
    if ('label' in component && component.label === wanted) return answered(discord.press(below, wanted, asker));
    if ('options' in component && component.options.some(({ value }) => value === wanted))
      return answered(discord.choose(below, component.custom_id, [wanted], asker));
  }
  return below;
}

async function answered(asked: Injected): Promise<Injected> {
  const deadline = Date.now() + answerMsMax;
  while (asked.repliedAt === null) {
    if (Date.now() > deadline) throw new Error('nobody was answered');
    await pause(1);
  }
  return asked;
}
