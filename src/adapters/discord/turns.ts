import { setTimeout as pause } from 'node:timers/promises';
import type { MessengerTurns } from '../../ports.ts';
import { isPage, routeOf } from './limits.ts';

/** Shorter waits are slept through, longer ones given back to the caller. */
const sleptMsMax = 1_500;
/** Where the turns cannot be asked for, Discord's own limits still hold. */
const askMsMax = 1_000;
/** A route whose limit is gone is told again, should an answer say nothing of it. */
const goneAfterMsMin = 50;

/** A request that was not sent, since all processes together may send no more for a while. */
export class NoTurnError extends Error {
  readonly waitMs: number;

  constructor(waitMs: number) {
    super('the processes together may send no more for a while');
    this.waitMs = waitMs;
  }
}

/** What a request goes through when other processes send by the same bot. */
export interface InTurn {
  /** Resolves when it may go out; throws NoTurnError where that is not soon. */
  wait(method: string, url: string): Promise<void>;
  /** Remembers for all processes what an answer says of its limit. */
  learn(method: string, url: string, status: number, headers: { get(name: string): string | null }): void;
}

/** Left out turns are those of a process that sends alone: discord.js keeps its own limits. */
export function inTurn(turns: MessengerTurns | undefined): InTurn {
  if (turns === undefined) return { wait: () => Promise.resolve(), learn: () => undefined };
  return {
    async wait(method, url) {
      const route = routeOf(method, pathOf(url));
      for (let sleptMs = 0; ; ) {
        const waitMs = await takeOrGoOn(turns, route);
        if (waitMs <= 0) return;
        if (sleptMs + waitMs > sleptMsMax) throw new NoTurnError(waitMs);
        sleptMs += waitMs;
        await pause(waitMs);
      }
    },
    learn(method, url, status, headers) {
      const isRefused = status === 429;
      // What stands before Discord speaks of an address, which other processes need not share.
      if (isRefused && isPage(headers)) return;
      if (isRefused && isOfAll(headers)) return closeAll(turns, headers);
      const limit = Number(headers.get('x-ratelimit-limit'));
      const refusedMs = isRefused ? Number(headers.get('retry-after')) * 1_000 : 0;
      const resetAfterMs = Math.max(refusedMs, Number(headers.get('x-ratelimit-reset-after')) * 1_000, goneAfterMsMin);
      if (!Number.isFinite(limit + resetAfterMs)) return;
      const remaining = Number(headers.get('x-ratelimit-remaining'));
      const said = { limit, remaining, resetAfterMs: Math.ceil(resetAfterMs), isRefused };
      void turns.learn(routeOf(method, pathOf(url)), said).catch(() => undefined); // the next answer says it again
    },
  };
}

function isOfAll(headers: { get(name: string): string | null }): boolean {
  return headers.get('x-ratelimit-global') !== null || headers.get('x-ratelimit-scope') === 'global';
}

function closeAll(turns: MessengerTurns, headers: { get(name: string): string | null }): void {
  const forMs = Number(headers.get('retry-after')) * 1_000;
  if (forMs > 0) void turns.close(forMs).catch(() => undefined); // each other process is told by a refusal of its own
}

const pathOf = (url: string): string => new URL(url).pathname.replace(/^.*\/v\d+(?=\/)/u, '');

async function takeOrGoOn(turns: MessengerTurns, route: string): Promise<number> {
  const late = new AbortController();
  const goOn = pause(askMsMax, 0, { signal: late.signal, ref: false }).catch(() => 0);
  try {
    return await Promise.race([turns.take(route).catch(() => 0), goOn]);
  } finally {
    late.abort();
  }
}
