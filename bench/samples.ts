/** What processes take over time, and whether it grows. */
import { readFileSync } from 'node:fs';
import { residentMb } from './program.ts';
import { rounded } from './support.ts';

const ticksASecond = 100; // Linux: USER_HZ

export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

/** How a value grows, with 95 % of certainty. */
export interface Growth {
  readonly perHour: number;
  readonly from: number;
  readonly to: number;
  /** Whether zero lies between the two. */
  readonly isFlat: boolean;
}

const hourMs = 3_600_000;
const blocksMin = 6;

/**
 * A straight line through means of blocks of time, with the interval in which its slope lies. Neighbouring samples of a
 * heap are no independent ones (it saws), so blocks are taken that hold several teeth, and the error that is left is
 * widened by what correlation there still is from block to block.
 */
export function growthOf(samples: readonly Sample[], blockMs: number): Growth | null {
  const blocks = [...Map.groupBy(samples, ({ atMs }) => Math.floor(atMs / blockMs)).values()].map((block) => ({
    x: meanOf(block.map(({ atMs }) => atMs)) / hourMs,
    y: meanOf(block.map(({ value }) => value)),
  }));
  if (blocks.length < blocksMin) return null;
  const [xMean, yMean] = [meanOf(blocks.map(({ x }) => x)), meanOf(blocks.map(({ y }) => y))];
  const spread = sumOf(blocks.map(({ x }) => (x - xMean) ** 2));
  const slope = sumOf(blocks.map(({ x, y }) => (x - xMean) * (y - yMean))) / spread;
  const rests = blocks.map(({ x, y }) => y - yMean - slope * (x - xMean));
  const left = sumOf(rests.map((rest) => rest ** 2));
  const alike = left === 0 ? 0 : sumOf(rests.slice(1).map((rest, at) => rest * (rests[at] ?? 0))) / left;
  const widened = Math.sqrt((1 + Math.max(0, alike)) / (1 - Math.min(0.9, Math.max(0, alike))));
  const error = Math.sqrt(left / (blocks.length - 2) / spread) * widened;
  const reach = studentOf(blocks.length - 2) * error;
  return {
    perHour: rounded(slope),
    from: rounded(slope - reach),
    to: rounded(slope + reach),
    isFlat: Math.abs(slope) <= reach,
  };
}

/** Student's t for 95 % on both sides, by an expansion about the normal distribution; to a hundredth from six on. */
function studentOf(freedom: number): number {
  const z = 1.959964;
  const first = (z ** 3 + z) / 4 / freedom;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96 / freedom ** 2;
  return z + first + second;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number => sumOf(values) / values.length;

/** User and system time of a process with its threads. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksASecond;
}

/** Values by name over time. */
export interface Sampler {
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
  /** Looks no more; resolves when the last look is there. */
  stop(): Promise<void>;
}

/** Looks now, and every so often again: never twice at a time. */
export function sample(everyMs: number, look: () => Promise<Readonly<Record<string, number>>>): Sampler {
  const samples = new Map<string, Sample[]>();
  const startedAt = performance.now();
  const lookOnce = async () => {
    for (const [name, value] of Object.entries(await look())) {
      const own = samples.get(name) ?? [];
      samples.set(name, own);
      own.push({ atMs: performance.now() - startedAt, value });
    }
  };
  let looking = lookOnce();
  const timer = setInterval(() => {
    looking = looking.then(lookOnce);
  }, everyMs);
  return {
    samples,
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** The resident memory of each process, in megabytes. */
export function residentOf(pids: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...pids].map(([name, pid]) => [name, residentMb(pid)]));
}
