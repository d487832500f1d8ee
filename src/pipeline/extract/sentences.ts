const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Where a sentence lies in its text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Abbreviations after which the segmenter wrongly ends a sentence. */
const abbreviationEnd =
  /(?:^|[\s(])(?:U\.S|U\.N|U\.K|Gen|Lt|Col|Maj|Sgt|Capt|Cpt|Brig|Adm|Sen|Rep|Gov|Mr|Mrs|Ms|Dr|St|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Ltd|Co|a\.m|p\.m|[A-Z])\.\s*$/;
const tailLength = 14;

/** The first sentences of a text, at most `sentencesMax`, blank ones left out. */
export function sentencesOf(text: string, sentencesMax: number): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const { index, segment } of segmenter.segment(text)) {
    const end = index + segment.length;
    const isBroken = abbreviationEnd.test(segment.slice(-tailLength)) && !segment.endsWith('\n') && end < text.length;
    if (isBroken && !startsNewSentence(text, end, segment)) continue;
    if (text.slice(start, end).trim().length > 1) spans.push({ start, end });
    start = end;
    if (spans.length >= sentencesMax) break;
  }
  if (start < text.length && spans.length < sentencesMax && text.slice(start).trim().length > 1)
    spans.push({ start, end: text.length });
  return spans;
}

/** After `U.S.` or `p.m.` a sentence may really end: then a capitalised function word begins the next. */
function startsNewSentence(text: string, at: number, segment: string): boolean {
  if (!/(?:U\.S|U\.K|U\.N|a\.m|p\.m)\.\s*$/.test(segment.slice(-tailLength))) return false;
  return /^(?:The|It|He|She|They|A|An|In|On|There|No|Nobody|But|This|That|At|Iraq|Iran|Officials?|Two|Three|One)\b/.test(
    text.slice(at, at + 12),
  );
}
