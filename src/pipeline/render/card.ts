import type { Action, Alert, AlertState, Language, Severity, Summary } from '../../model.ts';
import type { CardParts, Line } from './card-parts.ts';
import { cleanLine, safeLink } from './clean.ts';
import { formatDay } from './dates.ts';
import { factualTitle, summarySentences } from './describe.ts';
import { fieldsOf } from './fields.ts';
import { type Words, words } from './words.ts';

export interface CardSource {
  readonly summary: Summary;
  readonly alert: Alert;
  readonly language: Language;
  readonly reference: string;
  /** What it is instead of news: said in headline, title and footer. */
  readonly mark?: CardMark | undefined;
}
export type CardMark = 'test' | 'example';

const severitySigns: Readonly<Record<Severity, string>> = {
  info: '⚪',
  low: '🟡',
  elevated: '🟠',
  high: '🔴',
  critical: '🚨',
};
const stateSigns: Readonly<Record<Exclude<AlertState, 'open'>, string>> = {
  acknowledged: '👁',
  resolved: '✅',
  'false-alarm': '❌',
};

/** Puts a summary and the state of its alert into words. Pure; the same source gives the same card. */
export function renderCard(source: CardSource): CardParts {
  const { summary, alert, language, reference, mark } = source;
  const vocabulary = words[language];
  return {
    language,
    severity: summary.severity,
    alertState: alert.state,
    headline: `${markOf(source)}${headline(summary, language)}`,
    title: `${markOf(source)}${title(source)}`,
    titleLink: summary.source === null ? null : safeLink(summary.source.link),
    description: description(summary, language),
    state: stateLine(alert, vocabulary),
    fields: fieldsOf(summary, language),
    actions: actionsOf(alert.state).map((action) => ({ action, label: vocabulary.action[action] })),
    footer: [mark && vocabulary.mark[mark], reference, `${vocabulary.version} ${summary.version}`]
      .filter(Boolean)
      .join(' · '),
    reference,
    timeZone: summary.place?.timeZone ?? 'UTC',
  };
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

function title({ summary, alert, language }: CardSource): string {
  const shown = summary.titleLanguage === language ? withoutLabel(cleanLine(summary.title)) : '';
  const text = shown === '' ? cleanLine(factualTitle(summary, language)) : shown;
  if (alert.state === 'open') return `${severitySigns[summary.severity]} ${text}`;
  return `${stateSigns[alert.state]} ${words[language].state[alert.state]} · ${text}`;
}

/** "BREAKING:" was true for an hour; the card stays. */
const label =
  /^(?:breaking(?: news)?|urgent|exclusive|just in|watch|video|update|عاجل|فوری)\s*(?:[:|–—-]|\.\.+)\s*(?=\S)/iu;

function withoutLabel(title: string): string {
  return title.replace(label, '');
}

function description(summary: Summary, language: Language): readonly Line[] {
  const vocabulary = words[language];
  const mark = (text: string): Line => [{ kind: 'strong', text }];
  const sentences = language === 'en' ? summary.what : summarySentences(summary, language);
  const lines: Line[] = [];
  if (summary.knownSince !== null) {
    lines.push(mark(`↻ ${vocabulary.developmentOf} ${formatDay(summary.knownSince, language)}`));
  }
  if (!summary.confirmed) lines.push(mark(`⚠ ${vocabulary.unconfirmed}`));
  if (summary.late) lines.push(mark(`🕑 ${vocabulary.late}`));
  lines.push([{ kind: 'text', text: cleanLine(sentences) }]);
  const { quote } = summary;
  if (quote !== null) {
    const said = `${cleanLine(quote.outlet)} (${vocabulary.language[quote.language]})`;
    lines.push([{ kind: 'quote', text: `“${closed(cleanLine(quote.text))}”` }], [{ kind: 'text', text: `— ${said}` }]);
  }
  return lines;
}

/** A speech goes on in its next sentence: where this one ends, its mark is closed. */
function closed(sentence: string): string {
  const count = (sign: string): number => sentence.split(sign).length;
  return count('“') > count('”') ? `${sentence}”` : sentence;
}

function stateLine(alert: Alert, vocabulary: Words): Line {
  const who = alert.changedBy === null ? null : cleanLine(alert.changedBy.name);
  const since: Line = [
    { kind: 'moment', at: alert.changedAt },
    { kind: 'text', text: ' · ' },
    { kind: 'elapsed', at: alert.changedAt },
  ];
  if (alert.state === 'open' && who === null) {
    return [{ kind: 'text', text: `${vocabulary.state.open} · ${vocabulary.nobodyYet}` }];
  }
  const what =
    alert.state === 'open' ? `${vocabulary.state.open} · ${vocabulary.reopenedBy}` : vocabulary.state[alert.state];
  return [{ kind: 'strong', text: who === null ? what : `${what} · ${who}` }, { kind: 'text', text: ' · ' }, ...since];
}

/** What may be pressed in which state. */
function actionsOf(state: AlertState): readonly Action[] {
  switch (state) {
    case 'open':
      return ['acknowledge', 'resolve', 'false-alarm'];
    case 'acknowledged':
      return ['resolve', 'false-alarm', 'reopen'];
    case 'resolved':
    case 'false-alarm':
      return ['reopen'];
  }
}
