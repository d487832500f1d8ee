import type { AuditEntry, Subscription, SubscriptionWish, Watch } from '../../model.ts';
import { plainLine } from '../../pipeline/speech/said.ts';
import { subscriptionsSpeech } from '../../pipeline/speech/subscriptions.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import { describeSubscription } from '../../pipeline/subscribe/describe.ts';
import {
  nothingWished,
  type SubscriptionOf,
  subscriptionOf,
  type UsualSubscription,
} from '../../pipeline/subscribe.ts';
import type { Desk, DeskReply, DeskRequest } from '../../ports.ts';
import { type Audience, readAudience } from '../audience.ts';
import type { Controls } from './controls.ts';
import { type DeskDeps, done, entryOf, noteRefusal, refused, serverHere, whyNotConfiguring } from './deps.ts';
import { checkChannel } from './permissions.ts';
import { subscribeDirectly, unsubscribeDirectly } from './subscriptions/direct.ts';
import { isHere, isVisible, subscriptionId, watchesNamed } from './subscriptions/names.ts';
import { saveUnless } from './subscriptions/save.ts';

const subscriptionsMax = 100; // a server
const watchesNamedMax = 20;

type SubscribeRequest = Parameters<Desk['subscribe']>[0];

/** Makes the answer to `/subscribe`. */
export function subscribes(deps: DeskDeps): Desk['subscribe'] {
  return async (request) => {
    const problem = await whyNotSubscribing(deps, request);
    if (problem !== null) return refused(problem);
    const audience = await readAudience(deps);
    const watch = pickWatch(deps, request, audience);
    if (typeof watch === 'string') return refused(watch);
    return request.isDirect
      ? subscribeDirectly(deps, request, { audience, watch })
      : subscribeTo(deps, request, { audience, watch }, request.wish);
  };
}

/** What stands below an answer: `subscriptions:add:<watch>` subscribes this channel to a watch as is usual. */
export function subscriptionControls(deps: DeskDeps): Controls {
  const subscribe = subscribes(deps);
  const verb = 'subscriptions:add:';
  return {
    control: async (request) => {
      const { does, values: _, ...asked } = request;
      if (!does.startsWith(verb)) return refused(inLanguage(subscriptionsSpeech, request.language).noWatchAtAll);
      return subscribe({ ...asked, watch: does.slice(verb.length), wish: nothingWished, isDirect: false });
    },
  };
}

/** Subscribes a channel to a watch, or changes how it is subscribed. What the bot lacks there is told before. */
export async function subscribeTo(
  deps: DeskDeps,
  request: DeskRequest,
  to: { readonly audience: Audience; readonly watch: Watch },
  wish: SubscriptionWish = nothingWished,
): Promise<DeskReply> {
  const speech = inLanguage(subscriptionsSpeech, request.language);
  const { server, channel } = request;
  const obstacle = whyNotSubscribed(request, to.audience, to.watch);
  if (obstacle !== null) return refused(obstacle);
  const id = subscriptionId(request, to.watch.id);
  const before = to.audience.subscriptions.find((each) => each.id === id) ?? null;
  const of: SubscriptionOf = { id, watch: to.watch.id, server, channel, user: null };
  const wished = subscriptionOf(of, wish, before, await usualHere(deps, request, to.audience));
  if (!wished.ok) return refused(speech.mistake(wished.mistake));
  const { subscription } = wished;
  const { pingRole } = subscription;
  const checked = await checkChannel(deps.premises, { server, channel, pingRole, use: 'alerts' }, request.language);
  if (checked.mustMend) return { ...refused(speech.nothingSaved), lines: checked.lines };
  const told = describeSubscription(subscription, to.watch.name, request.language);
  const inEnglish = plainLine(describeSubscription(subscription, to.watch.name, 'en'));
  const audit = entry(deps, request, 'subscribe', inEnglish);
  const full = await saveUnless(deps, { subscription, audit }, (now) => whyNotSubscribed(request, now, to.watch));
  if (full !== null) return refused(full);
  return { ...done(before === null ? speech.nowTold : speech.stillTold), lines: [told, ...checked.lines] };
}

/** Makes the answer to `/unsubscribe`: without a watch named, all that this channel, or the asker, subscribed by command. */
export function unsubscribes(deps: DeskDeps): Desk['unsubscribe'] {
  return async (request) => {
    if (request.isDirect) return unsubscribeDirectly(deps, request);
    const problem = await whyNotConfiguring(deps, request, `unsubscribe ${request.watch ?? ''}`);
    if (problem !== null) return refused(problem);
    const speech = inLanguage(subscriptionsSpeech, request.language);
    const { watches, subscriptions } = await readAudience(deps);
    const here = subscriptions.filter((each) => isHere(request, each) && isMeant(request.watch, each));
    if (here.length === 0) return refused(request.watch === null ? speech.nothingHere : speech.notHere(request.watch));
    const own = here.filter(({ origin }) => origin === 'command');
    const filed = here.filter(({ origin }) => origin === 'file').map(({ watch }) => watch);
    const kept = speech.filed(watchesNamed(watches, filed, request.language));
    if (own.length === 0) return refused(kept);
    for (const { id, watch } of own)
      await deps.store.removeSubscription(id, entry(deps, request, 'unsubscribe', watch));
    const ended = own.map(({ watch }) => watch);
    const text = speech.ended(watchesNamed(watches, ended, request.language));
    return done(filed.length === 0 ? text : `${text} ${kept}`);
  };
}

/** The audit entry of a change by command. */
export function entry(deps: DeskDeps, request: DeskRequest, action: string, detail: string): AuditEntry {
  return entryOf(deps, request, action, `channel ${request.channel}: ${detail}`);
}

/** Anyone may ask to be told himself; a channel is for who configures, and whom it wakes for fewer still. */
async function whyNotSubscribing(deps: DeskDeps, request: SubscribeRequest): Promise<string | null> {
  if (request.isDirect) return null;
  const asked = `subscribe ${request.watch ?? ''}`;
  const problem = await whyNotConfiguring(deps, request, asked);
  const { pingRole } = request.wish;
  if (problem !== null || pingRole === null) return problem;
  const speech = inLanguage(subscriptionsSpeech, request.language);
  if (pingRole === request.server) return speech.everyonePinged; // the role of everybody has the server's id
  const hasResponders = ((await serverHere(deps, request))?.responderRoles ?? []).length > 0;
  // Where responder roles are set, who came so far has one, or manages the server.
  if (hasResponders || request.mayManageServer) return null;
  return noteRefusal(deps, request, `${asked} with role ${pingRole}`, speech.rolesAreManagers);
}

/** What a new subscription is like: told as the channel and its server are. */
async function usualHere(deps: DeskDeps, request: DeskRequest, audience: Audience): Promise<UsualSubscription> {
  const server = await serverHere(deps, request);
  const neighbour = audience.subscriptions.find((each) => isHere(request, each));
  return {
    severityFloor: deps.severityFloor,
    pingFloor: deps.pingFloor,
    language: neighbour?.language ?? server?.language ?? 'en',
    timeZone: server?.timeZone ?? 'UTC',
  };
}

const isMeant = (watch: string | null, each: Subscription): boolean => watch === null || each.watch === watch;

/** The watch that is meant, or a sentence. */
function pickWatch(deps: DeskDeps, request: SubscribeRequest, audience: Audience): Watch | string {
  const speech = inLanguage(subscriptionsSpeech, request.language);
  const visible = audience.watches.filter((watch) => isVisible(watch, request.server));
  if (request.watch !== null) {
    const named = visible.find(({ id, name }) => id === request.watch || name === request.watch);
    const known = visible.slice(0, watchesNamedMax).map(({ id }) => id);
    return named ?? speech.noWatch(request.watch, known.join(', '));
  }
  const usual = visible.find(({ id }) => id === deps.defaultWatch) ?? visible.find(({ origin }) => origin === 'file');
  return usual ?? speech.noWatchAtAll;
}

/** Why a channel cannot be subscribed to a watch; null when it can, or is. */
export function whyNotSubscribed(request: DeskRequest, { subscriptions }: Audience, watch: Watch): string | null {
  const speech = inLanguage(subscriptionsSpeech, request.language);
  const same = subscriptions.find((each) => isHere(request, each) && each.watch === watch.id);
  if (same?.origin === 'file') return speech.filed(watch.id);
  const count = subscriptions.filter(({ server, user }) => server === request.server && user === null).length;
  return same === undefined && count >= subscriptionsMax ? speech.tooMany(subscriptionsMax) : null;
}
