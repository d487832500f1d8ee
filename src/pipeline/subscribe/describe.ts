import type { Language, SaidLine, Subscription } from '../../model.ts';
import { words } from '../render/words.ts';
import { listed } from '../speech/said.ts';
import { subscriptionsSpeech } from '../speech/subscriptions.ts';
import { watchNameIn } from '../speech/watches.ts';
import { inLanguage } from '../speech.ts';

/** How a subscription stands, as one line in the asker's language. */
export function describeSubscription(subscription: Subscription, watchName: string, language: Language): SaidLine {
  const speech = inLanguage(subscriptionsSpeech, language);
  const { severityFloor, pingFloor, pingRole, alerts, quiet, cardsPerHour, digests, user } = subscription;
  const severity = words[language === 'ar' ? 'ar' : 'en'].severity;
  const pinged = pingRole === null ? speech.pingsNobody : speech.pings(pingRole, severity[pingFloor].toLowerCase());
  const toldIn = words[language === 'ar' ? 'ar' : 'en'].language[subscription.language];
  return listed(
    [
      speech.watch(watchNameIn(watchName, language), severity[severityFloor].toLowerCase()),
      ...(alerts ? [] : [speech.digestsAlone]),
      ...(user !== null || !alerts ? [] : [pinged]),
      ...(quiet === null ? [] : [speech.quiet(quiet)]),
      ...(cardsPerHour === null ? [] : [speech.cap(cardsPerHour)]),
      ...digests.map(speech.digest),
      ...(subscription.language === language ? [] : [speech.toldIn(toldIn)]),
    ],
    speech.semicolon,
  );
}
