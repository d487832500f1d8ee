import type { StandInGateway } from './gateway.ts';
import type { DiscordState, StoredInteraction } from './state.ts';

export type Asked =
  | { readonly kind: 'button'; readonly message: string; readonly customId: string }
  | {
      readonly kind: 'command';
      readonly name: string;
      readonly sub?: string;
      readonly options?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'autocomplete';
      readonly name: string;
      readonly sub?: string;
      readonly focused: string;
      readonly options: Readonly<Record<string, string>>;
    };
export interface Asker {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly permissions: string;
  readonly channel: string;
}
/** An interaction under way: what came back so far. */
export type Injected = Readonly<Pick<StoredInteraction, 'id' | 'token' | 'callback' | 'reply'>>;

const roleOption = 8;
const textOption = 3;

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
      ...given,
    };
    const interaction: StoredInteraction = {
      id: state.snowflake(),
      token: `token-${state.snowflake()}`,
      createdAt: Date.now(),
      callback: null,
      reply: null,
    };
    state.interactions.set(interaction.token, interaction);
    gateway.dispatch('INTERACTION_CREATE', {
      id: interaction.id,
      token: interaction.token,
      application_id: home.applicationId,
      version: 1,
      guild_id: home.guild,
      channel_id: asker.channel,
      channel: { id: asker.channel, type: 0, guild_id: home.guild, name: 'alerts' },
      member: memberOf(asker),
      locale: 'en-US',
      guild_locale: 'en-US',
      app_permissions: '0',
      entitlements: [],
      authorizing_integration_owners: {},
      attachment_size_limit: 10_485_760,
      context: 0,
      ...payloadOf(asked, state, asker.channel),
    });
    return interaction;
  };
}

function memberOf({ id, name, roles, permissions }: Asker): object {
  return {
    user: { id, username: name, global_name: name, discriminator: '0', avatar: null },
    nick: null,
    roles,
    permissions,
    joined_at: new Date(0).toISOString(),
    deaf: false,
    mute: false,
    flags: 0,
  };
}

function payloadOf(asked: Asked, state: DiscordState, channel: string): object {
  if (asked.kind === 'button') {
    const message = state.messages.get(asked.message);
    return {
      type: 3,
      message: {
        ...message,
        channel_id: channel,
        mentions: [],
        mention_roles: [],
        attachments: [],
        type: 0,
        tts: false,
        pinned: false,
      },
      data: { component_type: 2, custom_id: asked.customId, id: 2 },
    };
  }
  const focused = asked.kind === 'autocomplete' ? asked.focused : null;
  const options = Object.entries(asked.options ?? {}).map(([name, value]) => ({
    name,
    type: name === 'role' ? roleOption : textOption,
    value,
    ...(name === focused ? { focused: true } : {}),
  }));
  const nested = asked.sub === undefined ? options : [{ name: asked.sub, type: 1, options }];
  return { type: asked.kind === 'command' ? 2 : 4, data: { id: '1', type: 1, name: asked.name, options: nested } };
}
