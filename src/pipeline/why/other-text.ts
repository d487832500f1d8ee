import { cut } from '../render/clean.ts';
import { changed, type Otherwise } from './change.ts';
import { editsOf, withoutReporting, withoutSentence } from './edits.ts';
import { type Judged, judge, type Matter } from './judge.ts';

const editsMax = 150;
const wordsShown = 3;
const sentencesShown = 2;
const phrasesShown = 6;
const quotedLengthMax = 120;
const phraseLengthMax = 60;

/** Words without which the text would have been read otherwise: one finding for each outcome and sentence. */
export function otherWords(matter: Matter, judged: Judged, readsMax: number): readonly Otherwise[] {
  const found = new Map<string, Otherwise>();
  const editsTried = Math.min(editsMax, readsMax);
  let tried = 0;
  for (const { sentence, words, meaning, article } of editsOf(matter.article, matter.compiled)) {
    if (found.size >= wordsShown || tried >= editsTried) break;
    tried += 1;
    const { verdict } = judge({ ...matter, article });
    const where = sentence === 0 ? 'the headline' : `sentence ${sentence}`;
    const condition = `Without “${cut(words, quotedLengthMax)}” in ${where}${meaning === null ? '' : ` (${meaning})`}`;
    for (const other of changed(judged, verdict, { kind: 'words', sentence, words }, condition)) {
      const key = `${sentence} ${other.decision}`;
      if (!found.has(key)) found.set(key, other);
    }
  }
  return found.size > 0 ? [...found.values()] : reportingNothing(matter, judged);
}

/** Where no phrase decides alone: the text without any of those that report an event. */
function reportingNothing(matter: Matter, judged: Judged): readonly Otherwise[] {
  const without = withoutReporting(matter.article, matter.compiled);
  if (without === null) return [];
  const { verdict } = judge({ ...matter, article: without.article });
  const named = without.words.slice(0, phrasesShown).map((words) => `“${cut(words, phraseLengthMax)}”`);
  const more = without.words.length - named.length;
  const list = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
  const change = { kind: 'reporting-nothing' } as const;
  return changed(judged, verdict, change, `Without any phrase that reports an event (${list})`);
}

/** Sentences without which the text would have been read otherwise. */
export function otherSentences(matter: Matter, judged: Judged, readsMax: number): readonly Otherwise[] {
  const found: Otherwise[] = [];
  for (const { sentence, text, article } of withoutSentence(matter.article, matter.compiled).slice(0, readsMax)) {
    if (found.length >= sentencesShown) break;
    const { verdict } = judge({ ...matter, article });
    found.push(...changed(judged, verdict, { kind: 'sentence', sentence }, `Without sentence ${sentence} (“${text}”)`));
  }
  return found;
}
