import type { EventType } from '../../model.ts';
import type { Reading, Sentence } from './read.ts';

/** An event type that the article reports, with the place of its best trigger. */
export interface EventCandidate {
  readonly type: EventType;
  readonly score: number;
  readonly sentence: Sentence;
  readonly from: number;
  readonly to: number;
}

const sentenceWeights = [10, 7, 3, 1.5, 0.5];
const historyFactor = 0.12;
const hypotheticalFactor = 0.35;
const positionPenalty = 0.02; // a headline says the main thing first

/** The event types that headline and first sentences report, the main one first. */
export function eventsOf(reading: Reading): EventCandidate[] {
  const best = new Map<string, EventCandidate & { total: number }>();
  for (const sentence of reading.sentences.slice(0, sentenceWeights.length)) {
    const inSentence = bestOfSentence(sentence);
    for (const candidate of inSentence.values()) {
      const known = best.get(candidate.type.id);
      if (!known) best.set(candidate.type.id, { ...candidate, total: candidate.score });
      else {
        const total = known.total + candidate.score;
        best.set(candidate.type.id, candidate.score > known.score ? { ...candidate, total } : { ...known, total });
      }
    }
  }
  return [...best.values()]
    .map(({ total, ...candidate }) => ({ ...candidate, score: total }))
    .sort((a, b) => b.score - a.score);
}

function bestOfSentence(sentence: Sentence): Map<string, EventCandidate> {
  const best = new Map<string, EventCandidate>();
  for (const { from, to, value: type } of sentence.triggers) {
    const score = scoreOf(sentence, from, to, type);
    const known = best.get(type.id);
    if (!known || known.score < score) best.set(type.id, { type, score, sentence, from, to });
  }
  return best;
}

function scoreOf(sentence: Sentence, from: number, to: number, type: EventType): number {
  let score = sentenceWeights[sentence.index] ?? 0;
  score *= 1 - Math.min(0.5, from * positionPenalty);
  if (sentence.isHistory[to - 1] || sentence.isHistory[from]) score *= historyFactor;
  if (type.scheme === 'acled' && isHypothetical(sentence, from)) score *= hypotheticalFactor;
  return score;
}

const hypothesisReach = 4;

function isHypothetical(sentence: Sentence, at: number): boolean {
  return (sentence.lists.get('hypothetical') ?? []).some(
    (match) => match.from < at + 2 && match.from >= at - hypothesisReach,
  );
}
