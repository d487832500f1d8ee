import type { Actor, ActorRole, Party } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import {
  isCatchAll,
  isModifier,
  isProxyOnly,
  listedWithin,
  type Mention,
  type Reading,
  type Sentence,
} from './read.ts';
import { type Context, roleOf } from './roles.ts';
import { speakersOf } from './speaker.ts';

const leadSentences = 4;
const actorsMax = 12;
const opposing = new Set(['fight', 'fighting', 'defeat', 'against', 'battle', 'defeated']);

/** Who stands for a country where its arms act or are hit. */
const forcesOf: Readonly<Record<string, string>> = { us: 'us-forces', iraq: 'iraqi-forces' };

/** The parties of the main event with their roles. */
export function actorsOf(
  reading: Reading,
  compiled: CompiledPack,
  main: EventCandidate | null,
  development: string | null,
): ActorRole[] {
  const speakers = main?.type.scheme === 'plover' ? speakersOf(reading, compiled, main) : [];
  const isAddressed = sidesIn(reading.sentences[0], compiled).size >= 2;
  const context: Context = { compiled, main, development, speakers, isAddressed };
  const found = new Map<string, ActorRole>();
  for (const sentence of reading.sentences.slice(0, leadSentences)) {
    for (const mention of sentence.mentions) {
      const actor = partyOf(sentence, mention, context);
      if (!actor || found.has(actor.id)) continue;
      found.set(actor.id, { actor: actor.id, role: roleOf(sentence, mention, actor, context) });
    }
  }
  return withoutUmbrellas([...found.values()], compiled).slice(0, actorsMax);
}

/** The sides of the actors that a headline names. */
function sidesIn(title: Sentence | undefined, compiled: CompiledPack): Set<string> {
  const actors = (title?.mentions ?? []).map((mention) =>
    mention.kind === 'actor' ? compiled.actors.get(mention.id) : undefined,
  );
  return new Set(actors.flatMap((actor) => actor?.parties[0] ?? []));
}

/** The actor that a mention makes a party of the event, if any. */
function partyOf(sentence: Sentence, mention: Mention, context: Context): Actor | null {
  const { compiled, main } = context;
  if (sentence.isHistory[mention.from] || isProxyOnly(sentence, mention)) return null;
  if (opposing.has(sentence.words[mention.from - 1]?.text ?? '')) return null;
  if (mention.kind === 'place') return ofPlace(sentence, mention, compiled);
  const actor = compiled.actors.get(mention.id);
  if (!actor) return null;
  if (isMourned(sentence, mention, main) || isMarginal(sentence, actor, main)) return null;
  if (actor.kind === 'state') return isModifier(sentence, mention) ? null : stateOf(sentence, mention, actor, context);
  return sentence.index <= 2 || actor.kind === 'militia' || actor.kind === 'force' ? actor : null;
}

/** A mission is a party by its own name; a country by its forces. */
function ofPlace(sentence: Sentence, mention: Mention, compiled: CompiledPack): Actor | null {
  const place = compiled.places.get(mention.id);
  if (place?.kind === 'mission') return compiled.actors.get(mention.id) ?? stateOfSide(place.parties[0], compiled);
  if (place?.kind !== 'country') return compiled.actors.get(mention.id) ?? null;
  const isArmed = listedWithin(sentence, 'militaryNoun', mention.to, mention.to + 2);
  return isArmed ? (compiled.actors.get(forcesOf[place.parties[0] ?? ''] ?? '') ?? null) : null;
}

/** The state whose mission it is. */
const stateOfSide = (side: Party | undefined, compiled: CompiledPack): Actor | null =>
  side === 'iran'
    ? ([...compiled.actors.values()].find((actor) => actor.kind === 'state' && actor.parties[0] === side) ?? null)
    : null;

const mourning = new Set([
  'kill',
  'killer',
  'death',
  'aveng',
  'reveng',
  'murder',
  'assassin',
  'blood',
  'slay',
  'martyrdom',
  'شهادت',
  'مقتل',
  'اغتيال',
  'خون',
  'شهيد',
  'martyr',
]);
const mourningReach = 3;

/** "revenge for Soleimani": who is mourned is no party to the threat. */
function isMourned(sentence: Sentence, mention: Mention, main: EventCandidate | null): boolean {
  if (main?.type.scheme !== 'plover') return false;
  return sentence.words
    .slice(Math.max(0, mention.from - mourningReach), mention.from)
    .some((word) => mourning.has(word.key));
}

/** Groups without a name of their own, and the enemy of another war, count where the headline names them. */
const isMarginal = (sentence: Sentence, actor: Actor, main: EventCandidate | null): boolean =>
  isCatchAll(actor) && (sentence.index > 0 || main === null);

/** A country's name stands for its forces beside arms, for its government where words and decisions are told. */
function stateOf(sentence: Sentence, mention: Mention, actor: Actor, context: Context): Actor | null {
  const { compiled, main } = context;
  const forces = compiled.actors.get(forcesOf[actor.parties[0] ?? ''] ?? '');
  if (forces && listedWithin(sentence, 'militaryNoun', mention.to, mention.to + 2)) return forces;
  if (main?.type.scheme === 'plover') return sentence.index <= (context.isAddressed ? 0 : 1) ? actor : null;
  if (isArmed(sentence, mention, actor)) return actor;
  const isSubject = sentence.index <= 1 && mention.to <= (sentence === main?.sentence ? main.from + 1 : 3);
  if (!isSubject || sentence.index > 1) return null;
  return actor.parties[0] === 'us' && main?.type.subEvent === 'Air/drone strike'
    ? (forces ?? actor)
    : actor.parties[0] === 'iraq'
      ? null
      : actor;
}

/** "Iranian missiles", "Iran fires": the state itself. */
const isArmed = (sentence: Sentence, mention: Mention, actor: Actor): boolean =>
  actor.parties[0] === 'iran' &&
  sentence.index <= 2 &&
  ['projectile', 'assault', 'launch', 'drone'].some((list) => listedWithin(sentence, list, mention.to, mention.to + 2));

/** With the office or person that speaks for Washington, the United States are not named again. */
function withoutUmbrellas(roles: readonly ActorRole[], compiled: CompiledPack): ActorRole[] {
  const isAmerican = (id: string, isState: boolean): boolean => {
    const actor = compiled.actors.get(id);
    return actor?.parties[0] === 'us' && (actor.kind === 'state') === isState && !compiled.places.has(id);
  };
  const isSpokenFor = roles.some(({ actor, role }) => role === 'speaker' && isAmerican(actor, false));
  return roles.filter(({ actor }) => !isSpokenFor || !isAmerican(actor, true));
}
