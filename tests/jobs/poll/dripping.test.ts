import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openHttpReader } from '../../../src/adapters/http/reader.ts';
import { openQueue } from '../../../src/adapters/queue/queue.ts';
import { openStore } from '../../../src/adapters/redis/store.ts';
import { pollJob } from '../../../src/jobs/poll.ts';
import type { Feed, PollStatus } from '../../../src/model.ts';
import { parseFeed } from '../../../src/pipeline/parse.ts';
import type { Log } from '../../../src/ports.ts';
import { aRoster, scheduleLimits } from '../../support/builders.ts';
import { anRss } from '../../support/feed-documents.ts';
import { httpOptions } from '../../support/http-options.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';

const drippingFeeds = 200;
const healthyFeeds = 40;
const concurrency = 20;
/** Time runs twenty times faster than in production: windows of 250 ms for 5 s, ten minutes in 30 s. */
const limits = { rateWindowMs: 250, firstByteTimeoutMs: 500, timeoutMs: 1_000 };
const intervalMs = 30_000;
/** On a busy machine the whole time may be over before the second window is. */
const slow: ReadonlySet<PollStatus> = new Set(['too-slow', 'timeout']);
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

describe('two hundred feeds that drip', () => {
  let redis: TestRedis;
  let origin = '';
  let dripsAsked = 0;
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/rss+xml');
    if (request.url?.startsWith('/healthy')) return void response.end(anRss([]));
    dripsAsked += 1;
    response.flushHeaders();
    const timer = setInterval(() => response.write('<'), 20);
    response.on('close', () => clearInterval(timer));
  });
  before(async () => {
    redis = await startRedis();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    origin = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await redis.stop();
  });

  it('delay no healthy one by an interval when nothing is known of them, and hardly once it is', async (test) => {
    const named = (kind: string, count: number) => Array.from({ length: count }, (_, at) => `${kind}-${at}`);
    const [drips, healthy] = [named('drip', drippingFeeds), named('healthy', healthyFeeds)];
    const feeds = new Map([...drips, ...healthy].map((id) => [id, feedOf(id, `${origin}/${id}`)]));
    const polled = new Map<string, PollStatus[]>();
    const reader = openHttpReader(httpOptions({ ...limits, perHostMax: 500 }));
    const store = openStore(redis.client());
    const queue = openQueue({
      connection: redis.client(),
      prefix: 'dripping',
      concurrency: { poll: concurrency },
      log: silent,
      handlers: (adding) => ({
        poll: pollJob({
          roster: aRoster(feeds),
          reader,
          parse: parseFeed,
          store,
          queue: adding,
          clock: { now: Date.now },
          realNow: Date.now,
          meter: {
            polled: (feed, status) => void polled.set(feed, [...(polled.get(feed) ?? []), status]),
            decided() {},
            delivered() {},
            paged() {},
          },
          log: silent,
          arrival: { backlogFreshMinutes: 30, lateAfterHours: 6, keepDays: 90 },
          schedule: scheduleLimits,
          concurrency,
        }),
      }),
    });
    test.after(async () => {
      await queue.close();
      await reader.close();
    });
    const isPolled = (ids: readonly string[], times: number) =>
      ids.every((id) => (polled.get(id)?.length ?? 0) >= times);
    const round = async (times: number) => {
      const startedAt = performance.now();
      await queue.add('poll', [...drips, ...healthy]); // The healthy ones stand behind all others.
      while (!isPolled(healthy, times)) await pause(5);
      return performance.now() - startedAt;
    };

    for (const times of [1, 2]) {
      const ms = await round(times);
      test.diagnostic(
        `drips met ${times} times: healthy feeds were polled after ${Math.round(ms)} ms of ${intervalMs}`,
      );
      assert.ok(ms < intervalMs, `${ms} ms`);
      while (!isPolled(drips, times)) await pause(5);
    }
    assert.ok(drips.every((id) => polled.get(id)?.every((status) => slow.has(status))));

    dripsAsked = 0;
    const knownMs = await round(3);
    test.diagnostic(`known drips: after ${Math.round(knownMs)} ms, ${dripsAsked} drips asked meanwhile`);
    assert.ok(knownMs < intervalMs, `${knownMs} ms`);
    // They never held more than a quarter of the places, each for two windows.
    assert.ok(dripsAsked <= (concurrency / 4) * (1 + knownMs / (2 * limits.rateWindowMs)), `${dripsAsked} drips`);
  });
});

function feedOf(id: string, url: string): Feed {
  return { id, url, outlet: 'wire', language: 'en', status: 'active', intervalMinutes: 10, origin: 'file' };
}
