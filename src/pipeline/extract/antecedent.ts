import type { Antecedent } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { DayMention } from './days.ts';
import type { EventCandidate } from './events.ts';
import { numberAt } from './numbers.ts';
import { listedWithin, type Reading, type Sentence } from './read.ts';

/** What is answered is told at the beginning, or is not the matter. */
const sentencesLookedAt = 4;
const clauseWordsMax = 18;
const clauseEnd = /[,;:.!?()\n—–"،؛؟]/u;
const doubtReach = 5;
const figureReach = 3;
/** What says that the clause tells a deed, beside the triggers of deeds. */
const deedLists = ['assault', 'airRaid', 'killVerb', 'deathWord', 'killedWord', 'blast', 'storm', 'seizure'];

/** The words of a sentence that tell what came before. */
interface Clause {
  readonly sentence: Sentence;
  readonly from: number;
  readonly to: number;
  readonly isAnswered: boolean;
}

interface Told {
  readonly main: EventCandidate | null;
  readonly mentions: readonly DayMention[];
}

/**
 * The event that the main one is said to answer, or, in headline or main sentence, to have come after: what the words
 * behind "in retaliation for" or "after" name of place, persons, days and dead. Null where they name nothing sure, or
 * speak of many deeds at once.
 */
export function antecedentOf(reading: Reading, compiled: CompiledPack, told: Told): Antecedent | null {
  if (told.main === null) return null;
  const clauses = reading.sentences.slice(0, sentencesLookedAt).flatMap((sentence) => clausesOf(sentence, told));
  const named = clauses.flatMap((clause) => readClause(clause, compiled, told) ?? []);
  return named.find(({ isAnswered }) => isAnswered) ?? named[0] ?? null;
}

function clausesOf(sentence: Sentence, { main }: Told): readonly Clause[] {
  const answered = (sentence.lists.get('replyOpener') ?? [])
    .filter(({ from }) => !isDoubtful(sentence, from) && sentence.isHistory[from - 1] !== true)
    .map(({ to }) => clauseFrom(sentence, to, true));
  const after = (sentence.lists.get('afterOpener') ?? [])
    .filter(({ from }) => sentence === main?.sentence && from >= main.to && !isDoubtful(sentence, from))
    .map(({ to }) => clauseFrom(sentence, to, false));
  return [...answered, ...after];
}

/** "not in response to", "whether it was in response to". */
function isDoubtful(sentence: Sentence, at: number): boolean {
  return (
    listedWithin(sentence, 'negation', at - doubtReach, at) ||
    listedWithin(sentence, 'hypothetical', at - doubtReach, at)
  );
}

function clauseFrom(sentence: Sentence, from: number, isAnswered: boolean): Clause {
  const end = Math.min(sentence.words.length, from + clauseWordsMax);
  let to = from;
  while (to < end && (to === from || !clauseEnd.test(sentence.words[to]?.before ?? ''))) to += 1;
  return { sentence, from, to, isAnswered };
}

function readClause(clause: Clause, compiled: CompiledPack, { mentions }: Told): Antecedent | null {
  const { sentence, from, to, isAnswered } = clause;
  const isWithin = (at: number): boolean => at >= from && at < to;
  const names = sentence.mentions.filter((mention) => isWithin(mention.from));
  const places = unique(names.filter(({ kind }) => kind === 'place'));
  const people = unique(names.filter(({ kind, id }) => kind === 'actor' && compiled.actors.get(id)?.kind === 'person'));
  const days = mentions.find((mention) => mention.sentence === sentence && isWithin(mention.at)) ?? null;
  const deeds = sentence.triggers.filter((match) => isWithin(match.from) && match.value.type.scheme === 'acled');
  const killed = killedIn(clause);
  const isDeed = deeds.length > 0 || deedLists.some((list) => listedWithin(sentence, list, from, to));
  const isNamed = places.length > 0 || people.length > 0 || days !== null;
  if (!isDeed || !isNamed || (people.length === 0 && listedWithin(sentence, 'manyDeeds', from, to))) return null;
  return {
    isAnswered,
    places,
    people,
    days: days === null ? null : { from: days.from, to: days.to },
    killed,
    subEvents: [...new Set(deeds.map(({ value }) => value.type.subEvent))],
  };
}

/** "that killed three soldiers", "three were killed". */
function killedIn({ sentence, from, to }: Clause): number | null {
  for (const match of sentence.lists.get('killedWord') ?? []) {
    if (match.from < from || match.to > to) continue;
    for (let step = 0; step < figureReach; step += 1) {
      const figure = numberAt(sentence, match.to + step) ?? numberAt(sentence, match.from - 1 - step);
      if (figure !== null) return figure;
    }
  }
  return null;
}

function unique(names: readonly { readonly id: string }[]): readonly string[] {
  return [...new Set(names.map(({ id }) => id))];
}
