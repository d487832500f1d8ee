import type { Article, Decision, Incident, Label, Reason, Report, Verdict } from '../../model.ts';
import { type HeldBack, taughtReason } from '../lesson/held-back.ts';
import type { Comparison } from './compare.ts';

/** An article and the incident as it is after it; null where none is concerned. */
export interface Assignment {
  readonly verdict: Verdict;
  readonly incident: Incident | null;
  /** The other incident that the article says is answered, or goes on with, with the link back; absent where there is none new. */
  readonly answered?: Incident;
  /** The lessons that held the article back; absent where none did. */
  readonly taughtBy?: readonly Label['id'][];
}

/** An article that was told is told no second time, whatever it says now. */
export function again(article: Article, incident: Incident): Assignment {
  const reasons: readonly Reason[] = [{ code: 'told-before', detail: incident.id }];
  return { verdict: verdictOf(article, 'duplicate', incident, reasons), incident };
}

/** An article that concerns no incident. */
export function none(article: Article, decision: Decision, reasons: readonly Reason[]): Assignment {
  return { verdict: { article: article.id, decision, incident: null, reasons }, incident: null };
}

/** The verdict on an article that concerns an incident. */
export function verdictOf(
  article: Article,
  decision: Decision,
  incident: Incident,
  reasons: readonly Reason[],
): Verdict {
  return { article: article.id, decision, incident: incident.id, reasons };
}

/** A comparison as a reason, with what spoke for it. */
export function reasonOf({ incident, score, features }: Comparison, code: Reason['code']): Reason {
  const parts = Object.entries(features)
    .map(([name, value]) => (value === 1 ? name : `${name} ${value.toFixed(2)}`))
    .slice(1);
  return { code, detail: `${incident.id} ${score.toFixed(1)} (${parts.join(', ')})` };
}

/** What lessons hold back. */
export function heldBack(article: Article, report: Report, taught: HeldBack, besides: readonly Reason[]): Assignment {
  const held = none(article, 'background', [...report.reasons, taughtReason(taught), ...besides]);
  return { ...held, taughtBy: taught.labels };
}
