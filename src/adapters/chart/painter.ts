import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Painter } from '../../ports.ts';

/** Fonts and WebAssembly take some 100 MB: they go when nothing was painted for so long. */
const idleMsDefault = 20_000;
const paintMsMax = 15_000; // A chart takes some 50 ms; behind this something is broken.
const startMsMax = 30_000;
const megabytesMax = 128;
/** No chart of ours comes near it. */
const svgLengthMax = 200_000;
const problemLengthMax = 200;

export interface PainterOptions {
  readonly idleMs?: number;
}

/** What the process answers to a drawing. */
export type Painted =
  | { readonly status: 'painted'; readonly png: Uint8Array }
  | { readonly status: 'failed'; readonly problem: string };

/**
 * Paints one drawing after the other in a process of its own, so that nothing else waits for it and its memory is given
 * back, which that of a thread is not. It is started with the first drawing and ended when it has had nothing to do for a
 * while: who paints nothing pays nothing.
 */
export function openPainter({ idleMs = idleMsDefault }: PainterOptions = {}): Painter {
  const closing = new AbortController();
  let child: ChildProcess | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  async function end(): Promise<void> {
    const ending = child;
    child = null;
    if (ending !== null) await endChild(ending);
  }
  async function paintNow(svg: string): Promise<Uint8Array> {
    closing.signal.throwIfAborted();
    clearTimeout(idle);
    try {
      if (child?.connected === false) await end(); // it died while it rested
      child ??= await startChild(closing.signal);
      return await painted(child, svg, closing.signal);
    } catch (error) {
      // Whatever it is busy with, the next drawing gets a process of its own.
      await end();
      throw error;
    } finally {
      idle = setTimeout(() => void end(), idleMs).unref();
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

/** It knows nothing of ours: no environment, no files but its own. */
async function startChild(closed: AbortSignal): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./process.ts', import.meta.url)), {
    env: {},
    execArgv: [`--max-old-space-size=${megabytesMax}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('error', () => undefined); // who waits for it hears of it, and whoever comes next finds it gone
  try {
    await firstOf(child, startMsMax, closed);
  } catch (cause) {
    await endChild(child);
    throw new Error('the process that paints charts could not be started', { cause });
  }
  rest(child);
  return child;
}

async function painted(child: ChildProcess, svg: string, closed: AbortSignal): Promise<Uint8Array> {
  child.ref();
  child.channel?.ref();
  child.send(svg);
  const answer = await firstOf(child, paintMsMax, closed);
  rest(child);
  if (isPainted(answer)) {
    if (answer.status === 'painted') return answer.png;
    throw new Error(`the chart could not be painted: ${answer.problem.slice(0, problemLengthMax)}`);
  }
  throw new TypeError('the process that paints charts answered no picture');
}

/** It keeps us alive only while it paints. */
function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

/** Its next message; throws where it ends before, takes too long, or we are closed. */
async function firstOf(child: ChildProcess, msMax: number, closed: AbortSignal): Promise<unknown> {
  const over = new AbortController();
  const signal = AbortSignal.any([closed, over.signal, AbortSignal.timeout(msMax)]);
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('the process that paints charts ended before it answered');
  });
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal }), ended]);
    return answer;
  } finally {
    ended.catch(() => undefined); // only the first of the two is heard
    over.abort();
  }
}

function isPainted(answer: unknown): answer is Painted {
  return typeof answer === 'object' && answer !== null && 'status' in answer;
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.ref();
  child.kill('SIGKILL'); // it holds nothing
  await exited;
}
