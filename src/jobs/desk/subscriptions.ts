import type { AuditEntry, Severity, Subscription, Watch } from '../../model.ts';
import type { Desk, DeskReply, DeskRequest } from '../../ports.ts';
import { type Audience, readAudience } from '../audience.ts';
import { type DeskDeps, done, refused, whyNotConfiguring } from './deps.ts';

const subscriptionsMax = 100; // a server

/** Whether a server may see and use a watch. */
export function isVisible(watch: Watch, server: string): boolean {
  return watch.server === null || watch.server === server;
}

/** The watch of a server's own keywords for one channel. */
export function channelWatchId(request: Pick<DeskRequest, 'server' | 'channel'>): string {
  return `channel-${request.server}-${request.channel}`;
}

/** The subscription by command of a channel to a watch: one, however often it is asked for. */
export function subscriptionId(request: Pick<DeskRequest, 'server' | 'channel'>, watch: string): string {
  return `by-command-${request.server}-${request.channel}-${watch}`;
}

/** Makes the answer to `/subscribe`. */
export function subscribes(deps: DeskDeps): Desk['subscribe'] {
  return async (request) => {
    const problem = await whyNotConfiguring(deps, request, `subscribe ${request.watch ?? ''}`);
    if (problem !== null) return refused(problem);
    const audience = await readAudience(deps);
    const watch = pickWatch(deps, request, audience);
    if (typeof watch === 'string') return refused(watch);
    const obstacle = whyNotSubscribed(request, audience, watch);
    if (obstacle !== null) return refused(obstacle);
    return subscribeTo(deps, request, { audience, watch });
  };
}

/** Subscribes a channel to a watch, or changes how it is subscribed. */
export async function subscribeTo(
  deps: DeskDeps,
  request: DeskRequest & { readonly pingRole: string | null; readonly severityFloor: Severity | null },
  to: { readonly audience: Audience; readonly watch: Watch },
): Promise<DeskReply> {
  const id = subscriptionId(request, to.watch.id);
  const before = to.audience.subscriptions.find((each) => each.id === id);
  const neighbour = to.audience.subscriptions.find(({ server, channel }) => isHere(request, { server, channel }));
  const subscription: Subscription = {
    id,
    watch: to.watch.id,
    server: request.server,
    channel: request.channel,
    user: null,
    pingRole: request.pingRole ?? before?.pingRole ?? null,
    severityFloor: request.severityFloor ?? before?.severityFloor ?? deps.severityFloor,
    pingFloor: before?.pingFloor ?? deps.pingFloor,
    language: before?.language ?? neighbour?.language ?? 'en',
    alerts: before?.alerts ?? true,
    quiet: before?.quiet ?? null,
    cardsPerHour: before?.cardsPerHour ?? null,
    digests: before?.digests ?? [],
    origin: 'command',
  };
  await deps.store.saveSubscription(subscription, entry(deps, request, 'subscribe', describe(to.watch, subscription)));
  return done(`This channel is ${before === undefined ? 'now' : 'still'} told of ${describe(to.watch, subscription)}.`);
}

/** Makes the answer to `/unsubscribe`: without a watch named, all that this channel subscribed by command. */
export function unsubscribes(deps: DeskDeps): Desk['unsubscribe'] {
  return async (request) => {
    const problem = await whyNotConfiguring(deps, request, `unsubscribe ${request.watch ?? ''}`);
    if (problem !== null) return refused(problem);
    const { subscriptions } = await readAudience(deps);
    const here = subscriptions.filter((each) => isHere(request, each) && isMeant(request.watch, each));
    if (here.length === 0)
      return refused(request.watch === null ? 'Nothing is subscribed here.' : notHere(request.watch));
    const own = here.filter(({ origin }) => origin === 'command');
    const filed = here.filter(({ origin }) => origin === 'file').map(({ watch }) => watch);
    const kept = `${filed.join(', ')} stands in the configuration and can be changed only there.`;
    if (own.length === 0) return refused(kept);
    for (const { id, watch } of own)
      await deps.store.removeSubscription(id, entry(deps, request, 'unsubscribe', watch));
    const text = `This channel is no longer told of ${own.map(({ watch }) => watch).join(', ')}.`;
    return done(filed.length === 0 ? text : `${text} ${kept}`);
  };
}

/** The audit entry of a change by command. */
export function entry(deps: DeskDeps, request: DeskRequest, action: string, detail: string): AuditEntry {
  const { server, who, channel } = request;
  return { at: deps.clock.now(), server, incident: null, who, action, detail: `channel ${channel}: ${detail}` };
}

const isHere = (
  here: Pick<DeskRequest, 'server' | 'channel'>,
  each: Pick<Subscription, 'server' | 'channel'>,
): boolean => each.server === here.server && each.channel === here.channel;
const isMeant = (watch: string | null, each: Subscription): boolean => watch === null || each.watch === watch;
const notHere = (watch: string): string => `This channel is not subscribed to ${watch}.`;

/** The watch that is meant, or a sentence. */
function pickWatch(
  deps: DeskDeps,
  request: DeskRequest & { watch: string | null },
  audience: Audience,
): Watch | string {
  const visible = audience.watches.filter((watch) => isVisible(watch, request.server));
  if (request.watch !== null) {
    const named = visible.find(({ id, name }) => id === request.watch || name === request.watch);
    return named ?? `There is no watch “${request.watch}”. Known: ${visible.map(({ id }) => id).join(', ')}.`;
  }
  const usual = visible.find(({ id }) => id === deps.defaultWatch) ?? visible.find(({ origin }) => origin === 'file');
  return usual ?? 'No watch is configured: name one, or add a keyword with /keyword add.';
}

/** Why a channel cannot be subscribed to a watch; null when it can, or is. */
export function whyNotSubscribed(request: DeskRequest, { subscriptions }: Audience, watch: Watch): string | null {
  const same = subscriptions.find((each) => isHere(request, each) && each.watch === watch.id);
  if (same?.origin === 'file')
    return `This channel's subscription to ${watch.id} stands in the configuration and can be changed only there.`;
  const count = subscriptions.filter(({ server }) => server === request.server).length;
  if (same === undefined && count >= subscriptionsMax) return `A server can have ${subscriptionsMax} subscriptions.`;
  return null;
}

function describe(watch: Watch, { severityFloor, pingRole, pingFloor }: Subscription): string {
  const ping = pingRole === null ? 'nobody is pinged' : `the role is pinged from ${pingFloor} on`;
  return `“${watch.name}” from severity ${severityFloor} on; ${ping}`;
}
