import type { Log } from '../ports.ts';

/** What was opened so far. Closed in reverse, each in its turn, also when opening fails half-way. */
export interface Opened {
  add(name: string, close: () => Promise<unknown>): void;
  closeAll(): Promise<void>;
}

/** An empty stack of things to close. */
export function nothingOpened(log: Log): Opened {
  const stack: { readonly name: string; readonly close: () => Promise<unknown> }[] = [];
  return {
    add: (name, close) => void stack.push({ name, close }),
    async closeAll() {
      for (let last = stack.pop(); last; last = stack.pop()) {
        const { name, close } = last;
        // The others must be closed all the same: a child Redis left behind is worse than an error told late.
        await close().catch((error: unknown) => log.error('could not be closed', { what: name, error }));
      }
    },
  };
}
