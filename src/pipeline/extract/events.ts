import type { EventType } from '../../model.ts';
import type { Trigger } from './compile.ts';
import type { Match } from './phrases.ts';
import { listedWithin, type Reading, type Sentence } from './read.ts';

/** An event type that the article reports, with the place of its best trigger. */
export interface EventCandidate {
  readonly type: EventType;
  readonly score: number;
  readonly sentence: Sentence;
  readonly from: number;
  readonly to: number;
  /** Only words that recall an earlier event report it. */
  readonly isRecalled: boolean;
}

const sentenceWeights = [10, 7, 3, 1.5, 0.5];
const historyFactor = 0.12;
const hypotheticalFactor = 0.35;
const complementFactor = 0.5; // what a threat threatens with
const positionPenalty = 0.02; // a headline says the main thing first
const fixedBonus = 0.06; // a phrase of more fixed words is surer

/** The event types that headline and first sentences report, the main one first. */
export function eventsOf(reading: Reading): EventCandidate[] {
  const best = new Map<string, EventCandidate>();
  for (const sentence of reading.sentences.slice(0, sentenceWeights.length)) {
    for (const candidate of bestOfSentence(sentence).values()) {
      const known = best.get(candidate.type.id);
      const leading = known && !isBetter(candidate, known) ? known : candidate;
      best.set(candidate.type.id, {
        ...leading,
        score: candidate.score + (known?.score ?? 0),
        isRecalled: candidate.isRecalled && (known?.isRecalled ?? true),
      });
    }
  }
  return told([...best.values()].sort((a, b) => b.score - a.score));
}

const untold = 'attack'; // the event type whose means are not told
const meansScoreMin = 1;
const arms = new Set(['missile-attack', 'air-strike', 'explosive-device', 'armed-attack', 'shoot-down']);

/** Where the main phrase tells of an attack without its means, the means told beside it decide the type. */
function told(ranked: EventCandidate[]): EventCandidate[] {
  const [main] = ranked;
  if (main?.type.id !== untold) return ranked;
  const means = ranked.find((candidate) => arms.has(candidate.type.id) && candidate.score >= meansScoreMin);
  if (!means) return ranked;
  const joined = {
    ...main,
    type: means.type,
    score: main.score + means.score,
    isRecalled: main.isRecalled && means.isRecalled,
  };
  return [joined, ...ranked.filter((candidate) => candidate !== main && candidate !== means)];
}

/** The sentence that tells it as news, however late, serves better than one that recalls it. */
const isBetter = (candidate: EventCandidate, known: EventCandidate): boolean =>
  known.isRecalled && !candidate.isRecalled;

function bestOfSentence(sentence: Sentence): Map<string, EventCandidate> {
  const best = new Map<string, EventCandidate>();
  const threatAt = sentence.triggers.find((match) => isThreat(match))?.from ?? null;
  for (const match of sentence.triggers) {
    const { type } = match.value;
    const score = scoreOf(sentence, match, threatAt);
    const known = best.get(type.id);
    if (known && known.score >= score) continue;
    best.set(type.id, {
      type,
      score,
      sentence,
      from: match.from,
      to: match.to,
      isRecalled: isRecalled(sentence, match),
    });
  }
  return best;
}

const isThreat = ({ value }: Match<Trigger>): boolean => value.type.subEvent === 'Threat or ultimatum';
const isRecalled = (sentence: Sentence, { from, to }: Match<Trigger>): boolean =>
  (sentence.isHistory[to - 1] ?? false) || (sentence.isHistory[from] ?? false);

function scoreOf(sentence: Sentence, match: Match<Trigger>, threatAt: number | null): number {
  const { from, value } = match;
  let score = sentenceWeights[sentence.index] ?? 0;
  score *= 1 - Math.min(0.5, from * positionPenalty);
  score *= 1 + value.fixed * fixedBonus;
  if (isRecalled(sentence, match)) score *= historyFactor;
  if (value.type.scheme === 'acled' && isHypothetical(sentence, from)) score *= hypotheticalFactor;
  if (threatAt !== null && from > threatAt && !isThreat(match)) score *= complementFactor;
  return score;
}

const hypothesisReach = 4;
const isHypothetical = (sentence: Sentence, at: number): boolean =>
  listedWithin(sentence, 'hypothetical', at - hypothesisReach, at + 2);
