import type { Language } from '../../model.ts';
import { listEndsWithin, type Mention, type Sentence } from './read.ts';

/** "blaming the United States", "America and Israel behind the blasts". */
export function isBlamed(sentence: Sentence, mention: Mention, { language }: { readonly language: Language }): boolean {
  if (language !== 'en') return false;
  const verbEnd = sentence.words[mention.from - 1]?.text === 'the' ? mention.from - 1 : mention.from;
  if (listEndsWithin(sentence, 'blame', verbEnd, verbEnd)) return true;
  const next = sentence.mentions.find((other) => other.kind === 'actor' && other.from === mention.to + 1);
  const isJoined = next !== undefined && sentence.words[mention.to]?.text === 'and';
  return sentence.words[isJoined ? next.to : mention.to]?.text === 'behind';
}
