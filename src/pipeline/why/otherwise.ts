import type { Report } from '../../model.ts';
import { assign, compareWith, withLessons } from '../assign.ts';
import { noLessons } from '../lesson.ts';
import { changed, type Otherwise } from './change.ts';
import { decideAgain, type Judged, type Matter } from './judge.ts';
import { notTold, otherFeatures, otherScore } from './other-score.ts';
import { otherSentences, otherWords } from './other-text.ts';

const dayMs = 86_400_000;

/** What would have changed the verdict, nearest first: the comparison, then the text, then the time. */
export function otherwise(matter: Matter, judged: Judged, readsMax: number): readonly Otherwise[] {
  return [
    ...untaught(matter, judged),
    ...otherScore(matter, judged),
    ...otherFeatures(matter, judged),
    ...notTold(matter, judged),
    ...otherWords(matter, judged, readsMax),
    ...otherSentences(matter, judged, readsMax),
    ...readAsEvent(matter, judged),
    ...publishedThen(matter, judged),
  ];
}

/** Lessons held it back, or moved the score that decided. */
function untaught({ article, index, now }: Matter, judged: Judged): readonly Otherwise[] {
  if (index.lessons === noLessons) return [];
  const other = assign(withLessons(index, noLessons), article, judged.report, now).verdict;
  return changed(judged, other, { kind: 'untaught' }, 'Had analysts taught nothing,');
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
