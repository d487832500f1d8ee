/** One line of a recorded stream, labelled so that a test would see it if labels were read. */
export const aStreamItem = (id: string, published: string, title: string, summary: string, more: object = {}) => ({
  id,
  feed: `feed-${id}`,
  feedTitle: `Feed ${id}`,
  url: `https://news.example/${id}`,
  published,
  lang: 'en',
  title,
  summary,
  labels: { role: 'first', incident: 'x' },
  ...more,
});
