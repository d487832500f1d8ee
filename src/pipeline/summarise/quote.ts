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
const attribution = /["“”«»]|\b(?:said|says|told|according)\b|قال|أعلن|گفت|اعلام/u;
/** Of some length: a word in quotation marks is no speech. */
const speech = /[“«][^”»]{15}|(?:^|\s)"[^"]{15}/u;
const condition = /\b(?:if|unless|will|would|must)\b|إذا|سوف|سنرد|لن |اگر|خواه/iu;

/**
 * The sentence that says most of who did it, to whom, where and with what toll, from the best reports; null where there
 * is nothing but headlines, which the card shows anyway. `spellings` holds those of each fact apart, lower case. Of an
 * event of words (`isSaid`), what was said in so many words comes before what is told of it.
 */
export function pickQuote(
  best: readonly Report[],
  told: {
    readonly headlines: readonly string[];
    readonly spellings: readonly (readonly string[])[];
    readonly isSaid: boolean;
  },
  sources: SourceNames,
): Summary['quote'] {
  const { headlines, spellings, isSaid } = told;
  const shown = new Set(headlines.map((headline) => headline.trim()));
  const candidates = best.slice(0, reportsReadMax).flatMap((report, rank) =>
    report.sentences
      .slice(0, sentencesReadMax)
      .map((written, at) => ({ text: written.trim(), at }))
      .filter(({ text }) => text.length >= quoteLengthMin && text.length <= quoteLengthMax && !shown.has(text))
      .map(({ text, at }, position) => ({
        text,
        report,
        worth: worth(text, spellings, isSaid) + bearing(report, at) - rank - position,
      })),
  );
  const first = candidates[0];
  if (first === undefined) return null;
  const { text, report } = candidates.reduce((most, one) => (one.worth > most.worth ? one : most), first);
  return { text, language: report.language, outlet: sources.name(report.outlet) };
}

/** How much of the report rests on its sentence. */
function bearing({ evidence }: Report, at: number): number {
  const facts = new Set(evidence.filter(({ sentence }) => sentence === at).map(({ fact }) => fact));
  return (facts.has('event') ? 2 : 0) + (facts.has('killed') || facts.has('wounded') ? 1 : 0);
}

function worth(sentence: string, spellings: readonly (readonly string[])[], isSaid: boolean): number {
  const lower = sentence.toLowerCase();
  const named = spellings.filter((names) => names.some((name) => name.length > 2 && lower.includes(name))).length;
  const isSpeech = isSaid && speech.test(sentence);
  const points = [
    [/\p{Nd}/u.test(sentence), 1],
    [attribution.test(sentence), 1],
    [isSpeech, 3],
    [isSaid && condition.test(sentence), 2],
    [!isSpeech && leaning.test(sentence), -3],
  ] as const;
  return points.reduce((sum, [holds, point]) => sum + (holds ? point : 0), named * 2);
}
