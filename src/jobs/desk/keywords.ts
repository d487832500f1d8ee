import type { Watch } from '../../model.ts';
import { pointAt } from '../../pipeline/query/mistake.ts';
import { vocabularyOf } from '../../pipeline/query/vocabulary.ts';
import { parseQuery } from '../../pipeline/query.ts';
import { querySpeech } from '../../pipeline/speech/query.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import type { Desk, DeskReply, DeskRequest } from '../../ports.ts';
import { type Audience, readAudience } from '../audience.ts';
import { type DeskDeps, done, refused, whyNotConfiguring } from './deps.ts';
import { channelWatchId, isVisible, subscriptionId } from './subscriptions/names.ts';
import { entry, subscribeTo, whyNotSubscribed } from './subscriptions.ts';

const keywordsMax = 100; // a watch
const channelWatchesMax = 100; // a server: each is looked at on every incident, whoever made it

type KeywordRequest = Parameters<Desk['keyword']>[0];

/** Makes the answer to `/keyword add|remove|list`: without a watch named, on the channel's own, made when first needed. */
export function keywords(deps: DeskDeps): Desk['keyword'] {
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    // One change at a time: a watch is written whole, so two changes at once would lose one.
    const turn = last.then(() => change(deps, request));
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function change(deps: DeskDeps, request: KeywordRequest): Promise<DeskReply> {
  const audience = await readAudience(deps);
  const watch = pickWatch(request, audience);
  if (typeof watch === 'string') return refused(watch);
  if (request.change === 'list') return list(watch);
  const problem =
    (await whyNotConfiguring(deps, request, `keyword ${request.change} ${request.keyword ?? ''}`)) ??
    whyNotChanged(watch, request);
  if (problem !== null) return refused(problem);
  const keyword = (request.keyword ?? '').trim();
  return request.change === 'add'
    ? add(deps, request, { audience, watch, keyword })
    : remove(deps, request, { watch, keyword });
}

interface Changed {
  readonly watch: Watch;
  readonly keyword: string;
}

async function add(
  deps: DeskDeps,
  request: KeywordRequest,
  { audience, watch, keyword }: Changed & { readonly audience: Audience },
): Promise<DeskReply> {
  const isOwn = watch.id === channelWatchId(request);
  const isSubscribed = audience.subscriptions.some((each) => each.watch === watch.id);
  const problem =
    whyNoKeyword(watch, keyword) ??
    whyNoQuery(deps, request, keyword) ??
    (isOwn ? whyNoChannelWatch(audience, watch) : null) ??
    (isOwn && !isSubscribed ? whyNotSubscribed(request, audience, watch) : null);
  if (problem !== null) return refused(problem);
  const grown = { ...watch, keywords: [...watch.keywords, keyword] };
  await deps.store.saveWatch(grown, entry(deps, request, 'keyword-add', `${watch.id}: ${keyword}`));
  const text = `“${keyword}” is now looked for by “${watch.name}”.`;
  if (!isOwn || isSubscribed) return done(text);
  await subscribeTo(deps, request, { audience, watch: grown });
  return done(`${text} This channel is told of what it finds.`);
}

async function remove(deps: DeskDeps, request: KeywordRequest, { watch, keyword }: Changed): Promise<DeskReply> {
  const kept = watch.keywords.filter((each) => !isSame(each, keyword));
  if (kept.length === watch.keywords.length) return refused(`“${keyword}” is not a keyword of “${watch.name}”.`);
  await deps.store.saveWatch(
    { ...watch, keywords: kept },
    entry(deps, request, 'keyword-remove', `${watch.id}: ${keyword}`),
  );
  const text = `“${keyword}” is no longer looked for by “${watch.name}”.`;
  if (kept.length > 0 || watch.id !== channelWatchId(request)) return done(text);
  const id = subscriptionId(request, watch.id);
  await deps.store.removeSubscription(id, entry(deps, request, 'unsubscribe', watch.id));
  return done(`${text} It was the last.`);
}

function list(watch: Watch): DeskReply {
  if (watch.keywords.length === 0) return done(`“${watch.name}” has no keywords.`);
  const origin = watch.origin === 'file' ? ' (from the configuration)' : '';
  return done(`“${watch.name}”${origin} looks for: ${watch.keywords.map((each) => `“${each}”`).join(', ')}`);
}

function pickWatch(request: KeywordRequest, { watches }: Audience): Watch | string {
  const visible = watches.filter((watch) => isVisible(watch, request.server));
  if (request.watch !== null) {
    const named = visible.find(({ id, name }) => id === request.watch || name === request.watch);
    return named ?? `There is no watch “${request.watch}”.`;
  }
  return visible.find(({ id }) => id === channelWatchId(request)) ?? channelWatch(request);
}

function channelWatch(request: DeskRequest): Watch {
  return {
    id: channelWatchId(request),
    name: "this channel's keywords",
    server: request.server,
    keywords: [],
    actors: [],
    places: [],
    eventTypes: [],
    severityFloor: 'info',
    languages: [],
    origin: 'command',
  };
}

function whyNotChanged(watch: Watch, request: KeywordRequest): string | null {
  if (watch.origin === 'file') return `“${watch.name}” stands in the configuration and can be changed only there.`;
  if (watch.server !== request.server) return `“${watch.name}” belongs to another server.`;
  return (request.keyword ?? '').trim() === '' ? 'Name a keyword.' : null;
}

function whyNoKeyword(watch: Watch, keyword: string): string | null {
  if (watch.keywords.some((each) => isSame(each, keyword)))
    return `“${keyword}” is a keyword of “${watch.name}” already.`;
  return watch.keywords.length >= keywordsMax ? `A watch has at most ${keywordsMax} keywords.` : null;
}

function whyNoQuery({ pack }: DeskDeps, { language }: DeskRequest, keyword: string): string | null {
  const parsed = parseQuery(keyword, vocabularyOf(pack));
  if (parsed.ok) return null;
  const problem = inLanguage(querySpeech, language).problem(parsed.mistake.problem);
  return [problem, ...pointAt(keyword, parsed.mistake)].join('\n');
}

/** A thread is a channel too and anyone may open one: without a limit a server could make watches without end. */
function whyNoChannelWatch({ watches }: Audience, watch: Watch): string | null {
  if (watch.keywords.length > 0) return null;
  const used = watches.filter(({ server, keywords: held }) => server === watch.server && held.length > 0);
  return used.length < channelWatchesMax
    ? null
    : `A server can have ${channelWatchesMax} channels with keywords of their own.`;
}

const isSame = (a: string, b: string): boolean =>
  a.normalize('NFKC').toLowerCase() === b.normalize('NFKC').toLowerCase();
