/** Where the feeds of a web page are: what it says itself, and where they usually stand. */
import { Parser } from 'htmlparser2';
import { cleanLine } from './render/clean.ts';

export interface FeedLink {
  readonly url: string;
  readonly title: string | null;
}

/** https://www.rssboard.org/rss-autodiscovery, and what Atom, RDF and JSON Feed are served as. */
const feedTypes = /^(?:application\/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json|xml)|text\/xml)$/u;
const wellKnownPaths = ['feed', 'rss', 'rss.xml', 'atom.xml', 'feed.xml', 'index.xml', 'feeds/posts/default'];
const linksMax = 20;
const addressLengthMax = 2_000;
const titleLengthMax = 200;
/** The parser takes time by depth squared; no page is nested so deep, and what stood before is kept. */
const depthMax = 1_000;

/**
 * The feeds that a page links to, the best first: those it declares, then those its text links to; the feed of comments
 * after that of the site. Never fails, and linear.
 */
export function feedLinks(html: string, pageUrl: string): readonly FeedLink[] {
  const { base, declared, linked } = parse(html);
  const page = resolve(base ?? '', pageUrl) ?? pageUrl;
  const found = new Map<string, FeedLink & { readonly rank: number }>();
  const add = (links: readonly Link[], rank: number) => {
    for (const { href, title } of links) {
      const url = resolve(href, page);
      if (url === null || found.has(url) || url === pageUrl) continue;
      found.set(url, { url, title, rank: rank + (isOfComments(url, title) ? 1 : 0) });
    }
  };
  add(declared, 0);
  add(linked, 2);
  return [...found.values()]
    .sort((one, other) => one.rank - other.rank)
    .slice(0, linksMax)
    .map(({ url, title }) => ({ url, title }));
}

/** Where the feed of a host usually is; for a page that links to none. */
export function wellKnownFeeds(pageUrl: string): readonly string[] {
  return wellKnownPaths.flatMap((path) => resolve(`/${path}`, pageUrl) ?? []);
}

interface Link {
  readonly href: string;
  readonly title: string | null;
}

function parse(html: string): { readonly base: string | null; readonly declared: Link[]; readonly linked: Link[] } {
  const declared: Link[] = [];
  const linked: Link[] = [];
  let base: string | null = null;
  let depth = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      depth += 1;
      if (depth > depthMax || declared.length + linked.length > linksMax * 10) parser.pause();
      const { href } = attributes;
      if (href === undefined || href === '') return;
      if (name === 'base') base ??= href;
      if (name === 'link' && isFeed(attributes)) declared.push({ href, title: titleOf(attributes.title) });
      if (name === 'a' && looksLikeFeed(href)) linked.push({ href, title: titleOf(attributes.title) });
    },
    onclosetag() {
      depth -= 1;
    },
  });
  parser.end(html);
  return { base, declared, linked };
}

function isFeed({ rel, type }: Readonly<Record<string, string | undefined>>): boolean {
  const relations = (rel ?? '').toLowerCase().split(/\s+/u);
  const kind = (type ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return relations.includes('feed') || (relations.includes('alternate') && feedTypes.test(kind));
}

/** Whether the last part of a path is a feed's, or the one before where the last says which kind. */
function looksLikeFeed(href: string): boolean {
  if (href.length > addressLengthMax) return false;
  const path = href.split(/[?#]/u, 1)[0] ?? '';
  return /(?:^|\/)(?:feeds?|rss|atom)(?:\/|\.xml|\.rdf|\.json)?$|\.(?:rss|atom|rdf)$/iu.test(path);
}

function isOfComments(url: string, title: string | null): boolean {
  return /comment/iu.test(url) || /comment|تعليق|دیدگاه/iu.test(title ?? '');
}

function titleOf(written: string | undefined): string | null {
  return cleanLine((written ?? '').slice(0, titleLengthMax)) || null;
}

function resolve(href: string, base: string): string | null {
  const written = href.trim().replace(/^feed:(?:\/\/)?(?=https?:)/iu, '');
  if (written.length > addressLengthMax) return null;
  const url = URL.parse(written, base);
  if (url === null || !/^https?:$/u.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  url.hash = '';
  return url.href;
}
