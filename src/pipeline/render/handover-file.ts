import type { Handover, HandoverAlert, HandoverList, Language } from '../../model.ts';
import { cleanLine, cut } from './clean.ts';
import { formatMoment } from './dates.ts';
import { coverageLines, handoverSentence, nameOf } from './handover.ts';
import { type HandoverWords, handoverWords } from './handover-words.ts';
import { escapeMarkdown } from './markdown.ts';
import { words } from './words.ts';

const cellLengthMax = 200;

/** A hand-over as a file: a name, and the whole of it in Markdown. */
export interface HandoverFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Writes all that a hand-over holds. Whatever news and people wrote is shown literally. */
export function handoverFile(handover: Handover, language: Language): HandoverFile {
  const said = handoverWords[language];
  const moment = (at: number): string => formatMoment(at, handover.timeZone, language);
  const sections = [...alertSections(handover, language, moment), ...otherSections(handover, said, moment)];
  const rota = handover.rota === null ? null : nameOf(handover.rota);
  const head = [
    `# ${shown(said.title(rota))}`,
    `${shown(handoverSentence(handover, said))} ${shown(`${moment(handover.at)} (${handover.timeZone})`)}`,
    shown(said.since(moment(handover.since), handover.timeZone)),
  ];
  const day = new Date(handover.at).toISOString().slice(0, 16).replaceAll(':', '-');
  return { name: `handover-${day}.md`, content: new TextEncoder().encode(`${[...head, ...sections].join('\n\n')}\n`) };
}

type Moment = (at: number) => string;

const shown = (text: string): string => escapeMarkdown(cut(cleanLine(text), cellLengthMax));

function alertSections(handover: Handover, language: Language, moment: Moment): readonly string[] {
  const said = handoverWords[language];
  const { open, taken, changed, snoozes, largest } = handover;
  const section = (heading: string, { count, alerts }: HandoverList): string => {
    const left = count - alerts.length;
    const more = left > 0 ? `\n\n${shown(said.more(left))}` : '';
    return `## ${shown(heading)}\n\n${alerts.length === 0 ? said.none : table(alerts, language, moment)}${more}`;
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
  const head = row([severity, incident, state, opened, who, link].map(shown));
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
    ...(changedBy === null || state === 'open' ? [] : [nameOf(changedBy.name)]),
    ...(assignee === null ? [] : [said.assigned(nameOf(assignee.name))]),
  ];
  return row([
    shown(words[language].severity[severity]),
    shown(title),
    shown(`${words[language].state[state]}${until}`),
    shown(moment(openedAt)),
    shown(who.join(words[language].comma)),
    message === null ? '' : `[↗](${addressOf(message)})`,
  ]);
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Ids alone, whatever a store may hold: nothing else can end the link. */
function addressOf({ server, channel, id }: { server: string; channel: string; id: string }): string {
  return `https://discord.com/channels/${[server, channel, id].map((each) => encodeURIComponent(each)).join('/')}`;
}

function otherSections(handover: Handover, said: HandoverWords, moment: Moment): readonly string[] {
  const { silences, feedsDown, gaps, auditHead } = handover;
  const section = (heading: string, lines: readonly string[], more = 0): string => {
    const listed = [...lines, ...(more > 0 ? [said.more(more)] : [])].map((line) => `- ${shown(line)}`);
    return `## ${shown(heading)}\n\n${listed.length === 0 ? said.none : listed.join('\n')}`;
  };
  const silenced = silences.map(
    ({ by, why, to, hidden }) => `${why} (${nameOf(by.name)}), ${said.hid(hidden)}, ${said.until} ${moment(to)}`,
  );
  const down = feedsDown.feeds.map(
    ({ feed, since, problem }) => `${feed}: ${problem}${since === null ? '' : ` (${moment(since)})`}`,
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
