import { setTimeout as pause } from 'node:timers/promises';
import type { Redis, RedisOptions } from 'ioredis';

const askedEveryMs = 500;
/** A connection that says nothing for so long is doubted. What a slow Redis, or one that is away, owes is waited for. */
const silenceMsMax = 1_000;
const elsewhereMsMax = 1_000;

/**
 * Gives a connection up whose other end went without a word (a machine that lost its power, an address translation that
 * forgot us), within two seconds: where it is silent, another one is opened, and Redis answers there. None of a client
 * that waits for jobs, whose silence means nothing.
 */
export function giveUpHalfOpen(client: Redis): void {
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking || client.status !== 'ready') return;
    isAsking = true;
    void ask(client).finally(() => {
      isAsking = false;
    });
  }, askedEveryMs);
  timer.unref();
  client.on('end', () => clearInterval(timer));
}

async function ask(client: Redis): Promise<void> {
  const { stream } = client;
  const heard = stream.bytesRead;
  if (await isAnswered(client.ping(), silenceMsMax)) return;
  if (stream.bytesRead !== heard || !(await answersElsewhere(client))) return;
  // What came while this process was busy with something else has been read by now.
  if (client.stream === stream && stream.bytesRead === heard)
    stream.destroy(new Error('connection closed: it was silent while Redis answered on another'));
}

async function answersElsewhere(client: Redis): Promise<boolean> {
  const other = client.duplicate<Partial<RedisOptions>>({
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    failoverDetector: false,
  });
  other.on('error', () => undefined);
  // By a script, which waits where writes do: Redis may let none through for a while, as a fail-over has it do.
  return isAnswered(other.eval('return 1', 0), elsewhereMsMax).finally(() => other.disconnect());
}

/** Whether Redis says anything within the time, be it that it refuses. */
async function isAnswered(asked: Promise<unknown>, msMax: number): Promise<boolean> {
  const answer = asked.then(
    () => true,
    (error: unknown) => error instanceof Error && error.name === 'ReplyError',
  );
  return Promise.race([answer, pause(msMax, false, { ref: false })]);
}
