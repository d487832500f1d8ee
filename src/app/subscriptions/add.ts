import { readAudience } from '../../jobs/audience.ts';
import { directSubscriptionId, isVisible, subscriptionId } from '../../jobs/desk/subscriptions/names.ts';
import { serverOf } from '../../jobs/servers.ts';
import type { Watch } from '../../model.ts';
import { plainLine } from '../../pipeline/speech/said.ts';
import { subscriptionsSpeech } from '../../pipeline/speech/subscriptions.ts';
import { describeSubscription } from '../../pipeline/subscribe/describe.ts';
import { type SubscriptionOf, subscriptionOf } from '../../pipeline/subscribe.ts';
import type { Asked } from './arguments.ts';
import { checkOne } from './check.ts';
import { entryOf, type Steering } from './steering.ts';

type Adding = Extract<Asked, { readonly what: 'add' }>;

/** Subscribes a channel or a person, or changes how; what the bot lacks there is told before anything is saved. */
export async function addSubscription(steering: Steering, asked: Adding): Promise<'done' | 'mend' | 'failed'> {
  const { store, premises, say } = steering;
  const audience = await readAudience(steering);
  const watch = pickWatch(asked, audience.watches);
  if (typeof watch === 'string') return mend(say, watch);
  const of = await placeOf(steering, asked, watch);
  if (typeof of === 'string') return mend(say, of);
  const isThere = (one: SubscriptionOf) => one.channel === of.channel && one.watch === of.watch;
  if (audience.subscriptions.some((one) => one.origin === 'file' && isThere(one)))
    return mend(say, subscriptionsSpeech.en.filed(watch.id));
  const before = audience.subscriptions.find(({ id }) => id === of.id) ?? null;
  const server = await serverOf(steering, asked.server);
  const usual = { severityFloor: 'info', pingFloor: 'high' } as const;
  const home = { language: server?.language ?? 'en', timeZone: server?.timeZone ?? 'UTC' };
  const wished = subscriptionOf(of, asked.wish, before, { ...usual, ...home });
  if (!wished.ok) return mend(say, subscriptionsSpeech.en.mistake(wished.mistake));
  const { subscription } = wished;
  if (subscription.pingRole === asked.server) return mend(say, subscriptionsSpeech.en.everyonePinged);
  if (premises === null) say('Not checked what the bot lacks there: DISCORD_TOKEN is not set.\n');
  else if (of.user === null) {
    const checked = await checkOne(premises, subscription, say);
    if (checked !== 'done') return checked;
  }
  const told = plainLine(describeSubscription(subscription, watch.name, 'en'));
  await store.saveSubscription(
    subscription,
    entryOf(steering, asked.server, 'subscribe', `channel ${of.channel}: ${told}`),
  );
  say(`${of.id}: ${before === null ? 'now' : 'still'} told of ${told}\n`);
  return 'done';
}

function pickWatch({ watch: wanted, server }: Adding, watches: readonly Watch[]): Watch | string {
  const visible = watches.filter((watch) => isVisible(watch, server));
  const [first] = visible;
  if (wanted === null) return first ?? subscriptionsSpeech.en.noWatchAtAll;
  const known = visible.map(({ id }) => id).join(', ');
  return visible.find(({ id }) => id === wanted) ?? subscriptionsSpeech.en.noWatch(wanted, known);
}

async function placeOf({ premises }: Steering, { server, to }: Adding, watch: Watch): Promise<SubscriptionOf | string> {
  if ('channel' in to) {
    const { channel } = to;
    return { id: subscriptionId({ server, channel }, watch.id), watch: watch.id, server, channel, user: null };
  }
  const { user } = to;
  if (premises === null) return 'Without DISCORD_TOKEN the channel of direct messages cannot be found.';
  const found = await premises.directChannel(user);
  if (found.status !== 'found') return subscriptionsSpeech.en.noDirectMessages(found.problem);
  return { id: directSubscriptionId(server, user, watch.id), watch: watch.id, server, channel: found.is, user };
}

function mend(say: (text: string) => void, sentence: string): 'mend' {
  say(`${sentence}\n`);
  return 'mend';
}
