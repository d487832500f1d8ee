import { Agent, request } from 'undici';
import type { CallOutcome } from '../../ports.ts';

const callMsMax = 10_000;
const answerBytesMax = 16_384; // what is said in the answer is of no interest

/** An address outside that is called to say that we are alive. */
export interface Caller {
  call(): Promise<CallOutcome>;
  close(): Promise<void>;
}

/**
 * Calls an address by GET, and follows no redirect: whoever answers in another's place knows nothing of us. The address
 * holds a secret, so no problem names it.
 */
export function openCaller(url: string, timeoutMs: number = callMsMax): Caller {
  const dispatcher = new Agent({ connections: 1, connectTimeout: timeoutMs, keepAliveTimeout: 1_000 });
  return {
    async call() {
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        const { statusCode, body } = await request(url, { dispatcher, signal });
        await body.dump({ limit: answerBytesMax, signal });
        return statusCode >= 200 && statusCode < 300 ? { ok: true } : { ok: false, problem: `HTTP ${statusCode}` };
      } catch (error) {
        return { ok: false, problem: problemOf(error) };
      }
    },
    close: () => dispatcher.destroy(),
  };
}

function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError') return 'no answer in time';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
