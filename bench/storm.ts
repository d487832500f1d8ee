/**
 * A storm, on real processes: hundreds of outlets that tell of three attacks within minutes, beside other news. How many
 * alerts it comes to, how soon who subscribes is told, and what it takes of memory, queues and Discord's limits.
 */
import { parseArgs } from 'node:util';
import { until } from '../tests/support/until.ts';
import { cpuSecondsOf, growthOf, residentOf, type Sample, sample } from './samples.ts';
import { type Machines, type Subscriber, withMachines } from './storm/machines.ts';
import { type Storm, stormNews } from './storm/news.ts';
import { withNewsstand } from './storm/serving.ts';
import { stormTexts } from './storm/sources.ts';
import { type CardTold, cardsTold, editsAMinuteMax } from './storm/told.ts';
import { inFolder, type Measured, percentile, rounded } from './support.ts';
import type { Target } from './targets.ts';

const minuteMs = 60_000;
const minutesDefault = 5;
const outletsCount = 300;
const articles = 2_000; // of five minutes
const others = 500;
const leadMs = 75_000; // each feed was polled once, and is polled each minute
const drainMsMax = 5 * minuteMs;
const sampleEveryMs = 2_000;
const blockMs = 15_000;
/** Discord's: five messages a channel in five seconds; its fifty requests a second for all are the stand-in's own. */
const rateLimit = { requests: 5, windowMs: 5_000, globalPerSecond: 50 };

const target: Target = {
  alerts: 3,
  channelsTwice: 0,
  'fetchedToTold.p95MsMax': 5_000,
  drainedSecondsMax: 60,
  answered429: 0,
  wrongBodies: 0,
};

/** Two of each stage. */
export const roles = [
  ['scheduler', 1],
  ['poll', 2],
  ['match', 2],
  ['deliver', 2],
  ['escalate', 1],
  ['bot', 1],
] as const;

/** Twenty channels of four servers, most of them for everything, in three languages. */
export const subscribers: readonly Subscriber[] = Array.from({ length: 20 }, (_, at) => ({
  server: String(910_000_000_000_000_000n + BigInt(at % 4)),
  channel: String(920_000_000_000_000_000n + BigInt(at)),
  watch: at % 5 === 3 ? 'rockets' : at % 5 === 4 ? 'american-sites' : 'all-incidents',
  language: at % 7 === 5 ? 'ar' : at % 7 === 6 ? 'fa' : 'en',
}));

/** `-- storm [--minutes N] [--seed S]` */
export function storm(args: readonly string[] = []): Promise<Measured> {
  const { values } = parseArgs({ args: [...args], options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
  const minutes = Number(values.minutes ?? minutesDefault);
  const share = minutes / minutesDefault;
  const size = {
    outlets: outletsCount,
    articles: Math.round(articles * share),
    others: Math.round(others * share),
    durationMs: minutes * minuteMs,
    seed: Number(values.seed ?? 1),
  };
  return withNewsstand((stand) =>
    inFolder(async (folder) => {
      const texts = stormTexts(new Date());
      const news = stormNews(texts, size);
      const addresses = stand.addresses(outletsCount);
      const waits = { articles: [] as number[], cards: [] as number[] };
      const hear = (_role: string, line: string) => {
        noteLatency(line, waits.articles);
        notePosted(line, waits.cards);
      };
      const plan = { roles, outlets: news.outlets, addresses, pollMinutes: 1, subscribers, hear };
      await stand.publish({ outlets: outletsCount, startsAt: Number.MAX_SAFE_INTEGER, items: [] });
      return withMachines(folder, { ...plan, discord: { rateLimit }, logLevel: 'debug' }, async (all) => {
        const startsAt = Date.now() + leadMs;
        await stand.publish({ outlets: outletsCount, startsAt, items: news.items });
        const course = await rage(all, { startsAt, durationMs: size.durationMs });
        const { served } = await stand.count();
        const told = await cardsTold(all, news, served, startsAt);
        const figures = { streams: texts.from, seed: size.seed, minutes, articles: news.items.length };
        return {
          figures: {
            ...figures,
            ...alertsOf(all, news, told),
            fetchedToTold: spreadOf(waits.cards),
            ...course,
            fetchToVerdict: spreadOf(waits.articles),
            ...limitsOf(all),
          },
          target,
        };
      });
    }),
  );
}

/** Waits until the storm and all that follows from it is over, and looks at memory meanwhile. */
async function rage(all: Machines, { startsAt, durationMs }: { startsAt: number; durationMs: number }) {
  const pids = new Map(all.machines.map(({ role, program }, at) => [`${role}-${at}`, program.pid]));
  await until('the storm', () => Date.now() >= startsAt, leadMs + minuteMs);
  const cpuBefore = cpuOf(pids, all);
  const sampler = sample(sampleEveryMs, async () => residentOf(pids));
  await until('its end', () => Date.now() >= startsAt + durationMs, durationMs + minuteMs);
  const cpuSeconds = cpuOf(pids, all) - cpuBefore;
  // Each feed is asked once more for what it published last.
  await until('the last polls', async () => Date.now() >= startsAt + durationMs + minuteMs, 3 * minuteMs);
  const lastPolledAt = Date.now();
  await until('empty queues', async () => (await waiting(all)) === 0, drainMsMax);
  const drainedSeconds = (Date.now() - lastPolledAt) / 1000;
  await sampler.stop();
  const memory = Object.fromEntries([...sampler.samples].map(([name, samples]) => [name, memoryOf(samples)]));
  return {
    drainedSeconds: rounded(drainedSeconds),
    cpuShare: rounded(cpuSeconds / (durationMs / 1000)),
    memoryMb: memory,
  };
}

/** Articles without verdict and rows that are not settled. */
export async function waiting({ redis }: Pick<Machines, 'redis'>): Promise<number> {
  const [pending, unsettled] = await Promise.all([
    redis.zcard('watchfloor:pending:at'),
    redis.zcard('watchfloor:outbox:unsettled'),
  ]);
  return pending + unsettled;
}

function cpuOf(pids: ReadonlyMap<string, number>, { redisPid }: Machines): number {
  const all = [...pids.values(), redisPid() ?? process.pid];
  return all.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
}

function memoryOf(samples: readonly Sample[]) {
  const values = samples.map(({ value }) => value);
  return { first: values[0], most: Math.max(...values), last: values.at(-1), growth: growthOf(samples, blockMs) };
}

function alertsOf({ discord }: Machines, news: Storm, told: readonly CardTold[]) {
  const byIncident = Map.groupBy(told, ({ incident }) => incident);
  const ofStorm = [...byIncident.values()].filter(([one]) => one?.about !== null);
  const beside = [...byIncident.values()].filter(([one]) => one?.about === null);
  const rightly = told.filter(({ about }) => about !== null);
  const sinceFetched = rightly.flatMap(({ fetchedToToldMs }) => fetchedToToldMs ?? []);
  return {
    alerts: ofStorm.length,
    alertsByOthers: beside.map(([one]) => one?.title),
    cards: told.length,
    channelsTwice: told.length - new Set(told.map(({ incident, channel }) => `${incident} ${channel}`)).size,
    firstReportFetchedToTold: spreadOf(sinceFetched),
    firstReportPublishedToTold: spreadOf(rightly.map(({ publishedToToldMs }) => publishedToToldMs)),
    firstReportPublishedToFetched: spreadOf(rightly.flatMap(({ publishedToFetchedMs }) => publishedToFetchedMs ?? [])),
    about: news.items.filter(({ about }) => about !== null).length,
    editsOfACardAndMinuteMax: editsAMinuteMax(discord),
    edits: discord.accepted.filter(({ method }) => method === 'PATCH').length,
    messages: discord.accepted.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages')).length,
  };
}

function limitsOf({ discord }: Machines) {
  return {
    answered429: discord.refused.filter(({ status }) => status === 429).length,
    refusedOtherwise: discord.refused.filter(({ status }) => status !== 429).length,
    wrongBodies: discord.problems.length,
    requestsASecondMax: Math.max(
      0,
      ...[...Map.groupBy(discord.accepted, ({ at }) => Math.floor(at / 1000)).values()].map(({ length }) => length),
    ),
  };
}

/** The time from fetch to verdict stands in the log of whoever decides. */
export function noteLatency(line: string, into: number[]): void {
  if (line.includes('"message":"article decided"')) noteFrom(line, into);
}

/** That until a card stands counts from the first report that concerns its channel: some hear of American sites alone. */
function notePosted(line: string, into: number[]): void {
  if (line.includes('"message":"row settled"') && line.includes('"reason":"posted"')) noteFrom(line, into);
}

/** And that from fetch to message in the log of whoever delivers. */
export function noteMessage(line: string, into: number[]): void {
  if (line.includes('"message":"row settled"')) noteFrom(line, into);
}

function noteFrom(line: string, into: number[]): void {
  const latency = /"latencyMs":(\d+)/.exec(line)?.[1];
  if (latency !== undefined) into.push(Number(latency));
}

export function spreadOf(ms: readonly number[]) {
  return {
    count: ms.length,
    p50Ms: percentile(ms, 0.5),
    p95Ms: percentile(ms, 0.95),
    p99Ms: percentile(ms, 0.99),
    maxMs: ms.reduce((most, one) => Math.max(most, one), 0),
  };
}
