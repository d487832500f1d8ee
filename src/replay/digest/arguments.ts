import { parseArgs } from 'node:util';
import type { DigestPlan, Instant, Language, Watch } from '../../model.ts';
import { isTimeZone } from '../../pipeline/local-time.ts';
import type { StreamDigest } from '../digest.ts';

const usage =
  'usage: npm run --silent digest -- FOLDER [--every day|week] [--at HH:MM] [--zone ZONE] [--until DATE] [--watch ID] ' +
  '[--language en|ar|fa] [--png FILE] (with FOLDER/items.jsonl; without --until the one that is due after the last item)';
const everies = ['day', 'week'] as const;
const languages: readonly Language[] = ['en', 'ar', 'fa'];

/** What cannot be told, with what was expected; a person can mend it. */
export class DigestError extends Error {
  override readonly name = 'DigestError';
}

/** A digest as it is asked for: of which stream, and where its chart goes; null: nowhere. */
export interface AskedDigest extends StreamDigest {
  readonly folder: string;
  readonly png: string | null;
}

/** Reads what a digest is asked for by. Throws a `DigestError`. */
export function readDigestArguments(given: readonly string[], watches: readonly Watch[]): AskedDigest {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: { every: text, at: text, zone: text, until: text, watch: text, language: text, png: text },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) throw new DigestError(usage);
  const plan: DigestPlan = {
    every: oneOf('every', everies, values.every ?? 'week'),
    at: timeOfDay(values.at ?? '07:00'),
    timeZone: zone(values.zone ?? 'Asia/Baghdad'),
  };
  const language = oneOf('language', languages, values.language ?? 'en');
  const until = values.until === undefined ? null : instant(values.until);
  return { folder, plan, language, until, watch: watchOf(watches, values.watch ?? null), png: values.png ?? null };
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

function refusal(option: string, expected: string, given: string): DigestError {
  return new DigestError(`--${option}: expected ${expected}, got "${given}"\n${usage}`);
}
