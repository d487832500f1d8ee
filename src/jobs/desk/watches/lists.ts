import type { Pack, SaidLine, Subscription, Watch } from '../../../model.ts';
import { vocabularyOf } from '../../../pipeline/query/vocabulary.ts';
import { listed as inOneLine, joined } from '../../../pipeline/speech/said.ts';
import { type WatchesSpeech, watchesSpeech } from '../../../pipeline/speech/watches.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import { unreadKeywords } from '../../../pipeline/watch/keywords.ts';
import type { DeskReply, DeskRequest, ReplyPart } from '../../../ports.ts';
import type { Audience } from '../../audience.ts';
import { done } from '../deps.ts';
import { isVisible } from '../subscriptions/names.ts';
import { asRead, writeMistake } from './understand.ts';

const watchesShownMax = 40;
const keywordsShownMax = 40;
const namesShownMax = 15;
const channelsShownMax = 20;

/** The watches that this server can use, a line each. */
export function listWatches(pack: Pack, request: DeskRequest, { watches, subscriptions }: Audience): DeskReply {
  const say = inLanguage(watchesSpeech, request.language);
  const visible = watches.filter((watch) => isVisible(watch, request.server));
  if (visible.length === 0) return done(say.none);
  const own = subscriptions.filter(({ server }) => server === request.server);
  const lines = visible.slice(0, watchesShownMax).map((watch) => lineOf(pack, request, watch, own));
  const more = visible.length > lines.length ? [say.more(visible.length - lines.length)] : [];
  return { ...done(say.listed(visible.length)), parts: [{ heading: '/watch list', lines: [...lines, ...more] }] };
}

/** One watch with all its parts, each keyword as it is read, and the channels of this server that are told of it. */
export function showWatch(pack: Pack, request: DeskRequest, watch: Watch, { subscriptions }: Audience): DeskReply {
  const say = inLanguage(watchesSpeech, request.language);
  const own = subscriptions.filter(({ watch: id, server }) => id === watch.id && server === request.server);
  const parts: readonly ReplyPart[] = [
    { heading: say.looksFor(watch.name), lines: keywordLines(pack, request, watch) },
    { heading: say.parts, lines: partLines(watch, say) },
    { heading: say.toldIn, lines: channelLines(own) },
  ];
  const origin = watch.origin === 'file' ? ` (${say.fromFile})` : '';
  return { ...done(`${watch.name}: ${watch.id}${origin}`), parts: parts.filter(({ lines }) => lines.length > 0) };
}

/** The keywords of a watch, each as it is read. */
export function listKeywords(pack: Pack, request: DeskRequest, watch: Watch): DeskReply {
  const say = inLanguage(watchesSpeech, request.language);
  if (watch.keywords.length === 0) return done(say.noKeywords(watch.name));
  const origin = watch.origin === 'file' ? ` (${say.fromFile})` : '';
  const lines = keywordLines(pack, request, watch);
  return { ...done(`${say.looksFor(watch.name)}${origin}`), parts: [{ heading: watch.name, lines }] };
}

function lineOf(pack: Pack, request: DeskRequest, watch: Watch, own: readonly Subscription[]): string {
  const say = inLanguage(watchesSpeech, request.language);
  const channels = own.filter((each) => each.watch === watch.id).length;
  const [unread] = unreadLines(pack, request, watch).values();
  const about = [
    ...(watch.origin === 'file' ? [say.fromFile] : []),
    looksFor(watch, say),
    ...(channels === 0 ? [] : [say.channels(channels)]),
    ...(unread === undefined ? [] : [`⚠ ${unread}`]),
  ];
  return `${watch.name}: ${about.join(', ')}`;
}

function looksFor(watch: Watch, say: WatchesSpeech): string {
  if (watch.keywords.length > 0) return say.keywords(watch.keywords.length);
  const others = partLines(watch, say);
  if (others.length > 0) return others.join(', ');
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

function partLines(watch: Watch, say: WatchesSpeech): readonly string[] {
  const named = (ids: readonly string[], line: (text: string) => string): readonly string[] => {
    if (ids.length === 0) return [];
    const more = ids.length > namesShownMax ? [say.more(ids.length - namesShownMax)] : [];
    return [line([...ids.slice(0, namesShownMax), ...more].join(', '))];
  };
  return [
    ...named(watch.actors, say.actors),
    ...named(watch.places, say.places),
    ...named(watch.eventTypes, say.eventTypes),
    ...named(watch.languages, say.languages),
    ...(watch.severityFloor === 'info' ? [] : [say.severityFrom(watch.severityFloor)]),
  ];
}

function channelLines(own: readonly Subscription[]): readonly SaidLine[] {
  const channels = own
    .filter(({ user }) => user === null)
    .slice(0, channelsShownMax)
    .map(({ channel }): SaidLine => [{ kind: 'channel', channel }]);
  return channels.length === 0 ? [] : [joined([inOneLine(channels, ', ')])];
}
