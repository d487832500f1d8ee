import { type Actor, unlistedPrefix } from '../../model.ts';
import { listEndsWithin, type Mention, type Sentence } from './read.ts';

const sentencesLookedAt = 5;
const namesMax = 2;
const nameLengthMax = 80;
const tailLength = nameLengthMax + 20;
const groupReach = 8;

/** An armed group that the pack does not know, by the name the text gives it, and where it stands. */
export interface UnlistedGroup {
  /** Its id is `unlisted:` and the name as it is written. */
  readonly actor: Actor;
  readonly sentence: Sentence;
  readonly mention: Mention;
}

/**
 * Names that no entry of the pack has: "a group calling itself …", "a little-known group, …", «فصيل يطلق على نفسه»,
 * «گروهی موسوم به», and what begins as such names do: Saraya, Kataib, Liwa.
 */
export function unlistedIn(sentences: readonly Sentence[]): UnlistedGroup[] {
  const found = new Map<string, UnlistedGroup>();
  for (const sentence of sentences.slice(0, sentencesLookedAt)) {
    for (const { start, end } of namesIn(sentence)) {
      const group = groupAt(sentence, start, end);
      if (group && found.size < namesMax && !found.has(group.actor.id)) found.set(group.actor.id, group);
    }
  }
  return [...found.values()];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function namesIn(sentence: Sentence): Span[] {
  const introduced = (sentence.lists.get('nameIntroduction') ?? []).flatMap(({ to }) =>
    listEndsWithin(sentence, 'groupNoun', to - groupReach, to) ? (nameBehind(sentence, to) ?? []) : [],
  );
  const telling = (sentence.lists.get('groupNameWord') ?? []).flatMap(({ from }) => nameFrom(sentence, from) ?? []);
  return [...introduced, ...telling];
}

const quoted = /^[\s,:]*(?:the\s+)?["“”«‘]([^"“”«»‘’\n]{3,80})["”»’]/u;
const capitalised =
  /^\s*(?:,\s*)?(?:the\s+)?(\p{Lu}[\p{L}'’-]{1,24}(?:\s+(?:(?:of|the|and|in|for)\s+){0,2}(?:al-|el-|\p{Lu})[\p{L}'’-]{1,24}){0,5})/u;
/** Behind the first word one word more, and in Arabic and Persian those that follow with the article. */
const named =
  /^(?:\p{Lu}[\p{L}'’]{2,24}(?:[ -](?:al-|el-|\p{Lu})[\p{L}'’-]{1,24}){1,4}|\p{Lo}{3,12} \p{Lo}{3,12} ال\p{Lo}{2,12})/u;

/** The name that follows the words at the end of which it is announced. */
function nameBehind(sentence: Sentence, at: number): Span | null {
  const last = sentence.words[at - 1];
  if (!last) return null;
  const tail = sentence.text.slice(last.end, last.end + tailLength);
  const name = (quoted.exec(tail) ?? capitalised.exec(tail))?.[1]?.trim();
  if (!name) return null;
  const start = last.end + tail.indexOf(name);
  return { start, end: start + name.length };
}

const arabicHeads = ['سرايا', 'كتائب', 'عصائب', 'الويه'];
/** The name that begins with a word. */
function nameFrom(sentence: Sentence, at: number): Span | null {
  const word = sentence.words[at];
  if (!word) return null;
  // An Arabic word may carry a preposition in front; with the article it is a common noun.
  const clitic = word.text.charCodeAt(0) > 0x500 && !arabicHeads.includes(word.text) ? 1 : 0;
  if (clitic === 1 && !arabicHeads.includes(word.text.slice(1))) return null;
  const start = word.start + clitic;
  const name = named.exec(sentence.text.slice(start, start + nameLengthMax))?.[0];
  return name ? { start, end: start + name.length } : null;
}

/** The group by that name; null where a part of it is an actor of the pack. */
function groupAt(sentence: Sentence, start: number, end: number): UnlistedGroup | null {
  const from = sentence.words.findIndex((word) => word.end > start);
  const behind = sentence.words.findIndex((word) => word.start >= end);
  const to = behind === -1 ? sentence.words.length : behind;
  const isKnown = sentence.mentions.some((other) => other.kind === 'actor' && other.from < to && other.to > from);
  if (from === -1 || isKnown) return null;
  const name = sentence.text.slice(start, end);
  const id = `${unlistedPrefix}${name}`;
  const aliases = { en: [], ar: [], fa: [] };
  const actor: Actor = { id, name, kind: 'militia', parties: ['other'], partOf: [], at: [], aliases };
  return { actor, sentence, mention: { from, to, kind: 'actor', id } };
}
