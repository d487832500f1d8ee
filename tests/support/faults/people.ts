/** What people see of a story, and what somebody does about it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Injected } from '../discord/interactions.ts';
import type { StoredMessage } from '../discord/state.ts';
import { analyst, dutyRole } from './config.ts';
import type { Floor } from './floor.ts';
import type { Story } from './news.ts';

/** After so long without an answer Discord says that the interaction failed, and who pressed presses again. */
const answerMsMax = 3_000;
const lookEveryMs = 20;

/** By which incident a story is told, once its card was seen: later its card links to other reports. */
const incidents = new WeakMap<Story, string>();

/** The cards that stand of a story. */
export function cardsOf({ discord }: Floor, story: Story): readonly StoredMessage[] {
  const messages = discord.messagesIn(discord.channel);
  const incident = incidents.get(story) ?? firstSeen(messages, story);
  if (incident === null) return [];
  incidents.set(story, incident);
  return messages.filter((message) => incidentOn(message) === incident);
}

function firstSeen(messages: readonly StoredMessage[], { url }: Story): string | null {
  const own = new RegExp(`${url.replaceAll('.', '\\.')}(?!\\d)`, 'u');
  const card = messages.find(({ embeds }) => own.test(JSON.stringify(embeds)));
  return card === undefined ? null : incidentOn(card);
}

function incidentOn({ components }: StoredMessage): string | null {
  return /v1:inc:([^"]+):why/u.exec(JSON.stringify(components))?.[1] ?? null;
}

/** The messages in the thread of its card. */
function threadOf(floor: Floor, story: Story): readonly StoredMessage[] {
  return cardsOf(floor, story).flatMap(({ id }) => floor.discord.messagesIn(id));
}

/** Told: its card stands, and who is on call was called, in its thread or, where that was long in coming, beside it. */
export function isTold(floor: Floor, story: Story): boolean {
  const beside = floor.discord.messagesIn(floor.discord.channel);
  const about = beside.filter(({ content }) => content.includes(` ${story.place.name}`));
  const calls = [...threadOf(floor, story), ...about].filter(({ content }) => content.includes(`<@${analyst.id}>`));
  return cardsOf(floor, story).length > 0 && calls.length > 0;
}

/** Its card shows that somebody has it. */
export function isTaken(floor: Floor, story: Story): boolean {
  return cardsOf(floor, story).some(({ embeds }) => JSON.stringify(embeds).includes('Acknowledged'));
}

/** The thread says how much worse it is, and the card shows it. */
export function isWorse(floor: Floor, story: Story, dead = 9): boolean {
  const toll = new RegExp(`killed:? (?:\\d+ → )?${dead}\\b|\\b${dead} killed`, 'iu');
  const isOnCard = cardsOf(floor, story).some(({ embeds }) => toll.test(JSON.stringify(embeds).replaceAll('*', '')));
  return isOnCard && threadOf(floor, story).some(({ content }) => toll.test(content));
}

/** Presses Acknowledge below the card, again as long as nobody answers and it does not show; gives what he is told. */
export async function acknowledge(floor: Floor, story: Story, msMax = 60_000): Promise<string> {
  const deadline = Date.now() + msMax;
  while (Date.now() < deadline) {
    const [card] = cardsOf(floor, story);
    if (card === undefined) throw new Error(`${story.place.id} has no card to press below`);
    if (isTaken(floor, story)) return '';
    const asked = floor.discord.press(card.id, 'Acknowledge', { ...analyst, roles: [dutyRole] });
    const reply = await answered(asked);
    if (reply !== null) return reply;
  }
  throw new Error(`nobody answered the press on ${story.place.id}`);
}

async function answered(asked: Injected): Promise<string | null> {
  const deadline = Date.now() + answerMsMax;
  while (asked.repliedAt === null && Date.now() < deadline) await pause(lookEveryMs);
  return asked.reply;
}
