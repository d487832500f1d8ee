import type { Instant, Standing } from '../model.ts';

/** What is seen of a subject now: `well`, the word of its trouble, or null where nothing can be said of it at present. */
export interface Sighting {
  readonly subject: string;
  readonly state: string | null;
}

/** That a subject went from one state to another, and the operators are to hear it. */
export interface Telling {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
}

export interface ToBeTold {
  readonly tellings: readonly Telling[];
  /** Standings that change by it, told or not. */
  readonly standings: readonly Standing[];
  readonly forgotten: readonly string[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * How long a state must be seen before it is told, by the first word of its subject. Trouble is held to gather what comes
 * with it, its end so that what flaps is not told as often as it flaps: each time longer, up to the limit.
 */
const holds: Readonly<
  Record<string, { readonly troubleMs: number; readonly endMs: number; readonly endMsMax: number }>
> = {
  blind: { troubleMs: 0, endMs: 0, endMsMax: 6 * hourMs },
  coverage: { troubleMs: 10 * minuteMs, endMs: 10 * minuteMs, endMsMax: 12 * hourMs },
  feed: { troubleMs: 5 * minuteMs, endMs: 30 * minuteMs, endMsMax: 24 * hourMs },
  moved: { troubleMs: 0, endMs: 0, endMsMax: 0 },
};
const promptHold = { troubleMs: 0, endMs: 0, endMsMax: 0 };
/** The pause from which the second end of something that has none of its own is held. */
const repeatedEndMs = 10 * minuteMs;
const repeatsMax = 12;
/** Between two bulletins, but for blindness: what fails one by one is told in few messages. */
const quietMs = 10 * minuteMs;
/** So long a subject is well until its earlier troubles are forgotten. */
const forgetMs = 24 * hourMs;
/** Subjects whose standing is written in one go; the others come with the next look. */
const changesMax = 5_000;

/**
 * Decides what the operators are to hear now: each trouble once, and its end once. What was told stands in the ledger, so
 * that neither a restart nor a second process tells it again.
 */
export function toBeTold(sightings: readonly Sighting[], ledger: readonly Standing[], now: Instant): ToBeTold {
  const known = new Map(ledger.map((standing) => [standing.subject, standing]));
  const seen = sightings.map(({ subject, state }) => {
    const before = known.get(subject) ?? unknownOf(subject);
    return { before, after: noted(before, state, now) };
  });
  const pending = seen.map(({ after }) => after).filter(({ seen }) => seen !== null);
  const isQuiet = ledger.every(({ toldAt }) => now - toldAt >= quietMs);
  const opening = pending.filter((one) => isRipe(one, now) && (isQuiet || kindOf(one.subject) === 'blind'));
  const openingKinds = new Set(opening.map(({ subject }) => kindOf(subject)));
  const goesAlong = ({ subject, seen }: Standing) =>
    seen !== 'well' && (kindOf(subject) === 'feed' || openingKinds.has(kindOf(subject)));
  const told = opening.length === 0 ? [] : pending.filter((one) => isRipe(one, now) || goesAlong(one));
  return changesOf(seen, new Set(told.slice(0, changesMax)), known, now);
}

interface Seen {
  readonly before: Standing;
  readonly after: Standing;
}

function unknownOf(subject: string): Standing {
  return { subject, told: 'well', toldAt: 0, times: 0, seen: null, since: null };
}

/** Notes what is seen now. From one trouble to another its time runs on; from trouble to its end it begins anew. */
function noted(before: Standing, state: string | null, now: Instant): Standing {
  if (state === null || state === before.told)
    return before.seen === null ? before : { ...before, seen: null, since: null };
  if (before.seen === state) return before;
  const runsOn = before.seen !== null && (before.seen === 'well') === (state === 'well');
  return { ...before, seen: state, since: runsOn ? before.since : now };
}

const kindOf = (subject: string): string => subject.split(':', 1)[0] ?? '';

function isRipe(standing: Standing, now: Instant): boolean {
  return standing.seen !== null && now - (standing.since ?? now) >= holdMsOf(standing);
}

function holdMsOf({ subject, seen, times }: Standing): number {
  const { troubleMs, endMs, endMsMax } = holds[kindOf(subject)] ?? promptHold;
  if (seen !== 'well') return troubleMs;
  const repeats = Math.min(repeatsMax, Math.max(0, times - 1));
  return repeats === 0 ? endMs : Math.min(endMsMax, Math.max(endMs, repeatedEndMs) * 2 ** repeats);
}

function changesOf(
  seen: readonly Seen[],
  told: ReadonlySet<Standing>,
  known: ReadonlyMap<string, Standing>,
  now: Instant,
): ToBeTold {
  const standings: Standing[] = [];
  const tellings: Telling[] = [];
  const forgotten = new Set(known.keys());
  for (const { before, after } of seen) {
    const { subject, seen: to } = after;
    if (!isPast(after, now)) forgotten.delete(subject);
    if (to !== null && told.has(after)) {
      tellings.push({ subject, from: after.told, to });
      standings.push(toldNow(after, to, now));
    } else if (after !== before && !isPast(after, now)) standings.push(after);
  }
  const newest = standings.sort((one, other) => other.toldAt - one.toldAt).slice(0, changesMax);
  return { tellings, standings: newest, forgotten: [...forgotten].slice(0, changesMax) };
}

function toldNow(standing: Standing, to: string, now: Instant): Standing {
  const isOnset = standing.told === 'well' && to !== 'well';
  const times = standing.times + (isOnset ? 1 : 0);
  return { ...standing, told: to, toldAt: now, times, seen: null, since: null };
}

/** Well for so long that nothing need be remembered of it. */
function isPast({ told, toldAt, seen }: Standing, now: Instant): boolean {
  return told === 'well' && seen === null && now - toldAt >= forgetMs;
}
