import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ParsedFeed, ParseFeed } from '../../pipeline/parse/document.ts';

const megabytesMax = 128;
/** Most of what parsing makes dies young; more room for it saves little time and costs resident memory. */
const youngMegabytesMax = 8;
const startMsMax = 30_000; // It takes 0.2 s on an idle machine; behind this something is broken.
const problemLengthMax = 200;

/** A document that is to be read. */
export interface Task {
  readonly body: Uint8Array;
  readonly hints: Parameters<ParseFeed>[1];
}

export interface ParserThread {
  /** Reads a document, one at a time; unreadable is also what cost more than `msMax` or the thread's memory: then it is over. */
  read(task: Task, msMax: number): Promise<ParsedFeed>;
  isOver(): boolean;
  /** Whoever waits for a document is thrown an error. */
  end(): Promise<void>;
}

/** Starts a thread, which keeps the process alive only while it reads. Throws where it cannot be started. */
export async function startThread(): Promise<ParserThread> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    name: 'parser',
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: megabytesMax, maxYoungGenerationSizeMb: youngMegabytesMax },
  });
  await once(worker, 'message', { signal: AbortSignal.timeout(startMsMax) }).catch(async (cause: unknown) => {
    await worker.terminate();
    throw new Error('the thread that reads documents could not be started', { cause });
  });
  worker.unref();
  return threadOf(worker);
}

function threadOf(worker: Worker): ParserThread {
  let awaited: PromiseWithResolvers<ParsedFeed> | null = null;
  let isOver = false;
  const fail = (problem: string) => {
    isOver = true;
    awaited?.resolve({ status: 'unreadable', problem });
    void worker.terminate();
  };
  worker.on('message', (parsed: ParsedFeed) => awaited?.resolve(parsed));
  worker.on('error', (error) => fail(problemOf(error)));
  worker.on('exit', () => fail('The thread that reads documents ended over it.'));
  return {
    async read({ body, hints }, msMax) {
      awaited = Promise.withResolvers();
      const { promise } = awaited;
      const late = setTimeout(fail, msMax, `Reading the document took longer than ${msMax} ms.`);
      worker.ref();
      // The body may be a part of a larger buffer, which cannot be handed over: a copy of it is.
      const copy = new Uint8Array(body);
      worker.postMessage({ body: copy, hints } satisfies Task, [copy.buffer]);
      try {
        return await promise;
      } finally {
        clearTimeout(late);
        worker.unref();
      }
    },
    isOver: () => isOver,
    async end() {
      isOver = true;
      awaited?.reject(new Error('the thread that reads documents was ended'));
      await worker.terminate();
    },
  };
}

/** It may quote the document, so it is bounded and stripped of control characters. */
function problemOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return `Reading the document took more than ${megabytesMax} MB.`;
  const message = error instanceof Error ? error.message : String(error);
  const told = message.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').slice(0, problemLengthMax);
  return `Reading the document ended in an error: ${told}`;
}
