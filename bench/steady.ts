/**
 * Steady load on real processes: so many articles a second for so long, what each process and Redis take meanwhile, and
 * how long an article waits. Of what is told, most is other news; the incidents there are were opened in the warm-up, so
 * that what grows is nothing that an analyst would want to be kept.
 */
import { parseArgs } from 'node:util';
import type { Redis } from 'ioredis';
import { until } from '../tests/support/until.ts';
import { chanceFrom, oneOf } from './chance.ts';
import { cpuSecondsOf, growthOf, type Sample, type Sampler, sampleMemory } from './samples.ts';
import { withMachines } from './storm/machines.ts';
import { isOpenToTolls, restyled, stormOutlets } from './storm/outlets.ts';
import { type ToServe, withNewsstand } from './storm/serving.ts';
import { type StormTexts, stormTexts } from './storm/sources.ts';
import { noteLatency, noteMessage, roles, spreadOf, subscribers, waiting } from './storm.ts';
import { inFolder, type Measured, rounded } from './support.ts';
import type { Target } from './targets.ts';

const minuteMs = 60_000;
const minutesDefault = 20;
const perSecondDefault = 50;
const outletsCount = 300;
const leadMs = 75_000; // each feed was polled once, and is polled each minute
const warmUpMinutes = 3;
const aboutShare = 0.1;
const sampleEveryMs = 2_000;
const blockMs = minuteMs;
const drainMsMax = 3 * minuteMs;
/** No slope is above zero with 95 % of certainty; what shrinks is no leak. */
const target: Target = {
  'fetchToVerdict.p99MsMax': 5_000,
  'memory.*.mbAnHour.fromMax': 0,
  'redis.redisBesideKeptMb.mbAnHour.fromMax': 0,
};

/** `-- steady [--minutes N] [--per-second N] [--seed S]` */
export function steady(args: readonly string[] = []): Promise<Measured> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { minutes: text, 'per-second': text, seed: text } });
  const minutes = Number(values.minutes ?? minutesDefault);
  const perSecond = Number(values['per-second'] ?? perSecondDefault);
  const durationMs = minutes * minuteMs;
  const outlets = stormOutlets(outletsCount);
  const warmUpMs = Math.min(warmUpMinutes * minuteMs, durationMs / 4);
  return withNewsstand((stand) =>
    inFolder(async (folder) => {
      const items = steadyNews(stormTexts(new Date()), { perSecond, durationMs, seed: Number(values.seed ?? 1) });
      const waits = { verdicts: [] as number[], messages: [] as number[] };
      const hear = (_role: string, line: string) => {
        noteLatency(line, waits.verdicts);
        noteMessage(line, waits.messages);
      };
      const plan = { roles, outlets, addresses: stand.addresses(outletsCount), pollMinutes: 1, subscribers, hear };
      await stand.publish({ outlets: outletsCount, startsAt: Number.MAX_SAFE_INTEGER, items: [] });
      return withMachines(folder, { ...plan, logLevel: 'debug' }, async (all) => {
        const startsAt = Date.now() + leadMs;
        await stand.publish({ outlets: outletsCount, startsAt, items });
        await until('the warm-up', () => Date.now() >= startsAt + warmUpMs, leadMs + warmUpMs + minuteMs);
        for (const own of Object.values(waits)) own.length = 0;
        const pids = new Map(all.machines.map(({ role, program }, at) => [`${role}-${at}`, program.pid]));
        pids.set('redis', all.redisPid() ?? process.pid);
        const cpu = () => [...pids.values()].reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
        const cpuBefore = cpu();
        const sampler = sampleMemory(pids, sampleEveryMs, () => redisBesideKept(all.redis));
        await until('the end', () => Date.now() >= startsAt + durationMs, durationMs + minuteMs);
        const cpuShare = (cpu() - cpuBefore) / ((durationMs - warmUpMs) / 1000);
        await sampler.stop();
        const measured = { verdicts: waits.verdicts.length, seconds: (durationMs - warmUpMs) / 1000 };
        await until('empty queues', async () => (await waiting(all)) === 0, drainMsMax);
        return {
          figures: {
            minutes,
            perSecond,
            articles: items.length,
            decidedPerSecond: rounded(measured.verdicts / measured.seconds),
            fetchToVerdict: spreadOf(waits.verdicts),
            fetchToMessage: spreadOf(waits.messages),
            cpuShare: rounded(cpuShare),
            incidents: await all.redis.hlen('watchfloor:incidents'),
            ...memoryTold(sampler.samples),
          },
          target,
        };
      });
    }),
  );
}

interface SteadySize {
  readonly perSecond: number;
  readonly durationMs: number;
  readonly seed: number;
}

/** An article each so many milliseconds, of an outlet drawn by chance. */
function steadyNews(texts: StormTexts, { perSecond, durationMs, seed }: SteadySize): ToServe['items'] {
  const chance = chanceFrom(seed);
  const outlets = stormOutlets(outletsCount);
  const tellings = texts.events.flatMap((event) => event.tellings.filter(isOpenToTolls));
  return Array.from({ length: Math.floor((perSecond * durationMs) / 1000) }, (_, number) => {
    const outlet = oneOf(outlets, chance);
    const telling = oneOf(chance() < aboutShare ? tellings : texts.others, chance);
    const { title, summary } = restyled(telling, outlet, null, chance);
    // No two are copies: a number, as of a page, stands behind each.
    const numbered = `${summary} (${number})`;
    return { atMs: Math.round((number * 1000) / perSecond), outlet: outlet.index, number, title, summary: numbered };
  });
}

/** Kinds of keys that keep what was decided for its keeping time: they grow as long as nothing is old enough to go. */
const keptKinds = ['article:', 'seen:', 'items:', 'audit', 'outbox:outcomes', 'outbox:settled'] as const;
const scanCount = 1_000;

/** What Redis uses but for what is kept, the tables that find it included, in megabytes. */
async function redisBesideKept(redis: Redis): Promise<Readonly<Record<string, number>>> {
  const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
  return { redisUsedMb: used / 1024 / 1024, ...(await keptIfDue(redis, used)) };
}

const keptEveryMs = minuteMs;
let keptLookedAt = 0;

/** Weighing a hundred thousand keys takes a while; once a minute is enough. */
async function keptIfDue(redis: Redis, used: number): Promise<Readonly<Record<string, number>>> {
  if (Date.now() - keptLookedAt < keptEveryMs) return {};
  keptLookedAt = Date.now();
  const stats: unknown = await redis.call('MEMORY', 'STATS');
  const tables = tablesOf(stats);
  let kept = 0;
  for await (const keys of redis.scanStream({ match: 'watchfloor:*', count: scanCount })) {
    const weighed = keys.filter((key: string) => keptKinds.some((kind) => key.startsWith(`watchfloor:${kind}`)));
    if (weighed.length === 0) continue;
    const pipeline = redis.pipeline();
    for (const key of weighed) pipeline.call('MEMORY', 'USAGE', key, 'SAMPLES', '0');
    for (const [, bytes] of (await pipeline.exec()) ?? []) kept += Number(bytes ?? 0);
  }
  return { redisKeptMb: kept / 1024 / 1024, redisBesideKeptMb: (used - kept - tables) / 1024 / 1024 };
}

/** Redis' own tables of keys and of their ends, which double now and then. */
function tablesOf(stats: unknown): number {
  if (!Array.isArray(stats)) return 0;
  const db: unknown = stats[stats.indexOf('db.0') + 1];
  if (!Array.isArray(db)) return 0;
  return db.reduce((sum: number, one, at) => (typeof one === 'number' && at % 2 === 1 ? sum + one : sum), 0);
}

/** Apart from Redis, which grows by what it is to keep. */
function memoryTold(all: Sampler['samples']) {
  const told = [...all].map(([name, samples]) => [name, toldOf(samples)] as const);
  const isRedis = ([name]: readonly [string, unknown]) => name.startsWith('redis');
  return {
    memory: Object.fromEntries(told.filter((one) => !isRedis(one))),
    redis: Object.fromEntries(told.filter(isRedis)),
  };
}

function toldOf(samples: readonly Sample[]) {
  const values = samples.map(({ value }) => value);
  const most = values.reduce((largest, value) => Math.max(largest, value), 0);
  return {
    firstMb: rounded(values[0] ?? Number.NaN),
    mostMb: rounded(most),
    lastMb: rounded(values.at(-1) ?? Number.NaN),
    mbAnHour: growthOf(samples, blockMs),
  };
}
