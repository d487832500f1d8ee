import type { Article, Decision, Incident, Instant, Report, Verdict } from '../../model.ts';
import { barFor, sharesOf } from '../assign/bar.ts';
import type { Comparison } from '../assign/compare.ts';
import { assign, compareWith, decideOn, type IncidentIndex } from '../assign.ts';
import { type CompiledPack, extract } from '../extract.ts';
import { cut } from '../render/clean.ts';
import { isSurelyOther } from '../unrelated.ts';
import { editsOf, withoutReporting, withoutSentence } from './edits.ts';
import { wordsOf } from './reasons.ts';

/** An article and what it is judged with. */
export interface Matter {
  readonly article: Article;
  readonly compiled: CompiledPack;
  readonly index: IncidentIndex;
  readonly now: Instant;
}

/** What an article turned out to be, and on what comparison. */
export interface Judged {
  readonly report: Report;
  readonly ranked: readonly Comparison[];
  readonly verdict: Verdict;
  readonly incident: Incident | null;
}

/** What would have changed a verdict. Each was tried: the real functions were run on it and came to `decision`. */
export interface Otherwise {
  readonly change:
    | { readonly kind: 'score'; readonly incident: string; readonly score: number; readonly side: 'above' | 'below' }
    | { readonly kind: 'feature'; readonly incident: string; readonly feature: string }
    | { readonly kind: 'not-told'; readonly incident: string }
    | { readonly kind: 'words'; readonly sentence: number; readonly words: string }
    | { readonly kind: 'reporting-nothing' }
    | { readonly kind: 'sentence'; readonly sentence: number }
    | { readonly kind: 'read-as-event' }
    | { readonly kind: 'published'; readonly at: Instant };
  readonly decision: Decision;
  readonly incident: string | null;
  readonly text: string;
}

const editsMax = 150;
const featuresShown = 2;
const wordsShown = 3;
const sentencesShown = 2;
const phrasesShown = 6;
const quotedLengthMax = 120;
const phraseLengthMax = 60;
const dayMs = 86_400_000;
/** Near enough to a bar to stand below it. */
const slight = 1e-6;

/** Judges an article as the pipeline does. */
export function judge({ article, compiled, index, now }: Matter): Judged {
  const report = extract(article, compiled);
  const ranked = isSurelyOther(report) ? [] : compareWith(index, report);
  return { report, ranked, ...assign(index, article, report, now) };
}

/** What would have changed the verdict, nearest first: the comparison, then the text, then the time. */
export function otherwise(matter: Matter, judged: Judged, readsMax: number): readonly Otherwise[] {
  return [
    ...otherScore(matter, judged),
    ...otherFeatures(matter, judged),
    ...notTold(matter, judged),
    ...otherWords(matter, judged, readsMax),
    ...otherSentences(matter, judged, readsMax),
    ...readAsEvent(matter, judged),
    ...publishedThen(matter, judged),
  ];
}

type Change = Otherwise['change'];

/** Null where the other verdict is the same. */
function changed(judged: Judged, other: Verdict, change: Change, condition: string): readonly Otherwise[] {
  const { decision, incident } = other;
  if (decision === judged.verdict.decision && incident === judged.verdict.incident) return [];
  return [{ change, decision, incident, text: `${condition} it would have been ${outcome(other)}.` }];
}

function outcome({ decision, incident }: Verdict): string {
  if (decision === 'new') return 'new, an incident of its own';
  if (decision === 'update' || decision === 'duplicate')
    return `${decision === 'update' ? 'an update' : 'a duplicate'} of ${incident}`;
  return decision;
}

function decideAgain({ article, index, now }: Matter, report: Report, ranked: readonly Comparison[]): Verdict {
  return decideOn(index, { article, report, ranked, now }).verdict;
}

/** The comparisons with one of them changed, in their new order. */
function reranked(ranked: readonly Comparison[], changed: Comparison): readonly Comparison[] {
  const others = ranked.filter(({ incident }) => incident.id !== changed.incident.id);
  const at = others.findIndex(({ score }) => score < changed.score);
  return at === -1 ? [...others, changed] : [...others.slice(0, at), changed, ...others.slice(at)];
}

/** From which score on, or below which, the likeliest incident would have been decided on otherwise. */
function otherScore(matter: Matter, judged: Judged): readonly Otherwise[] {
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
function otherFeatures(matter: Matter, judged: Judged): readonly Otherwise[] {
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
function notTold(matter: Matter, judged: Judged): readonly Otherwise[] {
  const [best, ...others] = judged.ranked;
  if (best === undefined) return [];
  const other = decideAgain(matter, judged.report, others);
  const change = { kind: 'not-told', incident: best.incident.id } as const;
  return changed(judged, other, change, `Had ${best.incident.id} not been told before,`);
}

/** Words without which the text would have been read otherwise: one finding for each outcome and sentence. */
function otherWords(matter: Matter, judged: Judged, readsMax: number): readonly Otherwise[] {
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

function otherSentences(matter: Matter, judged: Judged, readsMax: number): readonly Otherwise[] {
  const found: Otherwise[] = [];
  for (const { sentence, text, article } of withoutSentence(matter.article, matter.compiled).slice(0, readsMax)) {
    if (found.length >= sentencesShown) break;
    const { verdict } = judge({ ...matter, article });
    found.push(...changed(judged, verdict, { kind: 'sentence', sentence }, `Without sentence ${sentence} (“${text}”)`));
  }
  return found;
}

/** An event was found but not taken for recent news. */
function readAsEvent(matter: Matter, judged: Judged): readonly Otherwise[] {
  const { report, ranked } = judged;
  if (report.relevance === 'event' || report.eventType === null) return [];
  const event: Report = { ...report, relevance: 'event', timeMode: 'current', reasons: [] };
  const compared = ranked.length > 0 ? ranked : compareWith(matter.index, event);
  const other = decideAgain(matter, event, compared);
  return changed(judged, other, { kind: 'read-as-event' }, 'Had it told its event as recent news,');
}

/** An event too old to be news, told on its own day. */
function publishedThen(matter: Matter, judged: Judged): readonly Otherwise[] {
  const { report, verdict } = judged;
  if (report.days === null || !verdict.reasons.some(({ code }) => code === 'old-event')) return [];
  const at = Date.parse(`${report.days.to}T12:00:00Z`);
  if (!(at < matter.article.publishedAt - dayMs)) return [];
  const article = { ...matter.article, publishedAt: at, seenAt: at };
  const other = assign(matter.index, article, { ...report, publishedAt: at }, at).verdict;
  return changed(judged, other, { kind: 'published', at }, `Published on ${report.days.to}`);
}
