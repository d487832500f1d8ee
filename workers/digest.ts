/** `npm run --silent digest -- FOLDER [--every day|week] …`: the digest of a recorded stream, and its chart as PNG. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openPainter } from '../src/adapters/chart/painter.ts';
import { openConsole } from '../src/adapters/console/messenger.ts';
import type { DigestPlan, Instant, Language, Watch } from '../src/model.ts';
import { isTimeZone } from '../src/pipeline/local-time.ts';
import { renderDigest } from '../src/pipeline/render/digest.ts';
import { drawDigest } from '../src/pipeline/render/digest-chart.ts';
import { digestOfStream } from '../src/replay/digest.ts';
import { readStream } from '../src/replay/stream.ts';
import { command, UsageError } from '../src/run.ts';

const usage =
  'usage: npm run --silent digest -- FOLDER [--every day|week] [--at HH:MM] [--zone ZONE] [--until DATE] [--watch ID] ' +
  '[--language en|ar|fa] [--png FILE] (with FOLDER/items.jsonl; without --until the one that is due after the last item)';
const everies = ['day', 'week'] as const;
const languages: readonly Language[] = ['en', 'ar', 'fa'];

await command(async ({ pack: shipped, watches }) => {
  const { folder, plan, language, until, watch, png } = options();
  const asked = { watch: watchOf(watches, watch), plan, language, until };
  const { digest, pack } = digestOfStream(shipped, readStream(folder), asked);
  const told = { ...renderDigest(digest, pack, language), card: null, image: null, pingRole: null };
  await openConsole().postLetter('console', { ...told, reference: 'digest' });
  if (png !== null) await paint(drawDigest(digest, pack, language)?.svg ?? null, png);
});

async function paint(svg: string | null, file: string): Promise<void> {
  if (svg === null) throw new UsageError(`${file}: nothing happened in that time, so that there is no chart to write`);
  const painter = openPainter();
  try {
    writeFileSync(file, await painter.paint(svg));
  } finally {
    await painter.close();
  }
}

function options() {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { every: text, at: text, zone: text, until: text, watch: text, language: text, png: text },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new UsageError(usage);
  const plan: DigestPlan = {
    every: oneOf('every', everies, values.every ?? 'week'),
    at: timeOfDay(values.at ?? '07:00'),
    timeZone: zone(values.zone ?? 'Asia/Baghdad'),
  };
  const language = oneOf('language', languages, values.language ?? 'en');
  const until = values.until === undefined ? null : instant(values.until);
  return { folder, plan, language, until, watch: values.watch ?? null, png: values.png ?? null };
}

function oneOf<T extends string>(option: string, known: readonly T[], given: string): T {
  const found = known.find((each) => each === given);
  if (found === undefined) throw refusal(option, known.join(' or '), given);
  return found;
}

function timeOfDay(given: string): string {
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(given)) throw refusal('at', 'a time of day as HH:MM', given);
  return given;
}

function zone(given: string): string {
  if (!isTimeZone(given)) throw refusal('zone', 'an IANA time zone such as Asia/Baghdad', given);
  return given;
}

function instant(given: string): Instant {
  const at = Date.parse(given);
  if (Number.isNaN(at)) throw refusal('until', 'a date such as 2020-01-13 or a time in ISO form', given);
  return at;
}

function watchOf(watches: readonly Watch[], id: string | null): Watch {
  const found = id === null ? watches[0] : watches.find((watch) => watch.id === id);
  if (found === undefined) throw refusal('watch', `one of ${watches.map((watch) => watch.id).join(', ')}`, id ?? '');
  return found;
}

function refusal(option: string, expected: string, given: string): UsageError {
  return new UsageError(`--${option}: expected ${expected}, got "${given}"\n${usage}`);
}
