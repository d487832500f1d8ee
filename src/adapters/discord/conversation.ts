import type { REST } from 'discord.js';
import { type ConversationSpeech, conversationSpeech } from '../../pipeline/speech/conversation.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Choice, Desk, DeskReply, DeskRequest, Form, Log, Premises } from '../../ports.ts';
import { answer, answerAtOnce, defer, offer, openForm } from './answer.ts';
import type { Given } from './commands/kit.ts';
import { askOf, completionOf, formOf } from './commands.ts';
import { readCustomId } from './custom-id.ts';
import { type DirectPress, pressDirectly, pressedDirectly } from './direct-press.ts';
import { modalOf } from './form.ts';
import { type Interaction, readInteraction } from './interaction.ts';

/** So many interactions may be under way at once; one more is told to come back, and beyond twice as many left alone. */
const interactionsMax = 200;
/** Discord takes a form within three seconds, as the first answer alone; some of them are for the way. */
const formMsMax = 2_000;
/** Who types sees nothing rather than something late. */
const completionMsMax = 250;

/**
 * Gives each interaction to the desk and its answer back: deferred first, before anything is touched. Needs nothing
 * but the interaction itself, so that buttons work after any restart. Never throws.
 */
export function createConversation(
  rest: REST,
  desk: Desk,
  premises: Pick<Premises, 'member'>,
  log: Log,
): (payload: unknown) => Promise<void> {
  let underWay = 0;
  return async (payload) => {
    const interaction = readInteraction(payload);
    if (interaction === null || underWay >= interactionsMax * 2) {
      log.warn('discord interaction dropped', { reason: interaction === null ? 'unreadable' : 'too-many' });
      return;
    }
    underWay += 1;
    try {
      await converse({ rest, desk, premises, log, isBusy: underWay > interactionsMax }, interaction);
    } catch (error) {
      // One interaction that fails is no reason to stop answering the others.
      log.error('discord interaction failed', { interaction: interaction.id, error });
    } finally {
      underWay -= 1;
    }
  };
}

interface Setting {
  readonly rest: REST;
  readonly desk: Desk;
  readonly premises: Pick<Premises, 'member'>;
  readonly log: Log;
  readonly isBusy: boolean;
}
type Asked<Kind> = Extract<Interaction['asked'], { readonly kind: Kind }>;

async function converse(setting: Setting, interaction: Interaction): Promise<void> {
  const { rest, desk, log, isBusy } = setting;
  const { request, asked } = interaction;
  if (asked.kind === 'other') return;
  if (asked.kind === 'autocomplete') {
    const choices = request === null || isBusy ? [] : await complete(desk, request, asked, log);
    return offer(rest, interaction, choices);
  }
  const speech = inLanguage(conversationSpeech, interaction.language);
  const refuse = (text: string) => answerAtOnce(rest, interaction, { ok: false, text });
  if (isBusy && (request !== null || interaction.direct !== null)) return refuse(speech.busy);
  if (request === null) {
    const pressed = pressedDirectly(interaction);
    return pressed === null ? refuse(speech.serversOnly) : converseDirectly(setting, interaction, pressed);
  }
  const opened = asked.kind === 'form' ? null : formAskedBy(asked);
  if (opened !== null) return open(setting, interaction, { ...request, does: opened });
  if (!(await defer(rest, interaction, isInPlace(interaction), log))) return;
  const reply = await ask(desk, request, asked, speech).catch((error: unknown): DeskReply => {
    log.error('desk failed', { interaction: interaction.id, error });
    return { ok: false, text: speech.failed };
  });
  await answer(rest, interaction, reply);
}

/** A press in direct messages. Nothing below its answer could be pressed there. */
async function converseDirectly(
  { rest, desk, premises, log }: Setting,
  interaction: Interaction,
  pressed: DirectPress,
): Promise<void> {
  if (!(await defer(rest, interaction, false, log))) return;
  const reply = await pressDirectly(desk, premises, pressed).catch((error: unknown): DeskReply => {
    log.error('desk failed', { interaction: interaction.id, error });
    return { ok: false, text: inLanguage(conversationSpeech, interaction.language).failed };
  });
  await answer(rest, interaction, { ...reply, controls: [] });
}

/** The answer to a control takes the place of the answer above it; not so below a message that others see. */
function isInPlace({ asked, isBelowAnswer }: Interaction): boolean {
  if (!isBelowAnswer || (asked.kind !== 'component' && asked.kind !== 'form')) return false;
  const named = readCustomId(asked.customId);
  return named?.kind === 'control' || named?.kind === 'form';
}

function givenOf(options: ReadonlyMap<string, string>): Given {
  return (option) => options.get(option) ?? null;
}

/** What the form that this opens does; null where it opens none. */
function formAskedBy(asked: Asked<'command' | 'component'>): string | null {
  if (asked.kind === 'command') return formOf(asked.name)?.(givenOf(asked.options)) ?? null;
  const named = readCustomId(asked.customId);
  if (named?.kind === 'incident' && named.action === 'note') return `alert:note::${named.incident}`;
  return named?.kind === 'form' ? named.does : null;
}

/** A form is the first answer or none, so that the desk is asked before anything is answered. */
async function open(
  { rest, desk, log }: Setting,
  interaction: Interaction,
  request: Parameters<Desk['form']>[0],
): Promise<void> {
  const speech = inLanguage(conversationSpeech, interaction.language);
  const asked = desk.form(request).catch((error: unknown): DeskReply => {
    log.error('desk failed', { form: request.does, error });
    return { ok: false, text: speech.failed };
  });
  const late: DeskReply = { ok: false, text: speech.formLate };
  const form: Form | DeskReply = await within(formMsMax, asked, late);
  if ('ok' in form) return answerAtOnce(rest, interaction, form);
  const modal = modalOf(form);
  if (modal !== null) return openForm(rest, interaction, modal);
  log.error('discord would refuse this form', { form: form.does });
  await answerAtOnce(rest, interaction, { ok: false, text: speech.failed });
}

function complete(
  desk: Desk,
  request: DeskRequest,
  { focused, options }: Asked<'autocomplete'>,
  log: Log,
): Promise<readonly Choice[]> {
  const asked = async () => completionOf(focused.name)?.(desk, request, focused.value, givenOf(options)) ?? [];
  const choices = asked().catch((error: unknown) => {
    log.error('desk failed', { completing: focused.name, error });
    return [];
  });
  return within(completionMsMax, choices, []);
}

async function ask(
  desk: Desk,
  request: DeskRequest,
  asked: Asked<'component' | 'command' | 'form'>,
  speech: ConversationSpeech,
): Promise<DeskReply> {
  if (asked.kind === 'command') {
    const command = askOf(asked.name);
    const gone = { ok: false, text: speech.commandGone };
    return command === null ? gone : command(desk, request, givenOf(asked.options));
  }
  const named = readCustomId(asked.customId);
  if (asked.kind === 'form')
    return named?.kind === 'form'
      ? desk.submit({ ...request, does: named.does, fields: asked.fields })
      : { ok: false, text: speech.buttonGone };
  switch (named?.kind) {
    case 'incident':
      return named.action === 'why'
        ? desk.why({ ...request, incident: named.incident, url: null, text: null })
        : desk.press({ ...request, incident: named.incident, action: named.action });
    case 'control':
      return desk.control({ ...request, does: named.does, values: asked.values });
    case 'test':
      return { ok: true, text: speech.testOnly };
    default:
      return { ok: false, text: speech.buttonGone };
  }
}

/** What was promised, or the other thing when it does not come in time; the promise itself must not fail. */
async function within<T>(msMax: number, promised: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), msMax);
  });
  try {
    return await Promise.race([promised, late]);
  } finally {
    clearTimeout(timer);
  }
}
