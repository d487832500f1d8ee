import type { Evidence, Report } from '../../model.ts';
import type { ActorFound } from './actors.ts';
import type { Casualties } from './casualties.ts';
import type { DaysFound } from './days.ts';
import type { EventCandidate } from './events.ts';
import type { PlaceFound } from './place.ts';
import type { Sentence } from './read.ts';
import type { Judged } from './relevance.ts';

/** What was found, each with the sentence that it was found in. */
export interface Found {
  readonly main: EventCandidate | null;
  readonly development: Report['development'];
  readonly place: PlaceFound | null;
  readonly days: DaysFound;
  readonly actors: readonly ActorFound[];
  readonly casualties: Casualties;
  readonly judged: Judged;
}

const headSentences = 4; // kept whatever rests on them: they are what is quoted and compared
const sentencesMax = 8;
/** Direct speech: of an event of words it is what was said. */
const speech = /["“«]/u;

/** The first sentences and those further down that a fact rests on, and which fact rests on which of them. */
export function evidenceOf(
  found: Found,
  sentences: readonly Sentence[],
): { readonly sentences: readonly string[]; readonly evidence: readonly Evidence[] } {
  const rested = restsOf(found);
  const isSaid = (index: number): boolean =>
    found.main?.type.scheme === 'plover' && speech.test(sentences[index]?.text ?? '');
  const kept = sentences
    .filter(({ index }) => index < headSentences || rested.some(({ sentence }) => sentence === index) || isSaid(index))
    .slice(0, sentencesMax);
  const positions = new Map(kept.map(({ index }, position) => [index, position]));
  const evidence = rested.flatMap(({ fact, value, sentence }) => {
    const position = positions.get(sentence);
    return position === undefined ? [] : [{ fact, value, sentence: position }];
  });
  return { sentences: kept.map(({ text }) => text), evidence };
}

/** The same, `sentence` being the one of the article. */
function restsOf({ main, development, place, days, actors, casualties, judged }: Found): Evidence[] {
  const rests: Evidence[] = [];
  const add = (fact: Evidence['fact'], value: string | number, sentence: number | null): void => {
    if (sentence !== null) rests.push({ fact, value: String(value), sentence });
  };
  add('relevance', judged.relevance, judged.sentence);
  if (main) add('event', main.type.id, main.sentence.index);
  if (development) add('development', development, 0);
  if (place) add('place', place.id, place.sentence);
  add('day', days.days.to, days.sentence);
  for (const { actor, sentence } of actors) add('actor', actor, sentence);
  for (const fact of ['killed', 'wounded'] as const) {
    const figure = casualties[fact];
    if (figure) add(fact, figure.value, figure.sentence);
  }
  return rests;
}
