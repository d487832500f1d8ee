/** How long a digest's chart takes, what it keeps the rest of the process from, what it weighs, and what is left of it. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { openPainter } from '../src/adapters/chart/painter.ts';
import { loadConfig } from '../src/config/load.ts';
import type { Digest, Language, Pack } from '../src/model.ts';
import { drawDigest } from '../src/pipeline/render/digest-chart.ts';
import { residentMb } from './program.ts';
import { type Measured, percentile, rounded } from './support.ts';

const chartsCount = 60;
const idleMs = 100;
const settleMs = 2_000;
const languages: readonly Language[] = ['en', 'ar', 'fa'];
const dayMs = 86_400_000;
const from = Date.parse('2020-01-06T04:00:00Z');

export async function charts(): Promise<Measured> {
  const { pack } = loadConfig();
  const digest = aFullDigest(pack);
  const painter = openPainter({ idleMs });
  const beforeMb = residentMb(process.pid);
  const drawings = languages.map((language) => drawDigest(digest, pack, language)?.svg ?? '');
  const first = await timed(() => painter.paint(drawings[0] ?? ''));
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const took: number[] = [];
  let heaviest = first.png.length;
  for (let chart = 0; chart < chartsCount; chart += 1) {
    const { ms, png } = await timed(() => painter.paint(drawings[chart % drawings.length] ?? ''));
    took.push(ms);
    heaviest = Math.max(heaviest, png.length);
  }
  delays.disable();
  const paintingMb = residentMb(process.pid);
  await pause(settleMs);
  const afterMb = residentMb(process.pid);
  await painter.close();
  const figures = {
    charts: chartsCount,
    firstMs: rounded(first.ms),
    p50Ms: rounded(percentile(took, 0.5)),
    p99Ms: rounded(percentile(took, 0.99)),
    longestBlockMs: rounded(delays.max / 1e6),
    pngKbMax: rounded(heaviest / 1024),
    beforeMb,
    paintingMb,
    afterMb,
  };
  return { figures, target: { longestBlockMsMax: 50 } };
}

async function timed(paint: () => Promise<Uint8Array>): Promise<{ readonly ms: number; readonly png: Uint8Array }> {
  const startedAt = performance.now();
  const png = await paint();
  return { ms: performance.now() - startedAt, png };
}

/** A week in which much happened everywhere. */
function aFullDigest({ actors, places }: Pack): Digest {
  const counted = (entries: readonly { readonly id: string; readonly name: string }[]) =>
    entries.slice(0, 12).map(({ id, name }, place) => ({ id, name, count: 60 - 5 * place }));
  const grades = { info: 3, low: 4, elevated: 5, high: 6, critical: 2 } as const;
  const course = Array.from({ length: 8 }, (_, day) => ({ from: from + day * dayMs, count: 20, bySeverity: grades }));
  return {
    subscription: 'bench',
    watchName: 'Bases and missions',
    every: 'week',
    from,
    to: from + 7 * dayMs,
    timeZone: 'Asia/Baghdad',
    incidents: 160,
    developed: 12,
    byType: [{ id: 'Air/drone strike', name: 'Air/drone strike', count: 90 }],
    byPlace: counted(places),
    byActor: counted(actors),
    bySeverity: [{ severity: 'critical', count: 16 }],
    course,
    unconfirmed: 60,
    confirmed: 100,
    open: [],
    openCount: 0,
  };
}
