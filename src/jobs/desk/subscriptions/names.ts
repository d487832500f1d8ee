import type { Subscription, Watch } from '../../../model.ts';
import type { DeskRequest } from '../../../ports.ts';

type Place = Pick<DeskRequest, 'server' | 'channel'>;

/** Whether a server may see and use a watch. */
export function isVisible(watch: Watch, server: string): boolean {
  return watch.server === null || watch.server === server;
}

/** The watch of a server's own keywords for one channel. */
export function channelWatchId({ server, channel }: Place): string {
  return `channel-${server}-${channel}`;
}

/** The subscription by command of a channel to a watch: one, however often it is asked for. */
export function subscriptionId({ server, channel }: Place, watch: string): string {
  return `by-command-${server}-${channel}-${watch}`;
}

/** The subscription of somebody, in direct messages, to a watch that a server sees. */
export function directSubscriptionId(server: string, user: string, watch: string): string {
  return `direct-${server}-${user}-${watch}`;
}

/** Whether a subscription is told to this channel. */
export function isHere(here: Place, each: Subscription): boolean {
  return each.server === here.server && each.channel === here.channel;
}

/** Whether it is told to somebody alone who asked for it on this server. */
export function isOwn({ server, who }: Pick<DeskRequest, 'server' | 'who'>, each: Subscription): boolean {
  return each.server === server && each.user === who.id;
}
