import type { AuditEntry, AuditLink, AuditMark } from '../../model.ts';
import type { Checked } from '../audit.ts';
import { csvOf } from '../incidents/csv.ts';
import { cleanLine } from '../render/clean.ts';

const detailLengthMax = 200;

/** An entry as a line for a person. Names and details come from users: they are cleaned. */
export function entryLine({ at, who, action, detail, server, incident, from }: AuditEntry): string {
  const where = [server === null ? null : `server ${server}`, from ?? null, incident].filter((each) => each !== null);
  const what = detail === '' ? action : `${action}, ${detail.slice(0, detailLengthMax)}`;
  const line = `${stamp(at)} ${who?.name ?? 'Watchfloor'}: ${what}`;
  return cleanLine(where.length === 0 ? line : `${line} (${where.join(', ')})`);
}

/** Entries as JSON, one a line, each with its place in the chain; the hash is of `text`, byte for byte. */
export function toJsonLines(links: readonly AuditLink[]): string {
  return links.map(({ number, before, hash, text }) => `${JSON.stringify({ number, before, hash, text })}\n`).join('');
}

const columns = ['number', 'time', 'server', 'from', 'by', 'by_id', 'action', 'incident', 'detail', 'before', 'hash'];

/** The same as a table for a spreadsheet; what stood before the chain has no number. */
export function toCsv(links: readonly AuditLink[]): string {
  const rows = links.map(({ entry, number, before, hash }) => [
    number,
    entry === null ? null : stamp(entry.at),
    entry?.server ?? null,
    entry?.from ?? null,
    entry?.who?.name ?? null,
    entry?.who?.id ?? null,
    entry?.action ?? 'unreadable',
    entry?.incident ?? null,
    entry?.detail ?? null,
    before,
    hash,
  ]);
  return csvOf(columns, rows);
}

/** What a check came to, in sentences. */
export function checkedLines(checked: Checked): readonly string[] {
  if (!checked.whole)
    return [brokenLine(checked), 'What stands from there on proves nothing; what stands before it does.'];
  const { chained, unchained, erased, gone, newest } = checked;
  const kept = gone === null ? '' : ` behind entry ${gone.number}, the last that is kept no more`;
  const older = unchained === 0 ? [] : [`${unchained} older entries were written before there was a chain.`];
  const without =
    erased === 0
      ? []
      : [`${erased} of them named somebody who was erased: what they said of him is gone, as the log says.`];
  const head = newest === null ? 'No entry is chained yet.' : `Newest: ${markText(newest)}`;
  return [`The audit log stands as it was written: ${chained} entries${kept}.`, ...without, ...older, head];
}

/** A mark as it is noted elsewhere, and read again by `--against`. */
export function markText({ number, hash }: AuditMark): string {
  return `${number}:${hash}`;
}

function brokenLine({ how, number, link }: Extract<Checked, { readonly whole: false }>): string {
  const place = link === null ? 'at the end' : `at ${link.id}`;
  const text = link?.entry == null ? '' : `: ${entryLine(link.entry)}`;
  switch (how) {
    case 'changed':
      return `Entry ${number} was changed (${place})${text}`;
    case 'missing':
      return `Entry ${number} is missing (${place}${link === null ? '' : ` stands another`})${text}`;
    case 'inserted':
      return `An entry was inserted (${place}${number === null ? '' : `, numbered ${number}`})${text}`;
    case 'reordered':
      return `Entry ${number} does not stand in its place (${place} stands another)${text}`;
  }
}

function stamp(at: number): string {
  return new Date(at).toISOString();
}
