import { type Client, Events, GatewayCloseCodes, GatewayDispatchEvents } from 'discord.js';
import type { Log } from '../../ports.ts';
import { isUnauthorised } from './failure.ts';
import { createClient, type GatewayClient } from './gateway-client.ts';
import type { RestHealth } from './rest.ts';

/** discord.js reconnects twice a second for ever; from this many in the window on we wait with growing pauses instead. */
const reconnectsMax = 20;
const reconnectsWindowMs = 60_000;
const loginPauseMinMs = 1_000;
const loginPauseMaxMs = 60_000;

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
  const { log, health } = options;
  const state = { current: null as GatewayClient | null, connected: false, closed: false, reconnects: 0 };
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = loginPauseMinMs;

  const loginLater = (): void => {
    if (state.closed || health.isRefused()) return;
    clearTimeout(timer);
    log.warn('discord gateway is tried again later', { inMs: pauseMs });
    timer = setTimeout(
      () => void login().catch((error: unknown) => log.error('discord gateway given up', { error })),
      pauseMs,
    );
    pauseMs = Math.min(pauseMs * 2, loginPauseMaxMs);
  };

  const login = async (): Promise<void> => {
    const current = createClient(options);
    state.current = current;
    watchConnection(current.client, options, {
      onConnection(isConnected) {
        state.connected = isConnected;
        if (isConnected) pauseMs = loginPauseMinMs;
      },
      onReconnect(recent) {
        state.reconnects += 1;
        if (recent !== reconnectsMax) return;
        log.error('discord gateway reconnects again and again', { reconnects: state.reconnects });
        void current.end().then(loginLater);
      },
    });
    try {
      await current.client.login(options.token);
    } catch (error) {
      await current.end();
      if (isTokenInvalid(error)) {
        health.refuse();
        throw new Error(invalidTokenMessage, { cause: error });
      }
      log.warn('discord gateway cannot be reached', { error });
      loginLater();
    }
  };

  await login();
  return {
    isConnected: () => state.connected,
    reconnects: () => state.reconnects,
    async close() {
      state.closed = true;
      clearTimeout(timer);
      await state.current?.end();
    },
  };
}

export const invalidTokenMessage =
  'Discord refused the token in DISCORD_TOKEN (401): make a new one in the Developer Portal (Bot → Reset Token) and set it, without quotes or "Bot " before it.';

interface ConnectionWatcher {
  onConnection(isConnected: boolean): void;
  /** With the number of reconnects in the window. */
  onReconnect(recent: number): void;
}

function watchConnection(client: Client, options: GatewayOptions, told: ConnectionWatcher): void {
  const { log, health } = options;
  let recent: number[] = [];
  client.on(Events.Error, (error) => log.error('discord client error', { error }));
  client.on(Events.ShardError, (error) => log.warn('discord gateway error', { error }));
  client.on(Events.ShardReconnecting, () => {
    told.onConnection(false);
    recent = [...recent.filter((at) => performance.now() - at < reconnectsWindowMs), performance.now()];
    log.warn('discord gateway reconnects', { recent: recent.length });
    told.onReconnect(recent.length);
  });
  client.on(Events.ShardDisconnect, ({ code }) => {
    told.onConnection(false);
    log.error('discord gateway closed for good', { code });
    if (code === GatewayCloseCodes.AuthenticationFailed) health.refuse();
  });
  client.on(Events.ShardReady, () => told.onConnection(true));
  client.on(Events.ShardResume, () => {
    told.onConnection(true);
    log.info('discord gateway resumed');
  });
  client.on(Events.ClientReady, (ready) => {
    options.onReady(ready.application.id);
    log.info('discord gateway ready', { servers: ready.guilds.cache.size });
  });
  // The raw payload rather than discord.js' structures: it is there before the servers are, and holds all roles.
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (payload: unknown) => options.onInteraction(payload));
}

function isTokenInvalid(error: unknown): boolean {
  return isUnauthorised(error) || (error instanceof Error && 'code' in error && error.code === 'TokenInvalid');
}
