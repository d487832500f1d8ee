import type { Actor, Role } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { listedWithin, type Mention, type Sentence } from './read.ts';

/** What is known of an article when its parties are told apart. */
export interface Context {
  readonly compiled: CompiledPack;
  readonly main: EventCandidate | null;
  readonly development: string | null;
  readonly speakers: readonly Actor[];
  /** Whether the headline names two sides: who speaks, and to whom. */
  readonly isAddressed: boolean;
}

const developmentRoles: Readonly<Record<string, readonly [subject: Role, object: Role]>> = {
  claim: ['claimant', 'target'],
  blame: ['accuser', 'accused'],
  denial: ['denier', 'accuser'],
};

/** The part that a named actor has in the main event. */
export function roleOf(sentence: Sentence, mention: Mention, actor: Actor, context: Context): Role {
  const { main, development } = context;
  const roles = developmentRoles[development ?? ''];
  if (roles && sentence.index === 0) return sentence.mentions[0]?.from === mention.from ? roles[0] : roles[1];
  if (main?.type.scheme === 'plover') return isSpeaking(actor, context) ? 'speaker' : 'target';
  if (mention.kind === 'actor' && isAgent(sentence, mention)) return 'agent';
  return isSaying(sentence, mention) ? 'speaker' : 'target';
}

/** The speakers, and whoever else of the first one's side has a mouth. */
function isSpeaking(actor: Actor, { speakers, compiled }: Context): boolean {
  // Forces and missions are what is spoken about, unless they are the speaker.
  const hasMouth = actor.kind !== 'force' && actor.kind !== 'militia' && !compiled.places.has(actor.id);
  return (
    speakers.some((speaker) => speaker.id === actor.id) || (hasMouth && actor.parties[0] === speakers[0]?.parties[0])
  );
}

const isSaying = (sentence: Sentence, mention: Mention): boolean =>
  listedWithin(sentence, 'sayWord', mention.to, mention.to + 1) && (sentence.words[mention.to]?.before ?? '') === '';

const shotDownReach = 3;

/** "US jets bomb", "Iran fired", "Iranian missiles", "hit by the US"; not "US base hit", "brought down a US drone". */
function isAgent(sentence: Sentence, mention: Mention): boolean {
  if (listedWithin(sentence, 'shotDown', mention.from - shotDownReach, mention.from)) return false;
  if (listedWithin(sentence, 'crowd', mention.from, mention.to)) return true;
  if (sentence.words[mention.from - 1]?.text === 'by')
    return !isHost(sentence, mention) && !isMission(sentence, mention);
  if (listedWithin(sentence, 'armsNoun', mention.from, mention.to + 1)) return true;
  return (sentence.lists.get('agentVerb') ?? []).some((verb) => isVerbOf(sentence, mention, verb));
}

const agentPrepositions = new Set(['by', 'توسط', 'بدست', 'قبل', 'يد']);

/** "by Iran", «توسط پدافند سپاه», «من قبل الحرس». */
const isBehindBy = (sentence: Sentence, mention: Mention): boolean => {
  const isLatin = (sentence.words[mention.from]?.text.charCodeAt(0) ?? 0) < 0x500;
  return sentence.words
    .slice(Math.max(0, mention.from - (isLatin ? 1 : 2)), mention.from)
    .some((word) => agentPrepositions.has(word.text));
};

const auxiliaries = new Set(['has', 'have', 'had', 'also', 'then']);
const passive = new Set([
  'by',
  'in',
  'as',
  'with',
  'near',
  'at',
  'when',
  'on',
  'during',
  'after',
  'north',
  'south',
  'west',
  'east',
  'outside',
]);

/** Directly behind the name, or with an auxiliary between; in Arabic also directly in front of it. */
function isVerbOf(sentence: Sentence, mention: Mention, verb: { readonly from: number; readonly to: number }): boolean {
  const isArabic = (sentence.words[mention.from]?.text.charCodeAt(0) ?? 0) > 0x500;
  if (isArabic && verb.to === mention.from) return true;
  const isNext =
    verb.from === mention.to ||
    (verb.from === mention.to + 1 && auxiliaries.has(sentence.words[mention.to]?.text ?? ''));
  return isNext && !passive.has(sentence.words[verb.to]?.text ?? '');
}

/** "near", not "through": rockets land by an embassy. */
const isMission = (sentence: Sentence, mention: Mention): boolean =>
  sentence.mentions.some((other) => other.kind === 'place' && other.from === mention.from);

const isHost = (sentence: Sentence, mention: Mention): boolean =>
  ['used', 'hosted', 'shared', 'housing'].includes(sentence.words[mention.from - 2]?.text ?? '');
