/** `npm run bench [-- NAME… [--OPTION VALUE…]]`: measures speed and size, one JSON line a benchmark; exit code 1 where a target is missed. */
import { backup } from './backup.ts';
import { charts } from './charts.ts';
import { detect } from './detect.ts';
import { hostileAlerts } from './hostile-alerts.ts';
import { interactions } from './interactions.ts';
import { keeping } from './keeping.ts';
import { latency } from './latency.ts';
import { lessons } from './lessons.ts';
import { matchers } from './matchers.ts';
import { memory } from './memory.ts';
import { onCall } from './on-call.ts';
import { pollMany, pollPeers, pollTwo } from './poll.ts';
import { pollKnown } from './poll-known.ts';
import { detectIncidents, detectNews, detectSpellings } from './scale.ts';
import { start } from './start.ts';
import { steady } from './steady.ts';
import { storm } from './storm.ts';
import type { Measured } from './support.ts';
import { missedOf } from './targets.ts';
import { watches } from './watches.ts';

const benchmarks: Readonly<Record<string, (args: readonly string[]) => Promise<Measured>>> = {
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
  keeping,
  backup,
  start,
};
/** They take long, or the whole machine: only by name. */
const byNameAlone: typeof benchmarks = { storm, steady, matchers };

const known = { ...benchmarks, ...byNameAlone };
const given = process.argv.slice(2);
const firstOption = given.findIndex((one) => one.startsWith('--'));
const asked = firstOption === -1 ? given : given.slice(0, firstOption);
const options = firstOption === -1 ? [] : given.slice(firstOption);
const unknown = asked.filter((name) => !Object.hasOwn(known, name));
if (unknown.length > 0) {
  process.stderr.write(`${unknown.join(', ')}: expected ${Object.keys(known).join(', ')}\n`);
  process.exitCode = 2;
} else {
  for (const [name, measure] of Object.entries(asked.length === 0 ? benchmarks : known))
    if (asked.length === 0 || asked.includes(name)) await tell(name, () => measure(options));
}

/** One that fails, or misses its target, says so and does not keep the others from being measured. */
async function tell(benchmark: string, measure: () => Promise<Measured>): Promise<void> {
  try {
    const { figures, target } = await measure();
    process.stdout.write(`${JSON.stringify({ benchmark, node: process.version, ...figures, target })}\n`);
    for (const sentence of missedOf(figures, target)) tellMissed(`${benchmark}: ${sentence}`);
  } catch (error) {
    tellMissed(`${benchmark}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

function tellMissed(what: string): void {
  process.exitCode = 1;
  process.stderr.write(`${what}\n`);
}
