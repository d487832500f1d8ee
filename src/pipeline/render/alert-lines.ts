import type { Alert, Instant, Language, MessagePlace, Presser, Summary, Worsening } from '../../model.ts';
import { calledNobody } from '../escalate/round.ts';
import { alertWords } from './alert-words.ts';
import type { Line, Span } from './card-parts.ts';
import { cleanLine, cut } from './clean.ts';
import { nameIn } from './describe.ts';
import { messageSpan } from './further-fields.ts';
import { words } from './words.ts';

/** Longer than any name that Discord takes. */
const nameLengthMax = 64;
/** The whole note stands in the thread. */
const noteLengthMax = 200;
const detailLengthMax = 120;
const titleLengthMax = 90;

/** How an alert stands, and what its card needs to say so. */
export interface Stands {
  readonly alert: Alert;
  readonly summary: Pick<Summary, 'names'>;
  readonly language: Language;
  /** The incident that its own was merged into. */
  readonly mergedInto?: MergedInto | null | undefined;
}
export interface MergedInto {
  readonly title: string;
  /** Its card in this channel; null where it has none there. */
  readonly message: MessagePlace | null;
}

/** State, who brought it there, why and when: the one line that tells whether anybody is at it. */
export function stateLine(stands: Stands): Line {
  const { alert, language } = stands;
  const name = words[language].state[alert.state];
  const { changedBy, changedFor } = alert;
  if (alert.state === 'open' && changedBy === null && changedFor === null)
    return joined([[text(name)], [text(words[language].nobodyYet)], unanswered(stands)]);
  const by = changedBy === null ? [] : [[strong(`${name} · ${openedBy(stands)}${named(changedBy)}`)]];
  return joined([...(by.length === 0 ? [[strong(name)]] : by), ...behind(stands)]);
}

/** Who is to deal with it, who was asked whether he still does, and what was noted last. */
export function handlingLines({ alert, language }: Stands): readonly Line[] {
  const { assignee, acknowledgement, notes } = alert;
  const { assignedTo, asked } = alertWords[language];
  const lines: Line[] = [];
  if (assignee !== null) lines.push([text(`${assignedTo} `), strong(named(assignee))]);
  if (acknowledgement !== null && acknowledgement.remindedAt !== null)
    lines.push(joined([[text(`⏰ ${asked(named(acknowledgement.by))}`)], [elapsed(acknowledgement.remindedAt)]]));
  const last = notes.at(-1);
  if (last !== undefined) {
    const said = cut(cleanLine(last.text), noteLengthMax);
    lines.push([text(`📝 ${named(last.by)} · `), elapsed(last.at), text(`: ${said}`)]);
  }
  return lines;
}

/** Of an alert that somebody opened again: how. */
function openedBy({ alert, language }: Stands): string {
  if (alert.state !== 'open') return '';
  switch (alert.changedFor?.what) {
    case 'unacknowledge':
      return `${alertWords[language].withdrawnBy} `;
    case 'wake':
      return `${alertWords[language].wokenBy} `;
    case 'unmerge':
      return `${alertWords[language].unmergedBy} `;
    default:
      return `${words[language].reopenedBy} `;
  }
}

/** What stands behind the state and its author, in the order of what matters. */
function behind(stands: Stands): readonly Line[] {
  const { alert, language } = stands;
  const since: Line = joined([[{ kind: 'moment', at: alert.changedAt }], [elapsed(alert.changedAt)]]);
  const { reason, until } = alertWords[language];
  const detail = cut(cleanLine(alert.changedFor?.detail ?? ''), detailLengthMax);
  const said = detail === '' ? [] : [[text(detail)]];
  switch (alert.state) {
    case 'snoozed':
      if (alert.snoozedUntil === null) return [...said, since];
      return [
        [text(`${until} `), { kind: 'moment', at: alert.snoozedUntil }, text(' · '), elapsed(alert.snoozedUntil)],
        ...said,
      ];
    case 'false-alarm':
      return [...(alert.falseAlarm === null ? [] : [[text(reason[alert.falseAlarm])]]), ...said, since];
    case 'merged':
      return [...target(stands), since];
    case 'open':
      return [...why(stands), ...said, since, unanswered(stands)];
    default:
      return [...why(stands), ...said, since];
  }
}

/** What changed it without anybody's hand. */
function why({ alert, summary, language }: Stands): readonly Line[] {
  const { changedBy, changedFor } = alert;
  const vocabulary = alertWords[language];
  if (changedBy !== null || changedFor === null) return [];
  switch (changedFor.what) {
    case 'lapse':
      return [[text(vocabulary.lapsed)]];
    case 'snooze-end':
      return [[text(vocabulary.snoozeEnded)]];
    case 'report-again':
      return [[text(`${vocabulary.reopened}: ${vocabulary.reportedAgain}`)]];
    case 'worsen':
      return [[text(`${vocabulary.reopened}: ${worseText(changedFor.worse, summary, language)}`)]];
    case 'quiet':
      return [[text(vocabulary.quiet)]];
    default:
      return [];
  }
}

/** "severity rose to High, new place: Erbil". Places and actors by their English names. */
function worseText(worse: Worsening | undefined, summary: Pick<Summary, 'names'>, language: Language): string {
  const vocabulary = alertWords[language];
  const { severity, comma } = words[language];
  if (worse === undefined) return vocabulary.worse;
  const nameOf = (english: string): string => cut(cleanLine(nameIn(summary, english, language)), nameLengthMax);
  const said = [
    worse.severity === null ? null : vocabulary.severityRose(severity[worse.severity.after].toLowerCase()),
    worse.place === null ? null : vocabulary.newPlace(nameOf(worse.place)),
    worse.actors.length === 0 ? null : vocabulary.newActors(worse.actors.map(nameOf).join(comma)),
  ].filter((part) => part !== null);
  return said.length === 0 ? vocabulary.worse : said.join(comma);
}

function target({ mergedInto, language }: Stands): readonly Line[] {
  if (!mergedInto) return [];
  const title = cut(cleanLine(mergedInto.title), titleLengthMax);
  const linked = mergedInto.message === null ? text(title) : messageSpan(title, mergedInto.message);
  return [[text(`${alertWords[language].into} `), linked]];
}

/** All were called in vain, or there was nobody to call. */
function unanswered({ alert: { escalation }, language }: Stands): Line {
  if (escalation === null || escalation.dueAt !== null) return [];
  const { unanswered, nobodyOnCall } = alertWords[language];
  return [text(calledNobody(escalation) ? nobodyOnCall : unanswered)];
}

const named = ({ name }: Presser): string => cut(cleanLine(name), nameLengthMax) || '…';
const text = (said: string): Span => ({ kind: 'text', text: said });
const strong = (said: string): Span => ({ kind: 'strong', text: said });
const elapsed = (at: Instant): Span => ({ kind: 'elapsed', at });

/** Lines one behind the other, parted by a dot. */
function joined(lines: readonly Line[]): Line {
  return lines.filter((line) => line.length > 0).flatMap((line, at) => (at === 0 ? line : [text(' · '), ...line]));
}
