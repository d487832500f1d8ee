import type { Article, Decision, Instant, Report } from '../model.ts';
import type { IncidentIndex } from './assign.ts';
import { readArticle } from './extract/read.ts';
import { type ExplainedCandidate, explainCandidates } from './why/candidates.ts';
import type { Otherwise } from './why/change.ts';
import { type ExplainedFact, explainFacts } from './why/facts.ts';
import { type Judged, judge, type Matter } from './why/judge.ts';
import { otherwise } from './why/otherwise.ts';
import { explainSentence, type ReadSentence } from './why/reading.ts';
import { type ToldReason, tell } from './why/reasons.ts';
import { type ExplainedSeverity, explainSeverity, severityAlone } from './why/severity.ts';
import { type ExplainedWatch, explainWatches, type Listening } from './why/told.ts';

/** The way of an article through every stage, in words and figures. */
export interface Explanation {
  readonly article: Pick<Article, 'id' | 'title' | 'link' | 'feed' | 'language' | 'publishedAt' | 'arrival'> & {
    readonly outlet: string;
  };
  /** The time that it was judged at. */
  readonly now: Instant;
  /** The headline and the first sentences, which alone can report an event. */
  readonly read: readonly ReadSentence[];
  readonly facts: readonly ExplainedFact[];
  readonly relevance: { readonly is: Report['relevance']; readonly reasons: readonly ToldReason[] };
  /** Of the incident where there is one, else as the report alone would have it; null where it is off topic. */
  readonly severity: ExplainedSeverity | null;
  /** How many incidents it was compared with, and the likeliest of them. */
  readonly compared: number;
  readonly candidates: readonly ExplainedCandidate[];
  readonly verdict: {
    readonly decision: Decision;
    readonly incident: string | null;
    readonly title: string | null;
    readonly reasons: readonly ToldReason[];
  };
  /** Empty where the verdict concerns no incident. */
  readonly watches: readonly ExplainedWatch[];
  /** What would have changed the verdict; each was tried. */
  readonly otherwise: readonly Otherwise[];
}

/** What is asked about, and of whom. */
export interface Asked extends Matter {
  readonly listening: Listening;
  /** So many characters are read again at most, to try the article in other words; less time, fewer findings. */
  readonly charactersMax?: number;
}

const charactersMaxUsual = 1_000_000;
const charactersReadMax = 6_400; // of one article, by extract
const sentencesShown = 5;

/** Explains what an article turns out to be. Decides as `match` does, and changes nothing. */
export function explain(asked: Asked): Explanation {
  const { article, compiled, index, now, listening, charactersMax = charactersMaxUsual } = asked;
  const { lookup } = index;
  const judged = judge(asked);
  const { report, ranked, verdict, incident } = judged;
  const { id, title, link, feed, language, publishedAt, arrival } = article;
  const outlet = lookup.outlets.get(article.outlet)?.name ?? article.outlet;
  return {
    article: { id, title, link, feed, outlet, language, publishedAt, arrival },
    now,
    read: readArticle(article, compiled).sentences.slice(0, sentencesShown).map(explainSentence),
    facts: explainFacts(lookup, report),
    relevance: { is: report.relevance, reasons: report.reasons.map(tell) },
    severity: severityOf(index, judged),
    compared: ranked.length,
    candidates: explainCandidates(lookup.weights, report, ranked),
    verdict: {
      decision: verdict.decision,
      incident: verdict.incident,
      title: incident?.facts.title ?? null,
      reasons: verdict.reasons.map(tell),
    },
    watches: incident === null ? [] : explainWatches(listening, incident, article, compiled.pack),
    otherwise: otherwise(asked, judged, Math.floor(charactersMax / lengthOf(article))),
  };
}

function severityOf({ lookup }: IncidentIndex, { report, incident }: Judged): ExplainedSeverity | null {
  if (incident !== null) return explainSeverity(lookup, incident);
  return report.relevance === 'off-topic' ? null : severityAlone(lookup, report);
}

function lengthOf({ title, summary, content }: Article): number {
  return Math.min(charactersReadMax, 1 + title.length + summary.length + (content?.length ?? 0));
}
