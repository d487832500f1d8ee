import type { Actor } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { isModifier, isProxyOnly, listedWithin, type Mention, type Reading, type Sentence } from './read.ts';

/** Who says or decides what the main event tells: threats, sanctions, votes, deployments. Nobody where none of ours is named. */
export function speakersOf(reading: Reading, compiled: CompiledPack, main: EventCandidate): readonly Actor[] {
  const sentences = [main.sentence, ...reading.sentences.slice(0, 2)];
  const isSanction = main.type.subEvent === 'Sanction or legal measure';
  const named = sentences.map((sentence) =>
    speakersIn(sentence, compiled).filter(
      ({ actor, mention }) => isSanction || actor.kind === 'person' || !isObject(sentence, mention),
    ),
  );
  const sources = isSanction
    ? [whoSanctions(named.slice(1))]
    : sentences.map((sentence, at) => sourceOf(sentence, named[at] ?? []));
  const found = sources.filter((actor) => actor !== null);
  const first = preferred(named.find((speakers) => speakers.length > 0) ?? []);
  return found.length > 0 || first === null ? found : [first];
}

interface Speaker {
  readonly actor: Actor;
  readonly mention: Mention;
}

/** "…: Trump", "…, Trump tweets" at a headline's end; else the one before the phrase that threatens. */
function sourceOf(sentence: Sentence, speakers: readonly Speaker[]): Actor | null {
  const last = speakers.at(-1);
  if (last && sentence.index === 0 && isSourceAtEnd(sentence, last.mention)) return last.actor;
  const starts = sentence.triggers.filter((match) => match.value.type.scheme === 'plover').map((match) => match.from);
  const start = Math.min(...starts);
  return preferred(speakers.filter(({ mention }) => mention.from <= start));
}

const wordsBehindSource = 2;

function isSourceAtEnd(sentence: Sentence, mention: Mention): boolean {
  if (mention.from === 0 || mention.to < sentence.words.length - wordsBehindSource) return false;
  const before = sentence.words[mention.from]?.before ?? '';
  return (
    before.includes(':') || (before.includes(',') && listedWithin(sentence, 'sayWord', mention.to, mention.to + 2))
  );
}

/** A person before a body. */
const preferred = (speakers: readonly Speaker[]): Actor | null =>
  (speakers.find(({ actor }) => actor.kind === 'person') ?? speakers[0])?.actor ?? null;

const subjectReach = 3;

/** Washington, unless a sentence begins with Iran's name. */
function whoSanctions(named: readonly (readonly Speaker[])[]): Actor | null {
  const bodies = named.map((speakers) =>
    speakers.filter(({ actor }) => actor.kind !== 'force' && actor.kind !== 'militia'),
  );
  for (const [first] of bodies) {
    if (first?.actor.parties[0] === 'iran' && first.mention.from <= subjectReach) return first.actor;
    if (first) break;
  }
  return bodies.flat().find(({ actor }) => actor.parties[0] === 'us')?.actor ?? null;
}

function speakersIn(sentence: Sentence, compiled: CompiledPack): Speaker[] {
  return sentence.mentions.flatMap((mention) => {
    const actor = mention.kind === 'actor' ? compiled.actors.get(mention.id) : undefined;
    if (!actor || sentence.isHistory[mention.from] || isModifier(sentence, mention)) return [];
    if (isProxyOnly(sentence, mention)) return [];
    return isOfTheThree(actor) ? [{ actor, mention }] : [];
  });
}

const objective = new Set(['by', 'against', 'on', 'with', 'at', 'from', 'ضد', 'على', 'عليه']);

/** "any mischief by the US": no speaker. */
const isObject = (sentence: Sentence, mention: Mention): boolean =>
  sentence.words[mention.to]?.text === 'را' ||
  objective.has(sentence.words[mention.from - 1]?.text ?? '') ||
  (sentence.words[mention.from - 1]?.text === 'the' && objective.has(sentence.words[mention.from - 2]?.text ?? ''));

const isOfTheThree = (actor: Actor): boolean =>
  actor.parties.some((party) => party === 'us' || party === 'iran' || party === 'iraq');
