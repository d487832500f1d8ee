/** A gateway that misbehaves in every way it can, while somebody presses. */
import { setTimeout as pause } from 'node:timers/promises';
import type { GatewayConduct } from '../../discord/sessions.ts';
import { until } from '../../until.ts';
import { check } from '../check.ts';
import { analyst, dutyRole } from '../config.ts';
import { type Floor, onFloor } from '../floor.ts';
import { acknowledge, cardsOf, isTaken, isTold } from '../people.ts';
import type { Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';

const workMsMax = 120_000;
/** The pause between sessions grows to a minute; one that comes to nothing is found out in half of that. */
const backMsMax = 120_000;

const closes = [4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009, 4010, 4011, 4012, 4013, 4014, 1000, 1001];
const conducts: readonly (readonly [name: string, conduct: Partial<GatewayConduct>])[] = [
  ...closes.map((close) => [`resume closed ${close}`, { onResume: { close } }] as const),
  ['resume silent', { onResume: 'silent' }],
  ['resume invalid', { onResume: { invalid: 'lost' } }],
  ['resume invalid, resumable', { onResume: { invalid: 'resumable' } }],
  ['no HELLO', { greets: false }],
  ['no session', { onResume: { invalid: 'lost' }, onIdentify: 'silent' }],
  ['READY then closed', { onResume: { invalid: 'lost' }, onIdentify: { readyThenClose: 4009 } }],
  ['READY without servers', { onResume: { invalid: 'lost' }, showsServers: false }],
];
const usual = conducts.filter(([name]) => /^resume (?:closed 4000|invalid)/u.test(name));
/** Of a conduct: discord.js resumes twice a second. */
const resumesMax = 30;

export const discordGateway: Scenario = {
  name: 'discord-gateway',
  claim: 'whatever the gateway does the bot is back when it behaves, a press is taken once, and few sessions are begun',
  run: (_, { isLong }) =>
    onFloor({ discord: { heartbeatMs: 2_000 } }, async (floor) => {
      const { discord, news } = floor;
      await floor.machine('all');
      const stories = [news.happen(), news.happen()];
      const [first, second] = stories;
      if (first === undefined || second === undefined) throw new Error('nothing happened');
      await until('both are told', () => stories.every((story) => isTold(floor, story)), workMsMax);
      await settle(floor);
      await pressTwice(floor, cardsOf(floor, first)[0]?.id ?? '');
      await until('it is taken', () => isTaken(floor, first), workMsMax);
      const backMs: number[] = [];
      const found: string[] = [];
      for (const [name, conduct] of isLong ? conducts : usual) {
        const { identifies: begun, resumeTries: tried } = discord.gateway.counts;
        backMs.push(await misbehave(floor, conduct, isLong ? 3_000 : 1_000));
        const sessions = discord.gateway.counts.identifies - begun;
        if (sessions > 5) found.push(`${name}: ${sessions} sessions were begun`);
        const resumes = discord.gateway.counts.resumeTries - tried;
        if (resumes > resumesMax) found.push(`${name}: ${resumes} sessions were resumed`);
      }
      await acknowledge(floor, second);
      await settle(floor);
      const judged = await check(floor, { stories, errors: [/^discord (?:gateway|client)/u] });
      const audit = await floor.store.recentAudit(1_000);
      const taken = audit.filter(({ action }) => action === 'acknowledge').length;
      if (taken !== 2) found.push(`${taken} acknowledgements are in the log, expected 2`);
      const { identifies, resumeTries } = discord.gateway.counts;
      return {
        found: [...judged.found.filter((sentence) => !answeredTwice.test(sentence)), ...found],
        figures: {
          conducts: backMs.length,
          backMsMax: Math.max(...backMs),
          sessions: identifies,
          resumeTries,
          lost: judged.lost,
          duplicates: judged.duplicates,
        },
      };
    }),
};

/** What Discord says to the second answer, and what keeps the press from being taken twice. */
const answeredTwice = /"code":40060/u;

/** Both come by INTERACTION_CREATE, as after a RESUME that replays what was heard before. */
async function pressTwice({ discord }: Floor, card: string): Promise<void> {
  const pressed = discord.press(card, 'Acknowledge', { ...analyst, roles: [dutyRole] });
  discord.gateway.repeat('INTERACTION_CREATE');
  await until('the presser is answered', () => pressed.reply !== null, workMsMax);
}

/** The connection is cut, and what follows goes wrong for a while; gives how long the bot takes to be back then. */
async function misbehave({ discord }: Floor, conduct: Partial<GatewayConduct>, forMs: number): Promise<number> {
  discord.gateway.behave(conduct);
  discord.gateway.drop();
  await pause(forMs);
  discord.gateway.behave({});
  const from = Date.now();
  await until('the bot is back', () => discord.gateway.ready() === 1, backMsMax);
  return Date.now() - from;
}
