import type { EventCandidate } from './events.ts';
import { listEndsWithin, listedWithin, type Sentence } from './read.ts';
import { isBreak } from './wording.ts';

const sides = ['partyUs', 'partyIran', 'partyIraq'] as const;
const bystanderReach = 6;
const effectReach = 7;

/** Why a headline that holds a trigger still tells no event of its own; null where it tells one. */
export function asideOf(title: Sentence, main: EventCandidate | null): string | null {
  if (!main) return null;
  if (main.type.id === 'threat') {
    if (title.lists.has('legalQuarrel')) return 'a quarrel at law or over trade';
    if (title.lists.has('advisory')) return "advice to one's own people";
    if (main.sentence === title && isByBystander(title)) return 'a warning of one who commands nobody';
    return null;
  }
  if (main.type.id === 'denial' && isOfOthers(title)) return 'words of another country';
  const isDeed = main.type.scheme === 'acled';
  const isUntold = main.sentence !== title && title.triggers.length === 0;
  if (main.type.id === 'sanction' && isUntold && sides.every((side) => !title.lists.has(side)))
    return 'a headline of something else';
  if (main.type.id === 'agreement' && listedWithin(title, 'hypothetical', 0, main.from + 1)) return 'what may be';
  if (isDeed && isUntold && title.lists.has('hypothetical')) return 'what may be';
  return isDeed && main.sentence === title && isSubjectOfEffect(title, main)
    ? 'what an earlier strike brought about'
    : null;
}

/** "Israeli official rejects": a third country speaks. */
const isOfOthers = (title: Sentence): boolean => listedWithin(title, 'foreignTheatre', 0, 1);

/** "Senator X warns", "…, warns the former minister", "a third country warns". */
const isByBystander = (title: Sentence): boolean =>
  listedWithin(title, 'bystander', 0, 1) ||
  (title.lists.get('threaten') ?? []).some(({ from, to }) => {
    const isTurned = isBreak(title, from) && listedWithin(title, 'bystander', to, to + bystanderReach);
    const isForeign = listEndsWithin(title, 'foreignTheatre', from, from);
    return isTurned || isForeign || listedWithin(title, 'bystander', from - bystanderReach, from);
  });

/** "The strikes on the plant leave traders uneasy": the deed is a noun and the subject of what comes of it. */
function isSubjectOfEffect(title: Sentence, main: EventCandidate): boolean {
  if (title.lists.has('tollWord')) return false;
  const isNoun = listEndsWithin(title, 'armsNoun', main.from + 1, main.to);
  if (!isNoun) return false;
  const effect = (title.lists.get('effectVerb') ?? []).find(
    (match) => match.from >= main.to && match.from < main.to + effectReach,
  );
  if (!effect || listedWithin(title, 'person', effect.to, title.words.length)) return false; // whom it hits is news
  if (isHarmed(title, effect.to)) return false;
  return !title.words
    .slice(main.to, effect.from + 1)
    .some((word) => /[,;:–—]/.test(word.before) || clauseOpeners.has(word.text));
}

const clauseOpeners = new Set(['as', 'after', 'while', 'when', 'before', 'amid', 'and', 'but']);
const harmedReach = 5;

/** "rattles a base", "leaves the embassy dark": what is struck is told behind the verb. */
const isHarmed = (title: Sentence, from: number): boolean =>
  ['bodyNoun', 'missionNoun'].some((list) => listedWithin(title, list, from, from + harmedReach));
