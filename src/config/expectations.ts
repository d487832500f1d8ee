/** Building blocks of the schemas, each saying in plain words what it expects, and zod's issues told by them. */
import { z } from 'zod';
import { isTimeZone } from '../pipeline/local-time.ts';
import { cleanLine } from '../pipeline/render/clean.ts';
import type { Mistake } from './mistakes.ts';
import { type Path, tellPath, type YamlFile } from './yaml-file.ts';

const textLengthMax = 500;
const entriesMax = 20_000;
const valueShownMax = 60;

/** A text that is not empty. */
export const text = z
  .string({ error: 'expected a text' })
  .trim()
  .min(1, 'expected a text that is not empty')
  .max(textLengthMax, `expected at most ${textLengthMax} characters`);

/** What something is called: of the characters that nobody sees, none. */
export const name = z
  .string({ error: 'expected a name' })
  .overwrite(cleanLine)
  .min(1, 'expected a name of characters that can be seen')
  .max(textLengthMax, `expected at most ${textLengthMax} characters`);

/** An id that a person writes. */
export const slug = z
  .string({ error: 'expected an id' })
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'expected an id of lower-case letters, digits and single hyphens')
  .max(160, 'expected an id of at most 160 characters');

/** A Discord id. */
export const snowflake = z
  .string({ error: 'expected a Discord id in quotes' })
  .regex(/^\d{15,21}$/, 'expected a Discord id of 15 to 21 digits, in quotes');
/** A time zone. */
export const timeZone = z
  .string({ error: 'expected an IANA time zone such as Asia/Baghdad' })
  .trim()
  .refine(isTimeZone, 'expected an IANA time zone such as Asia/Baghdad');
/** A wall-clock time of day. */
export const timeOfDay = z
  .string({ error: 'expected a time of day in quotes' })
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day as HH:MM');

/** A calendar day that exists. */
export const day = z
  .string({ error: 'expected a day as YYYY-MM-DD' })
  .refine((value) => isDay(value), 'expected a day of the calendar as YYYY-MM-DD');

/** A number within bounds. */
export function number(min: number, max: number) {
  const told = `expected a number from ${min} to ${max}`;
  return z.number({ error: told }).min(min, told).max(max, told);
}

/** A whole number within bounds. */
export function whole(min: number, max: number) {
  const told = `expected a whole number from ${min} to ${max}`;
  return z.number({ error: told }).int(told).min(min, told).max(max, told);
}

/** One word of a closed list. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `expected one of ${words.join(', ')}` });
}

/** A list; `of` names its entries. */
export function listOf<Entry extends z.ZodType>(entry: Entry, of: string) {
  return z.array(entry, { error: `expected a list of ${of}` }).max(entriesMax, `expected at most ${entriesMax} ${of}`);
}

export const yesOrNo = z.boolean({ error: 'expected true or false' });

/** A map that knows its keys: any other is a mistake. */
export function map<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    // For unknown keys the known ones are handed on, so that `mistakesOf` can name the nearest.
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? keys.join(' ') : `expected a map with the keys ${keys.join(', ')}`,
  });
}

/** What zod found wrong, each with its place in the file. */
export function mistakesOf(file: YamlFile, error: z.ZodError): readonly Mistake[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey(file, [...path, key], key, issue.message.split(' ')));
    }
    const value = valueAt(file.value, path);
    return [mistakeAt(file, path, `${issue.message}${holdsSecret(path) ? gotUnshown(value) : got(value)}`)];
  });
}

/** A mistake at a value of a file. */
export function mistakeAt(file: YamlFile, path: Path, problem: string): Mistake {
  return { file: file.name, ...file.locate(path), path: tellPath(path), problem };
}

/** `, did you mean "aliases"?`, or nothing where no candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  let best = '';
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === '' ? '' : `, did you mean "${best}"?`;
}

function unknownKey(file: YamlFile, path: Path, key: string, known: readonly string[]): Mistake {
  const hint = didYouMean(key, known) || `, expected one of ${known.join(', ')}`;
  return {
    file: file.name,
    ...file.locateKey(path),
    path: tellPath(path),
    problem: `unknown key ${JSON.stringify(key.slice(0, valueShownMax))}${hint}`,
  };
}

function got(value: unknown): string {
  if (value === undefined) return ', but it is missing';
  if (value === null) return ', got nothing';
  if (Array.isArray(value)) return value.length === 0 ? ', got an empty list' : ', got a list';
  if (typeof value === 'object') return ', got a map';
  // What stands before an @ in an address may be a password, and what its query holds a key.
  const shown = (JSON.stringify(value) ?? String(value))
    .replace(/\/\/[^/@]*@/g, '//…@')
    .replace(/:\/\/[^\s"]*/g, (address) => address.replace(/[?#].*$/s, '?…'));
  return `, got ${shown.length > valueShownMax ? `${shown.slice(0, valueShownMax)}…` : shown}`;
}

/** Whoever knows these lets himself in, or may have been given by mistake what does. */
function holdsSecret(path: Path): boolean {
  const [first] = path;
  const last = path.at(-1);
  if (last === 'redisUrl' || last === 'secretVariable') return true;
  return last === 'url' && (first === 'heartbeat' || first === 'webhooks');
}

function gotUnshown(value: unknown): string {
  return typeof value === 'string' && value !== '' ? `, got ${value.length} other characters` : got(value);
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, step)) return undefined;
    at = Reflect.get(at, step);
  }
  return at;
}

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

/** Levenshtein's distance, given up once it reaches `limit`. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit || left.length > 100) return limit;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const swap = (row[j - 1] ?? limit) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? limit) + 1, (next[j - 1] ?? limit) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? limit;
}
