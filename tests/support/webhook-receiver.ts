import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

/** What another system got. */
export interface Received {
  readonly path: string;
  readonly id: string;
  readonly body: unknown;
  /** Whether its signature is that of the secret, over time and body. */
  readonly isGenuine: boolean;
  readonly at: number;
}
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** What the next calls are answered with, in order; then 204. `null`: never. */
  answer(...answers: readonly (Answer | null)[]): void;
  close(): Promise<void>;
}
interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Another system on loopback, which verifies what it gets as its makers would. */
export async function startReceiver(secret: string): Promise<Receiver> {
  const received: Received[] = [];
  const planned: (Answer | null)[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const said = String(request.headers['watchfloor-signature'] ?? '');
    received.push({
      path: request.url ?? '',
      id: String(request.headers['watchfloor-id']),
      body: JSON.parse(text),
      isGenuine: isSigned(`${request.headers['watchfloor-timestamp']}.${text}`, said, secret),
      at: Number(request.headers['watchfloor-timestamp']) * 1000,
    });
    const answer = planned.length > 0 ? planned.shift() : { status: 204 };
    if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    answer: (...answers) => void planned.push(...answers),
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function isSigned(text: string, said: string, secret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(text).digest('hex')}`);
  const given = Buffer.from(said);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
