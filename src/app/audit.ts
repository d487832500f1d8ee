/** What `npm run audit` does, beside a Watchfloor that runs or where none does; it writes nothing. */
import { parseArgs } from 'node:util';
import { openStore } from '../adapters/redis/store.ts';
import type { Config } from '../config/load.ts';
import type { AuditLink, AuditMark, Instant } from '../model.ts';
import { checkedLines, entryLine, markText, toCsv, toJsonLines } from '../pipeline/audit/write.ts';
import { checkChain, standsIn } from '../pipeline/audit.ts';
import type { AuditEnds, AuditLog, Log } from '../ports.ts';
import { nothingOpened } from './opened.ts';
import { openRedisBeside, prefixOf } from './redis.ts';

/** What was asked for cannot be done as it is written; the message says what was expected. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
}

type Asked =
  | { readonly what: 'verify'; readonly against: AuditMark | null }
  | { readonly what: 'export'; readonly as: 'csv' | 'jsonl'; readonly since: Instant | null }
  | { readonly what: 'list'; readonly count: number };

const usage = `usage: npm run --silent audit -- …
  verify [--against NUMBER:HASH]   whether every entry stands as it was written; exit code 1 where one does not
  export [--since DATE] [--csv|--jsonl]   the log with its chain, oldest first
  list [--count NUMBER]            the newest entries`;

const listedDefault = 20;
const listedMax = 1_000;
const pageLength = 2_000;
const linksMax = 200_000; // twice what the store keeps: it may grow while it is read

const options = {
  against: { type: 'string' },
  since: { type: 'string' },
  csv: { type: 'boolean' },
  jsonl: { type: 'boolean' },
  count: { type: 'string' },
} as const;

/** Reads the arguments. Throws AuditError, or a TypeError of `parseArgs`. */
export function readArguments(args: readonly string[]): Asked {
  if (args.includes('--help') || args.includes('-h')) throw new AuditError(usage);
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const { against, since, csv = false, jsonl = false, count } = values;
  const [what, ...rest] = positionals;
  const given = Object.keys(values).join(' ');
  const isOnly = (...names: readonly string[]) =>
    rest.length === 0 && given.split(' ').every((name) => name === '' || names.includes(name));
  if (what === 'verify' && isOnly('against')) return { what, against: against === undefined ? null : markOf(against) };
  if (what === 'export' && isOnly('since', 'csv', 'jsonl') && !(csv && jsonl))
    return { what, as: csv ? 'csv' : 'jsonl', since: since === undefined ? null : instantOf(since) };
  if (what === 'list' && isOnly('count')) return { what, count: count === undefined ? listedDefault : countOf(count) };
  throw new AuditError(usage);
}

interface Asking {
  readonly config: Config;
  readonly log: Log;
  /** Is given what to print, in order. */
  readonly say: (text: string) => void;
}

/** Does what was asked; `broken` where the log does not stand as it was written. */
export async function runAudit(asked: Asked, { config, log, say }: Asking): Promise<'done' | 'broken'> {
  const opened = nothingOpened(log);
  try {
    const redis = await openRedisBeside(config, opened, log);
    return await answer(asked, openStore(redis, { prefix: prefixOf(config.settings), log }), say);
  } finally {
    await opened.closeAll();
  }
}

async function answer(asked: Asked, store: AuditLog, say: Asking['say']): Promise<'done' | 'broken'> {
  switch (asked.what) {
    case 'verify':
      return verify(asked.against, store, say);
    case 'export': {
      const since = asked.since ?? Number.NEGATIVE_INFINITY;
      const links = (await allLinks(store)).filter(({ entry }) => entry === null || entry.at >= since);
      say(asked.as === 'csv' ? toCsv(links) : toJsonLines(links));
      return 'done';
    }
    case 'list': {
      const entries = await store.recentAudit(asked.count);
      say(entries.length === 0 ? 'The audit log is empty.\n' : lines(entries.toReversed().map(entryLine)));
      return 'done';
    }
  }
}

async function verify(against: AuditMark | null, store: AuditLog, say: Asking['say']): Promise<'done' | 'broken'> {
  const { links, ...ends } = await readLog(store);
  const checked = checkChain({ links, ...ends });
  say(lines(checkedLines(checked)));
  if (!checked.whole) return 'broken';
  if (against === null) return 'done';
  const stands = standsIn(links, against, ends.gone);
  const mark = markText(against);
  if (stands === null) say(`Entry ${mark} is kept no more: nothing can be said of it.\n`);
  else
    say(stands ? `Entry ${mark} stands in it.\n` : `Entry ${mark} does not stand in it: the log was written anew.\n`);
  return stands === false ? 'broken' : 'done';
}

/** In this order, so that what comes or goes while it is read is no break; the very first entry may come, too. */
async function readLog(store: AuditLog): Promise<AuditEnds & { readonly links: readonly AuditLink[] }> {
  const { newest } = await store.auditEnds();
  const links = await allLinks(store);
  const ends = await store.auditEnds();
  if (newest === null && ends.newest !== null) return { ...ends, links: await allLinks(store) };
  return { newest, gone: ends.gone, links };
}

async function allLinks(store: AuditLog): Promise<readonly AuditLink[]> {
  const links: AuditLink[] = [];
  while (links.length < linksMax) {
    const page = await store.auditLinks(links.at(-1)?.id ?? null, pageLength);
    links.push(...page);
    if (page.length < pageLength) break;
  }
  return links;
}

function markOf(given: string): AuditMark {
  const [, number, hash] = /^(\d{1,15}):([0-9a-f]{16,40})$/u.exec(given) ?? [];
  if (number !== undefined && hash !== undefined) return { number: Number(number), hash };
  throw new AuditError(`--against: expected NUMBER:HASH as verify or a hand-over report has it, got "${given}"`);
}

function instantOf(given: string): Instant {
  const at = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/u.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(at))
    throw new AuditError(`--since: expected a date as 2026-11-21 or 2026-11-21T08:00Z, got "${given}"`);
  return at;
}

function countOf(given: string): number {
  const count = /^\d{1,9}$/u.test(given) ? Number(given) : 0;
  if (count >= 1 && count <= listedMax) return count;
  throw new AuditError(`--count: expected a whole number from 1 to ${listedMax}, got "${given}"`);
}

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');
