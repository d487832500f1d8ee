import { barFor, sharesOf } from '../assign/bar.ts';
import type { Comparison } from '../assign/compare.ts';
import { changed, type Otherwise } from './change.ts';
import { decideAgain, type Judged, type Matter } from './judge.ts';
import { wordsOf } from './reasons.ts';

const featuresShown = 2;
/** Near enough to a bar to stand below it. */
const slight = 1e-6;

/** The comparisons with one of them changed, in their new order. */
function reranked(ranked: readonly Comparison[], changed: Comparison): readonly Comparison[] {
  const others = ranked.filter(({ incident }) => incident.id !== changed.incident.id);
  const at = others.findIndex(({ score }) => score < changed.score);
  return at === -1 ? [...others, changed] : [...others.slice(0, at), changed, ...others.slice(at)];
}

/** From which score on, or below which, the likeliest incident would have been decided on otherwise. */
export function otherScore(matter: Matter, judged: Judged): readonly Otherwise[] {
  const { report, ranked, verdict } = judged;
  const [best, next] = ranked;
  if (best === undefined) return [];
  const bar = barFor(report, best);
  const isMatched = verdict.incident === best.incident.id;
  const marks = [bar.score, 0, (next?.score ?? bar.score) + bar.margin].sort((a, b) => a - b);
  const stood = `(it stood at ${best.score.toFixed(1)})`;
  for (const mark of isMatched ? marks.toReversed() : marks) {
    const score = isMatched ? mark - slight : mark;
    if (isMatched ? score >= best.score : score <= best.score) continue;
    const other = decideAgain(matter, report, reranked(ranked, { ...best, score }));
    const side = isMatched ? 'below' : 'above';
    const needed = isMatched ? `below ${shownBelow(mark)}` : `of ${shownAbove(mark)} or more`;
    const condition = `With a score ${needed} against ${best.incident.id} ${stood}`;
    const found = changed(judged, other, { kind: 'score', incident: best.incident.id, score, side }, condition);
    if (found.length > 0) return found;
  }
  return [];
}

/** Rounded to the far side, so that what is written suffices. */
const shownAbove = (score: number): string => (Math.ceil(score * 10 - slight) / 10).toFixed(1);
const shownBelow = (score: number): string => (Math.floor(score * 10 + slight) / 10).toFixed(1);

/** The features of the likeliest incident without which it would have been decided on otherwise. */
export function otherFeatures(matter: Matter, judged: Judged): readonly Otherwise[] {
  const { report, ranked } = judged;
  const [best] = ranked;
  if (best === undefined) return [];
  const found = sharesOf(matter.index.lookup.weights, best).flatMap(({ feature, value, weight }) => {
    if (feature === 'bias') return [];
    const { [feature]: _, ...features } = best.features;
    const without = { ...best, features, score: best.score - value * weight };
    const other = decideAgain(matter, report, reranked(ranked, without));
    const change = { kind: 'feature', incident: best.incident.id, feature } as const;
    return changed(judged, other, change, `Without “${wordsOf(feature)}” against ${best.incident.id}`);
  });
  return found.slice(0, featuresShown);
}

/** What it would have been had the likeliest incident not been told before. */
export function notTold(matter: Matter, judged: Judged): readonly Otherwise[] {
  const [best, ...others] = judged.ranked;
  if (best === undefined) return [];
  const other = decideAgain(matter, judged.report, others);
  const change = { kind: 'not-told', incident: best.incident.id } as const;
  return changed(judged, other, change, `Had ${best.incident.id} not been told before,`);
}
