import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { TooLarge } from './encoding.ts';
import { type Headers, header } from './waiting.ts';

/** One request and its answer, bounded in time, in rate and in bytes. */

export interface ExchangeLimits {
  /** From the connection to the end of the answer's headers. */
  readonly firstByteTimeoutMs: number;
  /** An answer's rate is looked at each time this long has passed, first in the second such time. */
  readonly rateWindowMs: number;
  readonly bytesPerSecondMin: number;
  /** Of the packed body of an answer that is a document; the unpacked one is bounded where it is unpacked. */
  readonly bodyBytesMax: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** As it was sent, still packed; of an answer that is no document the beginning at most. */
  readonly body: Buffer;
  /** Whether the connection ended before the body, or otherwise than its length said. */
  readonly isCut: boolean;
}

/** Thrown when a connection ended before anything of the answer had come: the server may have closed it in that moment. */
export class Unanswered extends Error {}
/** Thrown when a limit of time is reached; the message ends the sentence that names the server. */
export class OutOfTime extends Error {}
/** Thrown when a body trickles in below the least rate. */
export class TooSlow extends Error {}

/** Enough to see what a page of refusal says, and to leave the connection usable after the body of a redirect. */
const lookBytesMax = 65_536;

/**
 * Asks once and gives the whole answer. Rejects with OutOfTime, TooSlow, TooLarge, Unanswered, or what undici says of the
 * connection.
 * `deadline` is on `performance.now()`.
 */
export function exchange(
  dispatcher: Dispatcher,
  url: URL,
  headers: Readonly<Record<string, string>>,
  limits: ExchangeLimits,
  deadline: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const handler = new Exchange(limits, deadline, resolve, reject);
    try {
      dispatcher.dispatch({ origin: url.origin, path: url.pathname + url.search, method: 'GET', headers }, handler);
    } catch (error) {
      handler.fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #limits: ExchangeLimits;
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: Error) => void;
  readonly #wholeTimer: NodeJS.Timeout;
  #firstByteTimer: NodeJS.Timeout | undefined;
  #rateTimer: NodeJS.Timeout | undefined;
  #controller: Dispatcher.DispatchController | null = null;
  /** Why it ended before its time; null while it goes on, and when it ended well. */
  #failed: Error | null = null;
  #ended = false;
  #status = 0;
  #headers: Headers = {};
  #isDocument = false;
  #bytesMax = 0;
  #bytes = 0;
  readonly #chunks: Buffer[] = [];

  constructor(
    limits: ExchangeLimits,
    deadline: number,
    resolve: (answer: Answer) => void,
    reject: (error: Error) => void,
  ) {
    this.#limits = limits;
    this.#resolve = resolve;
    this.#reject = reject;
    const leftMs = Math.max(0, deadline - performance.now());
    this.#wholeTimer = setTimeout(() => this.fail(new OutOfTime('did not answer in full in the time it has')), leftMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It ended while it waited for its connection.
    if (this.#failed !== null) {
      controller.abort(this.#failed);
      return;
    }
    const { firstByteTimeoutMs } = this.#limits;
    this.#firstByteTimer = setTimeout(
      () => this.fail(new OutOfTime(`did not begin to answer within ${firstByteTimeoutMs} ms`)),
      firstByteTimeoutMs,
    );
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return; // A hint before the answer.
    clearTimeout(this.#firstByteTimer);
    this.#status = status;
    this.#headers = headers;
    // Has no body, whatever length it tells (RFC 9110, 15.4.5): undici would wait for one and call it cut short.
    if (status === 304) {
      this.#succeed();
      return;
    }
    this.#isDocument = status < 300;
    this.#bytesMax = this.#isDocument ? this.#limits.bodyBytesMax : lookBytesMax;
    if (this.#isDocument && Number(header(headers, 'content-length') ?? 0) > this.#bytesMax) this.fail(new TooLarge());
    else this.#watchRate();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#ended) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    if (this.#bytes <= this.#bytesMax) return;
    if (this.#isDocument) {
      this.fail(new TooLarge());
    } else {
      this.#succeed();
      this.#controller?.abort(new Error('enough was read'));
    }
  }

  onResponseEnd(): void {
    this.#succeed();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#bytes > 0) this.#succeed(true);
    else this.fail(this.#status === 0 && isEndOfConnection(error) ? new Unanswered('', { cause: error }) : error);
  }

  /** Ends the exchange, and the connection where there is one. */
  fail(error: Error): void {
    if (!this.#end()) return;
    this.#failed = error;
    this.#reject(error);
    this.#controller?.abort(error);
  }

  #succeed(isCut = false): void {
    if (!this.#end()) return;
    const body = Buffer.concat(this.#chunks, this.#bytes);
    this.#resolve({ status: this.#status, headers: this.#headers, body, isCut });
  }

  #end(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    clearTimeout(this.#wholeTimer);
    clearTimeout(this.#firstByteTimer);
    clearInterval(this.#rateTimer);
    return true;
  }

  /** The first window is left out: a server may think between the first part of its page and the second. */
  #watchRate(): void {
    const { rateWindowMs, bytesPerSecondMin } = this.#limits;
    const bytesMin = (bytesPerSecondMin * rateWindowMs) / 1_000;
    let before: number | null = null;
    this.#rateTimer = setInterval(() => {
      if (before !== null && this.#bytes - before < bytesMin) {
        this.fail(new TooSlow(`sent less than ${bytesPerSecondMin} bytes a second for ${rateWindowMs} ms`));
      }
      before = this.#bytes;
    }, rateWindowMs);
  }
}

function isEndOfConnection(error: Error): boolean {
  return 'code' in error && ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(String(error.code));
}
