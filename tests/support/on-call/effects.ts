/** What stands at the Discord stand-in, as a checker looks at it. */
import type { Instant } from '../../../src/model.ts';
import type { DiscordStandIn } from '../discord/server.ts';
import type { StoredMessage } from '../discord/state.ts';

/** A message that Discord accepted, and when. */
export interface Effect {
  readonly at: Instant;
  readonly channel: string;
  /** The channel that its thread belongs to, or the person whose direct messages they are. */
  readonly parent: string | null;
  readonly recipient: string | null;
  readonly message: string;
  readonly content: string;
  readonly nonce: string;
  /** The incident of the card that it is, or whose thread it stands in, or that it links. */
  readonly incident: string | null;
  readonly isCard: boolean;
}

/** A message with what it belongs to. */
export function effectOf(discord: DiscordStandIn, message: StoredMessage, at: Instant): Effect {
  const { id, content, channel_id: channel, nonce } = message;
  const place = discord.state.channels.get(channel);
  const shown = incidentOf(discord, id);
  return {
    at,
    channel,
    parent: place?.parent ?? null,
    recipient: place?.recipient ?? null,
    message: id,
    content,
    nonce: String(nonce),
    incident: shown ?? incidentOf(discord, channel) ?? linkedIn(discord, content),
    isCard: shown !== null,
  };
}

/** The incident whose card this message is; a thread has the id of its card. */
function incidentOf(discord: DiscordStandIn, message: string): string | null {
  const shown = JSON.stringify(discord.state.messages.get(message)?.components ?? []);
  return /v1:inc:([^"]+):why/u.exec(shown)?.[1] ?? null;
}

function linkedIn(discord: DiscordStandIn, content: string): string | null {
  const message = /\/channels\/\d+\/\d+\/(\d+)/u.exec(content)?.[1];
  return message === undefined ? null : incidentOf(discord, message);
}
