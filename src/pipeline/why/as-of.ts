import type { Article, Incident, Instant } from '../../model.ts';
import { factsOf } from '../assign/facts.ts';
import { isKnown } from '../assign/known.ts';
import type { Lookup } from '../assign/lookup.ts';
import { originalOf } from '../assign/merge.ts';

/**
 * Incidents as they were before an article was taken up: without its own report and those that came after, without what
 * opened later. So an article that was decided long ago can be asked about again.
 */
export function incidentsBefore(
  lookup: Lookup,
  incidents: readonly Incident[],
  article: Pick<Article, 'id'>,
  now: Instant,
): readonly Incident[] {
  return incidents.flatMap((incident) => {
    const own = incident.reports.findIndex((report) => originalOf(report.article) === originalOf(article.id));
    const earlier = own === -1 ? incident.reports : incident.reports.slice(0, own);
    const reports = earlier.filter(({ publishedAt }) => publishedAt <= now);
    if (isKnown(incident) && reports.length === 0) return [];
    if (incident.openedAt > now || reports.length === 0) return [];
    if (reports.length === incident.reports.length) return [incident];
    const base = isKnown(incident) ? incident.facts : null;
    return [{ ...incident, reports, facts: factsOf(lookup, reports, base) }];
  });
}
