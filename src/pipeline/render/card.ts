import type { Action, Alert, AlertState, CardLink, Language, MessagePlace, Severity, Summary } from '../../model.ts';
import { handlingLines, type MergedInto, stateLine } from './alert-lines.ts';
import type { CardParts, Line } from './card-parts.ts';
import { cleanLine, cut, safeLink } from './clean.ts';
import { formatDay } from './dates.ts';
import { factualTitle, furtherSentences, summarySentences } from './describe.ts';
import { fieldsOf } from './fields.ts';
import { messageSpan } from './further-fields.ts';
import { standing } from './source.ts';
import { type Words, words } from './words.ts';

export interface CardSource {
  readonly summary: Summary;
  readonly alert: Alert;
  readonly language: Language;
  readonly reference: string;
  /** What it is instead of news: said in headline, title and footer. */
  readonly mark?: CardMark | undefined;
  /** In direct messages: nobody has a role there, so that there is nothing to press. */
  readonly isDirect?: boolean;
  /** In direct messages, where the server's own card of the incident stands. */
  readonly elsewhere?: MessagePlace | null;
  /** The incidents that belong to it. */
  readonly links?: readonly CardLink[];
  /** The one that its own incident was merged into. */
  readonly mergedInto?: MergedInto | null | undefined;
}
export type CardMark = 'test' | 'example';

/** Gravity at a glance. */
export const severitySigns: Readonly<Record<Severity, string>> = {
  info: '⚪',
  low: '🟡',
  elevated: '🟠',
  high: '🔴',
  critical: '🚨',
};
/** Who stands behind it at a glance: an alert that nobody has taken up has no sign. */
export const stateSigns: Readonly<Record<Exclude<AlertState, 'open'>, string>> = {
  acknowledged: '👁',
  snoozed: '💤',
  resolved: '✅',
  'false-alarm': '❌',
  merged: '🔗',
};

/** Of a headline; an outlet may write a paragraph there. */
const titleLengthMax = 140;

/** Puts a summary and the state of its alert into words. Pure; the same source gives the same card. */
export function renderCard(source: CardSource): CardParts {
  const { summary, alert, language, reference, mark } = source;
  const vocabulary = words[language];
  const titled = titleOf(summary, language);
  return {
    language,
    severity: summary.severity,
    alertState: alert.state,
    headline: `${markOf(source)}${headline(summary, language)}`,
    title: `${markOf(source)}${title(source, titled.text)}`,
    titleLink: summary.source === null ? null : safeLink(summary.source.link),
    description: description(source, titled),
    state: stateLine(source),
    handling: handlingLines(source),
    version: versionLine(summary, vocabulary),
    fields: fieldsOf({ summary, language, titled: titled.text, links: source.links ?? [] }),
    actions: source.isDirect ? [] : actionsOf(alert).map((action) => ({ action, label: vocabulary.action[action] })),
    why: source.isDirect ? null : vocabulary.why,
    target: targetOf(source),
    footer: [mark && vocabulary.mark[mark], reference].filter(Boolean).join(' · '),
    reference,
    timeZone: summary.place?.timeZone ?? 'UTC',
  };
}

/** Where it goes on, of an incident that was merged into another. */
function targetOf({ alert, mergedInto }: CardSource): CardParts['target'] {
  if (alert.state !== 'merged' || !mergedInto?.message) return null;
  return { title: cut(cleanLine(mergedInto.title), titleLengthMax), message: mergedInto.message };
}

function markOf({ mark, language }: CardSource): string {
  return mark === undefined ? '' : `${words[language].mark[mark]} · `;
}

/** A short name for the card's thread. Plain text: thread names know no markup. */
export function threadName(summary: Summary, language: Language = 'en'): string {
  return `${cleanLine(factualTitle(summary, language))} · ${summary.day.from}`;
}

function headline(summary: Summary, language: Language): string {
  const sign = severitySigns[summary.severity];
  return `${sign} ${words[language].severity[summary.severity]} · ${cleanLine(factualTitle(summary, language))}`;
}

function title({ summary, alert, language }: CardSource, text: string): string {
  if (alert.state === 'open') return `${severitySigns[summary.severity]} ${text}`;
  return `${stateSigns[alert.state]} ${words[language].state[alert.state]} · ${text}`;
}

interface Titled {
  readonly text: string;
  /** It names deed and place, and is no outlet's. */
  readonly isFactual: boolean;
}

function titleOf(summary: Summary, language: Language): Titled {
  const shown = summary.titleLanguage === language ? withoutLabel(cleanLine(summary.title)) : '';
  if (shown !== '') return { text: cut(shown, titleLengthMax), isFactual: false };
  return { text: cut(cleanLine(factualTitle(summary, language)), titleLengthMax), isFactual: true };
}

/** "BREAKING:" was true for an hour; the card stays. */
const label =
  /^(?:breaking(?: news)?|urgent|exclusive|just in|watch|video|update|عاجل|فوری)\s*(?:[:|–—-]|\.\.+)\s*(?=\S)/iu;

function withoutLabel(title: string): string {
  return title.replace(label, '');
}

function description(source: CardSource, { isFactual }: Titled): readonly Line[] {
  const { summary, language } = source;
  const vocabulary = words[language];
  const mark = (text: string): Line => [{ kind: 'strong', text }];
  const lines: Line[] = [mark(`${summary.confirmed ? '✔' : '⚠'} ${standing(summary, language)}`)];
  if (summary.knownSince !== null) {
    lines.push(mark(`↻ ${vocabulary.developmentOf} ${formatDay(summary.knownSince, language)}`));
  }
  if (summary.late) lines.push(mark(`🕑 ${vocabulary.late}`));
  lines.push([{ kind: 'text', text: cleanLine(sentencesOf(summary, language, isFactual)) }]);
  lines.push(...quoteLines(summary, vocabulary));
  if (source.elsewhere) lines.push([messageSpan(vocabulary.inServer, source.elsewhere)]);
  return lines;
}

function sentencesOf(summary: Summary, language: Language, isFactual: boolean): string {
  if (isFactual) return furtherSentences(summary, language);
  return language === 'en' ? summary.what : summarySentences(summary, language);
}

function quoteLines({ quote }: Summary, vocabulary: Words): readonly Line[] {
  if (quote === null) return [];
  const said = `${cleanLine(quote.outlet)} (${vocabulary.language[quote.language]})`;
  return [[{ kind: 'quote', text: `“${closed(cleanLine(quote.text))}”` }], [{ kind: 'text', text: `— ${said}` }]];
}

/** A speech goes on in its next sentence: where this one ends, its mark is closed. */
function closed(sentence: string): string {
  const count = (sign: string): number => sentence.split(sign).length;
  return count('“') > count('”') ? `${sentence}”` : sentence;
}

/** "Version 4 · changed an hour ago"; the first was told, and changed nothing. */
function versionLine({ version, changedAt }: Summary, vocabulary: Words): Line {
  const name = `${vocabulary.version} ${version}`;
  if (version === 1) return [{ kind: 'text', text: name }];
  return [
    { kind: 'text', text: `${name} · ${vocabulary.changed} ` },
    { kind: 'elapsed', at: changedAt },
  ];
}

/** What may be pressed in which state, the likeliest first. */
export function actionsOf({ state, acknowledgement }: Alert): readonly Action[] {
  const always = ['assign', 'snooze', 'resolve', 'false-alarm', 'note'] as const;
  switch (state) {
    case 'open':
      return ['acknowledge', ...always];
    case 'acknowledged':
      return acknowledgement?.remindedAt == null
        ? ['unacknowledge', ...always]
        : ['confirm', 'unacknowledge', ...always];
    case 'snoozed':
      return ['acknowledge', 'wake', ...always];
    case 'resolved':
    case 'false-alarm':
      return ['reopen', 'note'];
    case 'merged':
      return [];
  }
}
