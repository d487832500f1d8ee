import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Painter } from '../../ports.ts';

/** Fonts and WebAssembly take some 30 MB: they go when nothing was painted for so long. */
const idleMsMax = 20_000;
const paintMsMax = 15_000; // A chart takes some 50 ms; behind this something is broken.
const startMsMax = 30_000;
const megabytesMax = 128;
/** No chart of ours comes near it. */
const svgLengthMax = 200_000;

export interface PainterOptions {
  readonly idleMsMax?: number;
}

/**
 * Paints one drawing after the other in a thread of its own, so that nothing else waits for it. The thread is started with
 * the first drawing and ended when it has had nothing to do for a while: a process that paints nothing pays nothing.
 */
export function openPainter(options: PainterOptions = {}): Painter {
  const closing = new AbortController();
  let thread: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  async function end(): Promise<void> {
    const ending = thread;
    thread = null;
    await ending?.terminate();
  }
  async function paintNow(svg: string): Promise<Uint8Array> {
    closing.signal.throwIfAborted();
    clearTimeout(idle);
    try {
      thread ??= await startThread();
      return await painted(thread, svg, closing.signal);
    } catch (error) {
      // Whatever it is busy with, the next drawing gets a thread of its own.
      await end();
      throw error;
    } finally {
      idle = setTimeout(() => void end(), options.idleMsMax ?? idleMsMax).unref();
    }
  }
  return {
    paint(svg) {
      if (svg.length > svgLengthMax)
        return Promise.reject(
          new RangeError(`the drawing has ${svg.length} characters, expected at most ${svgLengthMax}`),
        );
      const painting = last.then(() => paintNow(svg));
      last = painting.catch(() => undefined); // Whoever asked for it is told.
      return painting;
    },
    async close() {
      closing.abort(new Error('the painter is closed'));
      await last;
      clearTimeout(idle);
      await end();
    },
  };
}

async function startThread(): Promise<Worker> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    name: 'painter',
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: megabytesMax },
  });
  await once(worker, 'message', { signal: AbortSignal.timeout(startMsMax) }).catch(async (cause: unknown) => {
    await worker.terminate();
    throw new Error('the thread that paints charts could not be started', { cause });
  });
  worker.unref();
  return worker;
}

/** The thread keeps the process alive only while it paints. */
async function painted(worker: Worker, svg: string, closed: AbortSignal): Promise<Uint8Array> {
  const signal = AbortSignal.any([closed, AbortSignal.timeout(paintMsMax)]);
  worker.ref();
  try {
    const answer = once(worker, 'message', { signal });
    const ended = once(worker, 'exit', { signal }).then(() => {
      throw new Error('the thread that paints charts ended over a drawing');
    });
    ended.catch(() => undefined); // it ends with every thread; only the first of the two is heard
    worker.postMessage(svg);
    const [png] = await Promise.race([answer, ended]);
    if (!(png instanceof Uint8Array)) throw new TypeError('the thread that paints charts answered no picture');
    return png;
  } finally {
    worker.unref();
  }
}
