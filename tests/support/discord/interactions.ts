import type { Component } from './component-rules.ts';
import type { StandInGateway } from './gateway.ts';
import { fieldsPayload, optionsPayload } from './payloads.ts';
import type { DiscordState, StoredInteraction, StoredMessage, StoredReply } from './state.ts';

export type OptionValue = string | number | boolean;
export type Asked =
  | { readonly kind: 'button'; readonly message: string; readonly customId: string }
  | {
      readonly kind: 'choice';
      readonly message: string;
      readonly customId: string;
      readonly values: readonly string[];
    }
  | {
      readonly kind: 'command';
      readonly name: string;
      readonly sub?: string;
      readonly options?: Readonly<Record<string, OptionValue>>;
    }
  | {
      readonly kind: 'autocomplete';
      readonly name: string;
      readonly sub?: string;
      readonly focused: string;
      readonly options: Readonly<Record<string, OptionValue>>;
    }
  /** A form that was filled in, and the message below which it was opened. */
  | {
      readonly kind: 'modal';
      readonly customId: string;
      readonly fields: Readonly<Record<string, string>>;
      readonly message: string | null;
    };
export interface Asker {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly permissions: string;
  readonly channel: string;
  readonly guild: string;
  readonly locale: string;
  /** In direct messages with the bot. */
  readonly isDirect: boolean;
}
/** An interaction under way: what came back so far. */
export type Injected = Readonly<
  Pick<StoredInteraction, 'id' | 'token' | 'createdAt' | 'callback' | 'original' | 'reply' | 'repliedAt'>
>;

const askedKinds = {
  button: 'component',
  choice: 'component',
  command: 'command',
  autocomplete: 'autocomplete',
  modal: 'modal',
} as const satisfies Record<Asked['kind'], StoredInteraction['asked']>;

/** Makes interactions as Discord sends them, and remembers what is answered. */
export function createInteractions(
  state: DiscordState,
  gateway: StandInGateway,
  home: { readonly guild: string; readonly applicationId: string; readonly channel: string },
) {
  return (asked: Asked, given: Partial<Asker> = {}): Injected => {
    const asker: Asker = {
      id: '700000000000000001',
      name: 'analyst',
      roles: [],
      permissions: '0',
      channel: home.channel,
      guild: home.guild,
      locale: 'en-US',
      isDirect: false,
      ...given,
    };
    const interaction: StoredInteraction = {
      id: state.snowflake(),
      token: `token-${state.snowflake()}`,
      createdAt: Date.now(),
      asked: askedKinds[asked.kind],
      below: 'message' in asked ? asked.message : null,
      callback: null,
      original: null,
      reply: null,
      repliedAt: null,
    };
    state.interactions.set(interaction.token, interaction);
    gateway.dispatch('INTERACTION_CREATE', {
      id: interaction.id,
      token: interaction.token,
      application_id: home.applicationId,
      version: 1,
      channel_id: asker.channel,
      channel: { id: asker.channel, type: asker.isDirect ? 1 : 0, name: 'alerts' },
      ...whoAndWhere(asker),
      locale: asker.locale,
      app_permissions: '0',
      entitlements: [],
      authorizing_integration_owners: {},
      attachment_size_limit: 10_485_760,
      ...payloadOf(asked, state, asker.channel),
    });
    return interaction;
  };
}

function whoAndWhere(asker: Asker): object {
  const { id, name, roles, permissions, guild } = asker;
  const user = { id, username: name, global_name: name, discriminator: '0', avatar: null };
  if (asker.isDirect) return { user, context: 1 };
  const member = { user, nick: null, roles, permissions, joined_at: new Date(0).toISOString() };
  return {
    guild_id: guild,
    guild_locale: 'en-US',
    member: { ...member, deaf: false, mute: false, flags: 0 },
    context: 0,
  };
}

function payloadOf(asked: Asked, state: DiscordState, channel: string): object {
  switch (asked.kind) {
    case 'button':
    case 'choice': {
      const type = asked.kind === 'button' ? 2 : (typeOf(state, asked) ?? 3);
      const values = asked.kind === 'button' ? {} : { values: asked.values };
      const message = messagePayload(state, asked.message, channel);
      return { type: 3, message, data: { component_type: type, custom_id: asked.customId, id: 2, ...values } };
    }
    case 'modal': {
      const below = asked.message === null ? {} : { message: messagePayload(state, asked.message, channel) };
      return { type: 5, ...below, data: { custom_id: asked.customId, components: fieldsPayload(asked.fields) } };
    }
    default: {
      const focused = asked.kind === 'autocomplete' ? asked.focused : null;
      const options = optionsPayload(state, asked, focused);
      return { type: asked.kind === 'command' ? 2 : 4, data: { id: '1', type: 1, name: asked.name, options } };
    }
  }
}

function typeOf(state: DiscordState, { message, customId }: { readonly message: string; readonly customId: string }) {
  return componentsOf(state, message).find((one) => 'custom_id' in one && one.custom_id === customId)?.type;
}

/** Everything that can be pressed or chosen from below a message. */
export function componentsOf(state: DiscordState, message: string): readonly Component[] {
  const standing: StoredMessage | StoredReply | undefined = state.messages.get(message) ?? state.replies.get(message);
  return (standing?.components ?? []).flatMap(({ components }) => components);
}

function messagePayload(state: DiscordState, id: string, channel: string): object {
  const reply = state.replies.get(id);
  const flags = reply?.isEphemeral === true ? 64 : 0;
  const common = { channel_id: channel, mentions: [], mention_roles: [], attachments: [], type: 0, tts: false };
  return { id, ...state.messages.get(id), ...reply, ...common, pinned: false, flags };
}
