/**
 * Steady load on real processes: so many articles a second for so long, what each process and Redis take meanwhile, and
 * how long an article waits. Of what is told, most is other news; the incidents there are were opened in the warm-up, so
 * that what grows is nothing that an analyst would want to be kept.
 */
import { parseArgs } from 'node:util';
import { until } from '../tests/support/until.ts';
import { inspectable } from './inspector.ts';
import { cpuSecondsOf } from './samples.ts';
import { watchMemory } from './steady/memory.ts';
import { outletsCount, steadyNews } from './steady/news.ts';
import { withMachines } from './storm/machines.ts';
import { stormOutlets } from './storm/outlets.ts';
import { withNewsstand } from './storm/serving.ts';
import { stormTexts } from './storm/sources.ts';
import { noteLatency, noteMessage, roles, spreadOf, subscribers, waiting } from './storm.ts';
import { inFolder, type Measured, rounded } from './support.ts';
import type { Target } from './targets.ts';

const minuteMs = 60_000;
const minutesDefault = 20;
const perSecondDefault = 50;
const leadMs = 75_000; // each feed was polled once, and is polled each minute
const warmUpMs = 5 * minuteMs; // what is asked for comes after it
const drainMsMax = 3 * minuteMs;
/** No slope is above zero with 95 % of certainty; what shrinks is no leak. */
const target: Target = { 'fetchToVerdict.p99MsMax': 5_000, 'residentMb.*.anHour.fromMax': 0 };

/** `-- steady [--minutes N] [--per-second N] [--seed S]` */
export function steady(args: readonly string[] = []): Promise<Measured> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { minutes: text, 'per-second': text, seed: text } });
  const minutes = Number(values.minutes ?? minutesDefault);
  const perSecond = Number(values['per-second'] ?? perSecondDefault);
  const durationMs = warmUpMs + minutes * minuteMs;
  const outlets = stormOutlets(outletsCount);
  return withNewsstand((stand) =>
    inFolder(async (folder) => {
      const items = steadyNews(stormTexts(new Date()), { perSecond, durationMs, seed: Number(values.seed ?? 1) });
      const waits = { verdicts: [] as number[], messages: [] as number[] };
      const hear = (_role: string, line: string) => {
        noteLatency(line, waits.verdicts);
        noteMessage(line, waits.messages);
      };
      const addresses = stand.addresses(outletsCount);
      const plan = { roles, outlets, addresses, pollMinutes: 1, subscribers, hear, environment: inspectable };
      await stand.publish({ outlets: outletsCount, startsAt: Number.MAX_SAFE_INTEGER, items: [] });
      return withMachines(folder, { ...plan, logLevel: 'debug' }, async (all) => {
        const startsAt = Date.now() + leadMs;
        await stand.publish({ outlets: outletsCount, startsAt, items });
        await until('the warm-up', () => Date.now() >= startsAt + warmUpMs, leadMs + warmUpMs + minuteMs);
        for (const own of Object.values(waits)) own.length = 0;
        const pids = [...all.machines.map(({ program }) => program.pid), all.redisPid() ?? process.pid];
        const cpu = () => pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
        const cpuBefore = cpu();
        const memory = await watchMemory(all);
        await until('the end', () => Date.now() >= startsAt + durationMs, durationMs + minuteMs);
        const seconds = (durationMs - warmUpMs) / 1000;
        const cpuShare = (cpu() - cpuBefore) / seconds;
        const memoryTold = await memory.stop();
        const decidedPerSecond = waits.verdicts.length / seconds;
        await until('empty queues', async () => (await waiting(all)) === 0, drainMsMax);
        return {
          figures: {
            minutes,
            perSecond,
            articles: items.length,
            decidedPerSecond: rounded(decidedPerSecond),
            fetchToVerdict: spreadOf(waits.verdicts),
            fetchToMessage: spreadOf(waits.messages),
            cpuShare: rounded(cpuShare),
            incidents: await all.redis.hlen('watchfloor:incidents'),
            ...memoryTold,
          },
          target,
        };
      });
    }),
  );
}
