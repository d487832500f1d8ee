import type { SaidLine, SaidPiece } from '../../model.ts';
import type { SilenceMistake, SilenceOption } from '../silences/read.ts';
import type { Spoken } from '../speech.ts';
import { said } from './said.ts';
import { arabicSilences } from './silences-arabic.ts';

/** Parts of a silence in words, in their order; empty ones are left out. */
export type MatcherPart = 'actors' | 'places' | 'eventTypes' | 'outlets' | 'watches';

/** What is said of silences. */
export interface SilencesSpeech {
  readonly part: Readonly<Record<MatcherPart, (names: string) => string>>;
  readonly below: (severity: string) => string;
  readonly criticalToo: string;
  readonly between: string;
  readonly or: string;
  readonly mistake: (mistake: SilenceMistake) => string;
  readonly nothingNamed: string;
  readonly tooMany: (countMax: number) => string;
  readonly previewed: string;
  readonly proposed: (what: string, until: SaidPiece) => SaidLine;
  readonly reason: (why: string) => string;
  readonly wouldHaveHid: (hidden: number, told: number, days: number) => string;
  readonly graded: (count: number, severity: string) => string;
  readonly passes: (count: number) => string;
  readonly hiddenHeading: string;
  readonly passedHeading: string;
  readonly more: (count: number) => string;
  readonly notAll: (count: number) => string;
  readonly save: string;
  readonly discard: string;
  readonly lift: string;
  readonly discarded: string;
  readonly saved: (until: SaidPiece) => SaidLine;
  readonly gone: string;
  readonly past: string;
  readonly changedMeanwhile: string;
  readonly none: string;
  readonly listed: (count: number) => string;
  readonly line: (of: {
    readonly id: string;
    readonly what: string;
    readonly why: string;
    readonly by: string;
    readonly until: SaidPiece;
    readonly hidden: number;
  }) => SaidLine;
  readonly noneNamed: string;
  readonly noSuch: (given: string) => string;
  readonly shown: (of: { readonly what: string; readonly why: string; readonly by: string }) => string;
  readonly inForce: (from: SaidPiece, until: SaidPiece) => SaidLine;
  readonly over: (at: SaidPiece, by: string | null) => SaidLine;
  readonly hid: (count: number) => string;
  readonly lifted: (hidden: number) => string;
  /** Of an incident that is silenced now. */
  readonly silencedNow: (by: string, until: SaidPiece, why: string) => SaidLine;
}

const options: Readonly<Record<SilenceOption, string>> = {
  actor: 'actor',
  place: 'place',
  type: 'type',
  outlet: 'outlet',
  watch: 'watch',
  below: 'below',
  until: 'until',
  reason: 'reason',
};

const incidents = (count: number): string => (count === 1 ? '1 incident' : `${count} incidents`);

const english: SilencesSpeech = {
  part: {
    actors: (names) => `actor ${names}`,
    places: (names) => `place ${names}`,
    eventTypes: (names) => `kind of event ${names}`,
    outlets: (names) => `reported by ${names} alone`,
    watches: (names) => `told by the watch ${names} alone`,
  },
  below: (severity) => `severity below ${severity.toLowerCase()}`,
  criticalToo: 'critical ones too',
  between: '; ',
  or: ' or ',
  mistake({ option, given, why, perhaps }) {
    const examples = perhaps.length === 0 ? '' : ` Perhaps: ${perhaps.join(', ')}.`;
    switch (why) {
      case 'unknown':
        return `${options[option]}: “${given}” is not known here.${examples}`;
      case 'too-many':
        return `${options[option]}: at most 10, separated by commas. A wider place or body covers all that belongs to it.`;
      case 'no-time':
        return `until: “${given}” is no time that can be read.${examples}`;
      case 'past':
        return `until: “${given}” is over.${examples}`;
      case 'too-long':
        return 'until: at most 30 days ahead. What is unwanted for longer is better taken out of a watch: /watch edit.';
      case 'missing':
        return option === 'reason'
          ? 'reason: say why, so that the next one on call knows whether it still holds.'
          : `until: expected a time.${examples}`;
    }
  },
  nothingNamed:
    'Name what is to be hidden: an actor, place, type, outlet, watch, or a severity below which nothing is told.',
  tooMany: (countMax) => `There are ${countMax} silences in force here, the most that can be. Lift one: /silence lift.`,
  previewed: 'What this silence would have hidden:',
  proposed: (what, until) => said`Silence of: ${what}, until ${until}. It is not saved yet.`,
  reason: (why) => `Reason: ${why}`,
  wouldHaveHid: (hidden, told, days) =>
    `In the last ${days} days it would have hidden ${hidden} of ${incidents(told)} told here.`,
  graded: (count, severity) => `${count} ${severity.toLowerCase()}`,
  passes: (count) =>
    count === 1
      ? '1 critical incident fits and would be told all the same.'
      : `${count} critical incidents fit and would be told all the same.`,
  hiddenHeading: 'Would have been hidden',
  passedHeading: 'Told all the same, for being critical',
  more: (count) => `and ${count} more`,
  notAll: (count) => `Only the newest ${count} of these alerts were looked at.`,
  save: 'Save silence',
  discard: 'Discard',
  lift: 'Lift',
  discarded: 'Discarded. Nothing is silenced.',
  saved: (until) =>
    said`Saved: it is in force until ${until}. Cards that stand are kept true; nothing new is posted and nobody is pinged. /silence lift ends it.`,
  gone: 'That was somebody else’s, or it is over an hour old. Give the command again.',
  past: 'The time until which it should hold is over. Give the command again.',
  changedMeanwhile: 'Somebody changed it a moment ago. Look at /silence list.',
  none: 'No silence is in force here.',
  listed: (count) => (count === 1 ? '1 silence is in force here.' : `${count} silences are in force here.`),
  line: ({ id, what, why, by, until, hidden }) =>
    said`${what} – until ${until} – hid ${incidents(hidden)} – by ${by}: ${why} (${id})`,
  noneNamed: 'silence: name one; /silence list shows them.',
  noSuch: (given) => `There is no silence “${given}” in force here. /silence list shows them.`,
  shown: ({ what, why, by }) => `Silence of: ${what}\nBy ${by}: ${why}`,
  inForce: (from, until) => said`In force since ${from}, until ${until}.`,
  over: (at, by) => (by === null ? said`Over since ${at}.` : said`Lifted by ${by} ${at}.`),
  hid: (count) => (count === 0 ? 'It has hidden nothing so far.' : `It has hidden ${incidents(count)} so far.`),
  lifted: (hidden) =>
    hidden === 0
      ? 'Lifted. It hid nothing.'
      : `Lifted. It hid ${incidents(hidden)}; what is still untold of the last day is told in the operators’ channel.`,
  silencedNow: (by, until, why) => said`Silenced by ${by} until ${until}: ${why}`,
};

export const silencesSpeech: Spoken<SilencesSpeech> = { en: english, ar: arabicSilences };
