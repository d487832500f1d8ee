/** `npm run bench [-- NAME…]`: measures speed and size, one JSON line a benchmark. */
import { charts } from './charts.ts';
import { detect } from './detect.ts';
import { hostileAlerts } from './hostile-alerts.ts';
import { interactions } from './interactions.ts';
import { latency } from './latency.ts';
import { lessons } from './lessons.ts';
import { memory } from './memory.ts';
import { onCall } from './on-call.ts';
import { pollMany, pollPeers, pollTwo } from './poll.ts';
import { pollKnown } from './poll-known.ts';
import { detectIncidents, detectNews, detectSpellings } from './scale.ts';
import { start } from './start.ts';
import type { Measured } from './support.ts';
import { watches } from './watches.ts';

const benchmarks: Readonly<Record<string, () => Promise<Measured>>> = {
  detect,
  'detect-news': detectNews,
  'detect-spellings': detectSpellings,
  'detect-incidents': detectIncidents,
  watches,
  charts,
  'poll-peers': pollPeers,
  'poll-two': pollTwo,
  'poll-many': pollMany,
  'poll-known': pollKnown,
  interactions,
  latency,
  'hostile-alerts': hostileAlerts,
  'on-call': onCall,
  lessons,
  memory,
  start,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0) {
  process.stderr.write(`${unknown.join(', ')}: expected ${Object.keys(benchmarks).join(', ')}\n`);
  process.exitCode = 2;
} else {
  for (const [name, measure] of Object.entries(benchmarks))
    if (asked.length === 0 || asked.includes(name)) await tell(name, measure);
}

/** One that fails says so and does not keep the others from being measured. */
async function tell(benchmark: string, measure: () => Promise<Measured>): Promise<void> {
  try {
    const { figures, target } = await measure();
    process.stdout.write(`${JSON.stringify({ benchmark, node: process.version, ...figures, target })}\n`);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${benchmark}: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
