import type { Language } from '../../model.ts';
import type { CardParts, Line, Span } from '../../pipeline/render/card-parts.ts';
import { formatMoment } from '../../pipeline/render/dates.ts';

/** Readable at 80 columns, and not wider where the terminal is. */
const cardWidthMax = 96;
const cardWidthMin = 40;

export interface Look {
  readonly columns: number;
  readonly colours: boolean;
}

const severityColours: Readonly<Record<CardParts['severity'], string>> = {
  info: '37',
  low: '33',
  elevated: '33;1',
  high: '31',
  critical: '31;1',
};
const stateColours = { acknowledged: '34', snoozed: '35', resolved: '32', 'false-alarm': '90', merged: '90' } as const;

/** The whole card as plain text, as it would be posted. */
export function cardText(card: CardParts, look: Look): string {
  const width = widthOf(look);
  const rule = paint('─'.repeat(width), card, look);
  const fields = card.fields.flatMap(({ name, lines }) => {
    const written = lines.map((line) => lineText(line, card));
    return written.length === 1 ? wrap(`${name}: ${written[0]}`, width) : [`${name}:`, ...indented(written, width)];
  });
  const buttons = card.actions.map(({ label }) => `[${label}]`).join(' ');
  return [
    rule,
    ...wrap(card.title, width).map((line) => paint(line, card, look)),
    ...card.description.flatMap((line) => wrap(lineText(line, card), width)),
    '',
    ...fields,
    '',
    ...[card.state, ...card.handling].flatMap((line) => wrap(lineText(line, card), width)),
    ...wrap(`${buttons}  ${card.footer} · ${lineText(card.version, card)}`.trimStart(), width),
    '',
  ].join('\n');
}

/** An edit in three lines at most: what it is, its state, its sentences. */
export function updatedText(card: CardParts, updatedWord: string, look: Look): string {
  const width = widthOf(look);
  const sentences = card.description.filter((line) => line.every(({ kind }) => kind === 'text')).slice(0, 1);
  const state = `${lineText(card.state, card)} · ${lineText(card.version, card)} · ${card.footer}`;
  const lines = [
    ...wrap(`↻ ${updatedWord} · ${card.title}`, width).map((line) => paint(line, card, look)),
    ...indented([...sentences.map((line) => lineText(line, card)), state], width),
  ];
  return [...lines, ''].join('\n');
}

/** A notice, indented as it belongs to a card. */
export function noticeText(text: string, look: Look): string {
  const lines = text.split('\n').flatMap((line) => wrap(line, widthOf(look) - 4));
  return [...lines.map((line, position) => `${position === 0 ? '  └ ' : '    '}${line}`), ''].join('\n');
}

/** A letter, between rules as it belongs to no card. */
export function letterText(
  text: string,
  parts: readonly { readonly heading: string; readonly lines: readonly string[] }[],
  look: Look,
): string {
  const width = widthOf(look);
  const told = parts.flatMap(({ heading, lines }) => ['', ...wrap(`${heading}:`, width), ...indented(lines, width)]);
  const written = text.split('\n').flatMap((line) => wrap(line, width));
  return ['═'.repeat(width), ...written, ...told, ''].join('\n');
}

function widthOf({ columns }: Look): number {
  return Math.max(cardWidthMin, Math.min(cardWidthMax, columns - 1));
}

/** A terminal shows no running clock: "an hour ago" is left out beside the moment itself, and is a moment where it stands alone. */
function lineText(line: Line, { language }: CardParts): string {
  const hasMoment = line.some(({ kind }) => kind === 'moment');
  return line
    .map((span) => (hasMoment && span.kind === 'elapsed' ? '' : spanText(span, language)))
    .join('')
    .replace(/( · )+(?= · )| · $/gu, '');
}

function spanText(span: Span, language: Language): string {
  switch (span.kind) {
    case 'text':
    case 'strong':
    case 'message':
      return span.text;
    case 'quote':
      return `  ${span.text}`;
    case 'moment':
    case 'elapsed':
      return `${formatMoment(span.at, 'UTC', language)} UTC`;
    case 'link':
      return `${span.text} <${span.url}>`;
  }
}

function paint(text: string, card: CardParts, { colours }: Look): string {
  if (!colours) return text;
  const colour = card.alertState === 'open' ? severityColours[card.severity] : stateColours[card.alertState];
  return `\u001b[${colour}m${text}\u001b[0m`;
}

function indented(lines: readonly string[], width: number): readonly string[] {
  return lines.flatMap((line) => wrap(line, width - 2).map((part) => `  ${part}`));
}

/** Breaks at blanks; a word longer than the line stands alone. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > width && line.trim() !== '') {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
