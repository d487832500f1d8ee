import {
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import { cleanLine, cut } from '../../pipeline/render/clean.ts';
import { conversationSpeech } from '../../pipeline/speech/conversation.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Choice, DeskReply, Log } from '../../ports.ts';
import { discordCode } from './failure.ts';
import type { Interaction } from './interaction.ts';
import { replyBody } from './reply.ts';
import { requestTimeoutMs } from './rest.ts';

/** Discord: autocomplete limits. */
const choicesMax = 25;
const choiceLengthMax = 100;

/** Somebody else answered already, or the three seconds are over: the presser sees that it failed and presses again. */
const tooLateCodes: readonly (number | null)[] = [
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  RESTJSONErrorCodes.UnknownInteraction,
];

/**
 * Promises an answer that only the asker sees: a new one, or one in the place of the answer that was pressed below.
 * False where the interaction is no longer ours to answer.
 */
export async function defer(rest: REST, interaction: Interaction, isInPlace: boolean, log: Log): Promise<boolean> {
  const inPlace = { type: InteractionResponseType.DeferredMessageUpdate };
  const anew = {
    type: InteractionResponseType.DeferredChannelMessageWithSource,
    data: { flags: MessageFlags.Ephemeral },
  };
  try {
    await callback(rest, interaction, isInPlace ? inPlace : anew);
    return true;
  } catch (error) {
    const code = discordCode(error);
    log.warn('discord interaction could not be deferred', { interaction: interaction.id, code });
    // Where the outcome is unclear the promise may stand, so the asked is done: the desk does it once by its key.
    return !tooLateCodes.includes(code);
  }
}

/** Fills the promise in. A second try, since nothing else tells the asker; a body that Discord refuses is confessed. */
export async function answer(rest: REST, interaction: Interaction, reply: DeskReply): Promise<void> {
  const speech = inLanguage(conversationSpeech, interaction.language);
  const send = async (said: DeskReply): Promise<unknown> => {
    const route = Routes.webhookMessage(interaction.application, interaction.token, '@original');
    const signal = AbortSignal.timeout(requestTimeoutMs);
    return rest.patch(route, { ...replyBody(said, speech), auth: false, signal });
  };
  await send(reply).catch(async (error: unknown) => {
    if (discordCode(error) === null) return send(reply);
    if (discordCode(error) === RESTJSONErrorCodes.InvalidFormBodyOrContentType)
      await send({ ok: false, text: speech.unshowable });
    throw error;
  });
}

/** Answers at once, without a promise before, to the asker alone. Files cannot be among it. */
export async function answerAtOnce(rest: REST, interaction: Interaction, reply: DeskReply): Promise<void> {
  const { body } = replyBody({ ...reply, files: [] }, inLanguage(conversationSpeech, interaction.language));
  await callback(rest, interaction, {
    type: InteractionResponseType.ChannelMessageWithSource,
    data: { ...body, flags: MessageFlags.Ephemeral },
  });
}

/** Opens a form; possible as the first answer alone. */
export async function openForm(
  rest: REST,
  interaction: Interaction,
  modal: APIModalInteractionResponseCallbackData,
): Promise<void> {
  await callback(rest, interaction, { type: InteractionResponseType.Modal, data: modal });
}

/** Offers choices; Discord knows no later answer than this one. */
export async function offer(rest: REST, interaction: Interaction, choices: readonly Choice[]): Promise<void> {
  const offered = choices
    .filter(({ value }) => value.length > 0 && value.length <= choiceLengthMax)
    .map(({ name, value }) => ({ name: cut(cleanLine(name), choiceLengthMax) || value, value }))
    .slice(0, choicesMax);
  await callback(rest, interaction, {
    type: InteractionResponseType.ApplicationCommandAutocompleteResult,
    data: { choices: offered },
  });
}

function callback(rest: REST, interaction: Interaction, body: object): Promise<unknown> {
  const signal = AbortSignal.timeout(requestTimeoutMs);
  return rest.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false, signal });
}
