import { setTimeout as pause } from 'node:timers/promises';
import type { FeedAbout, Instant } from '../../model.ts';
import { holdsKey, siteOf, withoutKeys } from '../../pipeline/address.ts';
import { feedLinks, wellKnownFeeds } from '../../pipeline/discover.ts';
import type { ParsedFeed, ParseFeed } from '../../pipeline/parse/document.ts';
import { withoutKeysOf } from '../../pipeline/parse/keys.ts';
import { decodeText } from '../../pipeline/parse/text.ts';
import { type Look, lookOver } from '../../pipeline/roster/look.ts';
import type { FeedReader, FetchResult } from '../../ports.ts';

export interface ScoutDeps {
  readonly reader: FeedReader;
  readonly parse: ParseFeed;
  /** Ends waiting for a host that is being asked by others. */
  readonly stop?: AbortSignal;
}

type Fetched = Extract<FetchResult, { readonly status: 'ok' }>;

/** A feed that was found and read. */
export interface Found {
  readonly status: 'found';
  /** Where it is to be polled: what was asked for, but where a page led to it or it has moved for good. */
  readonly url: string;
  readonly fetched: Fetched;
  readonly parsed: Extract<ParsedFeed, { readonly status: 'read' }>;
  readonly look: Look;
  readonly about: FeedAbout;
  /** The host its articles lie on, or that of the page that led to it. */
  readonly site: string | null;
  /** What else the page links to. */
  readonly others: readonly string[];
  /** Whether the page names no feed, and it was found where feeds usually are. */
  readonly isGuessed: boolean;
}
export interface NotFound {
  readonly status: 'not-found';
  /** Whether nothing answered as asked; else there was an answer that is no feed. */
  readonly isUnreachable: boolean;
  /** A sentence. */
  readonly problem: string;
}

const linksTriedMax = 5;
const busyWaitMsMax = 60_000;

/** Finds the feed at an address: the document itself, what the page there links to, or where feeds usually are. */
export async function scout(deps: ScoutDeps, url: string, now: Instant): Promise<Found | NotFound> {
  if (!isWebAddress(url)) {
    const problem = `Expected an http or https address without user name, got ${URL.canParse(url) ? withoutKeys(url) : url.replace(/(?<!\S)\S*@/gu, '…@')}.`;
    return { status: 'not-found', isUnreachable: false, problem };
  }
  const asked = await ask(deps, url);
  if (asked.status !== 'ok') {
    const isUnreachable = asked.status !== 'refused-address';
    return { status: 'not-found', isUnreachable, problem: problemOf(asked) };
  }
  const parsed = await read(deps, url, asked);
  if (parsed.status === 'read')
    return found(url, { fetched: asked, parsed, page: null, others: [], isGuessed: false }, now);
  const page = asked.finalUrl;
  const links = feedLinks(decodeText(asked.body, asked.charset), page).map((link) => link.url);
  // One after the other: they are likely on one host.
  for (const link of [...links.slice(0, linksTriedMax), ...(links.length === 0 ? wellKnownFeeds(page) : [])]) {
    const fetched = await ask(deps, link);
    const document = fetched.status === 'ok' ? await read(deps, link, fetched) : null;
    if (fetched.status !== 'ok' || document?.status !== 'read') continue;
    const others = links.filter((other) => other !== link);
    return found(link, { fetched, parsed: document, page, others, isGuessed: links.length === 0 }, now);
  }
  const tried =
    links.length === 0 ? 'it links to none, and none is where feeds usually are' : 'none that it links to can be read';
  return { status: 'not-found', isUnreachable: false, problem: `No feed was found there: ${tried}. ${parsed.problem}` };
}

function isWebAddress(written: string): boolean {
  const url = URL.parse(written);
  return url !== null && /^https?:$/u.test(url.protocol) && url.username === '' && url.password === '';
}

/** What an address answers; a host that is being asked by others is waited for. */
async function ask({ reader, stop }: ScoutDeps, url: string): Promise<FetchResult> {
  let waitedMs = 0;
  for (;;) {
    const fetched = await reader.fetch({ url, etag: null, lastModified: null });
    if (fetched.status !== 'busy' || waitedMs + fetched.waitMs > busyWaitMsMax) return fetched;
    waitedMs += fetched.waitMs;
    await pause(fetched.waitMs, undefined, stop === undefined ? {} : { signal: stop });
  }
}

/** A long wait is one that the host asked for; a short one is the line of those who ask it. */
function busyProblem(waitMs: number): string {
  if (waitMs <= busyWaitMsMax) return 'Its host is being asked by others: try again.';
  return `Its host has said that it is asked too often, and is left alone for another ${Math.ceil(waitMs / 60_000)} minutes.`;
}

/** The sentence of an answer that brought no document. */
function problemOf(fetched: Exclude<FetchResult, Fetched>): string {
  if (fetched.status === 'busy') return busyProblem(fetched.waitMs);
  if (fetched.status === 'not-modified') return 'It answered that nothing changed, without being asked.';
  return fetched.problem;
}

async function read({ parse }: ScoutDeps, asked: string, { body, charset, finalUrl }: Fetched): Promise<ParsedFeed> {
  return withoutKeysOf(await parse(body, { charset, url: finalUrl }), [asked, finalUrl]);
}

interface Document {
  readonly fetched: Fetched;
  readonly parsed: Found['parsed'];
  /** The page that led to it. */
  readonly page: string | null;
  readonly others: readonly string[];
  readonly isGuessed: boolean;
}

function found(asked: string, { fetched, parsed, page, others, isGuessed }: Document, now: Instant): Found {
  const look = lookOver(parsed, now);
  const shownPage = page === null || holdsKey(page) ? null : page;
  const about = {
    ...(look.title === null ? {} : { title: look.title }),
    ...(shownPage === null ? {} : { site: shownPage }),
  };
  const site = look.site ?? (page === null ? null : siteOf(page));
  return { status: 'found', url: fetched.movedTo ?? asked, fetched, parsed, look, about, site, others, isGuessed };
}
