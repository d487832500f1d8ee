import { hash } from 'node:crypto';
import {
  type Alert,
  type Example,
  examplesMax,
  type FalseAlarmReason,
  type Incident,
  type Instant,
  type Label,
  type Report,
} from '../model.ts';
import { isEntityTerm } from './assign/terms.ts';

/** What is said of a decision of the matching, by whom and of what. */
export interface Saying extends Pick<Label, 'says' | 'server' | 'by' | 'at' | 'isTeaching'> {
  /** What it is said of: the false alarm, what was merged into another, what was split off. */
  readonly incident: Pick<Incident, 'id' | 'reports'>;
  /** Of its articles, those that it is said of; left out: all. */
  readonly articles?: readonly string[];
  /** The other incident, where it is about two: what it was merged into, or split off from. */
  readonly other?: Pick<Incident, 'id' | 'reports'>;
}

const articlesMax = 200;
const exampleWordsMax = 40;
const phraseLengthMax = 300;

/**
 * The label for what an analyst said. The same said again of the same, on one server, is the same label, so that a press
 * that is sent twice teaches once.
 */
export function labelOf({ says, incident, other, articles, at, server, by, isTeaching }: Saying): Label {
  const reports = incident.reports.filter(({ article }) => articles?.includes(article) ?? true);
  const otherReports = (other?.reports ?? []).filter(({ article }) => !reports.some((own) => own.article === article));
  return {
    id: idOf(says, incident.id, server),
    at,
    server,
    by,
    says,
    incident: incident.id,
    articles: reports.slice(0, articlesMax).map(({ article }) => article),
    examples: examplesOf(reports),
    besides: examplesOf(otherReports),
    isTeaching: isTeaching && !saysThatItHappened(says),
    revokedAt: null,
  };
}

/** Told twice, or told wrongly: the next of its kind is news, and must not be held back. */
function saysThatItHappened(says: Label['says']): boolean {
  return says.what === 'false-alarm' && happened.has(says.reason);
}
const happened: ReadonlySet<FalseAlarmReason> = new Set(['duplicate', 'wrong-place', 'wrong-actor', 'wrong-date']);

/**
 * What a change of an alert says of the matching: that it was a false alarm, or no longer that; then its label is taken
 * back. Null where it says nothing. `isTeaching`: the server is the operators'.
 */
export function labelOfChange(
  { before, after }: { readonly before: Alert; readonly after: Alert },
  { incident, isTeaching }: Pick<Saying, 'incident' | 'isTeaching'>,
): Label | null {
  const marked = before.state === 'false-alarm' ? before : after;
  const { server, falseAlarm, changedBy, changedAt } = marked;
  const isOver = marked === before && after.state === 'open';
  const isNew = marked === after && after.state === 'false-alarm';
  if (falseAlarm === null || changedBy === null || !(isOver || isNew)) return null;
  const says = { what: 'false-alarm', reason: falseAlarm } as const;
  const label = labelOf({ says, incident, server, by: changedBy, at: changedAt, isTeaching });
  return isOver ? takenBack(label, after.changedAt) : label;
}

/** The label as one that no longer holds. */
function takenBack(label: Label, at: Instant): Label {
  return { ...label, revokedAt: at };
}

/** What a report looks like. */
export function exampleOf(report: Report): Example {
  const { article, outlet, subEvent, place, weapon, stage, killed, wounded, terms } = report;
  const words = Object.entries(terms).filter(([term]) => !isEntityTerm(term));
  const heaviest = words.toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).slice(0, exampleWordsMax);
  return {
    article,
    outlet,
    subEvent,
    phrase: phraseOf(report).slice(0, phraseLengthMax),
    words: Object.fromEntries(heaviest),
    place,
    weapon,
    stage,
    isDeadly: (killed ?? 0) > 0 || (wounded ?? 0) > 0,
  };
}

/** The sentence that the event of a report rests on; its headline where none is known. */
function phraseOf({ title, sentences, evidence }: Report): string {
  const rested = evidence.find(({ fact }) => fact === 'event' || fact === 'development');
  return sentences[rested?.sentence ?? 0] ?? title;
}

/** One of each outlet before a second of any; texts that were let go show nothing. */
function examplesOf(reports: readonly Report[]): readonly Example[] {
  const read = reports.filter(({ terms }) => Object.keys(terms).length > 0);
  const first = read.filter(({ outlet }, at) => read.findIndex((other) => other.outlet === outlet) === at);
  const rest = read.filter((report) => !first.includes(report));
  return [...first, ...rest].slice(0, examplesMax).map(exampleOf);
}

/** Tells nothing of the server: what was taught is named in the reasons of verdicts, which all servers may read. */
function idOf(says: Label['says'], incident: string, server: string): string {
  const other = says.what === 'false-alarm' ? '' : says.incident;
  return `l-${hash('sha256', `${says.what}\n${server}\n${incident}\n${other}`, 'hex').slice(0, idLength)}`;
}
const idLength = 12;
