import type { StreamItem } from '../adapters/stream/items.ts';
import type { Article, Feed, Pack } from '../model.ts';
import { normalise } from '../pipeline/normalise.ts';

/** The pack's feed of this name, or one made up for a stream that comes from elsewhere. */
export function feedOf(pack: Pack, { feed, lang }: StreamItem): Feed {
  const listed = pack.feeds.find(({ id }) => id === feed);
  if (listed) return listed;
  const language = lang === 'ar' || lang === 'fa' ? lang : 'en';
  return {
    id: feed,
    url: `https://${feed}.invalid/`,
    outlet: feed,
    language,
    status: 'active',
    intervalMinutes: 10,
    origin: 'file',
  };
}

/** An item as its feed would have brought it the moment it was published. */
export function articleOf(pack: Pack, item: StreamItem): Article {
  const seenAt = Date.parse(item.published);
  const feed = feedOf(pack, item);
  const { id: guid, title, summary, content } = item;
  const link = URL.canParse(item.url) ? item.url : null;
  return normalise(
    { guid, link, title, summary, content, author: null, publishedAt: seenAt },
    { feed, feedUrl: feed.url, seenAt, firstPoll: false },
  );
}
