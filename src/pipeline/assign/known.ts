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
    changedAt: at,
    corrections: [],
    related: [],
    newsAt: null,
    mergedInto: null,
    apart: [],
  };
}

/** Whether an incident was known before any article told it. */
export function isKnown(incident: Incident): boolean {
  return incident.id.startsWith(knownPrefix);
}

/** The phrases by which later articles recall the pack's incidents. */
export interface Recall {
  /** Finds out in one pass that a text holds none of them, as most do. */
  readonly any: RegExp;
  readonly byIncident: ReadonlyMap<string, readonly string[]>;
}

/** Ids of the known incidents that a report's sentences recall by name. */
export function recalledBy({ any, byIncident }: Recall, report: Report): readonly string[] {
  const text = ` ${report.sentences.join(' ').toLowerCase()} `;
  if (!any.test(text)) return [];
  const recalled: string[] = [];
  for (const [id, spellings] of byIncident) if (spellings.some((phrase) => text.includes(phrase))) recalled.push(id);
  return recalled;
}

/** The recalling phrases of the pack as they are looked for. */
export function recallPhrases(known: readonly KnownIncident[]): Recall {
  const byIncident = new Map(
    known.map(({ id, recalledAs }) => [`${knownPrefix}${id}`, recalledAs.map((it) => it.toLowerCase())]),
  );
  const literals = [...byIncident.values()].flat().map((phrase) => phrase.replace(/[^\p{L}\p{N}\s]/gu, '\\$&'));
  return { any: new RegExp(literals.length === 0 ? nothing : literals.join('|')), byIncident };
}
const nothing = '(?!)';
