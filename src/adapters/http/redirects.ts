import type { Answer } from './exchange.ts';
import { header } from './waiting.ts';

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Where an answer leads; `nowhere` for a redirect without an address, null for an answer that is no redirect. */
export function redirectOf({ status, headers }: Answer, url: URL): URL | 'nowhere' | null {
  if (!redirectStatuses.has(status)) return null;
  const written = header(headers, 'location');
  const location = written === null ? null : URL.parse(readable(written), url.href);
  if (location === null) return 'nowhere';
  location.hash = ''; // For readers of pages.
  return location;
}

/** Whether an answer says that its address has moved for good (RFC 9110, 15.4). */
export function isPermanent({ status }: Answer): boolean {
  return status === 301 || status === 308;
}

/** Addresses with Arabic or Persian letters often come as plain UTF-8, which is read as Latin-1 byte by byte. */
function readable(location: string): string {
  const bytes = Buffer.from(location, 'latin1');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? location : text;
}
