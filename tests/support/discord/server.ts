/** A stand-in for Discord that keeps its rules: REST and gateway on one port of this machine. */
import { createServer } from 'node:http';
import { createFaultPlan, type FaultPlan } from './faults.ts';
import { createGateway, type StandInGateway } from './gateway.ts';
import { createHandler, type LoggedRequest, type RequestStep } from './handler.ts';
import { createHands, type Hands } from './hands.ts';
import { type Asked, type Asker, createInteractions, type Injected } from './interactions.ts';
import { loadBodyCheck } from './openapi.ts';
import { createRateLimits, type Limit } from './rate-limits.ts';
import type { RouteContext } from './route.ts';
import { createState, type DiscordState, type StoredMessage } from './state.ts';

/** How it differs from a Discord on a good day. */
export interface StandInOptions {
  readonly channels?: readonly string[];
  readonly guild?: string;
  readonly token?: string;
  readonly heartbeatMs?: number;
  readonly nonceWindowMs?: number;
  readonly interactionAnswerMs?: number;
  readonly interactionTokenMs?: number;
  /** Tells the time that requests are noted with; the system's when left out. */
  readonly now?: () => number;
  /** Requests a route and channel takes in a window; generous unless a test is about limits. */
  readonly rateLimit?: Limit;
  /** Hears of each request before it takes effect, where `drop` ends it, and before its answer goes out; both wait for it. */
  readonly onStep?: (step: RequestStep) => unknown;
}
/** What a test sees of it, and does in it. */
export interface DiscordStandIn extends Hands {
  readonly apiUrl: string;
  readonly token: string;
  readonly botId: string;
  readonly applicationId: string;
  readonly guild: string;
  readonly channel: string;
  readonly state: DiscordState;
  readonly gateway: StandInGateway;
  readonly faults: FaultPlan;
  /** Requests that took effect, in their order; the answer may have been lost all the same. */
  readonly accepted: readonly LoggedRequest[];
  /** Requests that were refused, those by planned faults included. */
  readonly refused: readonly LoggedRequest[];
  /** What was wrong with bodies, as sentences. A well-behaved bot leaves it empty. */
  readonly problems: readonly string[];
  /** Whether bodies are checked against Discord's own openapi.json, too. */
  readonly checksOpenapi: boolean;
  messagesIn(channel: string): readonly StoredMessage[];
  /** A person presses a button, sends a command, or types in one. */
  ask(asked: Asked, asker?: Partial<Asker>): Injected;
  close(): Promise<void>;
}

const defaults = {
  guild: '900000000000000001',
  channel: '900000000000000002',
  botId: '900000000000000003',
  applicationId: '900000000000000004',
};

/** Starts a stand-in for Discord on loopback: REST below `apiUrl`, gateway on the same port. */
export async function startDiscord(options: StandInOptions = {}): Promise<DiscordStandIn> {
  const { botId, applicationId } = defaults;
  const guild = options.guild ?? defaults.guild;
  const token = options.token ?? 'stand-in.token.for-tests';
  const channels = options.channels ?? [defaults.channel];
  const state = createState(channels);
  const faults = createFaultPlan();
  const log = { accepted: [] as LoggedRequest[], refused: [] as LoggedRequest[], problems: [] as string[] };
  const check = loadBodyCheck();
  const limits = createRateLimits(options.rateLimit ?? { requests: 1000, windowMs: 1000 });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  const gatewayUrl = `ws://127.0.0.1:${address.port}`;
  const context: RouteContext = {
    ...{ state, botId, applicationId, guild, gatewayUrl },
    identifies: () => gateway.counts.identifies,
    nonceWindowMs: options.nonceWindowMs ?? 5 * 60_000,
    interactionAnswerMs: options.interactionAnswerMs ?? 3_000,
    interactionTokenMs: options.interactionTokenMs ?? 15 * 60_000,
  };
  const gateway = createGateway(server, {
    ...{ token, botId, applicationId, guilds: [guild] },
    url: () => gatewayUrl,
    heartbeatMs: options.heartbeatMs ?? 41_250,
  });
  const ask = createInteractions(state, gateway, { guild, applicationId, channel: channels[0] ?? '' });
  const now = options.now ?? Date.now;
  const onStep = options.onStep ?? (() => undefined);
  const serve = createHandler({ context, token, faults, check, limits, log, now, onStep });
  server.on('request', (request, response) => void serve(request, response));
  return {
    apiUrl: `http://127.0.0.1:${address.port}/api`,
    ...{ token, botId, applicationId, guild, state, gateway, faults },
    channel: channels[0] ?? defaults.channel,
    ...log,
    checksOpenapi: check !== null,
    messagesIn: (channel) => state.messagesOf(channel),
    ask,
    ...createHands(state, ask),
    async close() {
      gateway.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
