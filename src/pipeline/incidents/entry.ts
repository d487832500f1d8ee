import type { Incident, Instant, Severity, SubEvent } from '../../model.ts';
import { actorChain, type Lookup, placeChain } from '../assign/lookup.ts';
import { isReported, withoutHearsay } from '../hearsay.ts';
import { seekable } from './seek.ts';

/** What lists and searches need of an incident: a small part of it, so that all that are kept stand in memory. */
export interface Entry {
  readonly id: string;
  readonly openedAt: Instant;
  readonly updatedAt: Instant;
  readonly title: string;
  readonly severity: Severity;
  readonly eventType: string;
  readonly subEvent: SubEvent;
  readonly from: string;
  readonly to: string;
  /** Its place and every place around it, its actors and every body that they belong to. */
  readonly places: readonly string[];
  readonly actors: readonly string[];
  /** The words of its titles, in the form in which they are sought. */
  readonly words: string;
  readonly silent: boolean;
  /** It rests on nothing but what people told: only who was told of it may look at it. */
  readonly isPrivate: boolean;
  /** An analyst merged it into another, which is listed in its stead. */
  readonly isMerged: boolean;
  /** An analyst linked it with another, or split it off. */
  readonly isLinked: boolean;
}

const titlesSoughtMax = 12;
const wordsLengthMax = 1_500;

/** The entry of an incident, without what a guest told of it. */
export function entryOf(lookup: Lookup, whole: Incident): Entry {
  const { id, openedAt, updatedAt, silent, facts, reports, related } = withoutHearsay(whole);
  const titles = [facts.title, ...reports.slice(-titlesSoughtMax).map(({ title }) => title)];
  return {
    id,
    openedAt,
    updatedAt,
    silent,
    title: facts.title,
    severity: facts.severity,
    eventType: facts.eventType,
    subEvent: facts.subEvent,
    from: facts.days.from,
    to: facts.days.to,
    places: facts.place === null ? [] : placeChain(lookup, facts.place),
    actors: [...new Set(facts.actors.flatMap(({ actor }) => actorChain(lookup, actor)))],
    words: seekable([...new Set(titles), id].join('\n')).slice(0, wordsLengthMax),
    isPrivate: !isReported(whole),
    isMerged: whole.mergedInto !== null,
    isLinked: related.some(({ how }) => how === 'linked'),
  };
}
