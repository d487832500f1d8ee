/** What a program holds on to, asked of Node's inspector: the program itself has no hook for it. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';

const answerMsMax = 30_000;
/** What it starts with so that it can be asked: any free port of this machine. */
export const inspectable = { NODE_OPTIONS: '--inspect=127.0.0.1:0' } as const;

const answerShape = z.object({ id: z.number(), result: z.unknown(), error: z.unknown().optional() });
const valueShape = z.object({ result: z.object({ value: z.number() }) });
const held = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())';

export interface Inspector {
  /** The bytes that are left of its heap, and of what hangs on it, when all garbage has been collected. */
  liveBytes(): Promise<number>;
  close(): void;
}

export async function openInspector(address: string): Promise<Inspector> {
  const socket = new WebSocket(address);
  await once(socket, 'open', { signal: AbortSignal.timeout(answerMsMax) });
  let last = 0;
  const ask = async (method: string, params = {}): Promise<unknown> => {
    last += 1;
    const id = last;
    socket.send(JSON.stringify({ id, method, params }));
    const signal = AbortSignal.timeout(answerMsMax);
    for (;;) {
      const [text]: unknown[] = await once(socket, 'message', { signal });
      const { data: answer } = answerShape.safeParse(JSON.parse(String(text)));
      if (answer?.id !== id) continue;
      if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
      return answer.result;
    }
  };
  return {
    async liveBytes() {
      await ask('HeapProfiler.collectGarbage');
      return valueShape.parse(await ask('Runtime.evaluate', { expression: held, returnByValue: true })).result.value;
    },
    close: () => socket.close(),
  };
}
