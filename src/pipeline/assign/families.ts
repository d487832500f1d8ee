import type { Report } from '../../model.ts';
import { familyOf, type Lookup } from './lookup.ts';

/** A shorter body may agree by chance. */
const bodyLettersMin = 80;
const sharedMin = 0.8;

/**
 * The outlet families that report for themselves, sorted: who prints another's text word for word, whatever his own
 * family, confirms nothing.
 */
export function independentFamilies(lookup: Lookup, reports: readonly Report[]): readonly string[] {
  const bodies: ReadonlySet<string>[] = [];
  const families = new Set<string>();
  for (const report of reports) {
    const body = bodyOf(report);
    if (!bodies.some((earlier) => isCopy(body, earlier))) families.add(familyOf(lookup, report.outlet));
    bodies.push(body);
  }
  return [...families].sort();
}

/** The sentences behind the headline, without case, signs and spaces. */
function bodyOf({ sentences, title }: Report): ReadonlySet<string> {
  const folded = sentences.filter((sentence) => sentence !== title).map(lettersOf);
  return new Set(folded.filter((sentence) => sentence !== ''));
}

function lettersOf(sentence: string): string {
  return sentence.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function isCopy(body: ReadonlySet<string>, earlier: ReadonlySet<string>): boolean {
  let letters = 0;
  let shared = 0;
  for (const sentence of body) {
    letters += sentence.length;
    if (earlier.has(sentence)) shared += sentence.length;
  }
  return letters >= bodyLettersMin && shared >= letters * sharedMin;
}
