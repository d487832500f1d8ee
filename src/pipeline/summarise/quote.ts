import type { Report, Summary } from '../../model.ts';
import type { SourceNames } from './sources.ts';

const reportsReadMax = 12;
const sentencesReadMax = 8;
const quoteLengthMin = 30;
/** A sentence beyond this is no quote but a paragraph. */
const quoteLengthMax = 360;
/** What leans on the sentence before it says little by itself. */
const leaning =
  /^["“«]?(?:he|she|it|they|his|her|their|its|this|that|these|those|but|and|also|later|earlier|meanwhile)\b/iu;

/**
 * The sentence that says most of who did it, to whom, where and with what toll, from the best reports; null where there
 * is nothing but headlines, which the card shows anyway. `spellings` holds those of each fact apart, lower case.
 */
export function pickQuote(
  best: readonly Report[],
  headlines: readonly string[],
  spellings: readonly (readonly string[])[],
  sources: SourceNames,
): Summary['quote'] {
  const shown = new Set(headlines.map((headline) => headline.trim()));
  const candidates = best.slice(0, reportsReadMax).flatMap((report, rank) =>
    report.sentences
      .slice(0, sentencesReadMax)
      .map((text) => text.trim())
      .filter((text) => text.length >= quoteLengthMin && text.length <= quoteLengthMax && !shown.has(text))
      .map((text, position) => ({ text, report, worth: worth(text, spellings) - rank - position })),
  );
  const first = candidates[0];
  if (first === undefined) return null;
  const { text, report } = candidates.reduce((most, one) => (one.worth > most.worth ? one : most), first);
  return { text, language: report.language, outlet: sources.name(report.outlet) };
}

function worth(sentence: string, spellings: readonly (readonly string[])[]): number {
  const lower = sentence.toLowerCase();
  const named = spellings.filter((names) => names.some((name) => name.length > 2 && lower.includes(name))).length;
  const hasFigure = /\p{Nd}/u.test(sentence) ? 1 : 0;
  const attributes = /["“”«»]|\b(said|says|told|according)\b|قال|أعلن|گفت|اعلام/u.test(sentence) ? 1 : 0;
  return named * 2 + hasFigure + attributes - (leaning.test(sentence) ? 3 : 0);
}
