import type { IncidentSlots } from './slots.ts';

/** Incidents by a number and then by a key, those told last first, level ones by id. */
export type Postings = Map<number, Map<string, IncidentSlots[]>>;

/** What is done to a posting. */
export type Post = (postings: Postings, at: number, key: string, held: IncidentSlots) => void;

/** Puts an incident where it belongs. */
export function post(postings: Postings, at: number, key: string, held: IncidentSlots): void {
  const keyed = postings.get(at) ?? new Map<string, IncidentSlots[]>();
  const posted = keyed.get(key);
  postings.set(at, keyed);
  if (posted === undefined) keyed.set(key, [held]);
  else posted.splice(placeIn(posted, held), 0, held);
}

/** Takes out one that was put there as it is. */
export function unpost(postings: Postings, at: number, key: string, held: IncidentSlots): void {
  const keyed = postings.get(at);
  const posted = keyed?.get(key);
  if (keyed === undefined || posted === undefined) return;
  posted.splice(placeIn(posted, held), 1);
  if (posted.length === 0) keyed.delete(key);
  if (keyed.size === 0) postings.delete(at);
}

/** Where the incident stands among those posted, or where it would. */
function placeIn(posted: readonly IncidentSlots[], held: IncidentSlots): number {
  let from = 0;
  let to = posted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = posted[middle];
    if (other !== undefined && standsBefore(other, held)) from = middle + 1;
    else to = middle;
  }
  return from;
}

function standsBefore(a: IncidentSlots, b: IncidentSlots): boolean {
  return a.lastToldAt === b.lastToldAt ? a.incident.id < b.incident.id : a.lastToldAt > b.lastToldAt;
}
