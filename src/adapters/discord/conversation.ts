import type { REST } from 'discord.js';
import { severities } from '../../model.ts';
import type { Choice, Desk, DeskReply, DeskRequest, Log } from '../../ports.ts';
import { answer, answerAtOnce, defer, offer } from './answer.ts';
import { readButtonId } from './button-id.ts';
import { type Interaction, readInteraction } from './interaction.ts';

/** So many interactions may be under way at once; one more is left unanswered, and its presser tries again. */
const interactionsMax = 200;

/**
 * Gives each interaction to the desk and its answer back: deferred first, before anything is touched. Needs nothing
 * but the interaction itself, so that buttons work after any restart. Never throws.
 */
export function createConversation(rest: REST, desk: Desk, log: Log): (payload: unknown) => Promise<void> {
  let underWay = 0;
  return async (payload) => {
    const interaction = readInteraction(payload);
    if (interaction === null || underWay >= interactionsMax) {
      log.warn('discord interaction dropped', { reason: interaction === null ? 'unreadable' : 'too-many' });
      return;
    }
    underWay += 1;
    try {
      await converse(rest, desk, interaction, log);
    } catch (error) {
      // One interaction that fails is no reason to stop answering the others.
      log.error('discord interaction failed', { interaction: interaction.id, error });
    } finally {
      underWay -= 1;
    }
  };
}

async function converse(rest: REST, desk: Desk, interaction: Interaction, log: Log): Promise<void> {
  const { request, asked } = interaction;
  if (asked.kind === 'autocomplete') {
    const choices = request === null ? [] : await complete(desk, request, asked.focused, log);
    return offer(rest, interaction, choices);
  }
  if (asked.kind === 'other') return;
  if (request === null) return answerAtOnce(rest, interaction, 'This works in a server, not in direct messages.');
  if (!(await defer(rest, interaction, log))) return;
  const reply = await ask(desk, request, asked).catch((error: unknown): DeskReply => {
    log.error('desk failed', { interaction: interaction.id, error });
    return { ok: false, text: 'That did not work: an error on our side, noted in the log. Please try again.' };
  });
  await answer(rest, interaction, reply);
}

function complete(
  desk: Desk,
  request: DeskRequest,
  focused: { readonly name: string; readonly value: string },
  log: Log,
): Promise<readonly Choice[]> {
  const choices = (): Promise<readonly Choice[]> => {
    switch (focused.name) {
      case 'incident':
        return desk.completeIncident(request, focused.value);
      case 'watch':
        return desk.completeWatch(request, focused.value);
      case 'keyword':
        return desk.completeKeyword(request, focused.value);
      case 'feed':
        return desk.completeFeed(request, focused.value);
      default:
        return Promise.resolve([]);
    }
  };
  return choices().catch((error: unknown) => {
    log.error('desk failed', { completing: focused.name, error });
    return [];
  });
}

async function ask(
  desk: Desk,
  request: DeskRequest,
  asked: Extract<Interaction['asked'], { kind: 'button' | 'command' }>,
): Promise<DeskReply> {
  if (asked.kind === 'command') return command(desk, request, asked.name, asked.options);
  const pressed = readButtonId(asked.customId);
  if (pressed === null) return { ok: false, text: 'This button is of another version and does nothing any more.' };
  return desk.press({ ...request, ...pressed });
}

async function command(
  desk: Desk,
  request: DeskRequest,
  name: string,
  options: ReadonlyMap<string, string>,
): Promise<DeskReply> {
  const given = (option: string) => options.get(option) ?? null;
  const watch = given('watch');
  const keyword = given('keyword');
  switch (name) {
    case 'subscribe': {
      const severityFloor = severities.find((severity) => severity === given('severity')) ?? null;
      return desk.subscribe({ ...request, watch, pingRole: given('role'), severityFloor });
    }
    case 'unsubscribe':
      return desk.unsubscribe({ ...request, watch });
    case 'keyword add':
      return desk.keyword({ ...request, change: 'add', keyword, watch });
    case 'keyword remove':
      return desk.keyword({ ...request, change: 'remove', keyword, watch });
    case 'keyword list':
      return desk.keyword({ ...request, change: 'list', keyword: null, watch });
    case 'incident list':
      return desk.listIncidents(request);
    case 'incident show':
      return desk.showIncident({ ...request, incident: given('incident') ?? '' });
    case 'incident raise':
      return desk.raiseIncident({ ...request, text: given('text') ?? '', link: given('link') });
    case 'why':
      return desk.why({ ...request, incident: given('incident'), link: given('link'), text: given('text') });
    case 'feeds list':
    case 'feeds add':
    case 'feeds test':
    case 'feeds pause':
    case 'feeds resume':
    case 'feeds remove':
      return desk.feeds({ ...request, ...feedGiven(name, given) });
    case 'status':
      return desk.status(request);
    default:
      return { ok: false, text: 'This command is not known here any more. Please try again in a minute.' };
  }
}

type FeedGiven = Omit<Parameters<Desk['feeds']>[0], keyof DeskRequest>;

function feedGiven(name: string, given: (option: string) => string | null): FeedGiven {
  const changes = ['list', 'add', 'test', 'pause', 'resume', 'remove'] as const;
  const languages = ['en', 'ar', 'fa'] as const;
  const tiers = [1, 2, 3] as const;
  return {
    change: changes.find((change) => name === `feeds ${change}`) ?? 'list',
    feed: given('address') ?? given('feed') ?? '',
    language: languages.find((language) => language === given('language')) ?? null,
    outlet: given('outlet'),
    tier: tiers.find((tier) => String(tier) === given('tier')) ?? null,
  };
}
