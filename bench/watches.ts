/** What ten thousand watches over hundreds of servers cost an article, against one watch and against asking each. */
import { loadConfig } from '../src/config/load.ts';
import type { Incident, Pack, Subscription, Watch } from '../src/model.ts';
import { assign, emptyIndex, remember } from '../src/pipeline/assign.ts';
import { knownBefore } from '../src/pipeline/decision.ts';
import { compilePack, extract } from '../src/pipeline/extract.ts';
import { type RouteInput, route } from '../src/pipeline/route.ts';
import { satisfiedBy } from '../src/pipeline/watch/satisfied.ts';
import { watched } from '../src/pipeline/watch/watched.ts';
import { satisfaction } from '../src/pipeline/watch.ts';
import { chanceFrom, oneOf } from './chance.ts';
import { newsArticles } from './news.ts';
import { bestOf, heapBytes } from './scale.ts';
import { type Measured, rounded } from './support.ts';

const articlesCount = 600;
const versionsMax = 200;
const watchesMany = 10_000;
const watchesAServer = 20;
const naiveVersions = 10; // the loop over all is slow

/**
 * `own`: what servers watch for beside what all do, each with a name of its own. `shared`: the actors, places and words of
 * the news itself, so that hundreds are satisfied at once.
 */
export async function watches(): Promise<Measured> {
  const { pack } = loadConfig();
  const versions = versionsOf(pack);
  const figures = {
    versions: versions.length,
    own: measure(pack, versions, own),
    shared: measure(pack, versions, shared),
  };
  return { figures, target: { 'own.timesSlowerMax': 2 } };
}

type Version = Pick<RouteInput, 'incident' | 'before' | 'article' | 'verdict' | 'now'>;
type WatchMaker = (pack: Pack, chance: () => number, at: number) => Partial<Watch>;

function measure(pack: Pack, versions: readonly Version[], make: WatchMaker) {
  const bytesBefore = heapBytes();
  const many = audienceOf(pack, watchesMany, make);
  const bytesOfWatches = heapBytes() - bytesBefore;
  const [first] = versions;
  if (first === undefined) throw new Error('the news opened no incident');
  const readMs = timed(() => countSatisfied(pack, first, many.watches));
  const bytesOfTable = heapBytes() - bytesBefore - bytesOfWatches;
  // Somebody changed one watch: the store gives the others as they were, in a list that is new.
  const again = many.watches.map((watch, at) => (at === 0 ? { ...watch } : watch));
  const readAgainMs = timed(() => countSatisfied(pack, first, again));
  const satisfied = versions.map((version) => countSatisfied(pack, version, many.watches));
  const one = { watches: many.watches.slice(0, 1), subscriptions: many.subscriptions.slice(0, 1) };
  const few = versions.slice(0, naiveVersions);
  const [oneMs = Number.NaN, manyMs = Number.NaN, naiveMs = Number.NaN] = bestOf([
    () => routeAll(pack, versions, one),
    () => routeAll(pack, versions, many),
    () => askEach(pack, few, many.watches),
  ]);
  return {
    usAVersionWithOne: rounded((oneMs / versions.length) * 1000),
    usAVersionWithAll: rounded((manyMs / versions.length) * 1000),
    timesSlower: rounded(manyMs / oneMs),
    usAVersionAskingEach: rounded((naiveMs / few.length) * 1000),
    satisfiedAVersion: rounded(satisfied.reduce((sum, count) => sum + count, 0) / versions.length),
    readMs: rounded(readMs),
    readAgainMs: rounded(readAgainMs),
    kbAWatch: rounded(bytesOfTable / watchesMany / 1000),
  };
}

interface Audience {
  readonly watches: readonly Watch[];
  readonly subscriptions: readonly Subscription[];
}

function audienceOf(pack: Pack, count: number, make: WatchMaker): Audience {
  const chance = chanceFrom(7);
  const made = Array.from({ length: count }, (_, at) => watchOf(at, make(pack, chance, at)));
  return { watches: made, subscriptions: made.map(subscriptionOf) };
}

function watchOf(at: number, said: Partial<Watch>): Watch {
  const parts = { keywords: [], actors: [], places: [], eventTypes: [], languages: [], severityFloor: 'info' } as const;
  const server = `server-${Math.floor(at / watchesAServer)}`;
  return { id: `watch-${at}`, name: `Watch ${at}`, server, origin: 'command', ...parts, ...said };
}

function subscriptionOf({ id, server }: Watch): Subscription {
  return {
    id: `to-${id}`,
    watch: id,
    server: server ?? '',
    channel: `channel-${id}`,
    user: null,
    pingRole: null,
    severityFloor: 'info',
    pingFloor: 'high',
    language: 'en',
    alerts: true,
    quiet: null,
    cardsPerHour: null,
    digests: [],
    origin: 'command',
  };
}

const common = ['rocket', 'drone', 'embassy', 'base', 'strike', 'killed', 'militia', 'convoy', 'airport', 'troops'];
const syllables = ['ba', 'dir', 'ham', 'ka', 'lo', 'mur', 'nas', 'qal', 'ra', 'sul', 'ta', 'zer'];

/** Keywords of a server: names that nobody else asks for, among words that everybody does. */
function own(_: Pack, chance: () => number, at: number): Partial<Watch> {
  const name = `${oneOf(syllables, chance)}${oneOf(syllables, chance)}${oneOf(syllables, chance)}${at}`;
  const [one, other] = [oneOf(common, chance), oneOf(common, chance)];
  const queries = [
    name,
    `${one} ${name}`,
    `(${name} OR "${name} ${other}") AND ${one}`,
    `${one} NEAR/5 ${name} NOT football`,
    `${name}* severity>=low`,
    `(${one} NEAR/5 (${other} OR ${name}x)) AND =${name}`,
  ];
  return { keywords: [oneOf(queries, chance), `${oneOf(syllables, chance)}q${at}`] };
}

/** What all watch for: bodies and places of the pack, and the words of the news. */
function shared({ actors, places }: Pack, chance: () => number): Partial<Watch> {
  const actor = oneOf(actors, chance);
  const place = oneOf(places, chance);
  const [one, other] = [oneOf(common, chance), oneOf(common, chance)];
  const kinds: readonly Partial<Watch>[] = [
    { actors: [actor.id] },
    { places: [place.id] },
    { keywords: [actor.name] },
    { keywords: [`${one} NEAR/5 ${other} AND place:${place.id}`] },
    { keywords: [`(${place.name.replaceAll('(', '').replaceAll(')', '')} OR actor:${actor.id}) ${one} killed>0`] },
  ];
  return oneOf(kinds, chance);
}

/** Incidents as news opens and changes them. */
function versionsOf(pack: Pack): readonly Version[] {
  const compiled = compilePack(knownBefore(pack, 0));
  const versions: Version[] = [];
  let index = emptyIndex(compiled);
  for (const article of newsArticles(articlesCount, 'on-topic')) {
    const now = article.publishedAt;
    const { incident, verdict } = assign(index, article, extract(article, compiled), now);
    if (incident === null) continue;
    const before = index.incidents.get(incident.id) ?? null;
    index = remember(index, incident);
    if (isTold(incident, before)) versions.push({ incident, before, article, verdict, now });
    if (versions.length === versionsMax) break;
  }
  return versions;
}

const isTold = (incident: Incident, before: Incident | null): boolean =>
  !incident.silent && incident.version !== before?.version;

function routeAll(pack: Pack, versions: readonly Version[], audience: Audience): void {
  for (const version of versions)
    route({ ...version, ...audience, pack, alerts: [], cards: [], realNow: version.now, causedAt: version.now });
}

const countSatisfied = (pack: Pack, { incident, article }: Version, all: readonly Watch[]): number =>
  satisfiedBy(all, watched(incident, article, pack)).size;

/** Milliseconds of processor time. */
function timed(work: () => unknown): number {
  const startedAt = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(startedAt);
  return (user + system) / 1000;
}

/** What the table is measured against: each watch asked by itself. */
function askEach(pack: Pack, versions: readonly Version[], all: readonly Watch[]): void {
  for (const { incident, article } of versions) {
    const seen = watched(incident, article, pack);
    for (const watch of all) satisfaction(watch, seen);
  }
}
