import type { ParsedFeed, ParseFeed } from '../../pipeline/parse/document.ts';
import { type ParserThread, startThread, type Task } from './worker.ts';

export interface ParserOptions {
  /** For one document, from when the thread takes it on. */
  readonly parseMsMax: number;
}

/**
 * Reads documents in a thread of its own, one after the other: what a hostile one costs is bounded in time and memory,
 * and the rest of the process goes on meanwhile. A document that costs more is unreadable; those that wait behind it are
 * read by the thread that takes the place. The thread is started with the first document. What waits when it is closed
 * is thrown an error.
 */
export function openParser({ parseMsMax }: ParserOptions): { readonly parse: ParseFeed; close(): Promise<void> } {
  const closing = new AbortController();
  let thread: ParserThread | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function read(task: Task): Promise<ParsedFeed> {
    closing.signal.throwIfAborted();
    thread = thread === null || thread.isOver() ? await startThread() : thread;
    closing.signal.throwIfAborted();
    return thread.read(task, parseMsMax);
  }
  return {
    parse(body, hints) {
      const reading = last.then(() => read({ body, hints }));
      last = reading.catch(() => undefined); // Whoever asked for it is told.
      return reading;
    },
    async close() {
      closing.abort(new Error('the parser is closed'));
      await thread?.end();
      await last;
      await thread?.end(); // One that was just being started.
    },
  };
}
