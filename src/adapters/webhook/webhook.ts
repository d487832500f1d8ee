import { createHmac } from 'node:crypto';
import { Agent, request } from 'undici';
import type { WebhookCall, WebhookCaller, WebhookResult } from '../../ports.ts';
import { retryAfterMs } from './retry-after.ts';
import { takeTurns } from './turns.ts';

/** A webhook of the configuration. Its address may be private: who runs the program wrote it into the file himself. */
export interface WebhookAddress {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
}

export interface WebhookOptions {
  readonly webhooks: readonly WebhookAddress[];
  /** Of the whole request, its answer's headers included. */
  readonly timeoutMs?: number;
  readonly realNow?: () => number;
}

const timeoutMsDefault = 10_000;
/** Other systems take alerts of some kilobytes; ours have a tenth of it. */
const bodyBytesMax = 64 * 1024;
const connectionsPerHostMax = 4;

/**
 * Calls other systems: a POST of JSON, signed over time and body, with the id by which they know a repeat. Redirects are
 * not followed and answers are not read: what counts is the status. Few are called at once, and whoever does not answer
 * is left alone for a while, so that one that hangs holds up no card and no page to people.
 */
export function openWebhooks(options: WebhookOptions): WebhookCaller {
  const { timeoutMs = timeoutMsDefault, realNow = Date.now } = options;
  const byId = new Map(options.webhooks.map((webhook) => [webhook.id, webhook]));
  const agent = new Agent({ connections: connectionsPerHostMax, connect: { timeout: timeoutMs } });
  const turns = takeTurns();
  return {
    async call(id, call, isWanted) {
      const webhook = byId.get(id);
      if (webhook === undefined) return { status: 'refused', problem: `there is no webhook ${id} in config/rota.yaml` };
      if (Buffer.byteLength(call.body) > bodyBytesMax)
        return { status: 'refused', problem: `what webhook ${id} would be told is more than ${bodyBytesMax} bytes` };
      const waitMs = turns.begin(id);
      if (waitMs !== null) return { status: 'busy', waitMs };
      let isSilent = false;
      try {
        if (!(await isWanted())) return { status: 'unwanted' };
        const result = await send(webhook, call, { agent, timeoutMs, now: realNow() });
        isSilent = result.status === 'failed' && result.isSilent;
        return result.status === 'failed'
          ? { status: 'failed', problem: result.problem, waitMs: result.waitMs }
          : result;
      } finally {
        turns.end(id, isSilent);
      }
    },
    close: () => agent.close(),
  };
}

interface Sending {
  readonly agent: Agent;
  readonly timeoutMs: number;
  readonly now: number;
}

type Sent =
  | Exclude<WebhookResult, { status: 'failed' }>
  /** `isSilent`: no status came at all. */
  | (Extract<WebhookResult, { status: 'failed' }> & { readonly isSilent: boolean });

async function send(webhook: WebhookAddress, call: WebhookCall, { agent, timeoutMs, now }: Sending): Promise<Sent> {
  const where = new URL(webhook.url).host;
  try {
    const { statusCode, headers, body } = await request(webhook.url, {
      method: 'POST',
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: headersOf(webhook, call, now),
      body: call.body,
    });
    // Nothing of it is read; the connection is left as it was found.
    await body.dump().catch(() => undefined);
    return resultOf(statusCode, where, retryAfterMs(headers['retry-after'], now));
  } catch (error) {
    return { status: 'failed', problem: `${where} did not answer (${codeOf(error)})`, waitMs: null, isSilent: true };
  }
}

/** What the other side checks: the HMAC-SHA256 of `<timestamp>.<body>` with the secret that both know. */
function headersOf({ secret }: WebhookAddress, { id, body }: WebhookCall, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'watchfloor',
    'watchfloor-id': id,
    'watchfloor-timestamp': timestamp,
    'watchfloor-signature': `sha256=${signature}`,
  };
}

/** What a status means: 408, 425, 429 and 5xx pass by themselves, every other refusal does not. */
function resultOf(status: number, where: string, waitMs: number | null): Sent {
  if (status >= 200 && status < 300) return { status: 'accepted' };
  const isRedirect = status >= 300 && status < 400;
  const problem = `${where} answered ${status}${isRedirect ? ', and redirects are not followed' : ''}`;
  return status >= 500 || passing.has(status)
    ? { status: 'failed', problem, waitMs, isSilent: false }
    : { status: 'refused', problem };
}
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/** The system's code alone: messages of errors may hold the address with its query. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
