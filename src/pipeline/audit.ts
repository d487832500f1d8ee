import { hash } from 'node:crypto';
import type { AlertStanding, AuditEntry, AuditLink, AuditMark } from '../model.ts';
import { digestOf } from './audit/digest.ts';
import { vouchedIn, vouchingFor } from './erase.ts';

/** What became of an entry that does not stand as it was written. */
export type Broken = 'changed' | 'missing' | 'inserted' | 'reordered';

/** Whether the log stands as it was written. */
export type Checked =
  | {
      readonly whole: true;
      /** Entries that follow one another, and those of programs that chained none. */
      readonly chained: number;
      readonly unchained: number;
      /** Those that named a person who was erased: what they said is gone, and that they were written stands. */
      readonly erased: number;
      /** What the first kept follows, and the newest. */
      readonly gone: AuditMark | null;
      readonly newest: AuditMark | null;
    }
  | {
      readonly whole: false;
      readonly how: Broken;
      /** The entry's number; null for one that has none. */
      readonly number: number | null;
      /** Where it stands in the store, or where it is missed: what comes there; null at the end. */
      readonly link: AuditLink | null;
    };

interface Log {
  /** Oldest first. */
  readonly links: readonly AuditLink[];
  /** The newest entry as it stood before the links were read; those that came since are behind it. */
  readonly newest: AuditMark | null;
  /** The newest of those kept no more, as it stood after. */
  readonly gone: AuditMark | null;
}

/**
 * The hash of an entry. It is the script of the store that links, and it knows SHA-1 alone; what is linked is the SHA-256
 * of the text, so that nobody can choose what goes into the weaker of the two.
 */
export function linkHash(before: string, number: number, text: string): string {
  return hashOver(before, number, digestOf(text));
}

function hashOver(before: string, number: number, digest: string): string {
  return hash('sha1', `${before} ${number} ${digest}`);
}

/** Whether each entry stands as it was written, behind the one that it followed then; else the first that does not. */
export function checkChain({ links, newest, gone }: Log): Checked {
  const first = links.findIndex(({ number }) => number !== null);
  const chained = first === -1 ? [] : links.slice(first);
  const numbers = new Set(chained.map(({ number }) => number));
  const vouched = vouchedIn(chained.map(({ entry }) => entry));
  const start = startOf(chained[0], gone);
  let last: AuditMark | null = start;
  for (const link of chained) {
    const broken = breakAt(link, last, numbers) ?? unvouchedAt(link, vouched);
    if (broken !== null) return { whole: false, link, ...broken };
    last = { number: link.number ?? 0, hash: link.hash ?? '' };
  }
  const lost = lostAtEnd(chained, last, newest);
  if (lost !== null) return lost;
  const erased = chained.filter((link) => link.erasedDigest != null).length;
  const unchained = links.length - chained.length;
  return { whole: true, chained: chained.length, unchained, erased, gone: start, newest: last };
}

/** Whether a mark that was noted elsewhere, by the hash or its beginning, is of this log; null: its entry is kept no more. */
export function standsIn(links: readonly AuditLink[], mark: AuditMark, gone: AuditMark | null): boolean | null {
  if (gone !== null && mark.number < gone.number) return null;
  if (gone !== null && mark.number === gone.number) return gone.hash.startsWith(mark.hash);
  return links.some(({ number, hash }) => number === mark.number && hash?.startsWith(mark.hash));
}

/** How each alert stands by what was written of it, by server and incident: see `alertKey`. */
export function replay(entries: Iterable<AuditEntry>): ReadonlyMap<string, AlertStanding> {
  const standing = new Map<string, AlertStanding>();
  for (const { server, incident, alert } of entries)
    if (alert !== undefined && server !== null && incident !== null) standing.set(alertKey(server, incident), alert);
  return standing;
}

/** The name of an alert in a replay. No server's id holds a space. */
export function alertKey(server: string, incident: string): string {
  return `${server} ${incident}`;
}

/** What the first kept follows. It may have been read before retention dropped it. */
function startOf(first: AuditLink | undefined, gone: AuditMark | null): AuditMark | null {
  const isOlder = first !== undefined && first.number !== null && gone !== null && first.number <= gone.number;
  return isOlder && first.number !== 1
    ? { number: (first.number ?? 0) - 1, hash: first.before ?? '' }
    : isOlder
      ? null
      : gone;
}

function breakAt(
  link: AuditLink,
  last: AuditMark | null,
  numbers: ReadonlySet<number | null>,
): { readonly how: Broken; readonly number: number | null } | null {
  const { number, before, hash, text, erasedDigest } = link;
  const expected = (last?.number ?? 0) + 1;
  if (number === null || before === null || hash === null || number < expected) return { how: 'inserted', number };
  if (number > expected) return { how: numbers.has(expected) ? 'reordered' : 'missing', number: expected };
  if (hashOver(before, number, erasedDigest ?? digestOf(text)) !== hash) return { how: 'changed', number };
  // It stands as it was written, and the one before it does not: it was written anew with a hash that fits itself.
  return before === (last?.hash ?? '') ? null : { how: 'changed', number: last?.number ?? number };
}

/** An entry that is called erased, and of which the log does not say so, was changed. */
function unvouchedAt(
  { number, text, erasedDigest }: AuditLink,
  vouched: ReadonlySet<string>,
): { readonly how: Broken; readonly number: number | null } | null {
  if (erasedDigest == null || number === null || vouched.has(vouchingFor([{ number, text }]))) return null;
  return { how: 'changed', number };
}

function lostAtEnd(chained: readonly AuditLink[], last: AuditMark | null, newest: AuditMark | null): Checked | null {
  // Every chained entry is noted as the newest in the write that appends it: the note was taken away.
  if (newest === null)
    return chained.length === 0 ? null : { whole: false, how: 'missing', number: (last?.number ?? 0) + 1, link: null };
  if ((last?.number ?? 0) < newest.number)
    return { whole: false, how: 'missing', number: (last?.number ?? 0) + 1, link: null };
  const link = chained.find(({ number }) => number === newest.number);
  return link === undefined || link.hash === newest.hash
    ? null
    : { whole: false, how: 'changed', number: newest.number, link };
}
