import { type AnyFeed, type AtomFeed, type JsonFeed, parseFeed, type RdfFeed, type RssFeed } from 'feedsmith';
import type { RawFeed, RawItem } from './document.ts';

/**
 * The second reader, lenient: truncated documents, prefixed Atom, JSON Feed. Takes XML text
 * or parsed JSON, and throws when it cannot read it either.
 */
export function readWithFeedsmith(document: unknown, itemsMax: number): RawFeed {
  return toRawFeed(parseFeed(document, { maxItems: itemsMax, parseDateFn: (raw) => raw }));
}

function toRawFeed(parsed: AnyFeed<string>): RawFeed {
  switch (parsed.format) {
    case 'rss':
      return { ...headOf(parsed.feed.title, parsed.feed.link), items: (parsed.feed.items ?? []).map(rssItem) };
    case 'rdf':
      return { ...headOf(parsed.feed.title, parsed.feed.link), items: (parsed.feed.items ?? []).map(rdfItem) };
    case 'json':
      return {
        ...headOf(parsed.feed.title, parsed.feed.home_page_url),
        items: (parsed.feed.items ?? []).map(jsonItem),
      };
    case 'atom':
      return {
        title: parsed.feed.title?.value ?? null,
        base: parsed.feed.xml?.base ?? null,
        items: (parsed.feed.entries ?? []).map(atomItem),
      };
  }
}

function headOf(title: string | undefined, link: string | undefined): Pick<RawFeed, 'title' | 'base'> {
  return { title: title ?? null, base: link !== undefined && /^https?:/i.test(link) ? link : null };
}

type Deep<T> = { readonly [Key in keyof T]?: T[Key] };

function rssItem(item: Deep<RssFeed.Item<string>>): RawItem {
  const guid = item.guid?.value ?? null;
  const permalink = item.guid?.isPermaLink === false || !/^https?:/i.test(guid ?? '') ? null : guid;
  return {
    guid,
    links: [item.link, ...alternates(item.atom?.links), permalink],
    base: null,
    title: item.title ?? item.dc?.titles?.[0] ?? null,
    summary: item.description ?? null,
    content: item.content?.encoded ?? null,
    dates: [item.pubDate, item.dc?.dates?.[0], item.dcterms?.issued?.[0], item.atom?.published, item.atom?.updated],
  };
}

function rdfItem(item: Deep<RdfFeed.Item<string>>): RawItem {
  return {
    guid: item.rdf?.about ?? null,
    links: [item.link, item.rdf?.about],
    base: null,
    title: item.title ?? null,
    summary: item.description ?? item.dc?.descriptions?.[0] ?? null,
    content: item.content?.encoded ?? null,
    dates: [item.dc?.dates?.[0], item.dcterms?.issued?.[0]],
  };
}

function atomItem(entry: Deep<AtomFeed.Entry<string>>): RawItem {
  return {
    guid: entry.id ?? null,
    links: [...alternates(entry.links), entry.id],
    base: entry.xml?.base ?? null,
    title: entry.title?.value ?? null,
    summary: entry.summary?.value ?? null,
    content: entry.content?.value ?? null,
    dates: [entry.published, entry.updated, entry.dc?.dates?.[0]],
  };
}

function jsonItem(item: Deep<JsonFeed.Item<string>>): RawItem {
  return {
    guid: item.id ?? null,
    links: [item.url, item.external_url, item.id],
    base: null,
    title: item.title ?? null,
    summary: item.summary ?? null,
    content: item.content_html ?? item.content_text ?? null,
    dates: [item.date_published, item.date_modified],
  };
}

function alternates(links: readonly Deep<AtomFeed.Link<string>>[] | undefined): (string | undefined)[] {
  const found = (links ?? []).filter((link) => (link.rel ?? 'alternate') === 'alternate');
  return [...found.filter((link) => /html/.test(link.type ?? 'html')), ...found].map((link) => link.href);
}
