import {
  type Change,
  type Feature,
  type Language,
  type Reason,
  type ReasonCode,
  reasonCodes,
  type Weights,
} from '../../model.ts';
import { words } from '../render/words.ts';
import { featureWords } from './features.ts';
import { arabicFeatures, arabicSentences } from './reasons-arabic.ts';

/** A reason with the sentence that says it. */
export interface ToldReason extends Reason {
  readonly text: string;
}

/** What each code says; `{}` stands for what it was about. */
const sentences: Readonly<Record<ReasonCode, string>> = {
  'unread-language': 'its language is read by no rule',
  sides: 'the sides involved: {}',
  'sides-missing': 'fewer than two of the sides that are watched have a part in it: {}',
  'other-topic': 'it is about something else: {}',
  opinion: 'it is opinion or analysis: {}',
  event: 'its headline or first sentences report a recent event: {}',
  development: 'it adds to an event that was told before: {}',
  'no-recent-event': 'no headline or first sentence reports a recent event: {}',
  'extraction-failed': 'it could not be read (feed {})',
  canary: 'it is of the program itself, which sees by it whether the matching works',
  'no-incident-like-it': 'no incident is near enough to it: {}',
  'same-incident': 'it is about the same event as {}',
  'other-incident': 'it is not near enough to {}',
  'ruled-out': 'what it says rules out {}',
  'told-before': 'this very article was taken up before: {}',
  'known-incident': 'it retells an incident on record and adds nothing: {}',
  background: 'it opens no incident: {}',
  'no-event-type': 'no kind of event can be read from it: {}',
  'development-of-unknown': 'it adds to an event that no article here told: {}',
  history: 'the event it tells of is history: {}',
  'old-event': 'the event it tells of is too old to be news: {}',
  raised: 'a person raised it: {}',
  taught: 'analysts called what is like it a false alarm, as /lesson list shows: {}',
  continued: 'the incident that it goes on with was resolved too long ago: {}',
  merged: 'an analyst merged its incident into another: {}',
  split: 'an analyst moved it to an incident of its own: {}',
  opened: 'it opened the incident: {}',
  outlet: 'one more outlet reports it: {}',
  confirmed: 'an independent outlet confirms it: {}',
  casualties: 'the casualties changed: {}',
  severity: 'the severity changed: {}',
  place: 'the place became more exact: {}',
  actor: 'who did it was named: {}',
  claim: 'somebody claims it: {}',
  blame: 'somebody is blamed for it: {}',
  denial: 'somebody denies it: {}',
  investigation: 'an investigation says more: {}',
  reaction: 'somebody reacts to it: {}',
  revision: 'the outlet revised what it had published: {}',
  'severity-type': 'the kind of event alone makes it so ({})',
  'severity-mass-casualties': 'so many deaths are critical whoever died ({})',
  'severity-us-deaths': 'deaths where Americans were aimed at ({})',
  'severity-leader-killed': 'a leader known by name was killed ({})',
  'severity-state-on-state': 'a state’s forces struck another state’s ({})',
  'severity-us-mission-mobbed': 'a crowd was at a US mission ({})',
  'severity-deaths': 'somebody died ({})',
  'severity-wounded-us-target': 'wounded where Americans were aimed at ({})',
  'severity-state-abroad': 'a state’s forces struck on another’s soil ({})',
  'severity-wounded': 'somebody was wounded ({})',
  'severity-us-target': 'Americans were aimed at ({})',
  'severity-failed': 'the attempt failed and hurt nobody, which holds it down ({})',
  'severity-unharmed': 'nobody was hurt, which holds it down ({})',
  'severity-unconfirmed': 'one independent outlet alone reports it, which holds it down ({})',
  watch: 'the watch looks at everything',
  'watch-satisfied': 'a watch is satisfied: {}',
  'watch-keyword': 'the text holds the keyword {}',
  'watch-actor': 'the watch asks for this actor: {}',
  'watch-place': 'the watch asks for this place: {}',
  'watch-event-type': 'the watch asks for this kind of event: {}',
  'watch-language': 'the watch asks for this language: {}',
  'no-watch-satisfied': 'no watch that somebody subscribes to is satisfied: {}',
  'no-incident': 'no incident is concerned, so nobody is told: {}',
  'incident-silent': 'the incident is told to nobody so far: {}',
  'same-version': 'nothing changed that could be told: {}',
  'alert-opened': 'an alert was opened on the server {}',
  'alert-closed': 'the alert was closed there: {}',
  silenced: 'a silence is in force: {}',
  'card-deleted': 'somebody deleted the message there: {}',
  'below-floor': 'its severity is lower than the channel asks for: {}',
  'quiet-hours': 'the channel has quiet hours, and hears of it when they end: {}',
  'digest-only': 'the channel asks for digests alone: {}',
  folded: 'it stands in the summary of what was too much for an hour: {}',
  'nothing-visible': 'nothing changed that the message shows: {}',
  edit: 'the message is edited in the channel {}',
  notice: 'a line is added in the thread of the channel {}',
  'ping-opened': 'the role is pinged, as it is new: channel {}',
  'ping-severity': 'the role is pinged, as it became graver: channel {}',
  'ping-actor': 'the role is pinged, as an actor was named: channel {}',
  'ping-place': 'the role is pinged, as the place was named: channel {}',
  'ping-confirmed': 'the role is pinged, as it was confirmed: channel {}',
  'no-ping-minor': 'nobody is pinged, the change is minor: channel {}',
  'no-ping-known-incident': 'nobody is pinged, it is a development of an incident on record: channel {}',
  'no-ping-late': 'nobody is pinged, it was first seen long after its publication: channel {}',
  'no-ping-inhibited': 'nobody is pinged, a graver incident at the same place and hour is told: {}',
  'no-ping-acknowledged': 'nobody is pinged, somebody has taken it: channel {}',
  'no-ping-wanted': 'nobody is pinged, no role is set for this severity: channel {}',
};

/** The reason and its sentence, in English. A code that an older version stored stands for itself. */
export function tell(reason: Reason): ToldReason {
  return tellIn(reason, 'en');
}

/** The same in the reader's language; what it was about stands as the decision gave it. */
export function tellIn(reason: Reason, language: Language): ToldReason {
  const own = language === 'ar' ? arabicSentences : sentences;
  const sentence = Object.hasOwn(own, reason.code) ? own[reason.code] : `${reason.code}: {}`;
  const detail = detailOf(reason, language);
  const text =
    detail === ''
      ? sentence.replace(/(?<![:(“ ])[:(“ ]*(?:feed |المصدر |القناة |الخادم )?\{\}[)”]*/u, '')
      : sentence.replace('{}', () => detail);
  return { ...reason, text };
}

const comparison = /^(\S{1,200}) (-?\d+\.\d) \((.{0,2000})\)$/u;

/** A comparison names its features; a person reads what they mean. */
function detailOf({ detail }: Reason, language: Language): string {
  const compared = comparison.exec(detail);
  if (compared === null)
    return language === 'ar' ? factsInArabic(detail) : detail.replace(/\b1 families\b/u, '1 family');
  const [, incident = '', score = '', list = ''] = compared;
  const named = list.split(', ').map((part) => featureIn(part.split(' ', 1)[0] ?? '', language));
  return language === 'ar'
    ? `${incident}، النتيجة ${score} (${named.join('؛ ')})`
    : `${incident}, score ${score} (${named.join('; ')})`;
}

/** What a severity rests on; anything else stands as the decision gave it. */
function factsInArabic(detail: string): string {
  const [, killed, wounded, families] = graded.exec(detail) ?? [];
  if (killed === undefined) return detail;
  const figure = (given: string | undefined) => (given === 'unknown' ? words.ar.unknown : given);
  return `القتلى: ${figure(killed)}، الجرحى: ${figure(wounded)}، الوسائل المستقلة: ${families}`;
}
const graded = /^killed (\d+|unknown), wounded (\d+|unknown), (\d+) families$/u;

/** What spoke most for a comparison that a reason gives, in words. */
export function spokeFor({ detail }: Reason, weights: Weights, language: Language): readonly string[] {
  const list = comparison.exec(detail)?.[3] ?? '';
  const named = list.split(', ').flatMap((part): Feature[] => {
    const [name = '', value = '1'] = part.split(' ', 2);
    return isFeature(name) && weights[name] * Number(value) > 0 ? [name] : [];
  });
  return named.map((name) => featureIn(name, language));
}

/** Whether a reason says who is told, rather than what the article is: that is each server's own. */
export function isOfRouting(code: ReasonCode): boolean {
  return ofRouting.has(code);
}
const ofRouting: ReadonlySet<string> = new Set(reasonCodes.slice(reasonCodes.indexOf('watch')));

/** Whether a reason says what an article changed of an incident: a word of `Change`. */
export function isChange(code: ReasonCode): code is Change['what'] {
  return Object.hasOwn(words.en.change, code);
}

/** What a feature means; one that an older version stored stands for itself. */
export function wordsOf(feature: string): string {
  return featureIn(feature, 'en');
}

/** The same in the reader's language. */
export function featureIn(feature: string, language: Language): string {
  if (!isFeature(feature)) return feature;
  return language === 'ar' ? arabicFeatures[feature] : featureWords[feature];
}

const isFeature = (name: string): name is Feature => Object.hasOwn(featureWords, name);
