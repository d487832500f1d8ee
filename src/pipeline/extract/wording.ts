import type { Sentence } from './read.ts';

/** The folded word at a position; empty outside the sentence. */
export const textAt = (sentence: Sentence, at: number): string => sentence.words[at]?.text ?? '';
/** Whether anything but a space stands before a word. */
export const isBreak = (sentence: Sentence, at: number): boolean => (sentence.words[at]?.before ?? '') !== '';

/** The forms of "be" that make a passive. */
export const be = new Set(['is', 'are', 'was', 'were', 'been', 'being', 'be', 'got', 'gets']);

/** "was hit", "were again hit". */
export const isAfterBe = (sentence: Sentence, at: number): boolean =>
  be.has(textAt(sentence, at - 1)) ||
  (be.has(textAt(sentence, at - 2)) && /ly$|^again$|^also$/.test(textAt(sentence, at - 1)));
