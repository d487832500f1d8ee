import { type Evidence, type Report, unlistedPrefix } from '../../model.ts';
import type { Lookup } from '../assign/lookup.ts';

/** A fact that was read from an article, and the sentence it rests on. */
export interface ExplainedFact {
  readonly fact: Evidence['fact'] | 'weapon' | 'stage';
  readonly value: string;
  /** In words: names in place of ids. */
  readonly text: string;
  /** As published; null where it rests on none, but on the time of publication or on the whole. */
  readonly sentence: string | null;
}

/** What a report states, fact by fact. */
export function explainFacts(lookup: Lookup, report: Report): readonly ExplainedFact[] {
  const sentenceOf = (fact: ExplainedFact['fact'], value: string): string | null => {
    const rested = report.evidence.find((each) => each.fact === fact && each.value === value);
    return rested === undefined ? null : (report.sentences[rested.sentence] ?? null);
  };
  const facts: ExplainedFact[] = [];
  const add = (fact: ExplainedFact['fact'], value: string | number | null, text: string): void => {
    if (value !== null) facts.push({ fact, value: String(value), text, sentence: sentenceOf(fact, String(value)) });
  };
  const { eventType, subEvent, days, place, development, killed, wounded, weapon } = report;
  const type = lookup.eventTypes.get(eventType ?? '')?.name ?? `${eventType}`;
  add('event', eventType, type === subEvent ? type : `${type} (${subEvent})`);
  add('development', development, `${development}: it adds to an event that was told before`);
  add('place', place, lookup.places.get(place ?? '')?.name ?? place ?? '');
  if (days !== null) add('day', days.to, days.from === days.to ? days.to : `${days.from} to ${days.to}`);
  for (const { actor, role } of report.actors) add('actor', actor, `${nameOf(lookup, actor)} (${role})`);
  add('killed', killed, `${killed} killed`);
  add('wounded', wounded, `${wounded} wounded`);
  add('weapon', weapon, weapon ?? '');
  if (report.stage !== 'accomplished') add('stage', report.stage, report.stage);
  return facts;
}

/** A group that the pack does not know stands under the name that it was given. */
function nameOf(lookup: Lookup, actor: string): string {
  const named = lookup.actors.get(actor)?.name;
  if (named !== undefined || !actor.startsWith(unlistedPrefix)) return named ?? actor;
  return `${actor.slice(unlistedPrefix.length)}, which the pack does not know`;
}
