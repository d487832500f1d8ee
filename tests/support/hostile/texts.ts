/** Texts and values of enemies, as fast-check draws them. */
import fc from 'fast-check';

/** Names that mean something to objects. */
export const trapNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
  'then',
  'toJSON',
  'length',
  '$',
  '_',
];

const pieces = [
  ...trapNames,
  ...[
    '\u0000',
    '\u001b[31m',
    '\u202e',
    '\u200f',
    '\ufeff',
    '\ud800',
    '\udc00',
    '\u2028',
    'ﷺ',
    'İ',
    'ß',
    'ﬁ',
    '👨‍👩‍👧‍👦',
  ],
  ...[
    '<',
    '>',
    '&',
    '"',
    "'",
    '`',
    '\\',
    '/',
    '%',
    '%00',
    '%E0%A4%A',
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    ':',
    ';',
    ',',
    '.',
  ],
  ...[
    '-',
    '--',
    '-1',
    '0',
    '1e309',
    'NaN',
    'Infinity',
    '9'.repeat(40),
    '٠١٢',
    '۰۱۲',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\u00a0',
  ],
  ...[
    'null',
    'undefined',
    'true',
    '../../etc/passwd',
    '@everyone',
    '<@1>',
    'الف',
    'می‌شود',
    'وال',
    'a',
    'A',
    'x'.repeat(200),
  ],
];

/** What tries a reader that expects a line or two: pieces that mean something to it, to the platform, or to nobody. */
export function hostileText(...own: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: own.length === 0 ? 0 : 6, arbitrary: fc.constantFrom(...(own.length === 0 ? [''] : own)) },
    { weight: 3, arbitrary: fc.constantFrom(...pieces) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
    { weight: 1, arbitrary: fc.nat().map(String) },
  );
  const few = fc.array(piece, { maxLength: 24 }).map((parts) => parts.join(''));
  const spaced = fc.array(piece, { maxLength: 24 }).map((parts) => parts.join(' '));
  const many = fc
    .tuple(few, fc.integer({ min: 2, max: 400 }))
    .map(([text, times]) => text.repeat(times).slice(0, 20_000));
  return fc.oneof({ weight: 5, arbitrary: few }, { weight: 4, arbitrary: spaced }, { weight: 1, arbitrary: many });
}

/** Any JSON value, with keys that mean something. */
export function hostileValue(...keys: readonly string[]): fc.Arbitrary<unknown> {
  const key = fc.oneof(fc.constantFrom(...trapNames, ...keys), fc.string({ maxLength: 6 }));
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(null, true, false, 0, -1, 1e300, Number.MAX_SAFE_INTEGER, 0.5, '', '0', []),
      hostileText(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map(objectOf),
    ),
  }));
  return value;
}

/** `__proto__` becomes a field of its own, as in what JSON.parse gives. */
function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  return JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`);
}

/** A value with one thing in it replaced, left out or added, wherever that is. */
export function mutated(value: unknown, by: fc.Arbitrary<unknown> = hostileValue()): fc.Arbitrary<unknown> {
  const places = [...placesIn(value, [])];
  return fc
    .tuple(fc.array(fc.tuple(fc.constantFrom(...places), by, fc.boolean()), { minLength: 1, maxLength: 3 }))
    .map(([changes]) =>
      changes.reduce((kept, [place, put, isGone]) => changed(kept, place, isGone ? undefined : put), value),
    );
}

type Place = readonly string[];

function* placesIn(value: unknown, at: Place): Generator<Place> {
  yield at;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* placesIn(inner, [...at, key]);
}

function changed(value: unknown, [key, ...rest]: Place, put: unknown): unknown {
  if (key === undefined) return put === undefined ? null : put;
  if (Array.isArray(value)) return value.map((inner, at) => (String(at) === key ? changed(inner, rest, put) : inner));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    if (name !== key) return [[name, inner]];
    return rest.length === 0 && put === undefined ? [] : [[name, changed(inner, rest, put)]];
  });
  return objectOf(entries.map(([name, inner]) => [name, inner ?? null]));
}
