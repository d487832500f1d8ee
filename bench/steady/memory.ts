/** The memory of steady load: what each process has, what it holds on to, and what Redis keeps. */
import { type Inspector, openInspector } from '../inspector.ts';
import { growthOf, residentOf, type Sample, type Sampler, sample } from '../samples.ts';
import type { Machines } from '../storm/machines.ts';
import { rounded } from '../support.ts';
import { redisMemory } from './redis-memory.ts';

const mb = 1024 * 1024;
const minuteMs = 60_000;
const residentEveryMs = 2_000;
const blockMs = minuteMs;

/** Looks from now on; `stop` tells of each value the first, the most, the last and how it grows, in megabytes. */
export async function watchMemory(all: Machines) {
  const named = all.machines.map(({ role, program }, at) => ({ name: `${role}-${at}`, program }));
  const inspectors = await Promise.all(
    named.map(async ({ name, program }) => [name, await openInspector(program.inspector() ?? '')] as const),
  );
  const pids = new Map(named.map(({ name, program }) => [name, program.pid]));
  const samplers = {
    residentMb: sample(residentEveryMs, async () => residentOf(pids)),
    liveMb: sample(minuteMs, () => liveOf(inspectors)),
    redisMb: sample(minuteMs, () => redisMemory(all.redis)),
  };
  return {
    async stop() {
      const told = Object.entries(samplers).map(async ([name, sampler]) => [name, await toldOf(sampler)] as const);
      const figures = Object.fromEntries(await Promise.all(told));
      for (const [, inspector] of inspectors) inspector.close();
      return figures;
    },
  };
}

/** One after the other: a collection stands in the way of what its process does, and is to do so to one stage at a time. */
async function liveOf(inspectors: readonly (readonly [string, Inspector])[]) {
  const live: Record<string, number> = {};
  for (const [name, inspector] of inspectors) live[name] = (await inspector.liveBytes()) / mb;
  return live;
}

async function toldOf(sampler: Sampler) {
  await sampler.stop();
  return Object.fromEntries([...sampler.samples].map(([name, samples]) => [name, growthTold(samples)]));
}

function growthTold(samples: readonly Sample[]) {
  const values = samples.map(({ value }) => value);
  const most = values.reduce((largest, value) => Math.max(largest, value), 0);
  return {
    first: rounded(values[0] ?? Number.NaN),
    most: rounded(most),
    last: rounded(values.at(-1) ?? Number.NaN),
    anHour: growthOf(samples, blockMs),
  };
}
