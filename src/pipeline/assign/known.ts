import type { Facts, Incident, KnownIncident, Report } from '../../model.ts';
import { dayNumber } from './days.ts';
import type { Lookup } from './lookup.ts';
import { knownPrefix } from './merge.ts';

/** The incident that the pack tells of, silent and without reports. */
export function knownIncident(lookup: Lookup, known: KnownIncident): Incident {
  const at = dayNumber(known.day) * 86_400_000;
  const type = lookup.eventTypes.get(known.eventType);
  const facts: Facts = {
    title: known.title,
    eventType: known.eventType,
    subEvent: type?.subEvent ?? 'Attack',
    days: { from: known.day, to: known.day },
    place: known.place,
    actors: known.actors,
    killed: known.killed,
    wounded: known.wounded,
    severity: type?.severity ?? 'low',
    families: [],
  };
  return {
    id: `${knownPrefix}${known.id}`,
    version: 1,
    openedAt: at,
    updatedAt: at,
    facts,
    reports: [],
    reportsDropped: 0,
    silent: true,
    late: false,
    changes: [],
  };
}

/** Whether an incident was known before any article told it. */
export function isKnown(incident: Incident): boolean {
  return incident.id.startsWith(knownPrefix);
}

/** Ids of the known incidents that a report's sentences recall by name. */
export function recalledBy(phrases: ReadonlyMap<string, readonly string[]>, report: Report): readonly string[] {
  const text = ` ${report.sentences.join(' ').toLowerCase()} `;
  const recalled: string[] = [];
  for (const [id, spellings] of phrases) if (spellings.some((phrase) => text.includes(phrase))) recalled.push(id);
  return recalled;
}

/** The recalling phrases of the pack, by incident id, as they are looked for. */
export function recallPhrases(known: readonly KnownIncident[]): ReadonlyMap<string, readonly string[]> {
  return new Map(known.map(({ id, recalledAs }) => [`${knownPrefix}${id}`, recalledAs.map((it) => it.toLowerCase())]));
}
