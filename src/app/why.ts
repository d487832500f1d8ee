/** What `npm run why` does: finds the article and what it is judged beside, and explains; nothing is written. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openHttpReader } from '../adapters/http/reader.ts';
import { openStore } from '../adapters/redis/store.ts';
import type { Config } from '../config/load.ts';
import { type Audience, readAudience } from '../jobs/audience.ts';
import type { Article, Incident, Instant } from '../model.ts';
import { emptyIndex, type IncidentIndex, remember, withLessons } from '../pipeline/assign.ts';
import { knownBefore } from '../pipeline/decision.ts';
import { type CompiledPack, compilePack } from '../pipeline/extract.ts';
import { type Lessons, lessonsAt } from '../pipeline/lesson.ts';
import { articleIdOf } from '../pipeline/normalise.ts';
import { incidentsBefore } from '../pipeline/why/as-of.ts';
import { type Explanation, explain } from '../pipeline/why.ts';
import type { ArticleRecord, Log, Store } from '../ports.ts';
import { consoleAudience } from './audience.ts';
import { nothingOpened, type Opened, unlessAborted } from './opened.ts';
import { openRedisBeside, prefixOf } from './redis.ts';
import { isAddress, readAddress, readGiven } from './why/subject.ts';

export { instantOf, SubjectError } from './why/subject.ts';

/** An explanation, and what was decided when the article was seen. */
export interface Answer {
  /** Null where the article was not seen, or its record is no longer kept. */
  readonly recorded: ArticleRecord | null;
  /** What it was judged beside, in a sentence. */
  readonly beside: string;
  readonly explanation: Explanation;
}

interface Asking {
  readonly config: Config;
  /** An address, a file or a text. */
  readonly asked: string;
  /** The time to judge at, and of publication; null where none was given. */
  readonly at: Instant | null;
  readonly now: Instant;
  readonly log: Log;
  readonly stop: AbortSignal;
}

const storeOpenMsMax = 3_000;
const labelsRead = 10_000;

/** Explains an article. Throws SubjectError where it cannot be read as asked. */
export async function answerWhy(asking: Asking): Promise<Answer> {
  const opened = nothingOpened(asking.log);
  try {
    const store = await openStoreIfThere(asking, opened);
    return await answerWith(asking, store, opened);
  } finally {
    await opened.closeAll();
  }
}

async function answerWith({ config, asked, at, now }: Asking, found: Store | string, opened: Opened): Promise<Answer> {
  const store = typeof found === 'string' ? null : found;
  const recorded = isAddress(asked) ? await recordOf(store, asked) : null;
  const article =
    recorded === null ? await readAsked({ config, asked, at, now }, opened) : redated(recorded.article, at);
  const asOf = at ?? (recorded === null ? article.publishedAt : article.seenAt);
  const compiled = compilePack(knownBefore(config.pack, asOf));
  const incidents = store === null ? [] : (await store.incidentsSince(0)).incidents;
  const labels = store === null ? [] : await store.labels(labelsRead);
  const lessons = lessonsAt(labels, asOf);
  const { index, count } = indexOf({ compiled, lessons }, incidents, article, asOf);
  const listening = await audienceOf(config, store);
  const onRecord = `${compiled.pack.knownIncidents.length} incidents on record`;
  return {
    recorded,
    beside: typeof found === 'string' ? `${onRecord} alone: ${found}` : `${onRecord} and ${count} that were open`,
    explanation: explain({ article, compiled, index, now: asOf, listening }),
  };
}

/** The index as it was before the article was taken up. */
function indexOf(
  { compiled, lessons }: { readonly compiled: CompiledPack; readonly lessons: Lessons },
  incidents: readonly Incident[],
  article: Article,
  asOf: Instant,
): { readonly index: IncidentIndex; readonly count: number } {
  const empty = withLessons(emptyIndex(compiled), lessons);
  const open = incidentsBefore(empty.lookup, incidents, article, asOf);
  return { index: open.reduce(remember, empty), count: open.length };
}

async function recordOf(store: Store | null, link: string): Promise<ArticleRecord | null> {
  const id = articleIdOf(link);
  return store === null || id === null ? null : store.articleRecord(id);
}

const redated = (article: Article, at: Instant | null): Article =>
  at === null ? article : { ...article, publishedAt: at, seenAt: at };

async function readAsked(
  { config, asked, at, now }: Pick<Asking, 'config' | 'asked' | 'at' | 'now'>,
  opened: Opened,
): Promise<Article> {
  if (!isAddress(asked)) return readGiven(config.pack, asked, at, now);
  const reader = openHttpReader(config.settings.fetch);
  opened.add('http', () => reader.close());
  return readAddress(config.pack, reader, asked, { at, now });
}

function audienceOf(config: Config, store: Store | null): Promise<Audience> | Audience {
  const filed = config.discord === null ? consoleAudience(config) : config;
  return store === null ? filed : readAudience({ store, filed });
}

/** The store of the configuration where there is one; else why not. What cannot be reached is not waited for. */
async function openStoreIfThere({ config, log, stop }: Asking, opened: Opened): Promise<Store | string> {
  const { settings } = config;
  if (settings.redisUrl === null && !existsSync(join(settings.dataDir, 'redis')))
    return 'no Redis is set and Watchfloor has not run here';
  const inTime = AbortSignal.any([stop, AbortSignal.timeout(storeOpenMsMax)]);
  try {
    const redis = await unlessAborted(openRedisBeside(config, opened, log), inTime);
    return openStore(redis, { prefix: prefixOf(settings), log });
  } catch (error) {
    stop.throwIfAborted();
    return `Redis cannot be reached (${error instanceof Error ? error.message : String(error)})`;
  }
}
