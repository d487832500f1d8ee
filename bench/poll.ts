/** Feeds a second through the poll job: real HTTP on loopback, real Redis, real queues; nothing works the match queue. */
import { type App, openApp } from '../src/app.ts';
import type { PollStatus } from '../src/model.ts';
import {
  addressesOf,
  benchLog,
  configOf,
  feedsAt,
  inFolder,
  type Measured,
  meterOf,
  rounded,
  until,
  withFeedServer,
} from './support.ts';

const feedsCount = 300;
const roundsChanged = 4;
const roundsUnchanged = 12;
const turnMsMax = 60_000;

/** Answers of 90 kB with 60 items, two of them new. The first round, in which all 60 are new, is told apart. */
export function pollChanged(): Promise<Measured> {
  return measure('changed', 'ok', roundsChanged, { perSecondMin: 150 });
}

/** Answers 304. */
export function pollUnchanged(): Promise<Measured> {
  return measure('unchanged', 'not-modified', roundsUnchanged, { perSecondMin: 600 });
}

function measure(path: string, expected: PollStatus, rounds: number, target: Measured['target']): Promise<Measured> {
  return withFeedServer((origins) =>
    inFolder(async (folder) => {
      const feeds = feedsAt(addressesOf(origins, path, feedsCount), 1);
      const polled = new Map<PollStatus, number>();
      const app = await openApp({
        config: configOf(folder, feeds),
        roles: ['poll'],
        log: benchLog,
        meter: meterOf({ polled: (_feed, status) => void polled.set(status, (polled.get(status) ?? 0) + 1) }),
      });
      try {
        const ids = feeds.map(({ id }) => id);
        const firstSeconds = await poll(app, ids, polled, 'ok', 1);
        const cpuBefore = process.cpuUsage();
        const seconds = await poll(app, ids, polled, expected, rounds);
        const { user, system } = process.cpuUsage(cpuBefore);
        const polls = rounds * feedsCount;
        return {
          figures: {
            perSecond: rounded(polls / seconds),
            perCpuSecond: rounded((polls * 1_000_000) / (user + system)),
            perSecondFirstPoll: rounded(feedsCount / firstSeconds),
            polls,
          },
          target,
        };
      } finally {
        await app.close();
      }
    }),
  );
}

/** Polls all feeds so many times, one round after the other; in seconds. */
async function poll(
  app: App,
  ids: readonly string[],
  polled: ReadonlyMap<PollStatus, number>,
  expected: PollStatus,
  rounds: number,
): Promise<number> {
  const count = () => polled.get(expected) ?? 0;
  const startedAt = performance.now();
  // By halves: a feed whose last poll is only just ending could not be queued again.
  const half = Math.ceil(ids.length / 2);
  for (let turn = 0; turn < 2 * rounds; turn += 1) {
    const some = turn % 2 === 0 ? ids.slice(0, half) : ids.slice(half);
    const wanted = count() + some.length;
    await app.queue.add('poll', some);
    await until(`${wanted} polls that end with ${expected}`, turnMsMax, () => count() >= wanted);
  }
  return (performance.now() - startedAt) / 1000;
}
