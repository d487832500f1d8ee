/**
 * From INTERACTION_CREATE to the first answer and to the last, at a stand-in for Discord: the program as an operator runs
 * it, all in one process, while twenty articles a second are matched and told.
 */
import type { Asked, Injected } from '../tests/support/discord/interactions.ts';
import { type DiscordStandIn, startDiscord } from '../tests/support/discord/server.ts';
import { until } from '../tests/support/until.ts';
import { type Program, startProgram, writeConfig } from './program.ts';
import { addressesOf, feedsAt, inFolder, type Measured, percentile, rounded, withFeedServer } from './support.ts';

const feedsCount = 60;
const everyMs = 3_000; // each feed; 20 articles a second in all
const intervalMinutes = 1; // the shortest that a configuration may ask for
const leadMs = 90_000; // the first polls find empty feeds, so that nothing is backlog
const askEveryMs = 200; // five a second: a busy evening of many servers
const asksCount = 500;
const startMsMax = 120_000;
const answerMsMax = 30_000;
const cardsMsMax = 240_000;

/** May manage messages and the server. */
const asker = { permissions: String(8192 + 32) };

export function interactions(): Promise<Measured> {
  return withFeedServer((origins) =>
    inFolder(async (folder) => {
      const from = Date.now() + leadMs;
      const articlesEach = Math.ceil((asksCount * askEveryMs * 3 + cardsMsMax) / everyMs);
      const path = `steady/mixed/${from}/${everyMs}/${articlesEach}`;
      await writeConfig(folder, feedsAt(addressesOf(origins, path, feedsCount), intervalMinutes));
      const discord = await startDiscord();
      const program = startProgram(folder, null, {
        DISCORD_TOKEN: discord.token,
        DISCORD_CHANNEL_ID: discord.channel,
        DISCORD_API_URL: discord.apiUrl,
      });
      try {
        await until('the bot', () => program.logged('discord gateway ready') !== null, startMsMax);
        await until('some cards', () => discord.messagesIn(discord.channel).length > 2, cardsMsMax);
        return await measure(discord, program);
      } finally {
        await program.interrupt();
        await discord.close();
      }
    }),
  );
}

async function measure(discord: DiscordStandIn, program: Program): Promise<Measured> {
  const before = await verdictsOf(program);
  const startedAt = performance.now();
  const asked: { readonly kind: Asked['kind']; readonly injected: Injected }[] = [];
  for (let at = 0; at < asksCount; at += 1) {
    const next = startedAt + at * askEveryMs;
    await until('the next one', () => performance.now() >= next, answerMsMax);
    const what = askAt(at, discord);
    asked.push({ kind: what.kind, injected: discord.ask(what, asker) });
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const matched = (await verdictsOf(program)) - before;
  const typed = asked.filter(({ kind }) => kind === 'autocomplete').map(({ injected }) => injected);
  const others = asked.filter(({ kind }) => kind !== 'autocomplete').map(({ injected }) => injected);
  const isDone = (one: Injected) => doneAt(one) !== null;
  await until('the last answer', () => asked.every(({ injected }) => isDone(injected)), answerMsMax).catch(() => null);
  const first = (all: readonly Injected[]) =>
    spread(all.map(({ createdAt, callback }) => (callback?.at ?? Infinity) - createdAt));
  return {
    figures: {
      interactions: asked.length,
      unanswered: asked.filter(({ injected }) => !isDone(injected)).length,
      refusedBodies: discord.problems.length,
      articlesMatchedPerSecond: rounded(matched / seconds),
      firstAnswer: first(others),
      lastAnswer: spread(others.map((one) => (doneAt(one) ?? Infinity) - one.createdAt)),
      autocomplete: first(typed),
    },
    target: { 'firstAnswer.p99MsMax': 1_000, 'autocomplete.p99MsMax': 300, unanswered: 0, refusedBodies: 0 },
  };
}

/** When all was said: choices and forms are the first answer and the last. */
function doneAt({ callback, repliedAt }: Injected): number | null {
  const isAtOnce = callback?.type === 8 || callback?.type === 9;
  return isAtOnce ? callback.at : repliedAt;
}

function spread(ms: readonly number[]) {
  return { p50Ms: percentile(ms, 0.5), p99Ms: percentile(ms, 0.99), maxMs: Math.max(...ms) };
}

/** What people ask on a busy evening, in turn: they type, look, ask why, try a query, and press. */
function askAt(at: number, discord: DiscordStandIn): Asked {
  const cards = discord.messagesIn(discord.channel).filter(({ components }) => components.length > 0);
  const card = cards[at % Math.max(1, cards.length)];
  const buttons = (card?.components ?? []).flatMap(({ components }) => components);
  const button = buttons[at % Math.max(1, buttons.length)];
  const id = button !== undefined && 'custom_id' in button ? button.custom_id : '';
  const incident = id.split(':').slice(2, -1).join(':');
  const turns: readonly Asked[] = [
    { kind: 'autocomplete', name: 'incident', sub: 'show', focused: 'incident', options: { incident: 'ro' } },
    { kind: 'command', name: 'incident', sub: 'list' },
    { kind: 'button', message: card?.id ?? '', customId: id },
    { kind: 'autocomplete', name: 'unsubscribe', focused: 'watch', options: { watch: 'e' } },
    { kind: 'command', name: 'incident', sub: 'show', options: { incident } },
    { kind: 'command', name: 'status' },
    { kind: 'autocomplete', name: 'feeds', sub: 'remove', focused: 'feed', options: { feed: 'bench' } },
    { kind: 'command', name: 'why', options: { incident } },
    { kind: 'command', name: 'feeds', sub: 'list' },
    { kind: 'command', name: 'watch', sub: 'test', options: { query: 'rocket NEAR/5 embassy OR drone*' } },
    {
      kind: 'command',
      name: 'why',
      options: { text: 'Rockets hit the US embassy in Baghdad. Two people were wounded.' },
    },
  ];
  return turns[at % turns.length] ?? { kind: 'command', name: 'status' };
}

/** How many articles were decided so far, by the program's own count. */
async function verdictsOf(program: Program): Promise<number> {
  const url = /"url":"([^"]+)"/.exec(program.logged('health and metrics') ?? '')?.[1];
  if (url === undefined) throw new Error('the program did not say where its metrics are');
  const text = await (await fetch(new URL('/metrics', url))).text();
  const counts = [...text.matchAll(/^watchfloor_verdicts_total\{[^}]*\} (\d+)/gm)];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
