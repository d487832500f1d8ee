/** A person taken out of what is stored: by his id wherever it stands, by his names where people write freely. */
import type { AuditEntry, Presser } from '../model.ts';
import { digestOf } from './audit/digest.ts';

/** Who is erased, and what stands in his place: it leads back to nobody. */
export interface Erasing {
  readonly id: string;
  readonly pseudonym: Presser;
  /** As he was called when he did something. */
  readonly names: readonly string[];
}

/** The word of the audit log for entries that vouch for what was rewritten. */
export const erasedAction = 'erase-member';

/** Fields in which people write, or the program writes names for people. Elsewhere a name may be a word of the program. */
const freeText: ReadonlySet<string> = new Set(['detail', 'text', 'why', 'reason']);
/** A shorter name is found in too much that does not mean him. */
const nameLengthMin = 2;
const vouchedDigestLength = 16;

/** The names that go with an id in a record. */
export function namesOf(record: unknown, id: string): readonly string[] {
  if (typeof record !== 'object' || record === null) return [];
  const own = isPerson(record, id) && typeof record.name === 'string' ? [record.name] : [];
  return [...own, ...Object.values(record).flatMap((value) => namesOf(value, id))];
}

/** The record without the person; the same object where he is not in it. */
export function withoutPerson<T>(record: T, erasing: Erasing): T {
  const told = erase(record, erasing, null);
  return JSON.stringify(told) === JSON.stringify(record) ? record : (told as T);
}

function erase(value: unknown, erasing: Erasing, field: string | null): unknown {
  if (typeof value === 'string') return eraseText(value, erasing, field);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => erase(each, erasing, field));
  const { id, pseudonym } = erasing;
  const fields = isPerson(value, id) ? { ...value, ...pseudonym } : value;
  return Object.fromEntries(
    Object.entries(fields).map(([name, each]) => [eraseId(name, erasing), erase(each, erasing, name)]),
  );
}

function eraseText(text: string, erasing: Erasing, field: string | null): string {
  const anonymous = eraseId(text, erasing);
  if (field === null || !freeText.has(field)) return anonymous;
  const names = erasing.names.filter((name) => name.trim().length >= nameLengthMin);
  return names.reduce((told, name) => replaceWord(told, name, erasing.pseudonym.name), anonymous);
}

/** Whether an id stands in a text: it may be part of another, or of a mention, but never of a longer number. */
export function holdsId(text: string, id: string): boolean {
  return text.includes(id) && idIn(id).test(text);
}

function eraseId(text: string, { id, pseudonym }: Erasing): string {
  return text.includes(id) ? text.split(idIn(id)).join(pseudonym.id) : text;
}

/** Ids are digits alone. */
function idIn(id: string): RegExp {
  return new RegExp(`(?<!\\d)${id.replace(/\D/gu, '')}(?!\\d)`, 'u');
}

/** A name where it stands as a word: what is around it is no letter. No expression is made of what a person chose. */
function replaceWord(text: string, word: string, by: string): string {
  const parts = text.split(word);
  return parts.slice(1).reduce((told, part) => {
    const isWithin = /[\p{L}\p{N}]$/u.test(told) || /^[\p{L}\p{N}]/u.test(part);
    return told + (isWithin ? word : by) + part;
  }, parts[0] ?? '');
}

function isPerson(value: object, id: string): value is { readonly id: unknown; readonly name: unknown } {
  return 'id' in value && 'name' in value && value.id === id;
}

/** What the log says of entries that were rewritten, so that nobody rewrites others and calls them erased. */
export function vouchingFor(rewritten: readonly { readonly number: number; readonly text: string }[]): string {
  return rewritten.map(({ number, text }) => `${number}:${vouched(text)}`).join(' ');
}

/** For which entries, as they stand now, the log vouches. */
export function vouchedIn(entries: Iterable<AuditEntry | null>): ReadonlySet<string> {
  const all = new Set<string>();
  for (const entry of entries)
    if (entry?.action === erasedAction && entry.who === null) for (const each of entry.detail.split(' ')) all.add(each);
  return all;
}

const vouched = (text: string): string => digestOf(text).slice(0, vouchedDigestLength);
