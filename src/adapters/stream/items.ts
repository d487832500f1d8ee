import { isNewsTime, newsTimes } from '../../pipeline/parse/dates.ts';

/** One line of a recorded stream (`items.jsonl`): what a feed published, and when. Labels are never read. */
export interface StreamItem {
  readonly id: string;
  readonly feed: string;
  readonly feedTitle: string;
  readonly url: string;
  /** RFC 3339. */
  readonly published: string;
  readonly lang: string;
  readonly title: string;
  /** Text or simple HTML, as an RSS description holds it. */
  readonly summary: string;
  readonly content: string | null;
}

/** A sentence quotes no more of what was written. */
const shownLengthMax = 80;

/** Parses one line; throws a sentence that names the line and what was expected. */
export function parseStreamItem(line: string, lineNumber: number, file: string): StreamItem {
  const fields = jsonObject(line, `${file}:${lineNumber}`);
  const text = (name: string, otherwise?: string): string => {
    const value = fields[name] ?? otherwise;
    if (typeof value !== 'string')
      throw new Error(
        `${file}:${lineNumber}: ${name}: expected a string, got ${shown(JSON.stringify(value) ?? 'nothing')}`,
      );
    return value;
  };
  const published = text('published');
  if (Number.isNaN(Date.parse(published)))
    throw new Error(`${file}:${lineNumber}: published: expected an RFC 3339 time, got "${shown(published)}"`);
  if (!isNewsTime(Date.parse(published)))
    throw new Error(`${file}:${lineNumber}: published: expected ${newsTimes}, got "${shown(published)}"`);
  const feed = text('feed');
  return {
    id: text('id'),
    feed,
    feedTitle: text('feedTitle', feed),
    url: text('url', ''),
    published,
    lang: text('lang', 'en'),
    title: text('title', ''),
    summary: text('summary', ''),
    content: typeof fields.content === 'string' ? fields.content : null,
  };
}

function shown(written: string): string {
  return written.length > shownLengthMax ? `${written.slice(0, shownLengthMax)}…` : written;
}

/** Parses a line that is a JSON object; throws a sentence that names the line. */
export function jsonObject(line: string, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new Error(`${where}: expected a JSON object on one line: ${String(cause)}`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${where}: expected a JSON object on one line`);
  return value as Record<string, unknown>;
}
