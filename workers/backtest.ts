/** `npm run --silent backtest -- QUERY FOLDER [--watch ID] [--days N] [--json]`: what a watch for QUERY would have told of a stream. */
import { parseArgs } from 'node:util';
import { cardText } from '../src/adapters/console/card.ts';
import { cardReference } from '../src/jobs/deliver/reference.ts';
import type { Pack, Watch } from '../src/model.ts';
import { daysIn, rateOf } from '../src/pipeline/backtest/rate.ts';
import type { Difference, ToldIncident } from '../src/pipeline/backtest.ts';
import { pointAt } from '../src/pipeline/query/mistake.ts';
import { vocabularyOf } from '../src/pipeline/query/vocabulary.ts';
import { writeQuery } from '../src/pipeline/query/write.ts';
import { parseQuery } from '../src/pipeline/query.ts';
import { renderCard } from '../src/pipeline/render/card.ts';
import { cleanLine } from '../src/pipeline/render/clean.ts';
import { querySpeech } from '../src/pipeline/speech/query.ts';
import { inLanguage } from '../src/pipeline/speech.ts';
import { summarise } from '../src/pipeline/summarise.ts';
import { backtestStream, type StreamBacktest } from '../src/replay/backtest.ts';
import { readStream } from '../src/replay/stream.ts';
import { command, UsageError } from '../src/run.ts';

const usage =
  'usage: npm run --silent backtest -- QUERY FOLDER [--watch ID] [--days N] [--json] (with FOLDER/items.jsonl; ' +
  'with --watch QUERY is tried in place of the keywords of that watch)';
const pingFloor = 'high'; // as a channel subscribes by command
const columnsWithoutTerminal = 96;

const bare: Watch = {
  id: 'tried',
  name: 'tried',
  server: null,
  keywords: [],
  actors: [],
  places: [],
  eventTypes: [],
  severityFloor: 'info',
  languages: [],
  origin: 'command',
};

await command(async ({ pack, watches }) => {
  const { query, folder, watch, days, isJson } = options();
  const read = readQuery(query, pack);
  const present = watch === null ? null : namedIn(watches, watch);
  const proposed: Watch = { ...(present ?? bare), keywords: [query] };
  const found = backtestStream(pack, readStream(folder), { proposed, present, pingFloor, days });
  process.stdout.write(isJson ? `${JSON.stringify({ query: read, ...told(found) })}\n` : written(found, read, present));
});

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { watch: { type: 'string' }, days: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [query, folder, ...others] = positionals;
  if (query === undefined || folder === undefined || others.length > 0) throw new UsageError(usage);
  const { days = null, watch = null, json = false } = values;
  if (days !== null && !/^[1-9]\d{0,4}$/u.test(days))
    throw new UsageError(`--days: expected a whole number from 1 to 99999, got "${days}"\n${usage}`);
  return { query, folder, watch, days: days === null ? null : Number(days), isJson: json };
}

/** In the form in which it was read. */
function readQuery(query: string, pack: Pack): string {
  const parsed = parseQuery(query, vocabularyOf(pack));
  if (parsed.ok) return writeQuery(parsed.query);
  const { mistake } = parsed;
  const sentence = inLanguage(querySpeech, 'en').problem(mistake.problem);
  throw new UsageError([sentence, ...pointAt(query, mistake).map((line) => `  ${line}`)].join('\n'));
}

function namedIn(watches: readonly Watch[], id: string): Watch {
  const named = watches.find((watch) => watch.id === id);
  if (named !== undefined) return named;
  throw new UsageError(`--watch: expected one of ${watches.map((watch) => watch.id).join(', ')}, got "${id}"`);
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

function written(found: StreamBacktest, query: string, present: Watch | null): string {
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
  return `${[...lines, ...last.map((each) => cardOf(found, each))].join('\n')}\n`;
}

function difference(sign: string, { count, titles }: Difference): readonly string[] {
  const more = count > titles.length && titles.length > 0 ? [`    and ${count - titles.length} more`] : [];
  return [`  ${sign} ${count}`, ...titles.map((title) => `    ${cleanLine(title)}`), ...more];
}

function cardOf({ pack }: StreamBacktest, { incident, alert }: ToldIncident): string {
  const reference = cardReference(incident.id, 'console');
  const card = renderCard({ summary: summarise(incident, pack), alert, language: 'en', reference, mark: 'example' });
  const { columns = columnsWithoutTerminal, isTTY } = process.stdout;
  return cardText(card, { columns, colours: isTTY });
}
