import { parseArgs } from 'node:util';
import { cardText } from '../../adapters/console/card.ts';
import { cardReference } from '../../jobs/deliver/reference.ts';
import type { Pack, Watch } from '../../model.ts';
import { daysIn, rateOf } from '../../pipeline/backtest/rate.ts';
import type { Difference, ToldIncident } from '../../pipeline/backtest.ts';
import { pointAt } from '../../pipeline/query/mistake.ts';
import { vocabularyOf } from '../../pipeline/query/vocabulary.ts';
import { writeQuery } from '../../pipeline/query/write.ts';
import { parseQuery } from '../../pipeline/query.ts';
import { renderCard } from '../../pipeline/render/card.ts';
import { cleanLine } from '../../pipeline/render/clean.ts';
import { querySpeech } from '../../pipeline/speech/query.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import { summarise } from '../../pipeline/summarise.ts';
import { newWatch } from '../../pipeline/watch/new.ts';
import { backtestStream, type StreamBacktest } from '../backtest.ts';
import { readStream } from '../stream.ts';

const usage =
  'usage: npm run --silent backtest -- QUERY FOLDER [--watch ID] [--days N] [--json] (with FOLDER/items.jsonl; ' +
  'with --watch QUERY is tried in place of the keywords of that watch)';
const pingFloor = 'high'; // as a channel subscribes by command

/** What cannot be tried, with what was expected; a person can mend it. */
export class BacktestError extends Error {
  override readonly name = 'BacktestError';
}

/** How an answer for people is drawn. */
export interface Drawn {
  readonly columns: number;
  readonly colours: boolean;
}

/** Tries what the arguments ask for over their stream, and says what came of it. Throws a `BacktestError`. */
export function answerBacktest({ pack, watches }: Listened, given: readonly string[], drawn: Drawn): string {
  const { query, folder, watch, days, isJson } = readArguments(given);
  const read = readQuery(query, pack);
  const present = watch === null ? null : namedIn(watches, watch);
  const proposed = { ...(present ?? newWatch({ id: 'tried', name: 'tried', server: null })), keywords: [query] };
  const found = backtestStream(pack, readStream(folder), { proposed, present, pingFloor, days });
  if (isJson) return `${JSON.stringify({ query: read, ...told(found) })}\n`;
  return written(found, { query: read, present, drawn });
}

interface Listened {
  readonly pack: Pack;
  readonly watches: readonly Watch[];
}

function readArguments(given: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: { watch: { type: 'string' }, days: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [query, folder, ...others] = positionals;
  if (query === undefined || folder === undefined || others.length > 0) throw new BacktestError(usage);
  const { days = null, watch = null, json = false } = values;
  if (days !== null && !/^[1-9]\d{0,4}$/u.test(days))
    throw new BacktestError(`--days: expected a whole number from 1 to 99999, got "${days}"\n${usage}`);
  return { query, folder, watch, days: days === null ? null : Number(days), isJson: json };
}

/** In the form in which it was read. */
function readQuery(query: string, pack: Pack): string {
  const parsed = parseQuery(query, vocabularyOf(pack));
  if (parsed.ok) return writeQuery(parsed.query);
  const { mistake } = parsed;
  const sentence = inLanguage(querySpeech, 'en').problem(mistake.problem);
  throw new BacktestError([sentence, ...pointAt(query, mistake).map((line) => `  ${line}`)].join('\n'));
}

function namedIn(watches: readonly Watch[], id: string): Watch {
  const named = watches.find((watch) => watch.id === id);
  if (named !== undefined) return named;
  throw new BacktestError(`--watch: expected one of ${watches.map((watch) => watch.id).join(', ')}, got "${id}"`);
}

/** For programs: titles as they were published, times in ISO form. */
function told({ pack, last, from, to, ...found }: StreamBacktest) {
  const alerts = last.map(({ incident, alert }) => ({
    openedAt: iso(alert.openedAt),
    ...summarise(incident, pack),
  }));
  const days = daysIn({ from, to });
  return { from: iso(from), to: iso(to), days, ...found, alertsPerDay: found.alerts / days, last: alerts };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function written(
  found: StreamBacktest,
  { query, present, drawn }: { readonly query: string; readonly present: Watch | null; readonly drawn: Drawn },
): string {
  const { alerts, pings, articles, incidents, from, to, beside, last } = found;
  const days = daysIn(found);
  const lines = [
    `${cleanLine(query)}`,
    `${articles} articles of ${incidents} incidents, ${iso(from).slice(0, 10)} to ${iso(to).slice(0, 10)} (${Math.ceil(days)} days)`,
    `${alerts} alerts, ${rateOf(alerts, days)} a day; ${pings} of them would name the role (from ${pingFloor} on)`,
    ...(beside === null ? [] : [`Beside “${present?.name}”, which has ${beside.alerts} alerts:`]),
    ...(beside === null ? [] : [...difference('+', beside.adds), ...difference('−', beside.takes)]),
    ...(last.length === 0 ? [] : [`The last ${last.length}, as they look in the end:`]),
  ];
  return `${[...lines, ...last.map((each) => cardOf(found, each, drawn))].join('\n')}\n`;
}

function difference(sign: string, { count, titles }: Difference): readonly string[] {
  const more = count > titles.length && titles.length > 0 ? [`    and ${count - titles.length} more`] : [];
  return [`  ${sign} ${count}`, ...titles.map((title) => `    ${cleanLine(title)}`), ...more];
}

function cardOf({ pack }: StreamBacktest, { incident, alert }: ToldIncident, drawn: Drawn): string {
  const reference = cardReference(incident.id, 'console');
  const card = renderCard({ summary: summarise(incident, pack), alert, language: 'en', reference, mark: 'example' });
  return cardText(card, drawn);
}
