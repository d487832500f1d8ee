import type { SaidLine, Subscription, Watch } from '../../../model.ts';
import { joined } from '../../../pipeline/speech/said.ts';
import { type SubscriptionsSpeech, subscriptionsSpeech } from '../../../pipeline/speech/subscriptions.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import { describeSubscription } from '../../../pipeline/subscribe/describe.ts';
import type { Desk, DeskRequest, ReplyPart } from '../../../ports.ts';
import { readAudience } from '../../audience.ts';
import { type DeskDeps, done, mayConfigure } from '../deps.ts';
import { isHere, isOwn } from './names.ts';

const linesShownMax = 15;

/**
 * Makes the answer to `/subscriptions`: this channel and the asker; the server's other channels, of which not everybody
 * need know, to those alone who may change them.
 */
export function listsSubscriptions(deps: DeskDeps): Desk['listSubscriptions'] {
  return async (request) => {
    const speech = inLanguage(subscriptionsSpeech, request.language);
    const { watches, subscriptions } = await readAudience(deps);
    const toChannels = subscriptions.filter(({ server, user }) => server === request.server && user === null);
    const others = (await mayConfigure(deps, request)) ? toChannels.filter((each) => !isHere(request, each)) : [];
    const line = (each: Subscription) => lineOf(each, watches, request);
    const elsewhere = others.map((each) => joined([{ kind: 'channel', channel: each.channel }, ': ', line(each)]));
    const parts = [
      partOf(speech.thisChannel, toChannels.filter((each) => isHere(request, each)).map(line), speech),
      ...(others.length === 0 ? [] : [partOf(speech.thisServer, elsewhere, speech)]),
      partOf(speech.you, subscriptions.filter((each) => isOwn(request, each)).map(line), speech),
    ];
    return { ...done(`${speech.listed}\n${speech.next}`), parts };
  };
}

function lineOf(subscription: Subscription, watches: readonly Watch[], { language }: DeskRequest): SaidLine {
  const name = watches.find(({ id }) => id === subscription.watch)?.name ?? subscription.watch;
  const told = describeSubscription(subscription, name, language);
  return subscription.origin === 'file' ? joined([told, inLanguage(subscriptionsSpeech, language).inFile]) : told;
}

function partOf(heading: string, lines: readonly SaidLine[], speech: SubscriptionsSpeech): ReplyPart {
  const shown = lines.slice(0, linesShownMax);
  const rest = lines.length - shown.length;
  return {
    heading,
    lines: [...(shown.length === 0 ? [speech.none] : shown), ...(rest > 0 ? [speech.andMore(rest)] : [])],
  };
}
