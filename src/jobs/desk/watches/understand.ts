import { createHash } from 'node:crypto';
import { type Language, type Pack, type Severity, severities, type Watch } from '../../../model.ts';
import { markAt, type QueryMistake, queriesMax } from '../../../pipeline/query/mistake.ts';
import { vocabularyOf } from '../../../pipeline/query/vocabulary.ts';
import { writeQuery } from '../../../pipeline/query/write.ts';
import { parseQuery } from '../../../pipeline/query.ts';
import { cleanLine } from '../../../pipeline/render/clean.ts';
import { words } from '../../../pipeline/render/words.ts';
import { querySpeech } from '../../../pipeline/speech/query.ts';
import { type WatchesSpeech, watchesSpeech } from '../../../pipeline/speech/watches.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import { newWatch } from '../../../pipeline/watch/new.ts';
import type { DeskRequest } from '../../../ports.ts';
import type { Audience } from '../../audience.ts';
import type { DeskDeps } from '../deps.ts';
import { channelWatchId } from '../subscriptions/names.ts';
import { channelWatch, folded, watchNamed } from './target.ts';
import type { Wish } from './wish.ts';

export const nameLengthMax = 60;
const watchesMax = 100; // a server: each costs at every incident, and a thread is a channel too
const idNameLengthMax = 32;

/** What a wish comes to: the watch as it would be, or what is wrong, in a sentence. */
export type Understood =
  | {
      readonly ok: true;
      readonly after: Watch;
      /** What stands in the store, or the configuration, in its place; null: nothing. */
      readonly stored: Watch | null;
    }
  | { readonly ok: false; readonly text: string };

/** Reads a wish with the eyes of the server that has it. */
export function understand(deps: DeskDeps, request: DeskRequest, wish: Wish, audience: Audience): Understood {
  const say = inLanguage(watchesSpeech, request.language);
  const stored = wish.watch === null ? null : watchNamed(request, audience, wish.watch);
  const isChannels = wish.watch === channelWatchId(request);
  if (wish.watch !== null && stored === null && !isChannels) return wrong(say.noWatch(wish.watch));
  const queries = queriesOf(wish.queries);
  const problem =
    queries.map((query) => mistakeIn(query, deps.pack, request.language)).find((each) => each !== null) ??
    (stored === null ? whyNoMore(audience, request, say) : null);
  if (problem !== null && problem !== undefined) return wrong(problem);
  const target = stored ?? (isChannels ? channelWatch(request) : null);
  if (wish.kind === 'keyword' && target !== null) return withKeyword(target, stored, queries, say);
  return asWished(request, wish, { queries, stored, audience, say });
}

function withKeyword(target: Watch, stored: Watch | null, queries: readonly string[], say: WatchesSpeech): Understood {
  if (queries.length === 0) return wrong(say.noQuery);
  const [known] = queries.filter((query) => target.keywords.some((each) => folded(each) === folded(query)));
  if (known !== undefined) return wrong(say.keywordThere(known, target.name));
  const keywords = [...target.keywords, ...queries];
  if (keywords.length > queriesMax) return wrong(say.tooManyKeywords(queriesMax));
  return { ok: true, stored, after: { ...target, keywords } };
}

function asWished(
  request: DeskRequest,
  wish: Wish,
  read: {
    readonly queries: readonly string[];
    readonly stored: Watch | null;
    readonly audience: Audience;
    readonly say: WatchesSpeech;
  },
): Understood {
  const { queries, stored, audience, say } = read;
  const name = cleanLine(wish.name);
  const severityFloor = severityOf(wish.severityFloor);
  if (name === '' || name.length > nameLengthMax) return wrong(say.nameLength(nameLengthMax));
  if (severityFloor === null) return wrong(say.noSeverity(wish.severityFloor, severities.join(', ')));
  if (queries.length === 0 && !(stored !== null && hasOtherParts(stored))) return wrong(say.noQuery);
  if (queries.length > queriesMax) return wrong(say.tooManyKeywords(queriesMax));
  const base = stored ?? newWatch({ id: newId(request, name), name, server: request.server });
  const namesake = watchNamed(request, audience, name) ?? watchNamed(request, audience, base.id);
  if (namesake !== null && namesake.id !== stored?.id) return wrong(say.nameTaken(namesake.name));
  return { ok: true, stored, after: { ...base, name, keywords: queries, severityFloor } };
}

/** A name that no watch has: the one given, or with a number behind. */
export function freeName(request: DeskRequest, audience: Audience, given: string): string {
  const isTaken = (name: string): boolean =>
    watchNamed(request, audience, name) !== null || watchNamed(request, audience, newId(request, name)) !== null;
  const short = given.slice(0, nameLengthMax - numberLengthMax).trim();
  if (!isTaken(short)) return short;
  for (let at = 2; at <= watchesMax; at += 1) if (!isTaken(`${short} ${at}`)) return `${short} ${at}`;
  return short;
}
const numberLengthMax = 4;

const wrong = (text: string): Understood => ({ ok: false, text });

/** The lines of a text that say something, each once. */
function queriesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.replace(/\s+/gu, ' ').trim());
  return [...new Map(lines.filter((line) => line !== '').map((line) => [folded(line), line])).values()];
}

/** What is wrong with a query and where, in a sentence and a line; null where nothing is. */
function mistakeIn(query: string, pack: Pack, language: Language): string | null {
  const parsed = parseQuery(query, vocabularyOf(pack));
  return parsed.ok ? null : writeMistake(query, parsed.mistake, language);
}

/** A mistake in a sentence and the query with its place marked. */
export function writeMistake(query: string, mistake: QueryMistake, language: Language): string {
  const sentence = inLanguage(querySpeech, language).problem(mistake.problem);
  return inLanguage(watchesSpeech, language).mistake(sentence, markAt(query, mistake));
}

/** A query as it was read; as it stands where it cannot be. */
export function asRead(query: string, pack: Pack): string {
  const parsed = parseQuery(query, vocabularyOf(pack));
  return parsed.ok ? writeQuery(parsed.query) : query;
}

/** By its id, or its name in any of the languages. */
function severityOf(typed: string): Severity | null {
  const sought = folded(typed);
  const isIt = (severity: Severity): boolean =>
    severity === sought || Object.values(words).some((vocabulary) => folded(vocabulary.severity[severity]) === sought);
  return sought === '' ? 'info' : (severities.find(isIt) ?? null);
}

/** A watch of the configuration without any part takes every incident. */
function hasOtherParts({ origin, actors, places, eventTypes, languages }: Watch): boolean {
  return origin === 'file' || actors.length + places.length + eventTypes.length + languages.length > 0;
}

function whyNoMore({ watches }: Audience, { server }: DeskRequest, say: WatchesSpeech): string | null {
  const own = watches.filter((watch) => watch.server === server && watch.keywords.length > 0);
  return own.length < watchesMax ? null : say.tooManyWatches(watchesMax);
}

/** Ids are of all servers together, so that a server's own stands in it. */
function newId({ server }: DeskRequest, name: string): string {
  const latin = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/gu, '')
    .slice(0, idNameLengthMax)
    .replace(/-$/u, '');
  const named = latin === '' ? createHash('sha256').update(name).digest('hex').slice(0, 10) : latin;
  return `watch-${server}-${named}`;
}
