import { createHash } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const referenceLength = 12; // 60 bits, and short enough for a footer and a nonce

/** The reference of the one card of an incident in a channel: never of a version or a row, or two cards could stand. */
export function cardReference(incident: string, channel: string): string {
  return referenceOf(`card\n${incident}\n${channel}`);
}

/** The reference of a notice, which is a message of its own. */
export function noticeReference(row: string): string {
  return referenceOf(`notice\n${row}`);
}

/** The reference of a letter, which belongs to no incident. */
export function letterReference(letter: string): string {
  return referenceOf(`letter\n${letter}`);
}

/** The reference of a message of a fold; `from` is the place of the first incident that it names. */
export function foldReference(fold: string, from: number): string {
  return referenceOf(`fold\n${fold}\n${from}`);
}

function referenceOf(text: string): string {
  const digest = createHash('sha256').update(text).digest();
  return Array.from(digest.subarray(0, referenceLength), (byte) => alphabet[byte % alphabet.length]).join('');
}
