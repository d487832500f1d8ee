import {
  Client,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
  SimpleShardingStrategy,
} from 'discord.js';
import type { Log } from '../../ports.ts';
import { isUnauthorised } from './failure.ts';
import { type RestHealth, restOptions } from './rest.ts';

/** discord.js reconnects twice a second for ever; from this many in the window on we wait with growing pauses instead. */
export const reconnectsMax = 20;
export const reconnectsWindowMs = 60_000;
export const loginPauseMinMs = 1_000;
export const loginPauseMaxMs = 60_000;

export interface GatewayOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly health: RestHealth;
  readonly log: Log;
  /** Called with the payload of each INTERACTION_CREATE. */
  readonly onInteraction: (payload: unknown) => void;
  /** Called with the application's id each time the gateway is ready. */
  readonly onReady: (application: string) => void;
}
export interface Gateway {
  isConnected(): boolean;
  reconnects(): number;
  close(): Promise<void>;
}

/**
 * Keeps a connection to the gateway. Resolves after the first try: a gateway that cannot be reached is tried again with
 * growing pauses. Throws where Discord refuses the token.
 */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const state = {
    client: null as Client | null,
    closed: false,
    reconnects: 0,
    timer: undefined as NodeJS.Timeout | undefined,
  };
  let pauseMs = loginPauseMinMs;

  const again = (): void => {
    if (state.closed || options.health.isRefused()) return;
    clearTimeout(state.timer);
    state.timer = setTimeout(() => void connect().catch(giveUp), pauseMs);
    pauseMs = Math.min(pauseMs * 2, loginPauseMaxMs);
  };
  const giveUp = (error: unknown): void => options.log.error('discord gateway given up', { error });

  const connect = async (): Promise<void> => {
    const client = createClient(options);
    state.client = client;
    watchConnection(client, options, {
      onReady: () => {
        pauseMs = loginPauseMinMs;
      },
      onReconnect: () => {
        state.reconnects += 1;
      },
      onStorm: () => {
        options.log.error('discord gateway reconnects again and again', { reconnects: state.reconnects, pauseMs });
        void client.destroy().finally(again);
      },
    });
    try {
      await client.login(options.token);
    } catch (error) {
      if (isTokenInvalid(error)) {
        options.health.refuse();
        throw new Error(invalidTokenMessage, { cause: error });
      }
      options.log.warn('discord gateway cannot be reached', { error, againInMs: pauseMs });
      again();
    }
  };

  await connect();
  return {
    isConnected: () => state.client?.isReady() === true && state.client.ws.status === 0,
    reconnects: () => state.reconnects,
    async close() {
      state.closed = true;
      clearTimeout(state.timer);
      await state.client?.destroy();
    },
  };
}

export const invalidTokenMessage =
  'Discord refused the token in DISCORD_TOKEN (401): make a new one in the Developer Portal (Bot → Reset Token) and set it, without quotes or "Bot " before it.';

/** Nothing is cached beyond what discord.js cannot do without; interactions carry all that we need. */
function createClient(options: GatewayOptions): Client {
  const none = {
    MessageManager: 0,
    GuildMemberManager: 0,
    UserManager: 0,
    PresenceManager: 0,
    ReactionManager: 0,
    ThreadMemberManager: 0,
    VoiceStateManager: 0,
    GuildEmojiManager: 0,
    GuildStickerManager: 0,
  };
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: restOptions(options.apiUrl),
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits(none),
    ws: {
      buildStrategy: (manager) => {
        containFaults(manager, options.log);
        return new SimpleShardingStrategy(manager);
      },
    },
  });
}

/**
 * A payload that discord.js cannot digest throws inside its socket handler and would end the process as an unhandled
 * rejection. Here it is logged and skipped: our own state does not depend on it.
 */
function containFaults(manager: { emit: (...parameters: never[]) => boolean }, log: Log): void {
  const emit = manager.emit;
  manager.emit = (...parameters) => {
    try {
      return emit.apply(manager, parameters);
    } catch (error) {
      log.error('discord payload skipped', { error });
      return true;
    }
  };
}

function watchConnection(
  client: Client,
  options: GatewayOptions,
  told: { readonly onReady: () => void; readonly onReconnect: () => void; readonly onStorm: () => void },
): void {
  const { log, health } = options;
  let recent: number[] = [];
  client.on(Events.Error, (error) => log.error('discord client error', { error }));
  client.on(Events.ShardError, (error) => log.warn('discord gateway error', { error }));
  client.on(Events.ShardReconnecting, () => {
    told.onReconnect();
    recent = [...recent.filter((at) => Date.now() - at < reconnectsWindowMs), Date.now()];
    log.warn('discord gateway reconnects', { recent: recent.length });
    if (recent.length === reconnectsMax) told.onStorm();
  });
  client.on(Events.ShardDisconnect, ({ code }) => {
    log.error('discord gateway closed for good', { code });
    if (code === GatewayCloseCodes.AuthenticationFailed) health.refuse();
  });
  client.on(Events.ShardResume, () => log.info('discord gateway resumed'));
  client.on(Events.ClientReady, (ready) => {
    told.onReady();
    options.onReady(ready.application.id);
    log.info('discord gateway ready', { servers: ready.guilds.cache.size });
  });
  // The raw payload rather than discord.js' structures: it is there before the servers are, and holds all roles.
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (payload: unknown) => options.onInteraction(payload));
}

function isTokenInvalid(error: unknown): boolean {
  return isUnauthorised(error) || (error instanceof Error && 'code' in error && error.code === 'TokenInvalid');
}
