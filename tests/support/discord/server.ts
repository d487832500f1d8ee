import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createFaultPlan, type Fault, type FaultPlan } from './faults.ts';
import { createGateway, type StandInGateway } from './gateway.ts';
import { createHands, type Hands } from './hands.ts';
import { type Asked, type Asker, createInteractions, type Injected } from './interactions.ts';
import { readBody, type SentFile } from './multipart.ts';
import { type BodyCheck, loadBodyCheck } from './openapi.ts';
import { createRateLimits, type Limit } from './rate-limits.ts';
import { type Answer, invalidForm, type RouteContext, refusal } from './route.ts';
import { routes } from './routes.ts';
import { createState, type DiscordState, type StoredMessage } from './state.ts';

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
/** Where a request is, and who sent it, where he asks below `/from/NAME/api`. */
export interface RequestStep {
  readonly when: 'asked' | 'answering';
  readonly from: string | null;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
}
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
    state,
    botId: defaults.botId,
    applicationId: defaults.applicationId,
    guild,
    gatewayUrl,
    identifies: () => gateway.counts.identifies,
    nonceWindowMs: options.nonceWindowMs ?? 5 * 60_000,
    interactionAnswerMs: options.interactionAnswerMs ?? 3_000,
    interactionTokenMs: options.interactionTokenMs ?? 15 * 60_000,
  };
  const gateway = createGateway(server, {
    token,
    botId: defaults.botId,
    applicationId: defaults.applicationId,
    guilds: [guild],
    url: () => gatewayUrl,
    heartbeatMs: options.heartbeatMs ?? 41_250,
  });
  const ask = createInteractions(state, gateway, {
    guild,
    applicationId: defaults.applicationId,
    channel: channels[0] ?? '',
  });
  const now = options.now ?? Date.now;
  const onStep = options.onStep ?? (() => undefined);
  const serve = createHandler({ context, token, faults, check, limits, log, now, onStep });
  server.on('request', (request, response) => void serve(request, response));
  return {
    apiUrl: `http://127.0.0.1:${address.port}/api`,
    token,
    botId: defaults.botId,
    applicationId: defaults.applicationId,
    guild,
    channel: channels[0] ?? defaults.channel,
    state,
    gateway,
    faults,
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

interface Parts {
  readonly context: RouteContext;
  readonly token: string;
  readonly faults: FaultPlan;
  readonly check: BodyCheck | null;
  readonly limits: ReturnType<typeof createRateLimits>;
  readonly now: () => number;
  readonly onStep: (step: RequestStep) => unknown;
  readonly log: { readonly accepted: LoggedRequest[]; readonly refused: LoggedRequest[]; readonly problems: string[] };
}

function createHandler(parts: Parts) {
  const { faults, limits, log } = parts;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const method = request.method ?? 'GET';
    const [, from = null] = /^\/from\/([^/]+)\/api\//u.exec(url.pathname) ?? [];
    const path = decodeURIComponent(url.pathname.replace(/^(?:\/from\/[^/]+)?\/api(\/v\d+)?/u, ''));
    const { body, files } = await readBody(request);
    if ((await parts.onStep({ when: 'asked', from, method, path, body })) === 'drop') return void response.destroy();
    const note = (answer: Answer) => {
      const list = answer.status < 300 ? log.accepted : log.refused;
      list.push({ at: parts.now(), method, path, body, status: answer.status });
    };
    const fault = faults.take(method, path);
    const early = fault === null ? null : beforeEffect(fault, response, limits);
    if (early === 'ended') return;
    const limited = limits.take(method, path);
    const answer =
      early ?? limited.refusal ?? answerTo(parts, request, { method, path, query: url.searchParams, body, files });
    note(answer);
    await parts.onStep({ when: 'answering', from, method, path, body });
    if (fault !== null && afterEffect(fault, response, answer)) return;
    const after =
      fault?.kind === 'accepted-then-status' ? refusal(fault.status, fault.code ?? 0, 'Internal Server Error') : answer;
    if (fault?.kind === 'late') await pause(fault.ms);
    respond(response, after, limited.headers);
  };
}

function answerTo(
  { context, token, check, log }: Parts,
  request: IncomingMessage,
  asked: {
    readonly method: string;
    readonly path: string;
    readonly query: URLSearchParams;
    readonly body: unknown;
    readonly files: ReadonlyMap<string, SentFile>;
  },
): Answer {
  const { method, path } = asked;
  const route = routes.find((one) => one.method === method && one.path.test(path));
  if (route === undefined) return refusal(404, 0, `404: Not Found (${method} ${path})`);
  if (route.needsToken && request.headers.authorization !== `Bot ${token}`) return refusal(401, 0, '401: Unauthorized');
  const documented = method === 'GET' ? [] : (check?.(method, path, asked.body) ?? []);
  const answer =
    documented.length > 0
      ? invalidForm(documented)
      : route.handle(context, asked, route.path.exec(path)?.slice(1) ?? []);
  if (answer.status === 400) log.problems.push(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer;
}

/** Faults that keep the request from taking effect. */
function beforeEffect(fault: Fault, response: ServerResponse, limits: Parts['limits']): Answer | 'ended' | null {
  switch (fault.kind) {
    case 'dropped':
      response.destroy();
      return 'ended';
    case 'silent':
      return 'ended';
    case 'status':
      return refusal(fault.status, fault.code ?? 0, `planned ${fault.status}`);
    case 'page':
      for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
      return { status: fault.status, body: null, page: blockedPage };
    case 'rate-limit':
      return limits.refuse(fault.retryAfterMs, fault.scope ?? 'user', response);
    default:
      return null;
  }
}

const blockedPage = '<!doctype html><title>Access denied</title><h1>You are being rate limited</h1>';

/** Faults that lose the answer; true where nothing more is to be sent. */
function afterEffect(fault: Fault, response: ServerResponse, { status, body }: Answer): boolean {
  switch (fault.kind) {
    case 'accepted-then-dropped':
      response.destroy();
      return true;
    case 'accepted-then-silent':
      return true;
    case 'accepted-then-cut':
    case 'accepted-then-drip':
      sendHalf(response, status, JSON.stringify(body), fault.kind === 'accepted-then-cut');
      return true;
    default:
      return false;
  }
}

const dripMs = 200;

function sendHalf(response: ServerResponse, status: number, text: string, isCut: boolean): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  const half = text.slice(0, text.length / 2);
  if (isCut) return void response.write(half, () => response.destroy());
  let at = 0;
  const dripping = setInterval(() => {
    // The last byte never comes.
    if (at < half.length) response.write(half[at]);
    at += 1;
  }, dripMs);
  response.once('close', () => clearInterval(dripping));
}

function respond(
  response: ServerResponse,
  { status, body, page }: Answer,
  headers: Readonly<Record<string, string>>,
): void {
  if (page !== undefined) {
    response.writeHead(status, { 'content-type': 'text/html' });
    return void response.end(page);
  }
  // A 204 with a JSON content type makes discord.js throw.
  const type = body === null ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...headers, ...type });
  response.end(body === null ? undefined : JSON.stringify(body));
}
