import type { Actor, Party } from '../../model.ts';
import { isBlamed } from './blame.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { partOf } from './part.ts';
import {
  isCatchAll,
  isModifier,
  isProxyOnly,
  listEndsWithin,
  listedWithin,
  type Mention,
  type Sentence,
} from './read.ts';
import type { Context } from './roles.ts';

/** Who stands for a country where its arms act or are hit. */
const forcesOf: Readonly<Record<string, string>> = { us: 'us-forces', iraq: 'iraqi-forces' };
const opposing = new Set(['fight', 'fighting', 'defeat', 'against', 'battle', 'defeated']);
const retold = new Set(['casualties', 'investigation']);
const spoken = new Set(['reaction', 'denial', 'blame']);

/** The actor that a mention makes a party of the event, if any. */
export function partyOf(sentence: Sentence, mention: Mention, context: Context): Actor | null {
  const { compiled, main } = context;
  const isRecalled =
    sentence.isHistory[mention.from] && !(sentence.index <= 1 && retold.has(context.development ?? ''));
  if (isRecalled || (isState(mention, compiled) && isProxyOnly(sentence, mention))) return null;
  if (opposing.has(sentence.words[mention.from - 1]?.text ?? '') && main?.type.scheme === 'plover') return null;
  if (mention.kind === 'place') {
    const party = ofPlace(sentence, mention, compiled);
    return party && missionHere(party, context);
  }
  const actor = compiled.actors.get(mention.id);
  if (!actor) return null;
  if (isMourned(sentence, mention, main) || isMarginal(sentence, actor, main)) return null;
  if (actor.kind === 'person' && isPrincipal(sentence, mention)) return null;
  if (actor.kind === 'state')
    return isModifier(sentence, mention) || isInCompound(sentence, mention)
      ? null
      : stateOf(sentence, mention, actor, context);
  return sentence.index <= 2 || actor.kind === 'militia' || actor.kind === 'force' ? missionHere(actor, context) : null;
}

/** "the Israel-Iran war": what it is called, not who is in this event. */
const isInCompound = (sentence: Sentence, mention: Mention): boolean =>
  sentence.mentions.some(
    (other) =>
      (other.from === mention.to && isHyphen(sentence, other.from)) ||
      (other.to === mention.from && isHyphen(sentence, mention.from)),
  );
const isHyphen = (sentence: Sentence, at: number): boolean => /^[-–]$/.test(sentence.words[at]?.before ?? '');

const staff = new Set([
  'envoy',
  'aide',
  'adviser',
  'advisor',
  'ally',
  'critic',
  'spokesman',
  'spokeswoman',
  'official',
]);
/** "Trump envoy": whose man it is. */
const isPrincipal = (sentence: Sentence, mention: Mention): boolean =>
  sentence.words[mention.to]?.before === '' && staff.has(sentence.words[mention.to]?.text ?? '');

const missionName = /^(.*(?:Embassy|Consulate)\b.* in )(.+)$/;
/** Whether an actor is an embassy or a consulate. */
export const isMission = (actor: Actor, compiled: CompiledPack): boolean =>
  compiled.places.has(actor.id) || missionName.test(actor.name);

/** "the US consulate" is that of the city where it happened. */
function missionHere(actor: Actor, { compiled, place }: Context): Actor {
  const [, prefix] = missionName.exec(actor.name) ?? [];
  if (prefix === undefined) return actor;
  for (let at = place, depth = 0; at && depth < containmentMax; depth += 1) {
    const name = prefix + at.name;
    const here = compiled.pack.actors.find((other) => other.name === name);
    if (here) return here;
    at = at.within === null ? null : (compiled.places.get(at.within) ?? null);
  }
  return actor;
}
const containmentMax = 8;

const isState = (mention: Mention, compiled: CompiledPack): boolean =>
  mention.kind === 'place'
    ? compiled.places.get(mention.id)?.kind === 'country'
    : compiled.actors.get(mention.id)?.kind === 'state';

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
  ...['kill', 'killer', 'death', 'aveng', 'reveng', 'murder', 'assassin', 'blood', 'slay', 'martyrdom', 'martyr'],
  ...['شهادت', 'مقتل', 'اغتيال', 'خون', 'شهيد'],
]);
const mourningReach = 6;
const memorial = new Set([
  ...['anniversari', 'reveng', 'late', 'martyr', 'memori', 'portrait'],
  ...['ذكري', 'سالگرد', 'شهيد', 'راحل'],
]);

/** "the late Soleimani", "Soleimani's revenge", "the anniversary of the strike that killed Soleimani". */
function isRemembered(sentence: Sentence, mention: Mention): boolean {
  const beside = [sentence.words[mention.to], sentence.words[mention.from - 1]];
  if (beside.some((word) => memorial.has(word?.key ?? ''))) return true;
  return (
    sentence.lists.has('anniversaryMark') &&
    listedWithin(sentence, 'killedWord', mention.from - mourningReach, mention.from)
  );
}

/** "revenge for Soleimani": who is mourned is no party to the threat, nor to what is done on his day. */
function isMourned(sentence: Sentence, mention: Mention, main: EventCandidate | null): boolean {
  if (isRemembered(sentence, mention)) return true;
  if (main?.type.scheme !== 'plover') return false;
  return sentence.words
    .slice(Math.max(0, mention.from - mourningReach), mention.from)
    .some((word) => mourning.has(word.key));
}

const ships = 'tankers';
/** Ships are whose they are; groups without a name of their own, and the enemy of another war, count where the headline names them. */
const isMarginal = (sentence: Sentence, actor: Actor, main: EventCandidate | null): boolean =>
  actor.id === ships || (isCatchAll(actor) && (sentence.index > 0 || main === null));

/** A country's name stands for its forces beside arms, for its government where words and decisions are told. */
function stateOf(sentence: Sentence, mention: Mention, actor: Actor, context: Context): Actor | null {
  const { compiled, main } = context;
  const forces = compiled.actors.get(forcesOf[actor.parties[0] ?? ''] ?? '');
  if (forces && listedWithin(sentence, 'militaryNoun', mention.to, mention.to + 2)) return forces;
  if (isInMission(sentence, mention)) return actor;
  if (isBlamed(sentence, mention, context)) return forces && actor.parties[0] === 'us' ? forces : actor;
  if (main?.type.scheme === 'plover')
    return sentence.index <= (context.isAddressed ? 0 : 1) && !isWhere(sentence, mention, actor) ? actor : null;
  if (isArmed(sentence, mention, actor)) return actor;
  if (
    forces &&
    actor.parties[0] === 'us' &&
    sentence.index <= 2 &&
    partOf(sentence, mention, context.language) === 'agent'
  )
    return forces;
  if (actor.parties[0] === 'iran' && sentence.index <= 1 && isDone(sentence, mention, context)) return actor;
  const isSubject = sentence.index <= 1 && mention.to <= (sentence === main?.sentence ? main.from + 1 : 3);
  if (!isSubject || (context.development === null && partOf(sentence, mention, context.language) === null)) return null;
  return actor.parties[0] === 'us' && main?.type.subEvent === 'Air/drone strike'
    ? (forces ?? actor)
    : actor.parties[0] === 'iraq' && !spoken.has(context.development ?? '')
      ? null
      : actor;
}

/** "by Iran", "strikes on Iran", "bombs Iran's sites". */
const isDone = (sentence: Sentence, mention: Mention, { language }: Context): boolean =>
  partOf(sentence, mention, language) === 'agent' ||
  (!listEndsWithin(sentence, 'nearWord', mention.from - 1, mention.from) &&
    listEndsWithin(sentence, 'onWord', mention.from - 1, mention.from)) ||
  listedWithin(sentence, 'siteNoun', mention.to, mention.to + 3);

/** "Iranian consulate": a state is hit in its mission. */
const isInMission = (sentence: Sentence, mention: Mention): boolean =>
  listedWithin(sentence, 'missionNoun', mention.from, mention.to);

const locatives = new Set([
  'in',
  'of',
  'leave',
  'leaving',
  'from',
  'across',
  'inside',
  'into',
  'near',
  'في',
  'در',
  'من',
]);

/** "out of Iraq", "troops in Iraq": where it is, and no party. */
const isWhere = (sentence: Sentence, mention: Mention, actor: Actor): boolean =>
  actor.parties[0] === 'iraq' && locatives.has(sentence.words[mention.from - 1]?.text ?? '');

/** "Iranian missiles", "Iran fires": the state itself. */
const isArmed = (sentence: Sentence, mention: Mention, actor: Actor): boolean =>
  actor.parties[0] === 'iran' &&
  sentence.index <= 2 &&
  ['projectile', 'assault', 'launch', 'drone'].some((list) => listedWithin(sentence, list, mention.to, mention.to + 2));
