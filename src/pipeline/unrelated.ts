import type { Report } from '../model.ts';

/** Nothing in it could make it a further word on an open incident: it is decided without a look at the index. */
export function isSurelyOther(report: Pick<Report, 'relevance' | 'subEvent' | 'development'>): boolean {
  return report.relevance === 'off-topic' && report.subEvent === null && report.development === null;
}
