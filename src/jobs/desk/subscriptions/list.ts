import type { SaidLine, Subscription, Watch } from '../../../model.ts';
import { joined, plainLine } from '../../../pipeline/speech/said.ts';
import { type SubscriptionsSpeech, subscriptionsSpeech } from '../../../pipeline/speech/subscriptions.ts';
import { inLanguage } from '../../../pipeline/speech.ts';
import { describeSubscription } from '../../../pipeline/subscribe/describe.ts';
import type { Desk, DeskRequest, ReplyPart } from '../../../ports.ts';
import { readAudience } from '../../audience.ts';
import { type DeskDeps, done, mayConfigure } from '../deps.ts';
import { isHere, isOwn } from './names.ts';

const linesShownMax = 25; // of a channel, of the others, of the asker
/** Discord holds 6000 in all, with headings, marks and what is escaped. */
const listLengthMax = 4_500;

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
    const lists = [
      { heading: speech.thisChannel, lines: toChannels.filter((each) => isHere(request, each)).map(line) },
      ...(others.length === 0 ? [] : [{ heading: speech.thisServer, lines: elsewhere }]),
      { heading: speech.you, lines: subscriptions.filter((each) => isOwn(request, each)).map(line) },
    ];
    const counts = shownOf(lists);
    const parts = lists.map((list, at) => partOf(list, counts[at] ?? 0, speech));
    return { ...done(`${speech.listed}\n${speech.next}`), parts };
  };
}

function lineOf(subscription: Subscription, watches: readonly Watch[], { language }: DeskRequest): SaidLine {
  const name = watches.find(({ id }) => id === subscription.watch)?.name ?? subscription.watch;
  const told = describeSubscription(subscription, name, language);
  return subscription.origin === 'file' ? joined([told, inLanguage(subscriptionsSpeech, language).inFile]) : told;
}

/** How many lines of each list are shown: one of each in turn, while there is room, so that none takes another's. */
function shownOf(lists: readonly ReplyPart[]): readonly number[] {
  const counts = lists.map(() => 0);
  let room = listLengthMax;
  for (let at = 0; at < linesShownMax; at += 1) {
    for (const [list, { lines }] of lists.entries()) {
      const line = lines[at];
      if (line === undefined) continue;
      room -= plainLine(line).length;
      if (room < 0) return counts;
      counts[list] = at + 1;
    }
  }
  return counts;
}

function partOf({ heading, lines }: ReplyPart, count: number, speech: SubscriptionsSpeech): ReplyPart {
  const rest = lines.length - count;
  const shown = lines.length === 0 ? [speech.none] : lines.slice(0, count);
  return { heading, lines: [...shown, ...(rest > 0 ? [speech.andMore(rest)] : [])] };
}
