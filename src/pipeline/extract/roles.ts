import type { Actor, Language, Place, Report, Role } from '../../model.ts';
import { isBlamed } from './blame.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { type Part, partOf } from './part.ts';
import { isMission } from './party.ts';
import { listEndsWithin, listedWithin, type Mention, type Sentence } from './read.ts';
import { be } from './wording.ts';

/** What is known of an article when its parties are told apart. */
export interface Context {
  readonly compiled: CompiledPack;
  readonly language: Language;
  readonly main: EventCandidate | null;
  readonly development: Report['development'];
  readonly speakers: readonly Actor[];
  /** Whether the headline names two sides: who speaks, and to whom. */
  readonly isAddressed: boolean;
  /** Whether it is an attack: one who only tells of it is no party. */
  readonly isAttack: boolean;
  /** The base that was attacked. */
  readonly struck: Place | null;
  /** Where it happened. */
  readonly place: Place | null;
}

/** A role, and whether the words around the name say so. */
export interface Cast {
  readonly role: Role;
  readonly isSure: boolean;
}

/** A party of the event, and the sentence that makes it one. */
export interface Party extends Cast {
  readonly sentence: number;
}

/** The part that a named actor has in the main event; null for one who only tells of it. */
export function roleOf(sentence: Sentence, mention: Mention, actor: Actor, context: Context): Cast | null {
  if (isBlamed(sentence, mention, context)) return { role: 'accused', isSure: true };
  const inDevelopment = developmentRole(sentence, mention, context);
  if (inDevelopment) return { role: inDevelopment, isSure: true };
  if (context.isAttack && isDoer(actor) && isClaiming(sentence, mention, context.language))
    return { role: 'claimant', isSure: true };
  if (context.isAttack && isDoer(actor) && isSaying('deny', sentence, mention, context.language))
    return { role: 'denier', isSure: true };
  if (context.main?.type.scheme === 'plover') return ofWords(sentence, mention, actor, context);
  const part = partOf(sentence, mention, context.language);
  if (context.main?.type.id === 'arrests' && isCause(actor, part)) return null;
  if (part === 'source' && (isHost(actor, context) || isPartner(actor, context)))
    return { role: 'target', isSure: false };
  if (part === 'source' && context.isAttack && isDoer(actor)) return { role: 'claimant', isSure: false };
  if (part === 'source') return isHeard(sentence, actor, context) ? { role: 'speaker', isSure: false } : null;
  if (part === null && isOfficial(sentence, actor))
    return actor.kind === 'person' ? null : { role: 'speaker', isSure: false };
  return ofDeed(part, sentence, mention);
}

/** "arrested over attacks on US troops": they neither arrest nor are arrested. */
const isCause = (actor: Actor, part: Part): boolean =>
  actor.kind === 'force' && actor.parties[0] === 'us' && part !== 'agent';

/** Militias and Iran's Guards tell of attacks of their own. */
const isDoer = (actor: Actor): boolean =>
  actor.kind === 'militia' || (actor.kind === 'force' && actor.parties[0] === 'iran');

/** "The group claimed responsibility", told of an attack that the headline reports; not "denied that it claimed". */
function isClaiming(sentence: Sentence, mention: Mention, language: Language): boolean {
  return !sentence.lists.has('deny') && isSaying('claim', sentence, mention, language);
}

/** Whether it is the subject of the verb of a list. */
function isSaying(list: 'claim' | 'deny', sentence: Sentence, mention: Mention, language: Language): boolean {
  const verb = sentence.lists.get(list)?.[0];
  if (verb === undefined) return false;
  if ([verb.to - 1, verb.to].some((at) => sentence.words[at]?.text === 'by')) return mention.from >= verb.to;
  if (language === 'ar' && mention.from === verb.to) return true; // the verb stands first
  return mention.to <= verb.from && isNearest(sentence, mention, verb.from);
}

/** The foreign force at a base that was attacked is hit, also where it is the one who tells of it; Iraq's own where it has men there. */
function isHost(actor: Actor, { struck, compiled }: Context): boolean {
  const [side] = actor.parties;
  if (!struck || side === undefined || actor.kind !== 'force' || actor.partOf.includes('pentagon')) return false;
  if (side === 'iraq') return (compiled.hosts.get(struck.id) ?? []).some((host) => host.actor === actor);
  return struck.parties.includes(side);
}

/** Who speaks, and who is spoken to; not one's own forces that a threat speaks of. */
function ofWords(sentence: Sentence, mention: Mention, actor: Actor, context: Context): Cast | null {
  if (listEndsWithin(sentence, 'sourceIn', mention.from - 1, mention.from)) return null;
  if (actor.kind === 'force' && !isSpeaking(actor, context) && partOf(sentence, mention, context.language) === 'source')
    return null;
  if (sentence.index === 0 && listEndsWithin(sentence, 'threaten', mention.from, mention.from))
    return { role: 'target', isSure: true };
  if (isSpeaking(actor, context)) return { role: 'speaker', isSure: true };
  const subEvent = context.main?.type.subEvent;
  const isOwn = actor.parties[0] !== undefined && actor.parties[0] === context.speakers[0]?.parties[0];
  const isClosed = ['closeVerb', 'evacuate'].some((list) => sentence.lists.has(list));
  const isProperty = isOwn && (actor.kind === 'force' || (isMission(actor, context.compiled) && !isClosed));
  if (isProperty && (subEvent === 'Threat or ultimatum' || subEvent === 'Sanction or legal measure')) return null;
  const isListed = subEvent === 'Sanction or legal measure' || subEvent === 'Threat or ultimatum';
  return sentence.index <= 1 || isListed ? { role: 'target', isSure: true } : null;
}

/** A force that tells of a hand-over is a party to it. */
const isPartner = (actor: Actor, { isAttack }: Context): boolean => !isAttack && actor.kind === 'force';

/** A person in the headline, the office that tells what is new, or a command at its head; any other source is no party. */
const isHeard = (sentence: Sentence, actor: Actor, { development, compiled }: Context): boolean =>
  (sentence.index <= 1 && isBranch(actor, compiled)) ||
  (sentence.index === 0 && (actor.kind === 'person' || actor.kind === 'militia')) ||
  (actor.kind === 'organisation' && (development !== null || sentence.index === 0));

/** A command or service within greater forces, whose word counts for itself. */
function isBranch(actor: Actor, compiled: CompiledPack): boolean {
  const whole = compiled.actors.get(actor.partOf[0] ?? '');
  return actor.kind === 'force' && whole !== undefined && whole.kind !== 'state';
}

/** A person who is not told to be harmed, and an office of Washington: neither is struck where nothing is said of it. */
const isOfficial = (sentence: Sentence, actor: Actor): boolean =>
  actor.kind === 'person'
    ? !sentence.lists.has('deathWord')
    : actor.kind === 'organisation' && (actor.partOf.includes('us-government') || actor.id === 'united-nations');

function ofDeed(part: Exclude<Part, 'source'>, sentence: Sentence, mention: Mention): Cast {
  if (part !== null) return { role: part, isSure: true };
  const isCrowd = listedWithin(sentence, 'crowd', mention.from, mention.to);
  return { role: isCrowd ? 'agent' : 'target', isSure: isCrowd };
}

const verbLists: Readonly<Record<string, readonly [list: string, subject: Role, object: Role]>> = {
  claim: ['claim', 'claimant', 'target'],
  blame: ['blame', 'accuser', 'accused'],
  denial: ['deny', 'denier', 'target'],
  reaction: ['reaction', 'speaker', 'target'],
};

/** Who claims, blames, denies or condemns stands before the verb, who is blamed behind it; "blamed on", "claimed by". */
function developmentRole(sentence: Sentence, mention: Mention, context: Context): Role | null {
  const told = verbLists[context.development ?? ''];
  if (!told || sentence.index > 1) return null;
  const [list, subject, object] = told;
  const verb = sentence.lists.get(list)?.[0];
  if (!verb) return null;
  const next = sentence.words[verb.to]?.text ?? '';
  const isDone = next === 'by' || (next === 'on' && list === 'blame');
  if (list === 'blame' && isHeld(sentence, verb.from))
    return mention.from >= verb.from ? null : isNearest(sentence, mention, verb.from) ? object : subject;
  if (list === 'blame' && next === 'for') return mention.to === verb.from ? 'accused' : null;
  const isBefore =
    mention.from < verb.from || (mention.from < verb.to && verb.to - verb.from > 2 && mention.from === verb.from);
  if (isBefore && partOf(sentence, mention, context.language) === 'target') return null;
  if (isBefore) return !isDone && isNearest(sentence, mention, verb.from) ? subject : null;
  if (isDone) return next === 'on' ? object : subject;
  if (list === 'reaction') return null;
  return list === 'blame' && !isObjectOf(sentence, mention, verb.from) ? null : object;
}

const isNearest = (sentence: Sentence, mention: Mention, verb: number): boolean =>
  !sentence.mentions.some((other) => other.kind === 'actor' && other.from > mention.from && other.from < verb);
/** "blames Iran", and not the embassy of "for an attack on the embassy". */
const isObjectOf = (sentence: Sentence, mention: Mention, verb: number): boolean =>
  !sentence.mentions.some((other) => other.kind === 'actor' && other.from > verb && other.from < mention.from) &&
  !sentence.words.slice(verb, mention.from).some((word) => word.text === 'for' || word.text === 'attack');

const beReach = 3;
/** "will be held responsible", "is blamed": what stands before is accused. */
const isHeld = (sentence: Sentence, verb: number): boolean =>
  sentence.words.slice(Math.max(0, verb - beReach), verb).some((word) => be.has(word.text));

/** The speakers, and whoever else of the first one's side has a mouth. */
function isSpeaking(actor: Actor, { speakers, compiled }: Context): boolean {
  // Forces and missions are what is spoken about, unless they are the speaker.
  const hasMouth = actor.kind !== 'force' && actor.kind !== 'militia' && !isMission(actor, compiled);
  return (
    speakers.some((speaker) => speaker.id === actor.id) || (hasMouth && actor.parties[0] === speakers[0]?.parties[0])
  );
}
