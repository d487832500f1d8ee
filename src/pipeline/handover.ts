import {
  type Alert,
  type Handover,
  type HandoverAlert,
  type HandoverList,
  type HandoverSilence,
  type Incident,
  type Instant,
  type Language,
  type MessagePlace,
  type Pack,
  type Presser,
  type Silence,
  severities,
} from '../model.ts';
import { isClosed } from './alert.ts';
import type { Coverage } from './coverage.ts';
import type { FeedHealth } from './feed-health.ts';
import { titleIn } from './incidents/title.ts';

/** Nobody reads more of one kind when a shift begins; the count says how many there are. */
const listMax = 50;
const silencesMax = 20;
const feedsMax = 30;
const gapsMax = 20;
const largestMax = 5;
/** A snooze that ends within the next shift. */
const soonMs = 24 * 3_600_000;
const problemLengthMax = 160;

/** Who hands over to whom, and since when it is told. */
export interface HandoverTime {
  readonly rota: string | null;
  readonly timeZone: string;
  readonly goes: Presser | null;
  readonly comes: Presser | null;
  readonly changesAt?: Handover['changesAt'];
  readonly since: Instant;
  readonly at: Instant;
}

/** An alert of the server, and what it is about. */
export interface HandoverMatter {
  readonly alert: Alert;
  readonly incident: Incident;
  readonly message: MessagePlace | null;
}

/** All that a hand-over is made from. */
export interface HandoverInput {
  readonly time: HandoverTime;
  /** Alerts that are not settled, and those that changed since. */
  readonly matters: readonly HandoverMatter[];
  /** Those in force, and how much each has hidden. */
  readonly silences: readonly { readonly silence: Silence; readonly hidden: number }[];
  readonly health: readonly FeedHealth[];
  readonly coverage: readonly Coverage[];
  readonly gaps: Handover['gaps'];
  readonly auditHead: Handover['auditHead'];
  readonly pack: Pack;
  readonly language: Language;
}

/** What who goes off call hands to who comes on. */
export function handoverOf(input: HandoverInput): Handover {
  const { time, matters, gaps, auditHead } = input;
  const { at, since } = time;
  const inState = (state: Alert['state']) => matters.filter(({ alert }) => alert.state === state);
  const soon = inState('snoozed').filter(
    ({ alert }) => (alert.snoozedUntil ?? Number.POSITIVE_INFINITY) <= at + soonMs,
  );
  return {
    ...time,
    open: listOf(inState('open').toSorted(graverFirst), input),
    taken: listOf(inState('acknowledged').toSorted(graverFirst), input),
    changed: listOf(matters.filter((matter) => isChanged(matter, since)).toSorted(laterFirst), input),
    snoozes: listOf(soon.toSorted(soonerFirst), input),
    largest: largestOf(matters, since).map((matter) => shown(matter, input)),
    silences: silencesOf(input),
    feedsDown: feedsDownOf(input),
    coverage: input.coverage
      .filter(({ kind }) => kind === 'all' || kind === 'language' || kind === 'side')
      .map(({ value, outlets, share }) => ({ value, outlets, share })),
    gaps: gaps.slice(0, gapsMax),
    auditHead,
  };
}

function listOf(matters: readonly HandoverMatter[], input: HandoverInput): HandoverList {
  return { count: matters.length, alerts: matters.slice(0, listMax).map((matter) => shown(matter, input)) };
}

function shown({ alert, incident, message }: HandoverMatter, { pack, language }: HandoverInput): HandoverAlert {
  return {
    incident: incident.id,
    title: titleIn(incident, pack, language),
    severity: incident.facts.severity,
    state: alert.state,
    openedAt: alert.openedAt,
    message,
    changedAt: alert.changedAt,
    changedBy: alert.changedBy,
    assignee: alert.assignee,
    snoozedUntil: alert.snoozedUntil,
  };
}

/** What came within the time is new; changed is what somebody, or its own news, moved on. */
function isChanged({ alert, incident }: HandoverMatter, since: Instant): boolean {
  return alert.changedAt >= since || incident.changedAt >= since;
}

const rank = ({ incident }: HandoverMatter): number => severities.indexOf(incident.facts.severity);
const byId = (one: HandoverMatter, other: HandoverMatter): number => (one.incident.id < other.incident.id ? -1 : 1);

/** Of the same severity the one that waits longest. */
function graverFirst(one: HandoverMatter, other: HandoverMatter): number {
  return rank(other) - rank(one) || one.alert.openedAt - other.alert.openedAt || byId(one, other);
}

function laterFirst(one: HandoverMatter, other: HandoverMatter): number {
  const changedAt = ({ alert, incident }: HandoverMatter): Instant => Math.max(alert.changedAt, incident.changedAt);
  return changedAt(other) - changedAt(one) || byId(one, other);
}

function soonerFirst(one: HandoverMatter, other: HandoverMatter): number {
  return (one.alert.snoozedUntil ?? 0) - (other.alert.snoozedUntil ?? 0) || byId(one, other);
}

/** By severity, then by who was killed and hurt, then by how many report it. */
function largestOf(matters: readonly HandoverMatter[], since: Instant): readonly HandoverMatter[] {
  const harm = ({ incident }: HandoverMatter): number =>
    (incident.facts.killed ?? 0) * 10 + (incident.facts.wounded ?? 0);
  const reach = ({ incident }: HandoverMatter): number => incident.facts.families.length;
  return matters
    .filter((matter) => matter.alert.state === 'resolved' || !isClosed(matter.alert))
    .filter((matter) => matter.incident.mergedInto === null && (!isClosed(matter.alert) || isChanged(matter, since)))
    .toSorted(
      (one, other) =>
        rank(other) - rank(one) || harm(other) - harm(one) || reach(other) - reach(one) || byId(one, other),
    )
    .slice(0, largestMax);
}

function silencesOf({ silences }: HandoverInput): readonly HandoverSilence[] {
  return silences
    .map(({ silence: { id, by, why, to }, hidden }) => ({ id, by, why, to, hidden }))
    .toSorted((one, other) => one.to - other.to || (one.id < other.id ? -1 : 1))
    .slice(0, silencesMax);
}

/** What an operator paused is not down. */
function feedsDownOf({ health }: HandoverInput): Handover['feedsDown'] {
  const down = health.flatMap((each) => {
    const { condition, paused } = each;
    return condition === 'well' || condition === 'unpolled' || paused === 'operator' ? [] : [{ ...each, condition }];
  });
  const since = ({ failingSince, lastSuccessAt }: FeedHealth): Instant => failingSince ?? lastSuccessAt ?? 0;
  const longest = down.toSorted((one, other) => since(one) - since(other) || (one.feed < other.feed ? -1 : 1));
  return {
    count: down.length,
    feeds: longest.slice(0, feedsMax).map((each) => ({
      feed: each.feed,
      since: each.failingSince ?? each.lastSuccessAt,
      condition: each.condition,
      problem: each.problem?.slice(0, problemLengthMax) ?? null,
    })),
  };
}
