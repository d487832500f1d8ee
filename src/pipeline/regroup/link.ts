import type { Incident, Instant } from '../../model.ts';
import type { Pair } from './merge.ts';
import { versioned } from './merge.ts';
import { linkedWith } from './split.ts';

/** Why two incidents cannot be linked, or are not. */
export type LinkRefusal = 'same' | 'merged-already' | 'linked-already' | 'not-linked';

/** Why they cannot be linked; null where they can. */
export function whyNotLinked({ source, target }: Pair): LinkRefusal | null {
  if (source.id === target.id) return 'same';
  if (source.mergedInto !== null || target.mergedInto !== null) return 'merged-already';
  return areLinked({ source, target }) ? 'linked-already' : null;
}

/** Whether an analyst linked the two. */
export function areLinked({ source, target }: Pair): boolean {
  return source.related.some(({ incident, how }) => incident === target.id && how === 'linked');
}

/** Each with a link to the other: a version without changes, so that cards show it and nobody is pinged. */
export function linkIncidents({ source, target }: Pair, now: Instant): Pair {
  return {
    source: { ...source, ...versioned(source, [], now), related: linkedWith(source.related, target.id) },
    target: { ...target, ...versioned(target, [], now), related: linkedWith(target.related, source.id) },
  };
}

/** Both without the link that an analyst made. */
export function unlinkIncidents({ source, target }: Pair, now: Instant): Pair {
  return { source: withoutLink(source, target.id, now), target: withoutLink(target, source.id, now) };
}

function withoutLink(incident: Incident, other: string, now: Instant): Incident {
  const related = incident.related.filter((each) => each.incident !== other || each.how !== 'linked');
  return { ...incident, ...versioned(incident, [], now), related };
}
