/** Whether a simulated week went as it must: nothing lost, nothing told twice, nothing after an acknowledgement. */
import { isDeepStrictEqual } from 'node:util';
import type { Alert, AlertStanding, AuditEntry, Instant } from '../../../src/model.ts';
import { standingOf } from '../../../src/pipeline/alert.ts';
import { alertKey, replay } from '../../../src/pipeline/audit.ts';
import type { Effect } from './effects.ts';
import { onCallByHand, responders } from './script.ts';
import type { WeekRecord } from './week.ts';

/** So much a step may be late by itself; while the program is away nothing is done. */
const lateMsMax = 60_000;
const minuteMs = 60_000;
/** The first step comes at once, or so long after a message that has just called somebody. */
const firstAfterMs: readonly number[] = [0, 5 * minuteMs];
/** What lies between two steps of the script's policy, over both rounds. */
const betweenMs: readonly number[] = [10, 15, 20, 10, 15, 20].map((minutes) => minutes * minuteMs);
/** What begins a run of the policy anew. */
const begins: ReadonlySet<string> = new Set([
  'open',
  'unacknowledge',
  'lapse',
  'snooze-end',
  'report-again',
  'reopen',
  'wake',
]);
/** What is told to somebody while an alert is taken. */
const tellsTaken: ReadonlySet<string> = new Set([
  'remind',
  'lapse',
  'worsen',
  'snooze-end',
  'assign',
  'note',
  'unacknowledge',
  'snooze',
]);

/** What went wrong, as sentences; empty where nothing did. */
export function checkWeek(record: WeekRecord): readonly string[] {
  return [
    ...record.problems.map((problem) => `Discord would have refused: ${problem}`),
    ...record.errors.map((error) => `an error was logged: ${error}`),
    ...checkCards(record),
    ...checkOnce(record),
    ...checkAudit(record),
    ...checkQuietOnceTaken(record),
    ...checkSteps(record),
    ...checkWhoIsCalled(record),
    ...checkWinners(record),
  ];
}

/** Every alert has its one card. */
function checkCards({ alerts, effects }: WeekRecord): readonly string[] {
  const cards = Map.groupBy(
    effects.filter(({ isCard }) => isCard),
    ({ incident }) => incident,
  );
  return alerts.flatMap(({ incident }) => {
    const count = cards.get(incident)?.length ?? 0;
    return count === 1 ? [] : `${incident} has ${count} cards`;
  });
}

/** No message stands twice: each has a nonce of its own. */
export function checkOnce({ effects }: Pick<WeekRecord, 'effects'>): readonly string[] {
  const byNonce = Map.groupBy(effects, ({ nonce }) => nonce);
  return [...byNonce].flatMap(([nonce, same]) => (same.length === 1 ? [] : `${nonce} was posted ${same.length} times`));
}

/** The log tells each change once and in order, and its replay gives the present state. */
export function checkAudit({ audit, alerts }: Pick<WeekRecord, 'audit' | 'alerts'>): readonly string[] {
  const standing = replay(audit);
  const final = alerts.flatMap((alert) =>
    isDeepStrictEqual(standing.get(alertKey(alert.server, alert.incident)), standingOf(alert))
      ? []
      : `${alert.incident}: the log replayed gives another state than ${alert.state}`,
  );
  return [...final, ...alerts.flatMap(({ incident }) => checkRevisions(incident, standingsOf(audit, incident)))];
}

function checkRevisions(incident: string, standings: readonly Standing[]): readonly string[] {
  return standings.flatMap(({ alert: { revision } }, at) =>
    isNext(revision, standings[at - 1]?.alert.revision ?? 0)
      ? []
      : `${incident}: entry ${at + 1} of the log is revision ${revision}`,
  );
}

/** One change may have several entries, and none is left out. */
function isNext(revision: number, before: number): boolean {
  return revision === before + 1 || (revision === before && before > 0);
}

interface Standing {
  readonly at: Instant;
  readonly action: string;
  readonly detail: string;
  readonly alert: AlertStanding;
}

function standingsOf(audit: readonly AuditEntry[], incident: string): readonly Standing[] {
  return audit.flatMap(({ at, action, detail, alert, incident: of }) =>
    of === incident && alert ? [{ at, action, detail, alert }] : [],
  );
}

/** Of what calls somebody nothing comes while an alert is taken or put away, but what tells of just that. */
function checkQuietOnceTaken({ audit, effects }: WeekRecord): readonly string[] {
  return callsIn(effects).flatMap(({ incident, at, content }) => {
    const standings = standingsOf(audit, incident ?? '');
    const before = standings.findLast((each) => each.at < at);
    const isTold = standings.some((each) => each.at === at && (tellsTaken.has(each.action) || begins.has(each.action)));
    const isQuiet = before !== undefined && before.alert.state !== 'open';
    return isQuiet && !isTold ? `${incident} called somebody though it was ${before.alert.state}: ${content}` : [];
  });
}

/** Messages that name somebody: of an alert, and no card. */
function callsIn(effects: readonly Effect[]): readonly Effect[] {
  return effects.filter(
    ({ incident, isCard, content, recipient }) =>
      incident !== null && !isCard && (recipient !== null || /<@&?\d+>/u.test(content)),
  );
}

/** Each step comes once in a run or not at all, in its order and at its time. */
function checkSteps({ audit, alerts, script }: WeekRecord): readonly string[] {
  const away = script.events.flatMap((event) =>
    event.what === 'restart' ? [{ from: event.at, to: event.at + event.awayMs }] : [],
  );
  const latest = (due: Instant): Instant =>
    (away.find(({ from, to }) => due >= from - lateMsMax && due <= to)?.to ?? due) + lateMsMax;
  const isInTime = (at: Instant, due: Instant): boolean => at >= due && at <= latest(due);
  return alerts.flatMap(({ incident }) =>
    runsOf(standingsOf(audit, incident)).flatMap(({ from, steps }) =>
      steps.flatMap((at, number) => {
        const before = steps[number - 1] ?? from;
        const dues = firstAfterMs.map((ms) => from + ms + sum(betweenMs.slice(0, number)));
        // One that came late after an outage keeps the next no longer from its time than it must.
        if (number > 0) dues.push(before + (betweenMs[number - 1] ?? Number.NaN));
        return dues.some((due) => isInTime(at, due))
          ? []
          : `${incident}: step ${number + 1} of the run from ${timeOf(from)} came at ${timeOf(at)}`;
      }),
    ),
  );
}

const sum = (spans: readonly number[]): number => spans.reduce((all, ms) => all + ms, 0);
const timeOf = (at: Instant): string => new Date(at).toISOString();

interface Run {
  readonly from: Instant;
  /** When its steps came; those of one moment are one. */
  readonly steps: readonly Instant[];
}

/** The runs of the policy. What gets worse begins another where somebody had taken it. */
function runsOf(standings: readonly Standing[]): readonly Run[] {
  const runs: { from: Instant; steps: Instant[] }[] = [];
  let state: string = 'open';
  for (const { at, action, detail, alert } of standings) {
    const isWorse = action === 'worsen' && state !== 'open';
    if (begins.has(action) || isWorse) runs.push({ from: at, steps: [] });
    else if (action === 'paged' && !/ begins$/u.test(detail) && runs.at(-1)?.steps.at(-1) !== at)
      runs.at(-1)?.steps.push(at);
    state = alert.state;
  }
  return runs;
}

/** Who is called by name is who is on call then, by a reckoning of the checker's own. */
function checkWhoIsCalled({ audit, effects, script }: WeekRecord): readonly string[] {
  return callsIn(effects).flatMap(({ incident, at, content, recipient }) => {
    const then = standingsOf(audit, incident ?? '').filter((each) => each.at === at);
    const isStep = then.length > 0 && then.every(({ action }) => action === 'paged' || action === 'open');
    const named = responders.find(({ id }) => recipient === id || content.includes(`<@${id}>`));
    if (!isStep || named === undefined) return [];
    const expected = onCallByHand(at, script.overrides);
    return named.id === expected.id ? [] : `${incident} called ${named.name} at ${timeOf(at)}, not ${expected.name}`;
  });
}

/** Of two who press at once one is told that it is done, and the other who was first. */
function checkWinners({ audit, done }: WeekRecord): readonly string[] {
  const acknowledged = audit.filter(({ action }) => action === 'acknowledge').length;
  const told = done.filter(
    ({ deed, answer }) => deed === 'acknowledge' && !/^(?:Already|Not done)/u.test(answer),
  ).length;
  return acknowledged === told ? [] : [`${acknowledged} acknowledgements, ${told} people were told that theirs counts`];
}

/** The figures of a week, for the record. */
export function figuresOf({ alerts, effects, audit, done, restarts, flushes }: WeekRecord) {
  const count = (action: string) => audit.filter((entry) => entry.action === action).length;
  return {
    alerts: alerts.length,
    messages: effects.length,
    calls: callsIn(effects).length,
    presses: done.length,
    acknowledged: count('acknowledge'),
    steps: count('paged'),
    reminders: count('remind'),
    lapses: count('lapse'),
    worsened: count('worsen'),
    reportedAgain: count('report-again'),
    snoozesEnded: count('snooze-end'),
    resolvedByQuiet: count('quiet'),
    restarts,
    flushes,
    states: Object.fromEntries(
      [...Map.groupBy(alerts, ({ state }: Alert) => state)].map(([state, some]) => [state, some.length]),
    ),
  };
}
