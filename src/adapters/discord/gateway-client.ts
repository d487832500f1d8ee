import { setTimeout as pause } from 'node:timers/promises';
import { Client, GatewayIntentBits, Options, SimpleShardingStrategy } from 'discord.js';
import type { Log } from '../../ports.ts';
import type { OpenRest } from './rest.ts';

/** A client that can be ended at any moment, also amid a reconnect. */
export interface GatewayClient {
  readonly client: Client;
  /** Never throws, and leaves no socket and no timer behind. */
  end(): Promise<void>;
}

type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/** How long a gateway may take to answer our good-bye. */
const goodByeMs = 1_000;

export interface ClientGiven extends Pick<OpenRest, 'clientOptions'> {
  readonly log: Log;
  /** Asked before each IDENTIFY, which may go out when it resolves. */
  readonly beforeIdentify: () => Promise<void>;
}

/** Nothing is cached beyond what discord.js cannot do without; interactions carry all that we need. */
export function createClient(options: ClientGiven): GatewayClient {
  const ended = { is: false };
  let strategy: SimpleShardingStrategy | null = null;
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: options.clientOptions,
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits(cachedNowhere),
    ws: {
      buildIdentifyThrottler: () => ({
        waitForIdentify: (_, signal) => unlessClosed(signal, options.beforeIdentify()),
      }),
      buildStrategy: (manager) => {
        containFaults(manager, options.log);
        connectNoMore(manager, ended);
        strategy = new SimpleShardingStrategy(manager);
        return strategy;
      },
    },
  });
  return {
    client,
    async end() {
      ended.is = true;
      const sockets = socketsOf(strategy);
      // discord.js takes its own listener off a socket that is still connecting; its failure would end the process.
      for (const socket of sockets) socket.addEventListener('error', () => {});
      const goodBye = client
        .destroy()
        .catch((error: unknown) => options.log.warn('discord client ended badly', { error }));
      // A connection that was not greeted yet is never said to be closed.
      const late = new AbortController();
      await Promise.race([goodBye, pause(goodByeMs, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
      terminate(sockets);
    },
  };
}

/** discord.js takes a rejection after a close for what it is, and any other for a fault. */
async function unlessClosed(signal: AbortSignal, allowed: Promise<void>): Promise<void> {
  const closed = Promise.withResolvers<never>();
  const onClosed = () => closed.reject(new Error('the connection closed'));
  signal.addEventListener('abort', onClosed, { once: true });
  if (signal.aborted) onClosed();
  await Promise.race([allowed, closed.promise]).finally(() => signal.removeEventListener('abort', onClosed));
}

const cachedNowhere = {
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

/**
 * A payload that discord.js cannot digest throws inside its socket handler and would end the process as an unhandled
 * rejection. Here it is logged and skipped: our own state does not depend on it.
 */
function containFaults(manager: Manager, log: Log): void {
  const emit: (...parameters: never[]) => boolean = manager.emit;
  const contained = (...parameters: never[]): boolean => {
    try {
      return emit.apply(manager, parameters);
    } catch (error) {
      log.error('discord payload skipped', { error });
      return true;
    }
  };
  Object.assign(manager, { emit: contained });
}

/**
 * discord.js pauses half a second before it reconnects, and does so even if it was destroyed meanwhile. It asks for the
 * session first; after the end it gets no answer.
 */
function connectNoMore(manager: Manager, ended: { readonly is: boolean }): void {
  const { retrieveSessionInfo } = manager.options;
  Object.assign(manager.options, {
    retrieveSessionInfo: (shard: number) => (ended.is ? new Promise<never>(() => {}) : retrieveSessionInfo(shard)),
  });
}

/** The sockets are private to discord.js, which has no other way to be rid of one that is connecting. */
function socketsOf(strategy: SimpleShardingStrategy | null) {
  // biome-ignore lint/complexity/useLiteralKeys: TypeScript lets private members be read by their key alone.
  const shards = [...(strategy?.['shards'].values() ?? [])];
  // biome-ignore lint/complexity/useLiteralKeys: the same.
  return shards.map((shard) => shard['connection']).filter((socket) => socket !== null);
}

function terminate(sockets: ReturnType<typeof socketsOf>): void {
  for (const socket of sockets) if (socket.readyState !== socket.CLOSED) socket.terminate();
}
