import type { Article, Incident, Instant, Report, Verdict } from '../../model.ts';
import { factsOf } from '../assign/facts.ts';
import { isKnown } from '../assign/known.ts';
import type { Lookup } from '../assign/lookup.ts';
import type { Version } from '../backtest.ts';

/** An article and what was decided on it, as the notebook of decisions has it. */
interface Recorded {
  readonly article: Article;
  readonly verdict: Verdict;
}

/**
 * The versions of a stored incident, oldest first, as its reports brought them: what it was before is not stored, so that
 * each is made of the reports up to it, and the last one is the incident as it stands. `records` are those of its
 * reports, in their order, null where one is no longer kept. An article that was told to nobody when it came, since it
 * changed nothing or the incident was silent, makes no version.
 */
export function* versionsOf(
  lookup: Lookup,
  incident: Incident,
  records: readonly (Recorded | null)[],
): Generator<Version> {
  const { reports } = incident;
  for (const [at, report] of reports.entries()) {
    const record = records[at] ?? null;
    const article = record?.article ?? articleFrom(report);
    if (record !== null && isUntold(record.verdict, incident)) continue;
    const isLast = at === reports.length - 1;
    yield {
      incident: isLast ? incident : upTo(lookup, incident, at, article.seenAt),
      before: null,
      article,
      verdict: { article: article.id, decision: at === 0 ? 'new' : 'update', incident: incident.id, reasons: [] },
      now: article.seenAt,
    };
  }
}

/** In the words that `route` left in the verdict. */
function isUntold({ reasons }: Verdict, { id }: Incident): boolean {
  return reasons.some(({ code, detail }) => detail === id && (code === 'same-version' || code === 'incident-silent'));
}

function upTo(lookup: Lookup, incident: Incident, at: number, now: Instant): Incident {
  const reports = incident.reports.slice(0, at + 1);
  const base = isKnown(incident) ? incident.facts : null;
  return { ...incident, version: at + 1, updatedAt: now, reports, facts: factsOf(lookup, reports, base) };
}

/** What is left of an article whose record is no longer kept: the sentences that its report rests on. */
export function articleFrom(report: Report): Article {
  const { article: id, outlet, link, title, language, publishedAt, sentences } = report;
  return {
    id,
    feed: outlet,
    outlet,
    guid: null,
    link,
    title,
    summary: sentences.join('\n'),
    content: null,
    language,
    publishedAt,
    seenAt: publishedAt,
    arrival: 'live',
    revises: null,
  };
}
