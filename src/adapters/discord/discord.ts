import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { Desk, Log, Messenger, MessengerTurns, Premises } from '../../ports.ts';
import { request } from './attempts.ts';
import { commandSet, commandSetHash } from './commands.ts';
import { createConversation } from './conversation.ts';
import { failureOf, isUnauthorised } from './failure.ts';
import { type Gateway, invalidTokenMessage, openGateway } from './gateway.ts';
import { createMessenger } from './messenger.ts';
import { createPremises } from './premises.ts';
import { openRest, requestTimeoutMs } from './rest.ts';

export interface DiscordOptions {
  readonly token: string;
  /** `https://discord.com/api`, or a stand-in's address. */
  readonly apiUrl: string;
  readonly log: Log;
  /** Where other processes send by the same bot; left out: none do. */
  readonly turns?: MessengerTurns;
  /** Remembers which command set was put, so that it is put again only when it changed. */
  readonly rememberCommands: CommandMemory;
  /** Servers that get the commands at once; empty puts them for all servers. */
  readonly commandServers?: readonly string[];
}
export interface CommandMemory {
  load(): Promise<string | null>;
  save(hash: string): Promise<void>;
}
export type ServerOfChannel =
  | { readonly status: 'known'; readonly id: string }
  | { readonly status: 'refused' | 'unknown'; readonly problem: string };

export interface Discord {
  /** Works by REST alone, with or without a started bot. Its `close` is the adapter's own. */
  readonly messenger: Messenger;
  readonly premises: Premises;
  /** Connects to the gateway and answers interactions through the desk. Throws where the token is refused. */
  startBot(desk: Desk): Promise<void>;
  /** The server that a channel belongs to. `refused`: the bot cannot see it, and will not by asking again. */
  serverOf(channel: string): Promise<ServerOfChannel>;
  /** How often the gateway reconnected since the start. */
  reconnects(): number;
  close(): Promise<void>;
}

/**
 * Opens Discord. Throws, with a sentence for the operator, where it refuses the token; where it cannot be reached it
 * opens all the same, and messages wait in the outbox.
 */
export async function openDiscord(options: DiscordOptions): Promise<Discord> {
  const { log } = options;
  const { rest, answers, clientOptions, health, close: closeRest } = openRest(options);
  const port = createMessenger(rest, health, log);
  let gateway: Gateway | null = null;
  const close = async (): Promise<void> => {
    await gateway?.close();
    closeRest();
  };
  try {
    await request(rest, { method: 'get', path: Routes.user() });
  } catch (error) {
    if (isUnauthorised(error)) {
      await close();
      throw new Error(invalidTokenMessage, { cause: error });
    }
    log.warn('discord cannot be reached', { error });
  }
  const premises = createPremises(rest);
  const isReady = () => port.isReady() && (gateway === null || gateway.isConnected());
  return {
    messenger: { ...port, isReady, close },
    premises,
    serverOf: (channel) => serverOf(rest, channel),
    reconnects: () => gateway?.reconnects() ?? 0,
    close,
    async startBot(desk) {
      const converse = createConversation(answers, desk, premises, log);
      gateway = await openGateway({
        ...options,
        clientOptions,
        health,
        onInteraction: (payload) => void converse(payload),
        onReady: (application) => void putCommands(rest, application, options),
      });
    },
  };
}

const channelSchema = z.object({ guild_id: z.string() });

async function serverOf(rest: REST, channel: string): Promise<ServerOfChannel> {
  try {
    const answer = await request(rest, { method: 'get', path: Routes.channel(channel) });
    const read = channelSchema.safeParse(answer);
    if (read.success) return { status: 'known', id: read.data.guild_id };
    return { status: 'refused', problem: 'it is in no server' };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.status === 'refused') return failure;
    return { status: 'unknown', problem: failure.status === 'unclear' ? failure.problem : 'Discord cannot be reached' };
  }
}

/** Puts the command set where it changed. A failure is no reason to stop: the commands of before stay. */
async function putCommands(rest: REST, application: string, options: DiscordOptions): Promise<void> {
  const { rememberCommands, log, commandServers = [] } = options;
  try {
    const hash = commandSetHash(application, commandServers);
    if ((await rememberCommands.load()) === hash) return;
    const request = () => ({ body: commandSet, signal: AbortSignal.timeout(requestTimeoutMs) });
    if (commandServers.length === 0) await rest.put(Routes.applicationCommands(application), request());
    for (const server of commandServers)
      await rest.put(Routes.applicationGuildCommands(application, server), request());
    await rememberCommands.save(hash);
    log.info('discord commands put', { commands: commandSet.length, servers: commandServers.length });
  } catch (error) {
    log.warn('discord commands could not be put', { error });
  }
}
