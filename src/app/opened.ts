import type { Log } from '../ports.ts';

/**
 * How long closing waits for a beat that runs: it takes milliseconds, unless it waits for a Redis that is away, which may
 * be for ever. One that is cut off is idempotent.
 */
export const beatEndMsMax = 250;

/** What was opened so far. Closed in reverse, each in its turn, also when opening fails or is stopped half-way. */
export interface Opened {
  /** Aborted when closing begins: whoever waits while he opens waits no longer. */
  readonly closing: AbortSignal;
  /** Throws once closing has begun, so that opening goes no further; what was given is closed all the same. */
  add(name: string, close: () => Promise<unknown>): void;
  /** May be called again, for what came since. */
  closeAll(): Promise<void>;
}

/** An empty stack of things to close. */
export function nothingOpened(log: Log): Opened {
  const stack: { readonly name: string; readonly close: () => Promise<unknown> }[] = [];
  const closing = new AbortController();
  return {
    closing: closing.signal,
    add(name, close) {
      stack.push({ name, close });
      closing.signal.throwIfAborted();
    },
    async closeAll() {
      closing.abort();
      for (let last = stack.pop(); last; last = stack.pop()) {
        const { name, close } = last;
        // The others must be closed all the same: a child Redis left behind is worse than an error told late.
        await close().catch((error: unknown) => log.error('could not be closed', { what: name, error }));
      }
    },
  };
}

/** Gives what a promise gives, unless the signal is aborted first: then its reason is thrown. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
