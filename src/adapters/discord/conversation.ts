import type { REST } from 'discord.js';
import type { Choice, Desk, DeskReply, DeskRequest, Log } from '../../ports.ts';
import { answer, answerAtOnce, defer, offer } from './answer.ts';
import { readButtonId } from './button-id.ts';
import { askOf } from './commands.ts';
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
  if (asked.kind === 'command') {
    const command = askOf(asked.name);
    const gone = { ok: false, text: 'This command is not known here any more. Please try again in a minute.' };
    return command === null ? gone : command(desk, request, (option) => asked.options.get(option) ?? null);
  }
  const pressed = readButtonId(asked.customId);
  if (pressed === null) return { ok: false, text: 'This button is of another version and does nothing any more.' };
  return desk.press({ ...request, ...pressed });
}
