import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DeliveryOutcome, Instant, PageTarget, PollStatus, Report, Verdict } from '../../model.ts';
import type { AlertMeter, Meter } from '../../ports.ts';
import { alertFigures } from './alert-figures.ts';
import { type FeedsFigures, feedGauges, feedsNamedMax } from './feed-gauges.ts';
import { type BeatFigures, heartbeatGauges } from './heartbeat-gauges.ts';

const decideSeconds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2];
const latencySeconds = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800];
const reasonsMax = 200; // words of a closed list; a sentence that slips in must not open a series each time

/** The numbers of one process: counted through the meter, read by Prometheus. */
export interface Metrics {
  readonly meter: Meter;
  /** Adds a number that is looked up whenever it is read. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** What was seen of the feeds last, each and together. */
  feeds(seen: FeedsFigures, now: Instant): void;
  readonly alerts: AlertMeter;
  /** What a beat of the dead-man's switch came to. */
  heartbeat(beat: BeatFigures): void;
  /** All of them in Prometheus' text form. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Opens a registry of its own, so that two in one process do not disturb each other. */
export function openMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    meter: meterOf(registry),
    feeds: feedGauges(registry),
    alerts: alertFigures(registry),
    heartbeat: heartbeatGauges(registry),
    gauge(name, help, read) {
      const gauge: Gauge = new Gauge({
        name: `watchfloor_${name}`,
        help,
        registers: [registry],
        collect: async () => gauge.set(await read()),
      });
    },
    read: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

function meterOf(registry: Registry): Meter {
  const polled = pollCounters(registry);
  const decided = verdictCounters(registry);
  const delivered = deliveryCounters(registry);
  return { polled, decided, delivered, paged: pageCounter(registry) };
}

function pollCounters(registry: Registry): Meter['polled'] {
  const registers = [registry];
  const polls = new Counter({
    name: 'watchfloor_polls_total',
    help: 'Polls by feed and what they came to',
    labelNames: ['feed', 'status'],
    registers,
  });
  const items = new Counter({ name: 'watchfloor_items_total', help: 'Items that polled documents held', registers });
  const known = boundedWords(feedsNamedMax);
  return (feed: string, status: PollStatus, itemsRead: number) => {
    polls.inc({ feed: known(feed), status });
    items.inc(itemsRead);
  };
}

function verdictCounters(registry: Registry): Meter['decided'] {
  const registers = [registry];
  const verdicts = new Counter({
    name: 'watchfloor_verdicts_total',
    help: 'Articles by what they turned out to be',
    labelNames: ['decision', 'language'],
    registers,
  });
  const reasons = new Counter({
    name: 'watchfloor_verdict_reasons_total',
    help: 'Reasons of verdicts',
    labelNames: ['decision', 'reason'],
    registers,
  });
  const seconds = new Histogram({
    name: 'watchfloor_decide_seconds',
    help: 'Time from a fetched article to its verdict, extraction included',
    buckets: decideSeconds,
    registers,
  });
  const known = boundedWords();
  return (verdict: Verdict, report: Report | null, tookMs: number) => {
    verdicts.inc({ decision: verdict.decision, language: report?.language ?? 'unread' });
    for (const { code } of verdict.reasons) reasons.inc({ decision: verdict.decision, reason: known(code) });
    seconds.observe(tookMs / 1000);
  };
}

function deliveryCounters(registry: Registry): Meter['delivered'] {
  const registers = [registry];
  const deliveries = new Counter({
    name: 'watchfloor_deliveries_total',
    help: 'Rows of the outbox by what became of them',
    labelNames: ['outcome', 'reason'],
    registers,
  });
  const latency = new Histogram({
    name: 'watchfloor_delivery_seconds',
    help: 'Time from the end of the fetch to the message being accepted',
    buckets: latencySeconds,
    registers,
  });
  const known = boundedWords();
  return (outcome: DeliveryOutcome, reason: string, latencyMs: number | null) => {
    deliveries.inc({ outcome, reason: known(reason) });
    if (latencyMs !== null) latency.observe(latencyMs / 1000);
  };
}

function pageCounter(registry: Registry): Meter['paged'] {
  const pages = new Counter({
    name: 'watchfloor_pages_total',
    help: 'Calls to people and systems by their way and what became of them',
    labelNames: ['way', 'outcome'],
    registers: [registry],
  });
  return (way: PageTarget['kind'], outcome: DeliveryOutcome) => pages.inc({ way, outcome });
}

function boundedWords(wordsMax = reasonsMax): (word: string) => string {
  const seen = new Set<string>();
  return (word) => {
    if (seen.size < wordsMax) seen.add(word);
    return seen.has(word) ? word : 'other';
  };
}
