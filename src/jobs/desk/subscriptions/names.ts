import type { Language, Subscription, Watch } from '../../../model.ts';
import { subscriptionsSpeech } from '../../../pipeline/speech/subscriptions.ts';
import { watchNameIn } from '../../../pipeline/speech/watches.ts';
import { whySpeech } from '../../../pipeline/speech/why.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
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

/** Watches by their names, one after the other in the asker's language; one that is gone by its id. */
export function watchesNamed(watches: readonly Watch[], ids: readonly string[], language: Language): string {
  const names = ids.map((id) => watchNameIn(watches.find((each) => each.id === id)?.name ?? id, language));
  return names.map(inLanguage(whySpeech, language).quoted).join(inLanguage(subscriptionsSpeech, language).comma);
}

/** Whether a subscription is told to this channel. */
export function isHere(here: Place, each: Subscription): boolean {
  return each.server === here.server && each.channel === here.channel;
}

/** Whether it is told to somebody alone who asked for it on this server. */
export function isOwn({ server, who }: Pick<DeskRequest, 'server' | 'who'>, each: Subscription): boolean {
  return each.server === server && each.user === who.id;
}
