import { setTimeout as pause } from 'node:timers/promises';
import { type Client, Events, GatewayCloseCodes, GatewayDispatchEvents } from 'discord.js';
import type { Log } from '../../ports.ts';
import { isUnauthorised } from './failure.ts';
import { createClient, type GatewayClient } from './gateway-client.ts';
import { createPace } from './gateway-pace.ts';
import type { OpenRest, RestHealth } from './rest.ts';

/**
 * How long a connection may take to be ready, or ready again. discord.js waits for ever where a RESUME is not answered,
 * or where its first connection is closed.
 */
const readyMsMax = 30_000;
/** A start waits no longer for the first connection: the rest of the program has work to do. */
const firstReadyMsMax = 3_000;
/** discord.js resumes twice a second for ever; after this many in the window another connection is made. */
const reconnectsMax = 20;
const reconnectsWindowMs = 60_000;
/** Where a session is called invalid, and to be resumed, discord.js does so at once: without pause, and without end. */
const invalidMax = 3;

export interface GatewayOptions extends Pick<OpenRest, 'clientOptions'> {
  readonly token: string;
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

/** One connection: a client of discord.js that begins one session, and resumes it as long as that goes well. */
interface Connection {
  /** Resolves when it is ready or given up, whichever comes first; throws where Discord refuses the token. */
  readonly settled: Promise<void>;
  isReady(): boolean;
  end(): Promise<void>;
}

/**
 * Keeps a connection to the gateway. Resolves after the first try, or sooner: a connection that does not come about, or
 * is lost, is replaced by another after a growing pause. Throws where Discord refuses the token at once.
 */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { log, health } = options;
  const pace = createPace(() => performance.now());
  const closing = new AbortController();
  let current: Connection | null = null;
  let reconnects = 0;

  const connectLater = async (): Promise<void> => {
    pace.lost();
    const pauseMs = pace.pauseMs();
    log.warn('discord gateway is tried again later', { inMs: pauseMs });
    do await pause(pauseMs, undefined, { signal: closing.signal });
    while (health.isRefused());
    await connect();
  };
  const onEnd = (): void => {
    if (!closing.signal.aborted) void connectLater().catch((error: unknown) => reportEnd(error, options));
  };
  const connect = (): Promise<void> => {
    const onReconnect = (): void => {
      reconnects += 1;
    };
    current = openConnection(options, { beginSession: pace.beginSession, onReady: pace.ready, onReconnect, onEnd });
    return current.settled;
  };

  await Promise.race([connect(), pause(firstReadyMsMax, undefined, { ref: false })]).catch((error: unknown) => {
    closing.abort();
    throw error;
  });
  return {
    isConnected: () => current?.isReady() ?? false,
    reconnects: () => reconnects,
    async close() {
      closing.abort();
      await current?.end();
    },
  };
}

export const invalidTokenMessage =
  'Discord refused the token in DISCORD_TOKEN (401): make a new one in the Developer Portal (Bot → Reset Token) and set it, without quotes or "Bot " before it.';

function reportEnd(error: unknown, { health, log }: GatewayOptions): void {
  if (error instanceof Error && error.name === 'AbortError') return; // closed meanwhile
  if (!health.isRefused()) log.error('discord gateway given up', { error });
}

interface ConnectionWatcher {
  /** How long the session must wait before it begins. */
  readonly beginSession: () => number;
  readonly onReady: () => void;
  readonly onReconnect: () => void;
  /** It is of no use any more, and ended by itself. */
  readonly onEnd: () => void;
}

function openConnection(options: GatewayOptions, watcher: ConnectionWatcher): Connection {
  const { log } = options;
  const settled = Promise.withResolvers<void>();
  let state: 'waiting' | 'ready' | 'ended' = 'waiting';
  let sessions = 0;
  let deafTimer: NodeJS.Timeout | undefined;
  const giveUp = (why: string, error?: unknown): void => {
    if (state === 'ended') return;
    log.warn('discord gateway connection given up', { why, ...(error === undefined ? {} : { error }) });
    void end().then(watcher.onEnd);
  };
  const end = async (): Promise<void> => {
    state = 'ended';
    clearTimeout(deafTimer);
    settled.resolve();
    await opened.end();
  };
  const waitForReady = (): void => {
    state = 'waiting';
    clearTimeout(deafTimer);
    deafTimer = setTimeout(() => giveUp('not ready in time'), readyMsMax);
  };
  const opened: GatewayClient = createClient({
    ...options,
    async beforeIdentify() {
      sessions += 1;
      if (sessions === 1) return pause(watcher.beginSession());
      // Another session is another connection, so that there is one rule for how often.
      giveUp('its session was lost');
      await new Promise<never>(() => {});
    },
  });
  watchEvents(opened.client, options, {
    isOver: () => state === 'ended',
    onReady() {
      state = 'ready';
      clearTimeout(deafTimer);
      settled.resolve();
      watcher.onReady();
    },
    onReconnect(recent) {
      watcher.onReconnect();
      waitForReady();
      if (recent >= reconnectsMax) giveUp('it reconnects again and again');
    },
    onInvalid(inRow) {
      if (inRow >= invalidMax) giveUp('its session is invalid again and again');
    },
    onClosed: (code) => giveUp(`closed for good (${code})`),
  });
  waitForReady();
  opened.client.login(options.token).catch((error: unknown) => {
    if (isTokenInvalid(error)) {
      options.health.refuse();
      settled.reject(new Error(invalidTokenMessage, { cause: error }));
    }
    giveUp('it could not be opened', error);
  });
  return { settled: settled.promise, isReady: () => state === 'ready', end };
}

interface EventWatcher {
  isOver(): boolean;
  onReady(): void;
  /** With the number of reconnects in the window. */
  onReconnect(recent: number): void;
  /** With how often its session was called invalid since it was ready. */
  onInvalid(inRow: number): void;
  onClosed(code: number): void;
}

function watchEvents(client: Client, options: GatewayOptions, told: EventWatcher): void {
  const { log, health } = options;
  const unlessOver = (hear: () => void) => () => void (told.isOver() || hear());
  let recent: number[] = [];
  const onReconnect = (): void => {
    recent = [...recent.filter((at) => performance.now() - at < reconnectsWindowMs), performance.now()];
    log.warn('discord gateway reconnects', { recent: recent.length });
    told.onReconnect(recent.length);
  };
  client.on(Events.Error, (error) => log.error('discord client error', { error }));
  client.on(Events.ShardError, (error) => log.warn('discord gateway error', { error }));
  client.on(Events.ShardReconnecting, unlessOver(onReconnect));
  client.on(Events.ShardDisconnect, ({ code }) => {
    log.error('discord gateway closed for good', { code });
    if (code === GatewayCloseCodes.AuthenticationFailed) health.refuse();
    told.onClosed(code);
  });
  let invalid = 0;
  const onReady = (): void => {
    invalid = 0;
    told.onReady();
  };
  // There is no event of its own for it.
  client.on(Events.Debug, (said) => {
    if (!said.includes('Invalid session; ')) return;
    invalid += 1;
    if (!told.isOver()) told.onInvalid(invalid);
  });
  client.on(Events.ShardReady, unlessOver(onReady));
  client.on(
    Events.ShardResume,
    unlessOver(() => {
      log.info('discord gateway resumed');
      onReady();
    }),
  );
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
