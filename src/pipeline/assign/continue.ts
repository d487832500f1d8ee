import type { Article, Incident, Instant, Relation, Report } from '../../model.ts';
import type { Comparison } from './compare.ts';
import type { IncidentIndex } from './memory.ts';
import { foundIncident } from './merge.ts';

/** The incident that goes on where another ended; null where none has been told yet. */
export function successorOf({ incidents }: IncidentIndex, { id, related }: Incident): Incident | null {
  const next = related.find(({ how }) => how === 'continued-by')?.incident;
  const found = next === undefined || next === id ? undefined : incidents.get(next);
  return found === undefined || found.mergedInto !== null ? null : found;
}

/**
 * The incident that an article founds where everybody was through with the one that it tells of, and that one with the
 * link to it. What its report leaves open is as it was there: a later word seldom says again where it happened.
 */
export function foundContinuation(
  index: IncidentIndex,
  former: Incident,
  { article, report, now }: { readonly article: Article; readonly report: Report; readonly now: Instant },
): { readonly incident: Incident; readonly former: Incident } {
  const { facts } = former;
  const isTyped = report.eventType !== null && report.subEvent !== null;
  const founding: Report = {
    ...report,
    eventType: isTyped ? report.eventType : facts.eventType,
    subEvent: isTyped ? report.subEvent : facts.subEvent,
    days: report.days ?? facts.days,
    place: report.place ?? facts.place,
    actors: report.actors.length > 0 ? report.actors : facts.actors,
  };
  const founded = foundIncident(index.lookup, article, founding, now);
  return {
    incident: { ...founded, related: [{ incident: former.id, how: 'continues' }] },
    former: {
      ...former,
      version: former.version + 1,
      changes: [],
      changedAt: Math.max(former.changedAt, now),
      related: [{ incident: founded.id, how: 'continued-by' }, ...former.related],
    },
  };
}

/** The likeliest other incident, but for those that the best goes on with or is continued by: one story is no two. */
export function rivalOf(best: Comparison, ranked: readonly Comparison[]): Comparison | undefined {
  const { id, related } = best.incident;
  const isOneStory = (other: Incident): boolean =>
    related.some((relation) => isNext(relation, other.id)) || other.related.some((relation) => isNext(relation, id));
  return ranked.find(({ incident }) => incident.id !== id && !isOneStory(incident));
}

const isNext = ({ incident, how }: Relation, id: Incident['id']): boolean =>
  incident === id && (how === 'continues' || how === 'continued-by');
