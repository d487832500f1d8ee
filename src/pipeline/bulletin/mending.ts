import type { Bulletin, Instant, Mending } from '../../model.ts';
import { cut } from '../render/clean.ts';
import { bulletinLengthMax } from './words.ts';

/**
 * Tells the operators what was mended of the data, what is lost of it, and what can be done about that. It is created
 * now: when it was mended is known by the machine's own clock alone.
 */
export function mendingBulletin(mending: Mending, now: Instant): Bulletin {
  const { id, what } = mending;
  return { id, text: cut(sentences[what](mending), bulletinLengthMax), pings: what === 'repaired', createdAt: now };
}

const sentences: Readonly<Record<Mending['what'], (mending: Mending) => string>> = {
  repaired: ({ copy, lostBytes }) =>
    `The append-only file of Redis was damaged, and was cut off before the damage: the last ${lostBytes ?? 'few'} bytes ` +
    'that were written are lost to Watchfloor. What people did then (acknowledgements, notes, silences) may be gone; ' +
    `what is still in the feeds is read again. A copy of all as it was: ${copy ?? 'none'}. A backup that is newer than ` +
    'the damage can be put in its place (npm run restore).',
  truncated: () =>
    'The append-only file of Redis ended in the midst of a command, as after a power cut: that command is lost, and ' +
    'perhaps what was done in the second before. What is still in the feeds is read again.',
  relisted: ({ copy }) =>
    'The list of the parts of the append-only file of Redis was lost, and was made anew of the parts that are there: ' +
    `nothing is known to be lost. A copy of all as it was: ${copy ?? 'none'}.`,
};
