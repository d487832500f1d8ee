/** Feed documents for tests: the test says what matters, the rest is dull. */

export interface ItemParts {
  readonly title?: string;
  readonly link?: string;
  readonly guid?: string;
  readonly description?: string;
  readonly content?: string;
  readonly published?: Date | string;
}

/** An RSS 2.0 document; texts are escaped. */
export function anRss(items: readonly ItemParts[], title = 'A feed'): string {
  return rssOf(items.map(rssItem).join(''), title);
}

/** An RSS 2.0 document around items written by hand. */
export function rssOf(itemsXml: string, title = 'A feed'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>${escaped(title)}</title><link>https://news.example/</link><description>d</description>${itemsXml}</channel></rss>`;
}

/** An Atom document around entries written by hand. */
export function atomOf(entriesXml: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>A feed</title><id>urn:feed</id><updated>2020-01-03T00:00:00Z</updated>${entriesXml}</feed>`;
}

function rssItem(item: ItemParts): string {
  const published = item.published instanceof Date ? item.published.toUTCString() : item.published;
  return [
    '<item>',
    element('title', item.title),
    element('link', item.link),
    element('guid', item.guid),
    element('pubDate', published),
    element('description', item.description),
    element('content:encoded', item.content),
    '</item>',
  ].join('');
}

function element(name: string, text: string | undefined): string {
  return text === undefined ? '' : `<${name}>${escaped(text)}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
