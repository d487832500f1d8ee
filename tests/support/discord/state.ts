import type { Modal } from './component-rules.ts';
import type { StoredGuild, StoredOverwrite } from './guilds.ts';
import type { MessageBody } from './rules.ts';

export interface StoredMessage {
  readonly id: string;
  readonly channel_id: string;
  readonly author: { readonly id: string; readonly username: string; readonly bot: true };
  readonly timestamp: string;
  readonly nonce: string | null;
  content: string;
  embeds: NonNullable<MessageBody['embeds']>;
  components: NonNullable<MessageBody['components']>;
  readonly attachments: readonly {
    readonly id: string;
    readonly filename: string;
    /** What is read aloud in its place. */
    readonly description: string | null;
    readonly bytes: Uint8Array;
  }[];
  /** The roles that were really pinged when it was posted. */
  readonly pinged: readonly string[];
  edits: number;
}
export interface StoredChannel {
  readonly id: string;
  readonly parent: string | null;
  name: string;
  archived: boolean;
  /** Left out: of the stand-in's own server. */
  readonly guild?: string;
  /** Discord's number; left out: a text channel, or a thread. */
  readonly type?: number;
  readonly overwrites?: readonly StoredOverwrite[];
  /** With whom direct messages are exchanged there. */
  readonly recipient?: string;
}
/** An answer to an interaction, as its asker sees it. */
export interface StoredReply {
  readonly id: string;
  readonly isEphemeral: boolean;
  readonly content: string;
  readonly embeds: NonNullable<MessageBody['embeds']>;
  readonly components: NonNullable<MessageBody['components']>;
  readonly attachments: StoredMessage['attachments'];
}
export interface StoredInteraction {
  readonly id: string;
  readonly token: string;
  readonly createdAt: number;
  readonly asked: 'command' | 'component' | 'autocomplete' | 'modal';
  /** The message that it was asked below. */
  readonly below: string | null;
  /** The first answer; null as long as there is none. */
  callback: {
    readonly type: number;
    readonly at: number;
    readonly choices: readonly { name: string; value: string }[];
    readonly modal: Modal | null;
  } | null;
  /** The id of the message that holds the answer: one of its own, or the one that it takes the place of. */
  original: string | null;
  /** What the asker reads in the end. */
  reply: string | null;
  /** When that was there. */
  repliedAt: number | null;
}

export interface DiscordState {
  readonly channels: Map<string, StoredChannel>;
  readonly messages: Map<string, StoredMessage>;
  readonly interactions: Map<string, StoredInteraction>;
  /** Answers by the id of their message. */
  readonly replies: Map<string, StoredReply>;
  readonly commands: Map<string, unknown>;
  /** Servers that a test says something of. */
  readonly guilds: Map<string, StoredGuild>;
  readonly nonces: Map<string, { readonly message: string; readonly at: number }>;
  snowflake(): string;
  messagesOf(channel: string): readonly StoredMessage[];
}

const epoch = 1_420_070_400_000;

/** Everything the stand-in knows. Ids grow with time, as Discord's do. */
export function createState(channelIds: readonly string[]): DiscordState {
  let increment = 0n;
  const messages = new Map<string, StoredMessage>();
  return {
    channels: new Map(channelIds.map((id) => [id, { id, parent: null, name: `channel-${id}`, archived: false }])),
    messages,
    interactions: new Map(),
    replies: new Map(),
    commands: new Map(),
    guilds: new Map(),
    nonces: new Map(),
    snowflake() {
      increment += 1n;
      return String((BigInt(Date.now() - epoch) << 22n) + (increment & 0x3fffffn));
    },
    messagesOf: (channel) => [...messages.values()].filter((message) => message.channel_id === channel),
  };
}
