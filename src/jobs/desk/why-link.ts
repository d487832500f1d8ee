import type { Feed, SaidLine } from '../../model.ts';
import { siteOf } from '../../pipeline/address.ts';
import { linkKeyOf } from '../../pipeline/identity.ts';
import { articleIdOf } from '../../pipeline/normalise.ts';
import { whySpeech } from '../../pipeline/speech/why.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { ArticleRecord, DeskRequest } from '../../ports.ts';
import type { DeskDeps } from './deps.ts';

const feedsAskedMax = 20;
const feedsNamedMax = 3;
/** Incidents in whose reports a site is looked for that no feed has the address of. */
const incidentsAsked = 200;

/**
 * The record of the article behind a link, however it is spelled; `waiting` where no verdict is reached on it so far, null
 * where no feed brought it. What goes by another link is found among the items that its site's feeds brought.
 */
export async function articleBehind(
  { store, roster }: DeskDeps,
  link: string,
): Promise<ArticleRecord | 'waiting' | null> {
  const id = articleIdOf(link);
  const direct = id === null ? null : await recordOrWaiting(store, id);
  if (direct !== null) return direct;
  const key = linkKeyOf(link);
  if (key === null) return null;
  for (const { id: feed } of feedsOfSite(roster.feeds().values(), link).slice(0, feedsAskedMax)) {
    const { candidates } = await store.knownItems(feed, { articles: [], keys: [[key]] });
    for (const { article } of candidates.flat()) {
      const found = await recordOrWaiting(store, article);
      if (found !== null) return found;
    }
  }
  return null;
}

/** Why an article was never seen, as far as its site's feeds can tell. */
export async function neverSeenLines(deps: DeskDeps, request: DeskRequest, link: string): Promise<readonly SaidLine[]> {
  const speech = inLanguage(whySpeech, request.language);
  const { store, roster } = deps;
  const all = [...roster.feeds().values()];
  const direct = feedsOfSite(all, link);
  const feeds = direct.length > 0 ? direct : await feedsOfOutletsAt(deps, all, link);
  if (feeds.length === 0) return [speech.siteUnknown(siteOf(link) ?? link)];
  return Promise.all(
    feeds.slice(0, feedsNamedMax).map(async ({ id, about }): Promise<SaidLine> => {
      const name = about?.title ?? id;
      const state = await store.feedState(id);
      if (state?.paused != null) return speech.siteRests(name);
      if (state !== null && state.failures > 0)
        return speech.siteFails(name, state.lastProblem ?? state.lastStatus ?? '');
      const readAt = state?.lastReadAt ?? null;
      return speech.siteFed(name, readAt === null ? null : { kind: 'elapsed', at: readAt });
    }),
  );
}

/** The feeds that lie at the site of a link, or say that they are of it. */
function feedsOfSite(feeds: Iterable<Feed>, link: string): readonly Feed[] {
  const site = siteOf(link);
  if (site === null) return [];
  const isOfIt = (address: string | undefined): boolean => {
    const other = address === undefined ? null : siteOf(address);
    return other !== null && (other === site || other.endsWith(`.${site}`) || site.endsWith(`.${other}`));
  };
  return [...feeds].filter(({ url, about }) => isOfIt(url) || isOfIt(about?.site));
}

/** A publisher's feeds may lie elsewhere than its articles: those of outlets that had an article at the link's site. */
async function feedsOfOutletsAt({ store }: DeskDeps, feeds: readonly Feed[], link: string): Promise<readonly Feed[]> {
  const site = siteOf(link);
  const recent = await store.recentIncidents(incidentsAsked);
  const reports = recent.flatMap((incident) => incident.reports);
  const outlets = new Set(
    reports.filter((report) => report.link !== null && siteOf(report.link) === site).map(({ outlet }) => outlet),
  );
  return feeds.filter(({ outlet }) => outlets.has(outlet));
}

async function recordOrWaiting(store: DeskDeps['store'], id: string): Promise<ArticleRecord | 'waiting' | null> {
  const record = await store.articleRecord(id);
  if (record !== null) return record;
  return (await store.pendingArticle(id)) === null ? null : 'waiting';
}
