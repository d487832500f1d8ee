import { unlistedPrefix } from '../../model.ts';
import { listEndsWithin, type Mention, type Sentence } from './read.ts';

const sentencesLookedAt = 5;
const namesMax = 2;
const nameLengthMax = 80;
const tailLength = nameLengthMax + 20;
const groupReach = 8;

/** An armed group that the pack does not know, by the name the text gives it. */
export interface UnlistedGroup {
  /** `unlisted:` and the name as it is written. */
  readonly id: string;
  readonly sentence: number;
}

/** "a group calling itself …", "a little-known group, …", «فصيل يطلق على نفسه», «گروهی موسوم به»: names that no entry of the pack has. */
export function unlistedIn(sentences: readonly Sentence[]): UnlistedGroup[] {
  const found = new Map<string, UnlistedGroup>();
  for (const sentence of sentences.slice(0, sentencesLookedAt)) {
    for (const { to } of sentence.lists.get('nameIntroduction') ?? []) {
      const name = listEndsWithin(sentence, 'groupNoun', to - groupReach, to) ? nameBehind(sentence, to) : null;
      if (name === null || found.size >= namesMax) continue;
      const id = `${unlistedPrefix}${name}`;
      if (!found.has(id)) found.set(id, { id, sentence: sentence.index });
    }
  }
  return [...found.values()];
}

const quoted = /^[\s,:]*(?:the\s+)?["“”«‘]([^"“”«»‘’\n]{3,80})["”»’]/u;
const capitalised =
  /^\s*,?\s*(?:the\s+)?(\p{Lu}[\p{L}'’-]{1,24}(?:\s+(?:(?:of|the|and|in|for)\s+){0,2}(?:al-|el-|\p{Lu})[\p{L}'’-]{1,24}){0,5})/u;

/** The name that follows the words at the end of which it is announced; null where it is none, or one of the pack's. */
function nameBehind(sentence: Sentence, at: number): string | null {
  const last = sentence.words[at - 1];
  if (!last) return null;
  const tail = sentence.text.slice(last.end, last.end + tailLength);
  const match = quoted.exec(tail) ?? capitalised.exec(tail);
  const name = match?.[1]?.trim();
  if (!match || !name) return null;
  const from = last.end + tail.indexOf(name);
  return isKnown(sentence, from, from + name.length) ? null : name;
}

/** Whether a part of the name is one of the pack. */
const isKnown = (sentence: Sentence, from: number, to: number): boolean =>
  sentence.mentions.some((mention) => mention.kind === 'actor' && overlaps(sentence, mention, from, to));

function overlaps(sentence: Sentence, mention: Mention, from: number, to: number): boolean {
  const start = sentence.words[mention.from]?.start ?? 0;
  const end = sentence.words[mention.to - 1]?.end ?? 0;
  return start < to && end > from;
}
