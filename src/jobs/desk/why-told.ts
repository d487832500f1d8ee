import type { Incident, Language, SaidLine, SaidPiece, Silence } from '../../model.ts';
import { cut } from '../../pipeline/render/clean.ts';
import { words } from '../../pipeline/render/words.ts';
import { rowId } from '../../pipeline/route.ts';
import { joined, said } from '../../pipeline/speech/said.ts';
import { watchNameIn } from '../../pipeline/speech/watches.ts';
import { type WhySpeech, whySpeech } from '../../pipeline/speech/why.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import { type Channel, type Fate, fateOf } from '../../pipeline/why/fate.ts';
import { tellIn } from '../../pipeline/why/reasons.ts';
import { routingsOf } from '../../pipeline/why/routing.ts';
import { explainWatches } from '../../pipeline/why/told.ts';
import type { ArticleRecord, DeskRequest } from '../../ports.ts';
import type { DeskDeps } from './deps.ts';
import { type Told, toldHere } from './visible.ts';

/** Rows of so many versions are looked for, the newest first. */
const versionsAsked = 4;
const channelsMax = 25;
const watchWordsLengthMax = 160;

/** What became of an incident in each channel of this server, a sentence each: that from which is asked first, then those told. */
export async function channelLines(
  deps: DeskDeps,
  request: DeskRequest,
  incident: Incident,
  records: readonly ArticleRecord[],
): Promise<readonly SaidLine[]> {
  const speech = inLanguage(whySpeech, request.language);
  const told = await toldHere(deps, request, incident.id);
  if (told.channels.size === 0) return [speech.noSubscription];
  const alert = await deps.store.alert(incident.id, request.server);
  const watches = explainWatches(told.audience, incident, null, deps.pack);
  const names = new Map(told.audience.watches.map(({ id, name }) => [id, watchNameIn(name, request.language)]));
  const ids = [...told.channels].slice(0, channelsMax);
  const channels = await Promise.all(ids.map((id) => channelOf(deps, { incident, records, told }, id)));
  const fates = channels.map((channel) => {
    const own = watches.filter(({ watch }) => channel.subscriptions.some((each) => each.watch === watch));
    return { channel, fate: fateOf(channel, { incident, alert, watches: own, now: deps.clock.now() }) };
  });
  const rank = ({ channel, fate }: (typeof fates)[number]): number =>
    channel.channel === request.channel ? 0 : fate.is === 'told' ? 1 : 2;
  const ranked = fates.toSorted((one, other) => rank(one) - rank(other));
  return Promise.all(
    ranked.map(async ({ channel, fate }) => {
      const [summary, silence] = await Promise.all([
        summaryOf(deps, request, incident.id, fate),
        silenceOfFate(deps, request, fate),
      ]);
      const { server, language } = request;
      return sentence(speech, { channel, fate, server, language, summary, silence, watches: names });
    }),
  );
}

/** The message of a channel's hour that names an incident in place of a card of its own. */
async function summaryOf(
  { store }: DeskDeps,
  { server, language }: DeskRequest,
  incident: string,
  fate: Fate,
): Promise<SaidPiece | null> {
  const fold = fate.is === 'folded' && fate.fold !== null ? await store.fold(fate.fold) : null;
  const at = fold?.incidents.indexOf(incident) ?? -1;
  const named = fold?.messages.find(({ from, count }) => at >= from && at < from + count);
  if (fold === null || named === undefined || named.messageId === null || named.gone) return null;
  const { summary: text } = inLanguage(whySpeech, language);
  const place = { channel: fold.channel, message: named.messageId };
  return { kind: 'message', text, server: fold.isDirect ? '@me' : server, ...place };
}

/** The silence that kept it from a channel; null where it is no longer kept. */
async function silenceOfFate({ store }: DeskDeps, { server }: DeskRequest, fate: Fate): Promise<Silence | null> {
  if (fate.is !== 'silenced' || fate.silence === null) return null;
  const silence = await store.silence(fate.silence);
  return silence?.server === server ? silence : null;
}

interface Matter {
  readonly incident: Incident;
  readonly records: readonly ArticleRecord[];
  readonly told: Told;
}

async function channelOf({ store }: DeskDeps, matter: Matter, channel: string): Promise<Channel> {
  const { incident, records, told } = matter;
  const card = told.cards.find((each) => each.channel === channel) ?? null;
  const only = new Set([channel]);
  const routings = records.flatMap(({ verdict }) => routingsOf(verdict.reasons, only));
  const subscriptions = told.audience.subscriptions.filter((each) => each.channel === channel);
  const bar = await store.bar(channel);
  const known = { channel, card, routings, subscriptions, bar };
  if (card !== null && card.messageId !== null) return { ...known, waiting: null, settled: null };
  for (const version of versionsOf(records)) {
    const id = rowId({ incident: incident.id, version, kind: 'card', channel });
    const [waiting, settled] = await Promise.all([store.row(id), store.outcome(id)]);
    if (waiting !== null || settled !== null) return { ...known, waiting, settled };
  }
  return { ...known, waiting: null, settled: null };
}

/** The versions that are recorded, newest first. */
function versionsOf(records: readonly ArticleRecord[]): readonly number[] {
  const versions = new Set(records.flatMap(({ version }) => version ?? []));
  return [...versions].toSorted((one, other) => other - one).slice(0, versionsAsked);
}

interface Said {
  readonly channel: Channel;
  readonly fate: Fate;
  readonly server: string;
  readonly language: Language;
  /** The summary that names it in place of a card. */
  readonly summary: SaidPiece | null;
  /** What kept it from the channel. */
  readonly silence: Silence | null;
  /** Names of watches by their ids. */
  readonly watches: ReadonlyMap<string, string>;
}

function sentence(speech: WhySpeech, said: Said): SaidLine {
  const { channel, fate, server, language } = said;
  const isDirect = channel.card?.isDirect ?? channel.subscriptions[0]?.user != null;
  const name: SaidLine = isDirect ? speech.directMessages : [{ kind: 'channel', channel: channel.channel }];
  const { severity: severities, state: states } = words[language];
  switch (fate.is) {
    case 'told': {
      const place = { server: isDirect ? '@me' : server, channel: channel.channel, message: fate.messageId };
      return toldSentence(speech, { fate, name, place, by: watchedBy(speech, said) });
    }
    case 'ended':
      return speech.ended(name, fate.why, fate.at === null ? null : { kind: 'moment', at: fate.at });
    case 'folded':
      return speech.folded(name, said.summary);
    case 'deleted':
      return speech.deleted(name);
    case 'held':
      return speech.held(name, fate.until === null ? null : { kind: 'moment', at: fate.until });
    case 'below-floor':
      return speech.belowFloor(name, severities[fate.severity], fate.floor === null ? null : severities[fate.floor]);
    case 'digest-only':
      return speech.digestOnly(name);
    case 'silenced':
      return speech.silenced(name, said.silence === null ? null : spokenSilence(said.silence));
    case 'closed':
      return speech.closed(name, fate.state === null ? null : states[fate.state]);
    case 'failed':
      return speech.failed(name, fate.reason);
    case 'on-its-way':
      return speech.onItsWay(name);
    case 'silent':
      return joined([name, ': ', speech.silent]);
    case 'not-satisfied':
      return joined(
        fate.watches
          .slice(0, 1)
          .map((watch) => speech.notSatisfied(name, watchNameIn(watch.name, language), watch.missing)),
      );
    case 'changed-since':
      return speech.changedSince(name);
  }
}

function spokenSilence({ by, to, why }: Silence): { by: string; until: SaidPiece; why: string } {
  return { by: by.name, until: { kind: 'moment', at: to }, why };
}

function toldSentence(
  speech: WhySpeech,
  {
    fate,
    name,
    place,
    by,
  }: {
    readonly fate: Extract<Fate, { is: 'told' }>;
    readonly name: SaidLine;
    readonly place: { readonly server: string; readonly channel: string; readonly message: string };
    readonly by: string | null;
  },
): SaidLine {
  const card: SaidPiece = { kind: 'message', text: speech.card, ...place };
  const at: SaidPiece | null = fate.at === null ? null : { kind: 'moment', at: fate.at };
  const further = [
    notPinged(speech, fate),
    ...(by === null ? [] : [by]),
    ...(fate.isEdited ? [speech.edited] : []),
    ...(fate.isUpToDate ? [] : [speech.editPending]),
  ];
  return said`${speech.told(name, at, card)}${speech.comma}${further.join(speech.comma)}.`;
}

function notPinged(speech: WhySpeech, { isPinged, noPing, graver }: Extract<Fate, { is: 'told' }>): string {
  if (isPinged) return speech.pinged;
  return graver === null ? speech.notPinged(noPing) : speech.graver(graver);
}

/** Which watch it was and what satisfied it, of the first version that was told; null where that is not recorded. */
function watchedBy(speech: WhySpeech, { channel: { routings }, watches, language }: Said): string | null {
  const own = routings.find((routing) => routing.watches.length > 0)?.watches ?? [];
  const [satisfied, ...rest] = own;
  if (satisfied === undefined) return null;
  const end = rest.findIndex(({ code }) => code === 'watch-satisfied');
  const reasons = (end === -1 ? rest : rest.slice(0, end)).map((reason) => tellIn(reason, language).text);
  return speech.byWatch(
    watches.get(satisfied.detail) ?? satisfied.detail,
    cut(reasons.join(speech.semicolon), watchWordsLengthMax),
  );
}
