import { hash } from 'node:crypto';
import { Agent, type Dispatcher } from 'undici';
import type { FeedReader, FetchRequest, FetchResult, HostGate } from '../../ports.ts';
import { type AddressRules, refusalOf } from './addresses.ts';
import { resultOf } from './answers.ts';
import { conditionsFor } from './conditions.ts';
import { type ConnectorOptions, connectorOf } from './connector.ts';
import { acceptedEncodings, type UnpackLimits } from './encoding.ts';
import { type Answer, type ExchangeLimits, exchange, Unanswered } from './exchange.ts';
import { type Failure, failure, failureOf, nameOf } from './failures.ts';
import { isPermanent, redirectOf } from './redirects.ts';
import { alwaysOpen, hostOf, type Visit, visitOf } from './visits.ts';

export interface HttpOptions extends AddressRules, ConnectorOptions, ExchangeLimits, UnpackLimits {
  readonly userAgent: string;
  /** An address or mailbox for publishers who want to complain; part of the user agent. */
  readonly contact: string | null;
  /** For the whole of a fetch: names, connections, redirects, headers and body. */
  readonly timeoutMs: number;
  readonly redirectsMax: number;
  readonly headerBytesMax: number;
  /** Connections to one origin; how many requests a host is asked at once is the gate's to say. */
  readonly perHostMax: number;
}

/** Feeds are minutes apart: a connection is kept for redirects and for the other feeds of its host. */
const idleMs = 4_000;
const idleMsMax = 15_000; // Where a server offers more.
/** How long a host is left alone that says it was asked too often, and not for how long it wants to be. */
const restMsDefault = 300_000;
const accepted =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5';

interface Tools {
  readonly agent: Dispatcher;
  /** Opens a connection for each request. */
  readonly fresh: Dispatcher;
  readonly options: HttpOptions;
  readonly gate: HostGate;
}

/**
 * Opens the one place from which feeds are fetched; without a gate every host is asked at once. `close` ends its
 * connections.
 */
export function openHttpReader(
  options: HttpOptions,
  gate: HostGate = alwaysOpen,
  connect = connectorOf(options),
): FeedReader & { close(): Promise<void> } {
  const settings: Agent.Options = {
    connections: options.perHostMax,
    maxHeaderSize: options.headerBytesMax,
    keepAliveTimeout: idleMs,
    keepAliveMaxTimeout: idleMsMax,
    // The exchange watches over its time itself.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect,
  };
  const agent = new Agent(settings);
  const fresh = new Agent({ ...settings, pipelining: 0 }); // 0: keeps no connection.
  return {
    fetch: (request) => fetchFeed({ agent, fresh, options, gate }, request),
    close: async () => void (await Promise.all([agent.destroy(), fresh.destroy()])),
  };
}

async function fetchFeed(tools: Tools, request: FetchRequest): Promise<FetchResult> {
  const url = URL.parse(request.url);
  if (url === null) return failure('network-error', null, 'The feed has no valid address.');
  const visit = visitOf(tools.gate, ownerOf(request.url));
  try {
    return await follow(tools, request, url, visit);
  } finally {
    visit.leave();
  }
}

async function follow(tools: Tools, request: FetchRequest, start: URL, visit: Visit): Promise<FetchResult> {
  const { options } = tools;
  let url = start;
  let deadline = Number.POSITIVE_INFINITY; // The clock starts when the first host lets us in.
  let isForGood = true; // Every redirect so far.
  for (let redirects = 0; redirects <= options.redirectsMax; redirects += 1) {
    const refusal = refusalOf(url, options);
    if (refusal !== null) return failure('refused-address', null, `${nameOf(url)} is not fetched: ${refusal}.`);
    const busyMs = await visit.enter(url, redirects === 0 ? 0 : deadline - performance.now());
    if (busyMs !== null) return { status: 'busy', waitMs: busyMs };
    if (redirects === 0) deadline = performance.now() + options.timeoutMs;
    const answer = await ask(tools, request, url, deadline);
    if ('problem' in answer) return answer;
    const next = redirectOf(answer, url);
    if (next === null) {
      const movedTo = redirects > 0 && isForGood ? url.href : null;
      const result = await resultOf(answer, { request, url, movedTo }, options).catch((error: unknown) =>
        failureOf(error, url, options),
      );
      await restWhereAsked(tools.gate, url, result);
      return result;
    }
    if (next === 'nowhere') {
      const problem = `${nameOf(url)} answered ${answer.status} without a valid location.`;
      return failure('http-error', answer.status, problem);
    }
    isForGood &&= isPermanent(answer);
    url = next;
  }
  return failure('http-error', null, `${nameOf(url)}: more than ${options.redirectsMax} redirects.`);
}

async function ask(tools: Tools, request: FetchRequest, url: URL, deadline: number): Promise<Answer | Failure> {
  const { agent, fresh, options } = tools;
  const askBy = (dispatcher: Dispatcher) =>
    exchange(dispatcher, url, requestHeaders(request, url, options), options, deadline);
  try {
    return await askBy(agent).catch((error: unknown) => {
      // A connection that was kept may have been closed while the request was on its way (RFC 9112, 9.3.1).
      if (error instanceof Unanswered) return askBy(fresh);
      throw error;
    });
  } catch (error) {
    return failureOf(error, url, options);
  }
}

function requestHeaders(request: FetchRequest, url: URL, options: HttpOptions): Record<string, string> {
  return {
    'user-agent': options.contact === null ? options.userAgent : `${options.userAgent} +${options.contact}`,
    accept: accepted,
    'accept-encoding': acceptedEncodings,
    ...conditionsFor(request, url),
  };
}

/** A host that was asked too often is left alone by all its feeds. */
/** Who waits at a gate stands in Redis, and an address may hold a key. */
function ownerOf(url: string): string {
  return hash('sha256', url, 'hex').slice(0, 16);
}

async function restWhereAsked(gate: HostGate, url: URL, result: FetchResult): Promise<void> {
  if (result.status === 'rate-limited') await gate.rest(hostOf(url), result.waitMs ?? restMsDefault);
}
