import type { Report } from '../../model.ts';
import type { Reading } from './read.ts';

type Development = Report['development'];
const lists: readonly (readonly [string, Development])[] = [
  ['revision', 'casualties'],
  ['claim', 'claim'],
  ['deny', 'denial'],
  ['blame', 'blame'],
  ['investigation', 'investigation'],
  ['reaction', 'reaction'],
];

/** What the headline adds to an event that was told before. */
export function developmentOf(reading: Reading): Development {
  const title = reading.sentences[0];
  if (!title) return null;
  for (const [list, development] of lists) if (title.lists.has(list)) return development;
  return null;
}
