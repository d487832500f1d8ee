import type {
  Handover,
  HandoverAlert,
  HandoverFeed,
  HandoverList,
  Language,
  SaidLine,
  SaidPiece,
} from '../../model.ts';
import { severitySigns } from './card.ts';
import { cleanLine, cut } from './clean.ts';
import { formatMoment } from './dates.ts';
import { type HandoverWords, handoverWords } from './handover-words.ts';
import { words } from './words.ts';

/** A linked line takes some 200 characters; an embed holds 6000, and each part is to have its own. */
const linesMax = { alerts: 4, largest: 5, short: 3, coverage: 8 };
const titleLengthMax = 70;
const nameLengthMax = 40;
const whyLengthMax = 60;

/** A hand-over in words: what is most to be done first. */
export interface HandoverText {
  readonly text: string;
  readonly parts: readonly { readonly heading: string; readonly lines: readonly SaidLine[] }[];
}

/** Says how things stand, shortly: the file has the whole of it. */
export function renderHandover(handover: Handover, language: Language): HandoverText {
  const said = handoverWords[language];
  const parts = [...alertParts(handover, language), ...otherParts(handover, language)];
  return { text: textOf(handover, said, language), parts: parts.filter(({ lines }) => lines.length > 0) };
}

/** Who goes and who comes, in a sentence; in mid-shift who is on call until when, and who comes then. */
export function handoverSentence(handover: Handover, language: Language, shown = nameOf): string {
  const { goes, comes, changesAt, timeZone } = handover;
  const said = handoverWords[language];
  const [from, to] = [goes, comes].map((each) => (each === null ? null : shown(each.name)));
  if (from == null && to == null) return said.nobody;
  if (changesAt === null) return from == null ? said.nobody : said.onCall(from);
  if (changesAt !== undefined)
    return said.onCallUntil(from ?? null, formatMoment(changesAt, timeZone, language), to ?? null);
  if (from == null) return said.fromNobody(to ?? '');
  return to == null ? said.toNobody(from) : said.from(from, to);
}

/** A person's name as one bounded line. */
export const nameOf = (name: string): string => cut(cleanLine(name), nameLengthMax);

/** A share of coverage: "92 %". */
const shareOf = (share: number): string => `${Math.round(share * 100)} %`;

function textOf(handover: Handover, said: HandoverWords, language: Language): string {
  const { rota, since, timeZone, open, taken, changed } = handover;
  return [
    said.title(rota === null ? null : nameOf(rota)),
    handoverSentence(handover, language),
    said.since(formatMoment(since, timeZone, language), timeZone),
    said.counts(open.count, taken.count, changed.count),
    said.file,
  ].join('\n');
}

function alertParts({ open, taken, changed, snoozes, largest }: Handover, language: Language): HandoverText['parts'] {
  const said = handoverWords[language];
  const listed = (heading: string, { count, alerts }: HandoverList) => {
    const lines = alerts.slice(0, linesMax.alerts).map((alert) => alertLine(alert, language));
    const left = count - lines.length;
    return { heading, lines: left > 0 ? [...lines, said.more(left)] : lines };
  };
  const gravest = largest.slice(0, linesMax.largest).map((alert) => alertLine(alert, language));
  return [
    listed(said.open(open.count), open),
    listed(said.taken(taken.count), taken),
    { heading: said.largest, lines: gravest },
    listed(said.snoozes(snoozes.count), snoozes),
    listed(said.changed(changed.count), changed),
  ];
}

function alertLine(alert: HandoverAlert, language: Language): SaidLine {
  const { severity, state, openedAt, message, changedBy, assignee, snoozedUntil } = alert;
  const said = handoverWords[language];
  const title = cut(cleanLine(alert.title), titleLengthMax);
  const whose = [
    ...(changedBy === null || state === 'open' ? [] : [said.by(nameOf(changedBy.name))]),
    ...(assignee === null ? [] : [said.assigned(nameOf(assignee.name))]),
  ];
  const until: readonly SaidPiece[] =
    snoozedUntil === null
      ? []
      : [
          { kind: 'text', text: ` · ${said.until} ` },
          { kind: 'elapsed', at: snoozedUntil },
        ];
  return [
    { kind: 'text', text: `${severitySigns[severity]} ` },
    message === null
      ? { kind: 'text', text: title }
      : { kind: 'message', text: title, server: message.server, channel: message.channel, message: message.id },
    { kind: 'text', text: ` · ${[words[language].state[state], ...whose].join(words[language].comma)} · ` },
    { kind: 'elapsed', at: openedAt },
    ...until,
  ];
}

function otherParts(handover: Handover, language: Language): HandoverText['parts'] {
  const { silences, feedsDown, coverage, gaps, auditHead } = handover;
  const said = handoverWords[language];
  const short = (heading: string, count: number, lines: readonly SaidLine[]) => {
    const left = count - linesMax.short;
    return { heading, lines: left > 0 ? [...lines.slice(0, linesMax.short), said.more(left)] : lines };
  };
  return [
    short(
      said.gaps(gaps.length),
      gaps.length,
      gaps.map(({ from, to }) => spanLine(from, to)),
    ),
    short(
      said.silences(silences.length),
      silences.length,
      silences.map(
        ({ by, why, to, hidden }): SaidLine => [
          {
            kind: 'text',
            text: `${cut(cleanLine(why), whyLengthMax)} (${nameOf(by.name)}) · ${said.hid(hidden)} · ${said.until} `,
          },
          { kind: 'elapsed', at: to },
        ],
      ),
    ),
    short(
      said.feeds(feedsDown.count),
      feedsDown.count,
      feedsDown.feeds.map((each) => `${each.feed}: ${cut(cleanLine(problemOf(each, language)), whyLengthMax)}`),
    ),
    { heading: said.coverage, lines: coverageLines(handover, said).slice(0, linesMax.coverage) },
    { heading: said.audit, lines: auditHead === null ? [] : [said.auditHead(auditHead.number, auditHead.hash)] },
  ].map((part) => (part.heading === said.coverage && coverage.length === 0 ? { ...part, lines: [] } : part));
}

/** What is known of a feed's failure is known in English; elsewhere its condition is told. */
export function problemOf({ condition, problem }: HandoverFeed, language: Language): string {
  return (language === 'en' ? problem : null) ?? handoverWords[language].down[condition];
}

function spanLine(from: number, to: number): SaidLine {
  return [
    { kind: 'moment', at: from },
    { kind: 'text', text: ' – ' },
    { kind: 'moment', at: to },
  ];
}

/** "English: 92 % of 40 outlets". */
export function coverageLines({ coverage }: Handover, said: HandoverWords): readonly string[] {
  return coverage.map(({ value, outlets, share }) => {
    const group = value === 'all' ? said.all : (said.groups[value] ?? value);
    return `${group}: ${said.outlets(shareOf(share), outlets)}`;
  });
}
