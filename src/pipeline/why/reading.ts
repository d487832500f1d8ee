import { isHistory } from '../extract/events.ts';
import type { Sentence } from '../extract/read.ts';

type Found = Sentence['triggers'][number];

/** A sentence as it was read. */
export interface ReadSentence {
  readonly text: string;
  /** The phrases in it that report an event, and of what kind. */
  readonly triggers: readonly { readonly words: string; readonly reports: string; readonly isHistory: boolean }[];
  /** The stretches of it that recall something earlier. */
  readonly history: readonly string[];
}

/** What was found in a sentence. */
export function explainSentence(sentence: Sentence): ReadSentence {
  const triggers = sentence.triggers
    .slice(0, triggersMax)
    .filter(isWidest)
    .map((match) => ({
      words: stretch(sentence, match.from, match.to),
      reports: match.value.type.name,
      isHistory: isHistory(sentence, match),
    }));
  return { text: sentence.text, triggers, history: historyIn(sentence) };
}
const triggersMax = 40;

/** Of phrases that lie within one another and report the same, the widest tells most. */
function isWidest({ from, to, value }: Found, at: number, all: readonly Found[]): boolean {
  return !all.some((other, place) => {
    if (place === at || other.value.type !== value.type || other.from > from || other.to < to) return false;
    return other.to - other.from > to - from || place < at;
  });
}

/** The stretch around a word that recalls something earlier; null where the word does not. */
export function historyAround(sentence: Sentence, at: number): string | null {
  const { isHistory } = sentence;
  if (!isHistory[at]) return null;
  let from = at;
  while (isHistory[from - 1]) from -= 1;
  const end = isHistory.indexOf(false, at);
  return stretch(sentence, from, end === -1 ? isHistory.length : end);
}

function historyIn(sentence: Sentence): readonly string[] {
  return runsOf(sentence.isHistory).map(({ from, to }) => stretch(sentence, from, to));
}

/** Where marks stand side by side: each run from its first place up to, but not including, the one behind its last. */
export function runsOf(marks: readonly boolean[]): readonly { readonly from: number; readonly to: number }[] {
  const runs: { readonly from: number; readonly to: number }[] = [];
  for (let from = marks.indexOf(true); from !== -1; ) {
    const end = marks.indexOf(false, from);
    const to = end === -1 ? marks.length : end;
    runs.push({ from, to });
    from = marks.indexOf(true, to);
  }
  return runs;
}

/** The text of some words of a sentence, as published. */
export function stretch({ text, words }: Sentence, from: number, to: number): string {
  return text.slice(words[from]?.start ?? 0, words[to - 1]?.end ?? text.length);
}
