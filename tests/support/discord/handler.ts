/** What becomes of a request to the stand-in: faults before and after its effect, limits, the route, the answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, FaultPlan } from './faults.ts';
import { readBody, type SentFile } from './multipart.ts';
import type { BodyCheck } from './openapi.ts';
import type { createRateLimits } from './rate-limits.ts';
import { type Answer, invalidForm, type RouteContext, refusal } from './route.ts';
import { routes } from './routes.ts';

/** Where a request is, and who sent it, where he asks below `/from/NAME/api`. */
export interface RequestStep {
  readonly when: 'asked' | 'answering';
  readonly from: string | null;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}
/** A request as it was answered. */
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
}
/** What answering takes. */
export interface Answering {
  readonly context: RouteContext;
  readonly token: string;
  readonly faults: FaultPlan;
  readonly check: BodyCheck | null;
  readonly limits: ReturnType<typeof createRateLimits>;
  readonly now: () => number;
  readonly onStep: (step: RequestStep) => unknown;
  readonly log: { readonly accepted: LoggedRequest[]; readonly refused: LoggedRequest[]; readonly problems: string[] };
}

/** Answers requests as Discord does, or as was planned, and notes each. */
export function createHandler(parts: Answering) {
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
  { context, token, check, log }: Answering,
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
function beforeEffect(fault: Fault, response: ServerResponse, limits: Answering['limits']): Answer | 'ended' | null {
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
