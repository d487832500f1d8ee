import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';
import type { MessengerFailure } from '../../ports.ts';
import { rateLimitWaitMs } from './rest.ts';
import { HeldError } from './sending.ts';
import { NoTurnError } from './turns.ts';

/** How long a job stays away while Discord cannot be reached, or has refused the token. */
export const awayWaitMs = 2_000;
const refusedTokenWaitMs = 60_000;
const waitMsMax = 15 * 60_000;

/** The request never left: no connection stood. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const goneCodes = new Set<number | string>([RESTJSONErrorCodes.UnknownMessage]);
/** Limits that pass without a rate-limit header. */
const passingCodes = new Set<number | string>([
  RESTJSONErrorCodes.MaximumNumberOfEditsToMessagesOlderThanOneHourReached,
]);

/** The channel takes nothing of ours: it was deleted, we may not see it or write there, or a person shut us out. */
const barringCodes = new Map<number | string, 'gone' | 'forbidden' | 'person'>([
  [RESTJSONErrorCodes.UnknownChannel, 'gone'],
  [RESTJSONErrorCodes.MissingAccess, 'forbidden'],
  [RESTJSONErrorCodes.MissingPermissions, 'forbidden'],
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser, 'person'],
]);

/** Whether we ourselves kept the request back, so that it says nothing of Discord. */
export function wasHeldBack(error: unknown): boolean {
  return error instanceof HeldError || error instanceof NoTurnError;
}

/** What a failed request means for a delivery. Anything not known to have been refused may have been accepted. */
export function failureOf(error: unknown): MessengerFailure {
  if (error instanceof RateLimitError) return waitFor(rateLimitWaitMs(error));
  if (error instanceof NoTurnError) return waitFor(error.waitMs);
  if (error instanceof HeldError) return waitFor(error.waitMs);
  if (error instanceof DiscordAPIError) return refusalOf(error);
  if (error instanceof HTTPError) return { status: 'unclear', problem: `Discord answered ${error.status}` };
  if (isTokenMissing(error)) return waitFor(refusedTokenWaitMs);
  const code = codeOf(error);
  if (code !== null && neverSent.has(code)) return { status: 'wait', waitMs: awayWaitMs, isAway: true };
  const name = error instanceof Error ? error.name : 'unknown error';
  return { status: 'unclear', problem: `Discord did not answer (${code ?? name})` };
}

/** Discord said 401: the token is wrong, and discord.js has dropped it. */
export function isUnauthorised(error: unknown): boolean {
  return (error instanceof DiscordAPIError && error.status === 401) || isTokenMissing(error);
}

/** The code of Discord's own list, null for failures of another kind. */
export function discordCode(error: unknown): number | null {
  return error instanceof DiscordAPIError && typeof error.code === 'number' ? error.code : null;
}

function refusalOf(error: DiscordAPIError): MessengerFailure {
  if (error.status === 401) return waitFor(refusedTokenWaitMs);
  if (goneCodes.has(error.code)) return { status: 'gone' };
  if (passingCodes.has(error.code) || error.status === 429) return waitFor(refusedTokenWaitMs);
  const problem = `Discord refused (${error.status}, code ${error.code}): ${firstLine(error)}`;
  return { status: 'refused', problem, bars: barringCodes.get(error.code) };
}

function waitFor(waitMs: number): MessengerFailure {
  return { status: 'wait', waitMs: Math.min(Math.max(Math.ceil(waitMs), 1), waitMsMax) };
}

function isTokenMissing(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Expected token to be set');
}

const problemLengthMax = 300;

function firstLine(error: Error): string {
  return error.message.replace(/\s+/gu, ' ').slice(0, problemLengthMax);
}

/** The system's code, of the error or of what caused it. */
function codeOf(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') return current.code;
    current = current.cause;
  }
  return null;
}
