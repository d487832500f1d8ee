import type { Pack, SaidLine, Subscription, Watch } from '../../../model.ts';
import { vocabularyOf } from '../../../pipeline/query/vocabulary.ts';
import { cut } from '../../../pipeline/render/clean.ts';
import { nameIn } from '../../../pipeline/render/describe.ts';
import { words } from '../../../pipeline/render/words.ts';
import { listed as inOneLine, joined } from '../../../pipeline/speech/said.ts';
import { watchesSpeech, watchNameIn } from '../../../pipeline/speech/watches.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import { packNames } from '../../../pipeline/summarise/names.ts';
import { unreadKeywords } from '../../../pipeline/watch/keywords.ts';
import type { DeskReply, DeskRequest, ReplyPart } from '../../../ports.ts';
import type { Audience } from '../../audience.ts';
import { done } from '../deps.ts';
import { isVisible } from '../subscriptions/names.ts';
import { asRead, writeMistake } from './understand.ts';

const watchesShownMax = 25; // Discord: fields of an embed
const watchLengthMax = 160; // so that all of them have room in one
const keywordsShownMax = 40;
const namesShownMax = 15;
const namesListedMax = 4;
const channelsShownMax = 20;

/** The watches that this server can use, its own first: of each where it stands and what it looks for. */
export function listWatches(pack: Pack, request: DeskRequest, { watches, subscriptions }: Audience): DeskReply {
  const say = inLanguage(watchesSpeech, request.language);
  const isOwn = ({ server }: Watch): number => Number(server === request.server);
  const visible = watches
    .filter((watch) => isVisible(watch, request.server))
    .toSorted((one, other) => isOwn(other) - isOwn(one));
  if (visible.length === 0) return done(say.none);
  const told = subscriptions.filter(({ server, user }) => server === request.server && user === null);
  const parts = visible.slice(0, watchesShownMax).map((watch) => partOf(pack, request, watch, told));
  const more = visible.length > parts.length ? ` (${say.more(visible.length - parts.length)})` : '';
  return { ...done(`${say.listed(visible.length)}${more}`), parts };
}

/** One watch with all its parts, each keyword as it is read, and the channels of this server that are told of it. */
export function showWatch(pack: Pack, request: DeskRequest, watch: Watch, { subscriptions }: Audience): DeskReply {
  const say = inLanguage(watchesSpeech, request.language);
  const own = subscriptions.filter(({ watch: id, server }) => id === watch.id && server === request.server);
  const parts: readonly ReplyPart[] = [
    { heading: say.looksFor(watchNameIn(watch.name, request.language)), lines: keywordLines(pack, request, watch) },
    { heading: say.parts, lines: partLines(pack, request, watch) },
    { heading: say.toldIn, lines: channelLines(own) },
  ];
  const origin = watch.origin === 'file' ? ` (${say.fromFile})` : '';
  return {
    ...done(`${watchNameIn(watch.name, request.language)}: ${watch.id}${origin}`),
    parts: parts.filter(({ lines }) => lines.length > 0),
  };
}

/** The keywords of a watch, each as it is read. */
export function listKeywords(pack: Pack, request: DeskRequest, watch: Watch): DeskReply {
  const say = inLanguage(watchesSpeech, request.language);
  if (watch.keywords.length === 0) return done(say.noKeywords(watchNameIn(watch.name, request.language)));
  const origin = watch.origin === 'file' ? ` (${say.fromFile})` : '';
  const lines = keywordLines(pack, request, watch);
  return {
    ...done(`${say.looksFor(watchNameIn(watch.name, request.language))}${origin}`),
    parts: [{ heading: watchNameIn(watch.name, request.language), lines }],
  };
}

function partOf(pack: Pack, request: DeskRequest, watch: Watch, told: readonly Subscription[]): ReplyPart {
  const say = inLanguage(watchesSpeech, request.language);
  const channels = told.filter((each) => each.watch === watch.id).length;
  const [unread] = unreadLines(pack, request, watch).values();
  // What matters most stands first: the end of a long line is cut.
  const about = [
    ...(unread === undefined ? [] : [`⚠ ${unread}`]),
    ...(channels === 0 ? [] : [say.channels(channels)]),
    ...(watch.origin === 'file' ? [say.fromFile] : []),
    looksFor(pack, request, watch),
  ];
  return { heading: watchNameIn(watch.name, request.language), lines: [cut(about.join(say.comma), watchLengthMax)] };
}

function looksFor(pack: Pack, request: DeskRequest, watch: Watch): string {
  const say = inLanguage(watchesSpeech, request.language);
  if (watch.keywords.length > 0) return say.keywords(watch.keywords.length);
  const others = partLines(pack, request, watch, namesListedMax);
  if (others.length > 0) return others.join(say.comma);
  return watch.origin === 'file' ? say.everything : say.nothing;
}

function keywordLines(pack: Pack, request: DeskRequest, watch: Watch): readonly string[] {
  const { keywords } = watch;
  const unread = unreadLines(pack, request, watch);
  const lines = keywords.slice(0, keywordsShownMax).map((query) => {
    const mistake = unread.get(query);
    return mistake === undefined ? asRead(query, pack) : `⚠ ${query}: ${mistake}`;
  });
  const more = inLanguage(watchesSpeech, request.language).more(keywords.length - lines.length);
  return keywords.length > lines.length ? [...lines, more] : lines;
}

/** What is wrong with the keywords that find nothing any more: what they name has left the pack. */
function unreadLines(pack: Pack, { language }: DeskRequest, watch: Watch): ReadonlyMap<string, string> {
  const say = inLanguage(watchesSpeech, language);
  const unread = unreadKeywords(watch, vocabularyOf(pack));
  return new Map(
    unread.map(({ keyword, mistake }) => {
      const written = writeMistake(keyword, mistake, language).split('\n').join(' ');
      return [keyword, say.notUnderstood(written)];
    }),
  );
}

/** What a watch asks for beside its keywords, by the names that the pack has. */
function partLines(pack: Pack, { language }: DeskRequest, watch: Watch, namesMax = namesShownMax): readonly string[] {
  const say = inLanguage(watchesSpeech, language);
  const names = packNames(pack);
  const named = (called: readonly string[], line: (text: string) => string): readonly string[] => {
    if (called.length === 0) return [];
    const more = called.length > namesMax ? [say.more(called.length - namesMax)] : [];
    const own = called.slice(0, namesMax).map((name) => nameIn({ names: names.translations() }, name, language));
    return [line([...own, ...more].join(say.comma))];
  };
  const typeNames = new Map(pack.eventTypes.map(({ id, name }) => [id, name]));
  const known = words[language === 'ar' ? 'ar' : 'en'];
  return [
    ...named(watch.actors.map(names.actor), say.actors),
    ...named(watch.places.map(names.placeName), say.places),
    ...named(
      watch.eventTypes.map((type) => typeNames.get(type) ?? type),
      say.eventTypes,
    ),
    ...named(
      watch.languages.map((each) => known.language[each]),
      say.languages,
    ),
    ...(watch.severityFloor === 'info' ? [] : [say.severityFrom(known.severity[watch.severityFloor].toLowerCase())]),
  ];
}

function channelLines(own: readonly Subscription[]): readonly SaidLine[] {
  const channels = own
    .filter(({ user }) => user === null)
    .slice(0, channelsShownMax)
    .map(({ channel }): SaidLine => [{ kind: 'channel', channel }]);
  return channels.length === 0 ? [] : [joined([inOneLine(channels, ', ')])];
}
