/** The usual prefixes of the namespaces that feeds use; the elements of the feed formats themselves have none. */
const prefixOf: ReadonlyMap<string, string> = new Map([
  ['www.w3.org/2005/atom', ''],
  ['purl.org/atom/ns', ''],
  ['purl.org/rss/1.0', ''],
  ['purl.org/net/rss1.1', ''],
  ['my.netscape.com/rdf/simple/0.9', ''],
  ['channel.netscape.com/rdf/simple/0.9', ''],
  ['backend.userland.com/rss', ''],
  ['backend.userland.com/rss2', ''],
  ['blogs.law.harvard.edu/tech/rss', ''],
  ['cyber.law.harvard.edu/rss/rss.html', ''],
  ['purl.org/dc/elements/1.0', 'dc'],
  ['purl.org/dc/elements/1.1', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/syndication', 'sy'],
  ['search.yahoo.com/mrss', 'media'],
  ['www.itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['rssnamespace.org/feedburner/ext/1.0', 'feedburner'],
  ['www.w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['www.w3.org/1999/xhtml', 'xhtml'],
  ['www.w3.org/xml/1998/namespace', 'xml'],
]);
/** Prefixes of the formats' own elements where nobody declares them. */
const ownPrefixes = new Set(['atom', 'atom03', 'atom10', 'a10', 'rss', 'rss09', 'rss10']);
const declarationsMax = 100;
const namesMax = 1_000;

/** The usual prefix of a namespace; null where it is none that feeds are read by. */
export function usualPrefix(namespace: string): string | null {
  const bare = namespace
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[#/]{1,4}$/, '');
  return prefixOf.get(bare) ?? null;
}

/** Tells elements by their usual names, from the prefixes that a document declares. */
export class Names {
  readonly #prefixes = new Map<string, string>();
  readonly #known = new Map<string, string>();

  /** Takes a tag's declarations of prefixes, for all that follows: documents declare them once. */
  declare(attributes: ReadonlyMap<string, string>): void {
    for (const [name, namespace] of attributes) {
      const prefix = /^xmlns:(.+)$/.exec(name)?.[1];
      const usual = prefix === undefined ? null : usualPrefix(namespace);
      if (prefix === undefined || usual === null || this.#prefixes.size >= declarationsMax) continue;
      this.#prefixes.set(prefix, usual);
      this.#known.clear();
    }
  }

  /** Lower case, with the usual prefix. */
  usual(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const found = this.#named(name.toLowerCase());
    if (this.#known.size < namesMax) this.#known.set(name, found);
    return found;
  }

  #named(name: string): string {
    const colon = name.indexOf(':');
    if (colon < 0) return name;
    const prefix = name.slice(0, colon);
    const local = name.slice(colon + 1);
    const usual = this.#prefixes.get(prefix) ?? (ownPrefixes.has(prefix) ? '' : prefix);
    return usual === '' ? local : `${usual}:${local}`;
  }
}
