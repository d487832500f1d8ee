/** When two addresses lead to one feed, and whose address it is. */

/** What addresses have in common that differ in scheme, `www.` or a last slash alone: they lead to the same feed. */
export function sameAddress(url: string): string {
  return url
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/\/$/, '');
}

/** The host of an address without what only says that it is a web site or its feeds; null where there is no host. */
export function siteOf(url: string): string | null {
  const host = URL.parse(url)?.hostname.toLowerCase() ?? '';
  return host.replace(/^(?:www\d?|m|feeds?|rss)\.(?=[^.]+\.)/u, '') || null;
}
