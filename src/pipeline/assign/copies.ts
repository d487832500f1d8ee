import type { Report } from '../../model.ts';

/** A text behind its headline: its sentences without case, signs and spaces. */
type Body = ReadonlySet<string>;

/** A shorter body may agree by chance. */
const bodyLettersMin = 80;
const sharedMin = 0.8;
/** A shorter sentence is anybody's. */
const tracedLettersMin = 30;

interface Printed {
  readonly body: Body;
  readonly marks: readonly string[];
}

/** Worked out once for what a report quotes, which never changes, whatever else of the report is let go. */
const printed = new WeakMap<Report['sentences'], Printed>();

/** Whether a report prints another's text, under whatever headline. */
export function isCopy(report: Report, earlier: Report): boolean {
  const earlierBody = printedBy(earlier).body;
  let letters = 0;
  let shared = 0;
  for (const sentence of printedBy(report).body) {
    letters += sentence.length;
    if (earlierBody.has(sentence)) shared += sentence.length;
  }
  return letters >= bodyLettersMin && shared >= letters * sharedMin;
}

/** What a report can be found by when another prints it: a short mark of each of its sentences. */
export function marksOf(report: Report): readonly string[] {
  return printedBy(report).marks;
}

function printedBy(report: Report): Printed {
  const known = printed.get(report.sentences);
  if (known !== undefined) return known;
  const folded = report.sentences.filter((sentence) => sentence !== report.title).map(lettersOf);
  const body = new Set(folded.filter((sentence) => sentence !== ''));
  const long = [...body].filter(({ length }) => length >= tracedLettersMin);
  const made = { body, marks: long.map((sentence) => `text:${hash(sentence)}`) };
  printed.set(report.sentences, made);
  return made;
}

function lettersOf(sentence: string): string {
  return sentence.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** FNV-1a: two sentences that share a mark by chance are told apart by their letters afterwards. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(36);
}
