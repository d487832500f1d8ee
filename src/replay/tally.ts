import type { StreamItem } from '../adapters/stream/items.ts';
import type { Decision, Pack } from '../model.ts';
import type { DecisionLine } from '../pipeline/decision.ts';
import { decisionLine } from '../pipeline/decision.ts';
import { compilePack, extract } from '../pipeline/extract.ts';
import type { ArticleRecord, Meter, Store } from '../ports.ts';
import { articleOf } from './article.ts';

/** What a replay came to. */
export interface Tally {
  readonly articles: number;
  readonly decisions: Readonly<Record<Decision | 'undecided', number>>;
  /** Incidents of which a message was accepted. */
  readonly told: number;
  /** Incidents that were opened and of which none was. */
  readonly untold: number;
  readonly edits: number;
  /** From the end of the fetch to the accepted message, in milliseconds. */
  readonly latencyMs: { readonly p50: number; readonly p95: number } | null;
  readonly lines: readonly DecisionLine[];
}

/** Counts deliveries while a replay runs. */
export interface Counting {
  readonly meter: Meter;
  readonly latenciesMs: readonly number[];
  sent(): number;
}

/** A meter that counts what was delivered. */
export function counting(): Counting {
  const latenciesMs: number[] = [];
  let sent = 0;
  return {
    latenciesMs,
    sent: () => sent,
    meter: {
      polled() {},
      decided() {},
      delivered(outcome, _reason, latencyMs) {
        if (outcome === 'sent') sent += 1;
        if (latencyMs !== null) latenciesMs.push(latencyMs);
      },
      paged() {},
    },
  };
}

/** Reads from the store what was decided and told of each item. */
export async function tally(store: Store, pack: Pack, items: readonly StreamItem[], counted: Counting): Promise<Tally> {
  const articles = items.map((item) => articleOf(pack, item));
  const records: (ArticleRecord | null)[] = [];
  for (const { id } of articles) records.push(await store.articleRecord(id));
  const shown = await shownIncidents(store, records);
  const compiled = compilePack(pack);
  const lines: DecisionLine[] = [];
  const opened = new Set<string>();
  for (const [at, item] of items.entries()) {
    const [article, record] = [articles[at], records[at]];
    if (!article || !record) continue;
    const verdict = asRead(record.verdict, shown, opened);
    const incident = verdict.incident === null ? null : await store.incident(verdict.incident);
    lines.push(decisionLine(item.id, pack, { verdict, report: extract(article, compiled), incident }));
  }
  const incidents = new Set(records.flatMap((record) => record?.verdict.incident ?? []));
  const told = [...incidents].filter((id) => shown.has(id)).length;
  return {
    articles: items.length,
    decisions: countDecisions(lines, items.length),
    told,
    untold: incidents.size - told,
    edits: counted.sent() - told,
    latencyMs: percentiles(counted.latenciesMs),
    lines,
  };
}

async function shownIncidents(store: Store, records: readonly (ArticleRecord | null)[]): Promise<ReadonlySet<string>> {
  const shown = new Set<string>();
  for (const id of new Set(records.flatMap((record) => record?.verdict.incident ?? []))) {
    const cards = await store.cardsOf(id);
    if (cards.some(({ messageId }) => messageId !== null)) shown.add(id);
  }
  return shown;
}

/**
 * A verdict as a reader of the channel saw it: what no message showed was background to him, and an incident is new
 * with its first item alone, though a feed may repeat that item.
 */
function asRead(
  verdict: ArticleRecord['verdict'],
  shown: ReadonlySet<string>,
  opened: Set<string>,
): ArticleRecord['verdict'] {
  const { incident, decision } = verdict;
  if (incident === null) return verdict;
  if (!shown.has(incident)) return { ...verdict, decision: 'background', incident: null };
  if (incident.startsWith('known:')) return verdict;
  const isFirst = !opened.has(incident);
  opened.add(incident);
  if (isFirst) return { ...verdict, decision: 'new' };
  return decision === 'new' ? { ...verdict, decision: 'duplicate' } : verdict;
}

function countDecisions(lines: readonly DecisionLine[], items: number): Tally['decisions'] {
  const counts = { new: 0, update: 0, duplicate: 0, background: 0, irrelevant: 0, undecided: items - lines.length };
  for (const { decision } of lines) counts[decision] += 1;
  return counts;
}

function percentiles(latenciesMs: readonly number[]): Tally['latencyMs'] {
  const sorted = latenciesMs.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const [p50, p95] = [at(0.5), at(0.95)];
  return p50 === undefined || p95 === undefined ? null : { p50, p95 };
}

/** The end of a replay in a few lines for a person: what was read, what was told, what was held back and why. */
export function summaryLines(result: Tally): string {
  const { decisions, latencyMs } = result;
  const held = [
    `${decisions.duplicate} repeats folded into their incident`,
    `${decisions.background} background`,
    `${decisions.irrelevant} off topic`,
    ...(result.untold > 0 ? [`${result.untold} incidents that no watch asked for`] : []),
    ...(decisions.undecided > 0 ? [`${decisions.undecided} seen before or undecided`] : []),
  ];
  const latency = latencyMs === null ? '' : `; fetch to message p50 ${latencyMs.p50} ms, p95 ${latencyMs.p95} ms`;
  return [
    `${result.articles} articles, ${result.told + result.untold} incidents, ${result.told} alerts, ${decisions.update} updates${latency}`,
    `held back: ${held.join(', ')}`,
    '',
  ].join('\n');
}
