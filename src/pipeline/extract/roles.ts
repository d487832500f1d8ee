import type { Actor, Language, Place, Report, Role } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { type Part, partOf } from './part.ts';
import { listEndsWithin, listedWithin, type Mention, type Sentence } from './read.ts';

/** What is known of an article when its parties are told apart. */
export interface Context {
  readonly compiled: CompiledPack;
  readonly language: Language;
  readonly main: EventCandidate | null;
  readonly development: Report['development'];
  readonly speakers: readonly Actor[];
  /** Whether the headline names two sides: who speaks, and to whom. */
  readonly isAddressed: boolean;
  /** The base that was attacked. */
  readonly struck: Place | null;
}

/** A role, and whether the words around the name say so. */
export interface Cast {
  readonly role: Role;
  readonly isSure: boolean;
}

/** The part that a named actor has in the main event; null for one who only tells of it. */
export function roleOf(sentence: Sentence, mention: Mention, actor: Actor, context: Context): Cast | null {
  if (isBlamed(sentence, mention, context)) return { role: 'accused', isSure: true };
  const inDevelopment = developmentRole(sentence, mention, context);
  if (inDevelopment) return { role: inDevelopment, isSure: true };
  if (context.main?.type.scheme === 'plover') return ofWords(sentence, mention, actor, context);
  const part = partOf(sentence, mention, context.language);
  if (part === 'source' && isHost(actor, context.struck)) return { role: 'target', isSure: false };
  if (part === 'source') return isHeard(sentence, actor, context) ? { role: 'speaker', isSure: false } : null;
  return ofDeed(part, sentence, mention);
}

/** The force at home at the base that was attacked is hit, also where it is the one who tells of it. */
const isHost = (actor: Actor, struck: Place | null): boolean =>
  actor.kind === 'force' &&
  !actor.partOf.includes('pentagon') &&
  actor.parties[0] !== undefined &&
  (struck?.parties.includes(actor.parties[0]) ?? false);

/** Who speaks, and who is spoken to; not one's own forces that a threat speaks of. */
function ofWords(sentence: Sentence, mention: Mention, actor: Actor, context: Context): Cast | null {
  if (sentence.index === 0 && listEndsWithin(sentence, 'threaten', mention.from, mention.from))
    return { role: 'target', isSure: true };
  if (isSpeaking(actor, context)) return { role: 'speaker', isSure: true };
  const isThreat = context.main?.type.subEvent === 'Threat or ultimatum';
  const isOwn = actor.parties[0] !== undefined && actor.parties[0] === context.speakers[0]?.parties[0];
  return isThreat && isOwn && actor.kind === 'force' ? null : { role: 'target', isSure: true };
}

/** A person in the headline, or the office that tells what is new; any other source is no party. */
const isHeard = (sentence: Sentence, actor: Actor, { development }: Context): boolean =>
  (actor.kind === 'person' && sentence.index === 0) ||
  (actor.kind === 'organisation' && (development !== null || sentence.index === 0));

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
  const isDone = passiveWords.has(sentence.words[verb.to]?.text ?? '');
  const isBefore =
    mention.from < verb.from || (mention.from < verb.to && verb.to - verb.from > 2 && mention.from === verb.from);
  if (isBefore && partOf(sentence, mention, context.language) === 'target') return null;
  if (isBefore)
    return isDone ? (list === 'blame' ? 'accused' : null) : isNearest(sentence, mention, verb.from) ? subject : null;
  if (isDone) return list === 'blame' ? 'accused' : subject;
  if (list === 'reaction') return null;
  return list === 'blame' && !isNearestBehind(sentence, mention, verb.from) ? null : object;
}

/** "blaming the United States", "America and Israel behind the blasts". */
function isBlamed(sentence: Sentence, mention: Mention, { language }: Context): boolean {
  if (language !== 'en') return false;
  if (listEndsWithin(sentence, 'blame', mention.from - 1, mention.from)) return true;
  const next = sentence.mentions.find((other) => other.kind === 'actor' && other.from === mention.to + 1);
  const isJoined = next !== undefined && sentence.words[mention.to]?.text === 'and';
  return sentence.words[isJoined ? next.to : mention.to]?.text === 'behind';
}

const passiveWords = new Set(['on', 'by']);

const isNearest = (sentence: Sentence, mention: Mention, verb: number): boolean =>
  !sentence.mentions.some((other) => other.kind === 'actor' && other.from > mention.from && other.from < verb);
const isNearestBehind = (sentence: Sentence, mention: Mention, verb: number): boolean =>
  !sentence.mentions.some((other) => other.kind === 'actor' && other.from > verb && other.from < mention.from);

/** The speakers, and whoever else of the first one's side has a mouth. */
function isSpeaking(actor: Actor, { speakers, compiled }: Context): boolean {
  // Forces and missions are what is spoken about, unless they are the speaker.
  const hasMouth = actor.kind !== 'force' && actor.kind !== 'militia' && !compiled.places.has(actor.id);
  return (
    speakers.some((speaker) => speaker.id === actor.id) || (hasMouth && actor.parties[0] === speakers[0]?.parties[0])
  );
}
