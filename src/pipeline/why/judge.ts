import type { Article, Incident, Instant, Report, Verdict } from '../../model.ts';
import type { Comparison } from '../assign/compare.ts';
import { assign, compareWith, decideOn, type IncidentIndex } from '../assign.ts';
import { type CompiledPack, extract } from '../extract.ts';
import { isSurelyOther } from '../unrelated.ts';

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

/** Judges an article as the pipeline does. */
export function judge({ article, compiled, index, now }: Matter): Judged {
  const report = extract(article, compiled);
  const ranked = isSurelyOther(report) ? [] : compareWith(index, report);
  return { report, ranked, ...assign(index, article, report, now) };
}

/** What it would be on another comparison. */
export function decideAgain({ article, index, now }: Matter, report: Report, ranked: readonly Comparison[]): Verdict {
  return decideOn(index, { article, report, ranked, now }).verdict;
}
