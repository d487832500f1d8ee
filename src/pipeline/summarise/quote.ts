import type { Report, Summary } from '../../model.ts';
import type { SourceNames } from './sources.ts';

const reportsReadMax = 12;
const sentencesReadMax = 8;
const quoteLengthMin = 30;
/** A sentence beyond this is no quote but a paragraph. */
const quoteLengthMax = 360;

/**
 * The sentence that says most of the incident's actors, place and figures, from the best reports; null where there is
 * nothing but the headline that the summary shows anyway.
 */
export function pickQuote(
  best: readonly Report[],
  title: string,
  spellings: readonly string[],
  sources: SourceNames,
): Summary['quote'] {
  const candidates = best.slice(0, reportsReadMax).flatMap((report, rank) =>
    report.sentences
      .slice(0, sentencesReadMax)
      .filter((sentence) => sentence.length >= quoteLengthMin && sentence.length <= quoteLengthMax)
      .filter((sentence) => sentence.trim() !== title.trim())
      .map((text, position) => ({ text, report, worth: worth(text, spellings) - rank - position })),
  );
  const first = candidates[0];
  if (first === undefined) return null;
  const { text, report } = candidates.reduce((most, one) => (one.worth > most.worth ? one : most), first);
  return { text: text.trim(), language: report.language, outlet: sources.name(report.outlet) };
}

function worth(sentence: string, spellings: readonly string[]): number {
  const lower = sentence.toLowerCase();
  const named = spellings.filter((spelling) => spelling.length > 2 && lower.includes(spelling)).length;
  const hasFigure = /\p{Nd}/u.test(sentence) ? 2 : 0;
  const attributes = /["“”«»]|\b(said|says|told|according)\b|قال|أعلن|گفت|اعلام/u.test(sentence) ? 2 : 0;
  return Math.min(named, 4) * 2 + hasFigure + attributes;
}
