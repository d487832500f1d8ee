import type { Handover, HandoverAlert, HandoverList, Language } from '../../model.ts';
import { cleanLine, cut } from './clean.ts';
import { formatMoment } from './dates.ts';
import { coverageLines, handoverSentence, nameOf, problemOf } from './handover.ts';
import { handoverWords } from './handover-words.ts';
import { escapeMarkdown } from './markdown.ts';
import { words } from './words.ts';

const cellLengthMax = 200;

/** A hand-over as a file: a name, and the whole of it in Markdown. */
export interface HandoverFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Writes all that a hand-over holds. Whatever news and people wrote is shown literally; our own words need no escape. */
export function handoverFile(handover: Handover, language: Language): HandoverFile {
  const said = handoverWords[language];
  const moment = (at: number): string => formatMoment(at, handover.timeZone, language);
  const sections = [...alertSections(handover, language, moment), ...otherSections(handover, language, moment)];
  const rota = handover.rota === null ? null : shownName(handover.rota);
  const zone = shown(handover.timeZone);
  const head = [
    `# ${said.title(rota)}`,
    `${handoverSentence(handover, language, shownName)} ${moment(handover.at)} (${zone})`,
    said.since(moment(handover.since), zone),
  ];
  const day = new Date(handover.at).toISOString().slice(0, 16).replaceAll(':', '-');
  return { name: `handover-${day}.md`, content: new TextEncoder().encode(`${[...head, ...sections].join('\n\n')}\n`) };
}

type Moment = (at: number) => string;

const shown = (text: string): string => escapeMarkdown(cut(cleanLine(text), cellLengthMax));
const shownName = (name: string): string => shown(nameOf(name));

function alertSections(handover: Handover, language: Language, moment: Moment): readonly string[] {
  const said = handoverWords[language];
  const { open, taken, changed, snoozes, largest } = handover;
  const section = (heading: string, { count, alerts }: HandoverList): string => {
    const left = count - alerts.length;
    const more = left > 0 ? `\n\n${said.more(left)}` : '';
    return `## ${heading}\n\n${alerts.length === 0 ? said.none : table(alerts, language, moment)}${more}`;
  };
  return [
    section(said.open(open.count), open),
    section(said.taken(taken.count), taken),
    section(said.snoozes(snoozes.count), snoozes),
    section(said.changed(changed.count), changed),
    section(said.largest, { count: largest.length, alerts: largest }),
  ];
}

function table(alerts: readonly HandoverAlert[], language: Language, moment: Moment): string {
  const { columns } = handoverWords[language];
  const { severity, incident, state, opened, who, link } = columns;
  const head = row([severity, incident, state, opened, who, link]);
  return [
    head,
    row(Array.from({ length: 6 }, () => '---')),
    ...alerts.map((alert) => alertRow(alert, language, moment)),
  ].join('\n');
}

function alertRow(alert: HandoverAlert, language: Language, moment: Moment): string {
  const { severity, title, state, openedAt, changedBy, assignee, snoozedUntil, message } = alert;
  const said = handoverWords[language];
  const until = snoozedUntil === null ? '' : ` ${said.until} ${moment(snoozedUntil)}`;
  const who = [
    ...(changedBy === null || state === 'open' ? [] : [shownName(changedBy.name)]),
    ...(assignee === null ? [] : [said.assigned(shownName(assignee.name))]),
  ];
  return row([
    words[language].severity[severity],
    shown(title),
    `${words[language].state[state]}${until}`,
    moment(openedAt),
    who.join(words[language].comma),
    message === null ? '' : `[↗](${addressOf(message)})`,
  ]);
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Ids alone, whatever a store may hold: nothing else can end the link. */
function addressOf({ server, channel, id }: { server: string; channel: string; id: string }): string {
  return `https://discord.com/channels/${[server, channel, id].map((each) => encodeURIComponent(each)).join('/')}`;
}

function otherSections(handover: Handover, language: Language, moment: Moment): readonly string[] {
  const said = handoverWords[language];
  const { comma } = words[language];
  const { silences, feedsDown, gaps, auditHead } = handover;
  const section = (heading: string, lines: readonly string[], more = 0): string => {
    const listed = [...lines, ...(more > 0 ? [said.more(more)] : [])].map((line) => `- ${line}`);
    return `## ${heading}\n\n${listed.length === 0 ? said.none : listed.join('\n')}`;
  };
  const silenced = silences.map(({ by, why, to, hidden }) =>
    [`${shown(why)} (${shownName(by.name)})`, said.hid(hidden), `${said.until} ${moment(to)}`].join(comma),
  );
  const down = feedsDown.feeds.map(
    (each) =>
      `${shown(each.feed)}: ${shown(problemOf(each, language))}${each.since === null ? '' : ` (${moment(each.since)})`}`,
  );
  return [
    section(said.silences(silences.length), silenced),
    section(said.feeds(feedsDown.count), down, feedsDown.count - feedsDown.feeds.length),
    section(said.coverage, coverageLines(handover, said)),
    section(
      said.gaps(gaps.length),
      gaps.map(({ from, to }) => `${moment(from)} – ${moment(to)}`),
    ),
    ...(auditHead === null ? [] : [section(said.audit, [said.auditHead(auditHead.number, auditHead.hash)])]),
  ];
}
