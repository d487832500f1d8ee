import { InteractionResponseType, MessageFlags, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { cleanLine, cut } from '../../pipeline/render/clean.ts';
import type { Choice, DeskReply, Log } from '../../ports.ts';
import { escapeText } from './escape.ts';
import { discordCode } from './failure.ts';
import type { Interaction } from './interaction.ts';
import { markupLines, piecesOf } from './markup.ts';
import { contentLengthMax, partsEmbeds } from './message.ts';
import { requestTimeoutMs } from './rest.ts';

/** Discord: autocomplete and select limits. */
const choicesMax = 25;
const choiceLengthMax = 100;

/** Somebody else answered already, or the three seconds are over: the presser sees that it failed and presses again. */
const tooLateCodes: readonly (number | null)[] = [
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  RESTJSONErrorCodes.UnknownInteraction,
];

/** Promises an answer that only the asker sees; false where the interaction is no longer ours to answer. */
export async function defer(rest: REST, interaction: Interaction, log: Log): Promise<boolean> {
  try {
    await callback(rest, interaction, {
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      data: { flags: MessageFlags.Ephemeral },
    });
    return true;
  } catch (error) {
    const code = discordCode(error);
    log.warn('discord interaction could not be deferred', { interaction: interaction.id, code });
    // Where the outcome is unclear the promise may stand, so the asked is done: the desk does it once by its key.
    return !tooLateCodes.includes(code);
  }
}

/** Fills the promise in. A second try, since nothing else tells the asker. */
export async function answer(rest: REST, interaction: Interaction, { text, lines, parts }: DeskReply): Promise<void> {
  const route = Routes.webhookMessage(interaction.application, interaction.token, '@original');
  const embeds = parts === undefined ? {} : { embeds: partsEmbeds(parts) };
  const body = { content: replyContent(text, lines), ...embeds, allowed_mentions: { parse: [] } };
  const send = () => rest.patch(route, { body, auth: false, signal: AbortSignal.timeout(requestTimeoutMs) });
  await send().catch((error: unknown) => {
    if (discordCode(error) !== null) throw error;
    return send();
  });
}

/** Answers at once, without a promise before, to the asker alone. */
export async function answerAtOnce(rest: REST, interaction: Interaction, text: string): Promise<void> {
  await callback(rest, interaction, {
    type: InteractionResponseType.ChannelMessageWithSource,
    data: { content: replyContent(text), flags: MessageFlags.Ephemeral, allowed_mentions: { parse: [] } },
  });
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

/** The desk's plain sentences, escaped; what is too long ends in an ellipsis. */
function replyContent(text: string, lines: DeskReply['lines'] = []): string {
  const escaped = escapeText(text);
  // Escaping at most doubles the length.
  const written =
    escaped.length <= contentLengthMax ? escaped : escapeText(cut(text, Math.floor(contentLengthMax / 2)));
  const more = markupLines(lines.map(piecesOf), contentLengthMax - written.length - 1);
  return [written, more].filter((part) => part.trim() !== '').join('\n') || '…';
}

function callback(rest: REST, interaction: Interaction, body: object): Promise<unknown> {
  const signal = AbortSignal.timeout(requestTimeoutMs);
  return rest.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false, signal });
}
