/** What `npm run why` is asked about: an address, a file or a text, as the article that its feed would have brought. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { parseStreamItem } from '../../adapters/stream/items.ts';
import type { Article, Feed, Instant, Pack } from '../../model.ts';
import { normalise } from '../../pipeline/normalise.ts';
import { isNewsTime, newsTimes } from '../../pipeline/parse/dates.ts';
import { decodeText } from '../../pipeline/parse/text.ts';
import { readPage } from '../../pipeline/why/page.ts';
import { splitText } from '../../pipeline/why/text.ts';
import type { FeedReader } from '../../ports.ts';
import { articleOf } from '../../replay/article.ts';

/** What was asked about cannot be read; the message says what was expected. */
export class SubjectError extends Error {
  override readonly name = 'SubjectError';
}

const fileBytesMax = 5_000_000;

/** Whether it is a web address rather than a file or a text. */
export function isAddress(asked: string): boolean {
  return /^https?:\/\//iu.test(asked);
}

/** The time that was given: an ISO date, taken at noon UTC, or an instant. Throws SubjectError. */
export function instantOf(written: string): Instant {
  const isDay = /^\d{4}-\d{2}-\d{2}$/u.test(written);
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/u.test(written);
  const at = isDay || isInstant ? Date.parse(isDay ? `${written}T12:00:00Z` : written) : Number.NaN;
  const day = Date.parse(`${written.slice(0, 10)}T00:00:00Z`);
  // JavaScript reads the 30th of February as a day in March.
  if (Number.isNaN(at) || new Date(day).toISOString().slice(0, 10) !== written.slice(0, 10))
    throw new SubjectError(
      `--at: expected a date such as 2026-01-08 or a time such as 2026-01-08T06:30Z, got "${written}"`,
    );
  if (!isNewsTime(at)) throw new SubjectError(`--at: expected ${newsTimes}, got "${written}"`);
  return at;
}

/** The article in a file, or a text that was given. `at` is when it was published, where that was said. */
export function readGiven(pack: Pack, asked: string, at: Instant | null, now: Instant): Article {
  if (existsSync(asked)) return readFile(pack, asked, at, now);
  if (isAddressOrPath(asked))
    throw new SubjectError(
      `${asked}: expected a file (a stream's item as JSON, .html or .txt), an http or https address or a text; there is none`,
    );
  if (!/\p{L}/u.test(asked)) throw new SubjectError(`expected an address, a file or a text with words, got "${asked}"`);
  return articleFrom(pack, { ...splitText(asked), link: null, publishedAt: at ?? now });
}

/** Whether a single word is meant as an address or a path rather than as a text. */
function isAddressOrPath(asked: string): boolean {
  return !/\s/u.test(asked.trim()) && /[/\\]|\.[\p{L}\p{N}]{1,10}$/u.test(asked.trim());
}

/** The article behind a web address. Throws SubjectError where the address is refused, and an error where it fails. */
export async function readAddress(
  pack: Pack,
  reader: FeedReader,
  url: string,
  { at, now }: { readonly at: Instant | null; readonly now: Instant },
): Promise<Article> {
  if (!URL.canParse(url))
    throw new SubjectError(`expected an address such as https://paper.example/story, got "${url}"`);
  const fetched = await reader.fetch({ url, etag: null, lastModified: null });
  if (fetched.status === 'refused-address') throw new SubjectError(fetched.problem);
  if (fetched.status === 'not-modified') throw new Error(`${url}: answered that nothing changed, without being asked`);
  if (fetched.status === 'busy') throw new Error(`${url}: its host is being asked by others, try again`);
  if (fetched.status !== 'ok') throw new Error(fetched.problem);
  const page = readPage(decodeText(fetched.body, fetched.charset));
  if (page.title === '' && page.text === '') throw new SubjectError(`${url}: expected a page with text, found none`);
  const { title, text, publishedAt } = page;
  return articleFrom(pack, { title, text, link: fetched.finalUrl, publishedAt: at ?? publishedAt ?? now });
}

function readFile(pack: Pack, path: string, at: Instant | null, now: Instant): Article {
  const { size } = statSync(path);
  if (!statSync(path).isFile()) throw new SubjectError(`${path}: expected a file, it is none`);
  if (size > fileBytesMax) throw new SubjectError(`${path}: expected at most ${fileBytesMax} bytes, it has ${size}`);
  const text = decodeText(readFileSync(path), null);
  const type = extname(path).toLowerCase();
  if (type === '.json' || type === '.jsonl') return readItem(pack, path, text, at);
  const page = type === '.html' || type === '.htm' ? readPage(text) : { ...splitText(text), publishedAt: null };
  if (page.title === '' && page.text === '') throw new SubjectError(`${path}: expected a file with text, found none`);
  return articleFrom(pack, { ...page, link: null, publishedAt: at ?? page.publishedAt ?? now });
}

function readItem(pack: Pack, path: string, text: string, at: Instant | null): Article {
  try {
    const item = parseStreamItem(text, 1, path);
    return articleOf(pack, at === null ? item : { ...item, published: new Date(at).toISOString() });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new SubjectError(`${problem} (expected one item of a stream)`, { cause });
  }
}

function articleFrom(
  pack: Pack,
  given: { readonly title: string; readonly text: string; readonly link: string | null; readonly publishedAt: Instant },
): Article {
  const feed = feedBehind(pack, given.link);
  const item = { guid: null, link: given.link, title: given.title, summary: given.text, content: null, author: null };
  return normalise(
    { ...item, publishedAt: given.publishedAt },
    { feed, feedUrl: feed.url, seenAt: given.publishedAt, firstPoll: false },
  );
}

/** The feed of the same host, so that the outlet is known; else one made up. */
function feedBehind(pack: Pack, link: string | null): Feed {
  const host = link === null ? null : hostOf(link);
  const listed = pack.feeds.find(({ url }) => host !== null && hostOf(url) === host);
  if (listed !== undefined) return listed;
  const id = host ?? 'given';
  return {
    id,
    url: `https://${id}.invalid/`,
    outlet: id,
    language: 'en',
    status: 'active',
    intervalMinutes: 10,
    origin: 'file',
  };
}

function hostOf(url: string): string | null {
  const host = URL.parse(url)?.hostname ?? null;
  return host === null ? null : host.replace(/^(?:www|feeds?|rss|m)\./u, '');
}
