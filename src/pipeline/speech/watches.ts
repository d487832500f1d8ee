import type { Language } from '../../model.ts';
import { inLanguage, type Spoken } from '../speech.ts';
import { arabicWatches } from './watches-arabic.ts';

/** What is said while watches and keywords are tried, saved, shown and removed. */
export interface WatchesSpeech {
  readonly channelWatch: string;
  readonly noWatch: (asked: string) => string;
  readonly noWatchNamed: string;
  readonly ofFile: (name: string) => string;
  readonly ofOther: (name: string) => string;

  // What is wrong with what was filled in.
  readonly nameLength: (max: number) => string;
  readonly nameTaken: (name: string) => string;
  readonly noQuery: string;
  readonly tooManyKeywords: (max: number) => string;
  readonly tooManyWatches: (max: number) => string;
  readonly noSeverity: (typed: string, known: string) => string;
  readonly keywordThere: (keyword: string, watch: string) => string;
  readonly keywordNotThere: (keyword: string, watch: string) => string;
  readonly mistake: (sentence: string, marked: string) => string;
  readonly tooLongForForm: (name: string) => string;
  readonly gone: string;
  readonly changedMeanwhile: (name: string) => string;
  readonly busy: string;

  // What a trial came to.
  readonly triedNotSaved: (name: string) => string;
  readonly triedKeyword: (keyword: string, watch: string) => string;
  readonly triedAsItIs: (name: string) => string;
  readonly alerts: (count: number, rate: string, days: number) => string;
  readonly pings: (count: number, severity: string) => string;
  readonly known: (known: number, count: number) => string;
  readonly lookedAt: (articles: number, incidents: number, days: number) => string;
  readonly nothingThen: (days: number) => string;
  readonly cutShort: (day: string) => string;
  readonly youngStore: (day: string) => string;
  readonly readAs: string;
  readonly severityFrom: (severity: string) => string;
  readonly beside: (name: string, alerts: number) => string;
  readonly adds: (count: number) => string;
  readonly takes: (count: number) => string;
  readonly same: string;
  readonly more: (count: number) => string;
  readonly lastOnes: (count: number) => string;

  // What can be pressed and filled in.
  readonly save: string;
  readonly edit: string;
  readonly discard: string;
  readonly again: string;
  readonly subscribe: string;
  readonly remove: string;
  readonly keep: string;
  readonly formNew: string;
  readonly formEdit: string;
  readonly fieldName: string;
  readonly fieldQueries: string;
  readonly fieldQuery: string;
  readonly fieldSeverity: string;

  // What was done.
  readonly saved: (name: string) => string;
  readonly subscribeNext: (name: string) => string;
  readonly toldHere: string;
  readonly keywordSaved: (keyword: string, watch: string) => string;
  readonly keywordRemoved: (keyword: string, watch: string) => string;
  readonly wasLast: string;
  readonly discarded: string;
  readonly kept: (name: string) => string;
  readonly removing: (name: string, subscriptions: number) => string;
  readonly removed: (name: string) => string;

  // Lists.
  readonly none: string;
  readonly listed: (count: number) => string;
  /** Between the parts of a line. */
  readonly comma: string;
  readonly fromFile: string;
  readonly keywords: (count: number) => string;
  readonly everything: string;
  readonly nothing: string;
  readonly channels: (count: number) => string;
  readonly noKeywords: (name: string) => string;
  readonly looksFor: (name: string) => string;
  readonly notUnderstood: (sentence: string) => string;
  readonly parts: string;
  readonly actors: (listed: string) => string;
  readonly places: (listed: string) => string;
  readonly eventTypes: (listed: string) => string;
  readonly languages: (listed: string) => string;
  readonly toldIn: string;
}

export const watchesSpeech: Spoken<WatchesSpeech> = {
  en: {
    channelWatch: "this channel's keywords",
    noWatch: (asked) => `There is no watch “${asked}” here. /watch list shows those there are.`,
    noWatchNamed: 'Name a watch. /watch list shows those there are.',
    ofFile: (name) => `“${name}” stands in the configuration and can be changed only there.`,
    ofOther: (name) => `“${name}” belongs to another server.`,

    nameLength: (max) => `A watch needs a name of 1 to ${max} characters.`,
    nameTaken: (name) =>
      `There is a watch “${name}” already. Choose another name, or change that one with /watch edit.`,
    noQuery: 'Say what to look for: a word, a "phrase", or terms joined by AND, OR, NOT and NEAR/5.',
    tooManyKeywords: (max) => `A watch has at most ${max} keywords.`,
    tooManyWatches: (max) => `A server can have ${max} watches. Remove one with /watch remove first.`,
    noSeverity: (typed, known) => `“${typed}” is no severity. Write one of ${known}.`,
    keywordThere: (keyword, watch) => `“${keyword}” is a keyword of “${watch}” already.`,
    keywordNotThere: (keyword, watch) => `“${keyword}” is not a keyword of “${watch}”. /keyword list shows them.`,
    mistake: (sentence, marked) => `${sentence}\n${marked}`,
    tooLongForForm: (name) => `“${name}” has more keywords than a form holds: use /keyword add and /keyword remove.`,
    gone: 'This was saved, discarded or begun by somebody else, or it is too old. Give the command again.',
    changedMeanwhile: (name) =>
      `Not saved: somebody changed “${name}” meanwhile. Edit shows what you typed; what you send is then compared with the watch as it is now.`,
    busy: 'Too many queries are being tried at this moment. Try again in a few seconds.',

    triedNotSaved: (name) => `“${name}”: tried, nothing is saved yet.`,
    triedKeyword: (keyword, watch) => `“${keyword}” for “${watch}”: tried, nothing is saved yet.`,
    triedAsItIs: (name) => `“${name}” as it is now.`,
    alerts: (count, rate, days) =>
      `It would have sent ${count === 1 ? '1 alert' : `${count} alerts`} in ${daysText(days)}, ${rate} a day.`,
    pings: (count, severity) => `${count} of them from ${severity} on, which pings the role unless you say otherwise.`,
    known: (known, count) =>
      known === count
        ? 'All of them are told on this server already.'
        : `${known === 0 ? 'None' : known} of them ${known === 1 ? 'is' : 'are'} told on this server already; ${count - known} would be new.`,
    lookedAt: (articles, incidents, days) =>
      `Looked at ${articles === 1 ? '1 article' : `${articles} articles`} of ${incidents === 1 ? '1 incident' : `${incidents} incidents`} in ${daysText(days)}.`,
    nothingThen: (days) => `There was no incident in ${daysText(days)} that it could be tried on.`,
    cutShort: (day) => `There was more than can be looked at in a few seconds: it goes back to ${day}.`,
    youngStore: (day) => `Nothing older is kept here: it goes back to ${day}.`,
    readAs: 'Read as',
    severityFrom: (severity) => `severity ${severity} or higher`,
    beside: (name, alerts) => `Beside “${name}” as it is: ${alerts === 1 ? '1 alert' : `${alerts} alerts`}`,
    adds: (count) => `adds ${count}`,
    takes: (count) => `takes ${count} away`,
    same: 'tells the same incidents',
    more: (count) => `and ${count} more`,
    lastOnes: (count) => (count === 1 ? 'The last one, as it would look:' : `The last ${count}, as they would look:`),

    save: 'Save',
    edit: 'Edit',
    discard: 'Discard',
    again: 'Try again',
    subscribe: 'Subscribe this channel',
    remove: 'Remove',
    keep: 'Keep',
    formNew: 'A new watch',
    formEdit: 'Change and try',
    fieldName: 'Name',
    fieldQueries: 'What to look for: a query a line',
    fieldQuery: 'What to look for',
    fieldSeverity: 'From which severity on',

    saved: (name) => `“${name}” is saved.`,
    subscribeNext: (name) => `No channel is told of it yet: subscribe one with /subscribe watch:${name}`,
    toldHere: 'This channel is told of what it finds.',
    keywordSaved: (keyword, watch) => `“${keyword}” is now looked for by “${watch}”.`,
    keywordRemoved: (keyword, watch) => `“${keyword}” is no longer looked for by “${watch}”.`,
    wasLast: 'It was the last.',
    discarded: 'Discarded. Nothing was saved.',
    kept: (name) => `“${name}” stays as it is.`,
    removing: (name, subscriptions) =>
      subscriptions === 0
        ? `Remove “${name}”? Nobody is subscribed to it.`
        : `Remove “${name}”? ${subscriptions === 1 ? 'One subscription ends' : `${subscriptions} subscriptions end`} with it.`,
    removed: (name) => `“${name}” is removed, with the subscriptions to it.`,

    none: 'There is no watch here yet: make one with /watch add.',
    listed: (count) => (count === 1 ? 'One watch:' : `${count} watches:`),
    comma: ', ',
    fromFile: 'from the configuration',
    keywords: (count) => (count === 1 ? '1 keyword' : `${count} keywords`),
    everything: 'every incident',
    nothing: 'looks for nothing: it has lost its last keyword',
    channels: (count) => (count === 1 ? 'told in 1 channel' : `told in ${count} channels`),
    noKeywords: (name) => `“${name}” has no keywords.`,
    looksFor: (name) => `“${name}” looks for any of these:`,
    notUnderstood: (sentence) => `not understood, finds nothing: ${sentence}`,
    parts: 'Only where all of these hold too',
    actors: (listed) => `actors: ${listed}`,
    places: (listed) => `places: ${listed}`,
    eventTypes: (listed) => `kinds of event: ${listed}`,
    languages: (listed) => `languages: ${listed}`,
    toldIn: 'Told in',
  },
  ar: arabicWatches,
};

/** The name of a watch as it is shown: that of a channel's own keywords is ours, and stored in English. */
export function watchNameIn(name: string, language: Language): string {
  return name === watchesSpeech.en.channelWatch ? inLanguage(watchesSpeech, language).channelWatch : name;
}

function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
