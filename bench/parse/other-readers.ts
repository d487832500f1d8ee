/** What other well-kept readers make of a document, in their usual settings. */
import { createRequire } from 'node:module';
import type FeedParser from 'feedparser';
import { parseFeed as parseWithFeedsmith } from 'feedsmith';

const FeedParserOfCommonJs: typeof FeedParser = createRequire(import.meta.url)('feedparser');
const lengthMax = 8_000_000; // They have no limits of their own.

/** The most items that one of them found; null where neither reads the document. */
export async function readByOthers(text: string, url: string): Promise<number | null> {
  if (text.length > lengthMax) return null;
  const found = [itemsOfFeedsmith(text), await itemsOfFeedparser(text, url)].filter((items) => items !== null);
  return found.length === 0 ? null : Math.max(...found);
}

function itemsOfFeedsmith(text: string): number | null {
  try {
    const { feed } = parseWithFeedsmith(text);
    return ('entries' in feed ? feed.entries : 'items' in feed ? feed.items : [])?.length ?? 0;
  } catch {
    return null;
  }
}

function itemsOfFeedparser(text: string, url: string): Promise<number | null> {
  return new Promise((resolve) => {
    let items = 0;
    let isFeed = false;
    const parser = new FeedParserOfCommonJs({ feedurl: url });
    parser.on('meta', () => {
      isFeed = true;
    });
    parser.on('readable', () => {
      while (parser.read() !== null) items += 1;
    });
    parser.on('error', () => resolve(null));
    parser.on('end', () => resolve(isFeed ? items : null));
    parser.end(text);
  });
}
