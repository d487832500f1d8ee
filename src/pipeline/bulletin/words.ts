import type { Telling } from '../bulletin.ts';
import type { Coverage, CoverageKind } from '../coverage.ts';
import { cleanLine, cut } from '../render/clean.ts';
import { coverageSubject, type FeedsSeen, feedSubject } from './sightings.ts';

/** What a messenger shows of a notice when every sign of it must be escaped. */
export const bulletinLengthMax = 900;
const namedMax = 5;
const problemLengthMax = 70;
const addressLengthMax = 90;

/** What is told, in plain English, one line a kind; empty where it is no news to a person. Feeds' words are bounded. */
export function bulletinText(tellings: readonly Telling[], seen: FeedsSeen): string {
  const lines = [
    ...tellings.filter(({ subject }) => subject === 'blind').map(({ to }) => blindLine(to, seen)),
    ...coverageLines(tellings, seen),
    ...feedLines(tellings, seen),
    ...movedLines(tellings),
  ];
  return cut(lines.join('\n'), bulletinLengthMax);
}

/** Whether the operators' role is to be named: nothing at all is seen, or too little of everything. */
export function isUrgent(tellings: readonly Telling[]): boolean {
  const urgent = new Set(['blind', coverageSubject({ kind: 'all', value: 'all' })]);
  return tellings.some(({ subject, to }) => urgent.has(subject) && to !== 'well');
}

function blindLine(to: string, { blindness }: FeedsSeen): string {
  if (to === 'well') return 'Feeds answer again.';
  const { failing, quietMinutes } = blindness;
  const problem = cut(cleanLine(blindness.problem ?? 'no answer'), problemLengthMax).replace(/\.$/, '');
  return quietMinutes === null
    ? `Blind: none of the ${failing} feeds tried so far can be read (${problem}). Trying on.`
    : `Blind: no feed could be read for ${quietMinutes} minutes, though ${failing} were due (${problem}). Trying on.`;
}

const coverageNames: Readonly<Record<CoverageKind, Readonly<Record<string, string>>>> = {
  all: { all: 'all outlets' },
  language: { en: 'English feeds', ar: 'Arabic feeds', fa: 'Persian feeds' },
  side: { iraq: 'Iraqi outlets', iran: 'Iranian outlets', us: 'US outlets', other: 'outlets of other countries' },
  'state-affiliated': { yes: 'state media', no: 'outlets of no state' },
  tier: { 1: 'tier 1', 2: 'tier 2', 3: 'tier 3' },
};

function coverageLines(tellings: readonly Telling[], { coverage }: FeedsSeen): readonly string[] {
  const said = (isLow: boolean) =>
    coverage.filter((one) =>
      tellings.some(({ subject, to }) => subject === coverageSubject(one) && (to !== 'well') === isLow),
    );
  const low = said(true);
  const back = said(false);
  return [
    ...(low.length > 0 ? [`Coverage is low: ${low.map(shareOf).join(', ')}.`] : []),
    ...(back.length > 0 ? [`Coverage is back: ${back.map(shareOf).join(', ')}.`] : []),
  ];
}

function shareOf({ kind, value, share, read, outlets }: Coverage): string {
  return `${coverageNames[kind][value] ?? value} ${Math.floor(share * 100)} % (${Math.round(read * 10) / 10} of ${outlets})`;
}

const troubleWords: readonly (readonly [state: string, one: string, many: string])[] = [
  ['failing', 'feed fails', 'feeds fail'],
  ['not-asked', 'feed is not asked', 'feeds are not asked'],
  ['silent', 'feed is silent', 'feeds are silent'],
  ['resting', 'feed is paused, tried once a day', 'feeds are paused, tried once a day'],
  ['gone', 'feed is paused, gone for good', 'feeds are paused, gone for good'],
  ['never-found', 'feed is paused, never found', 'feeds are paused, never found'],
];

function feedLines(tellings: readonly Telling[], { health }: FeedsSeen): readonly string[] {
  const bySubject = new Map(health.map((one) => [feedSubject(one.feed), one]));
  const told = (state: string) =>
    tellings.flatMap(({ subject, to }) => (to === state ? (bySubject.get(subject) ?? []) : []));
  const troubles = troubleWords.flatMap(([state, one, many]) => {
    const named = told(state).map(
      ({ feed, problem }) => `${feed} (${cut(cleanLine(problem ?? ''), problemLengthMax)})`,
    );
    return named.length === 0 ? [] : [`${named.length} ${named.length === 1 ? one : many}: ${listed(named)}.`];
  });
  const back = told('well').map(({ feed }) => feed);
  return back.length === 0 ? troubles : [...troubles, `Well again: ${listed(back)}.`];
}

function movedLines(tellings: readonly Telling[]): readonly string[] {
  const moved = tellings.filter(({ subject, to }) => subject.startsWith('moved:') && to !== 'well');
  const named = moved.map(
    ({ subject, to }) => `${subject.slice('moved:'.length)} to ${cut(cleanLine(to), addressLengthMax)}`,
  );
  return named.length === 0 ? [] : [`Moved for good, and read there: ${listed(named)}.`];
}

function listed(named: readonly string[]): string {
  const rest = named.length - namedMax;
  const shown = named.slice(0, namedMax).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
