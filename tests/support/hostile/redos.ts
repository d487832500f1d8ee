/** Whether a regular expression takes more than time in proportion to its text: reasoned about, then measured. */
import { analyse } from 'scslre';
import type { Expression } from './regular-expressions.ts';

/** Characters and pieces that expressions of ours and of others count, skip or look for. */
const pumps = [
  ...[
    ' ',
    '\n',
    '\t',
    'a',
    'A',
    '0',
    '<',
    '>',
    '&',
    '"',
    "'",
    '/',
    '\\',
    '.',
    '-',
    ':',
    '_',
    ',',
    '(',
    '[',
    '@',
    '#',
    '=',
    '*',
    '|',
  ],
  ...[
    'ا',
    'ال',
    'م',
    '\u0301',
    '\u200c',
    '\u202e',
    '\ud83d',
    'a ',
    'A ',
    'Ab ',
    '0,',
    '0.',
    '<a',
    '<a>',
    '&a',
    'a.',
    'a-',
    '://',
    'ال ',
  ],
];
const affixes: readonly (readonly [before: string, behind: string])[] = [
  ['', ''],
  ['', '\u0001'],
  ['a', '\u0001'],
  ['<', '\u0001'],
];
/** Twice the text in more than three times the time, and enough of it that it is no chance. */
const growthMax = 3;
const noiseMs = 12;
/** A short text that takes so long is too slow whatever a longer one takes. */
const slowMs = 60;
const attempts = 4;
const lengthMin = 4_000;
const lengthMax = 12_000;

/** Whether reasoning alone finds a text that would be slow, or cannot tell. */
export function isSuspect({ source, flags }: Expression): boolean {
  try {
    return analyse({ source, flags }, { reportTypes: { Move: true, Self: true, Trade: true } }).reports.length > 0;
  } catch {
    return true; // of a syntax that it does not know
  }
}

/** What makes it slow, in a sentence; null where nothing does. */
export function slownessOf(expression: Expression): string | null {
  const { source, flags, where } = expression;
  const tried = new RegExp(source, flags);
  const own = (source.match(/[\p{L}\p{N} <>&;:,./-]+/gu) ?? []).filter((piece) => piece.length <= 20);
  for (const pump of new Set([...witnessesOf(expression), ...pumps, ...own]))
    for (const [before, behind] of affixes) {
      const textOf = (length: number) => before + pump.repeat(Math.ceil(length / pump.length)) + behind;
      if (isSlow(tried, textOf))
        return `${where}: /${source.slice(0, 100)}/${flags} is slow on ${JSON.stringify(pump)}, again and again`;
    }
  return null;
}

/** The characters by which reasoning says that it could be slow. */
function witnessesOf({ source, flags }: Expression): readonly string[] {
  try {
    const { reports } = analyse({ source, flags });
    return reports.flatMap(({ character }) => {
      const [first] = character.literal.source.length === 1 ? character.literal.source : [];
      return first === undefined ? [] : [first];
    });
  } catch {
    return [];
  }
}

/** The text grows while that takes little time, so that even an exponential one is found at once. */
function isSlow(expression: RegExp, textOf: (length: number) => string): boolean {
  for (let length = 16; length < lengthMin; length = Math.ceil(length * 1.25))
    if (msOf(expression, textOf(length)) > slowMs) return true;
  const shortest = msOf(expression, textOf(lengthMax));
  if (shortest < noiseMs) return false;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const [half, whole] = [msOf(expression, textOf(lengthMax / 2)), msOf(expression, textOf(lengthMax))];
    if (whole <= half * growthMax + noiseMs) return false;
  }
  return true;
}

function msOf(expression: RegExp, text: string): number {
  expression.lastIndex = 0;
  const from = process.threadCpuUsage();
  if (expression.global) text.replace(expression, '');
  else expression.test(text);
  const { user, system } = process.threadCpuUsage(from);
  return (user + system) / 1_000;
}
