import { type Reason, type Severity, severities, type Watch } from '../model.ts';
import { foundKeyword } from './watch/keywords.ts';
import type { WatchedIncident } from './watch/watched.ts';

/** Whether the first severity is at least the second. */
export function isAtLeast(severity: Severity, floor: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(floor);
}

/**
 * Why a watch is satisfied, one reason for each of its parts; null when it is not. A watch of the configuration without
 * any part looks at everything; one made by command without any part lost its last keyword and looks at nothing.
 * `among` are the places of the only keywords that can hold, where that is known.
 */
export function satisfaction(
  watch: Watch,
  seen: WatchedIncident,
  among: readonly number[] | null = null,
): readonly Reason[] | null {
  if (!isAtLeast(seen.severity, watch.severityFloor)) return null;
  const parts = partsOf(watch, seen, among);
  const found: Reason[] = [];
  for (const part of parts) {
    const reason = part();
    if (reason === null) return null;
    found.push(reason);
  }
  if (found.length > 0) return found;
  return watch.origin === 'file' ? [{ code: 'watch', detail: `${watch.id}: everything` }] : null;
}

/** The keywords are asked last, as what takes longest. */
function partsOf(
  watch: Watch,
  seen: WatchedIncident,
  among: readonly number[] | null,
): readonly (() => Reason | null)[] {
  const { actors, places, eventTypes, languages, keywords } = watch;
  const parts: (() => Reason | null)[] = [];
  if (actors.length > 0) parts.push(() => foundIn('actor', actors, seen.actors));
  if (places.length > 0) parts.push(() => foundIn('place', places, seen.places));
  if (eventTypes.length > 0) parts.push(() => foundIn('event-type', eventTypes, seen.eventTypes));
  if (languages.length > 0) parts.push(() => foundIn('language', languages, seen.languages));
  if (keywords.length > 0)
    parts.push(() => {
      const detail = foundKeyword(watch, seen, among);
      return detail === null ? null : { code: 'watch-keyword', detail };
    });
  return parts;
}

function foundIn(
  part: 'actor' | 'place' | 'event-type' | 'language',
  wanted: readonly string[],
  present: ReadonlySet<string>,
): Reason | null {
  const hit = wanted.find((id) => present.has(id));
  return hit === undefined ? null : { code: `watch-${part}`, detail: hit };
}
