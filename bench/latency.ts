/** From the end of a fetch to the accepted message, with the whole system at work and a messenger that accepts at once. */
import { openApp } from '../src/app.ts';
import type { Messenger } from '../src/ports.ts';
import { until } from '../tests/support/until.ts';
import type { Mix } from './articles.ts';
import {
  addressesOf,
  benchLog,
  configOf,
  feedsAt,
  inFolder,
  type Measured,
  meterOf,
  percentile,
  rounded,
  withFeedServer,
} from './support.ts';

const feedsCount = 10;
const everyMs = 500; // each feed; 20 articles a second in all
const articlesMax = { mixed: 400, 'on-topic': 200 } as const satisfies Record<Mix, number>;
const intervalMinutes = 0.5 / 60; // due at every tick
const leadMs = 3_000; // the first polls find empty feeds, so that nothing is backlog
const graceMs = 30_000;

export async function latency(): Promise<Measured> {
  const mixed = await measure('mixed');
  return {
    figures: {
      articlesPerSecond: (feedsCount * 1_000) / everyMs,
      offTopic: 0.8,
      ...mixed,
      allOnTopic: await measure('on-topic'),
    },
    target: { p95MsMax: 1_000 },
  };
}

function measure(mix: Mix) {
  const articles = articlesMax[mix];
  return withFeedServer((origins) =>
    inFolder(async (folder) => {
      const from = Date.now() + leadMs;
      const path = `steady/${mix}/${from}/${everyMs}/${articles / feedsCount}`;
      const latenciesMs: number[] = [];
      let decided = 0;
      const app = await openApp({
        config: configOf(folder, feedsAt(addressesOf(origins, path, feedsCount), intervalMinutes)),
        roles: ['scheduler', 'poll', 'match', 'deliver'],
        log: benchLog,
        messenger: acceptsAtOnce(),
        meter: meterOf({
          decided() {
            decided += 1;
          },
          delivered(_outcome, _reason, ms) {
            if (ms !== null) latenciesMs.push(ms);
          },
        }),
      });
      try {
        await app.prepare();
        app.start();
        const articlesMsMax = leadMs + (articles / feedsCount) * everyMs + graceMs;
        await until(`${articles} decided articles`, () => decided >= articles, articlesMsMax);
        await until('idle queues', () => app.queue.isIdle(), graceMs);
      } finally {
        await app.close();
      }
      const [p50, p95] = [percentile(latenciesMs, 0.5), percentile(latenciesMs, 0.95)];
      return { p50Ms: rounded(p50), p95Ms: rounded(p95), articles, messages: latenciesMs.length };
    }),
  );
}

function acceptsAtOnce(): Messenger {
  let messages = 0;
  const accepted = () => {
    messages += 1;
    return Promise.resolve({ status: 'accepted', messageId: `message-${messages}` } as const);
  };
  return {
    postCard: accepted,
    editCard: (_channel, messageId) => Promise.resolve({ status: 'accepted', messageId }),
    openThread: accepted,
    postNotice: accepted,
    postLetter: accepted,
    postPage: accepted,
    editPage: (_channel, messageId) => Promise.resolve({ status: 'accepted', messageId }),
    postFold: accepted,
    editFold: (_channel, messageId) => Promise.resolve({ status: 'accepted', messageId }),
    findByReference: () => Promise.resolve({ status: 'absent' }),
    isReady: () => true,
    close: () => Promise.resolve(),
  };
}
