/** Whether what a reader sees of a body is what was to be told, and no more. */
import { renderCard } from '../../../src/pipeline/render/card.ts';
import type { Line } from '../../../src/pipeline/render/card-parts.ts';
import { cleanLine, cleanText, safeLink } from '../../../src/pipeline/render/clean.ts';
import type { CardView } from '../../../src/ports.ts';
import { asWritten, look, marked } from './reader.ts';

interface Embed {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly fields?: readonly { readonly name: string; readonly value: string }[] | undefined;
  readonly footer?: { readonly text: string } | undefined;
}

/** Problems of a card's embed against the card itself. */
export function cardSight(embed: Embed, view: CardView): readonly string[] {
  const card = renderCard(view);
  const fields = embed.fields ?? [];
  // An empty line parts the sentences from the state, and stands nowhere else.
  const [state = '', told] = (embed.description ?? '').split('\n\n').reverse();
  const byName = new Map(card.fields.map(({ name, lines }) => [cleanLine(name), linesOf(lines)]));
  return [
    ...sight('title', embed.title ?? '', card.title),
    ...(told === undefined ? [] : sight('description', told, linesOf(card.description))),
    ...sight('state', state, linesOf([card.state, ...card.handling, card.version])),
    ...fields.flatMap(({ name, value }) => {
      const seen = asWritten(look(name).text);
      const expected = byName.get(seen);
      return expected === undefined ? [`no field is called ${seen}`] : sight(`field ${seen}`, value, expected);
    }),
    // Footers know no markup.
    ...same('footer', embed.footer?.text ?? '', cleanLine(card.footer)),
  ];
}

/** Problems of a marked-up text against what was to be told. */
export function sight(what: string, markup: string, expected: string): readonly string[] {
  const { text, troubles } = look(markup);
  return [...troubles.map((trouble) => `${what}: ${trouble}`), ...same(what, text, expected)];
}

/** What is too long may end early: with an ellipsis, or between two lines. */
export function same(what: string, seen: string, expected: string): readonly string[] {
  // A line is cleaned as a whole: marks of two pieces that meet are one tower.
  const [left, right] = [folded(seen), folded(cleanText(expected))];
  const kept = left
    .replace(/… https?:\/\/\S* l⟧$/u, '…')
    .replace(/ [bql]⟧$/u, '')
    .replace(/…$/u, '')
    .trimEnd();
  if (left === right || right.startsWith(kept)) return [];
  return [`${what}: seen ${JSON.stringify(left)}, expected ${JSON.stringify(right)}`];
}

/** Blanks and breaks are the renderer's own affair; signs that were replaced count as those that they stand for. */
function folded(text: string): string {
  return asWritten(text)
    .replace(/⟦[bqlts] | [bqlts]⟧/gu, ' $& ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Lines as a reader should see them, with their marks. */
function linesOf(lines: readonly Line[]): string {
  return lines.map((line) => line.map(spanOf).join('')).join('\n');
}

function spanOf(span: Line[number]): string {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'strong':
    case 'quote':
      return span.text === '' ? '' : marked(span.kind, span.text);
    case 'moment':
      return marked('time', `${Math.floor(span.at / 1000)}:f`);
    case 'elapsed':
      return marked('time', `${Math.floor(span.at / 1000)}:R`);
    case 'link':
      return linkOf(span.text, span.url);
    case 'message':
      return linkOf(span.text, `https://discord.com/channels/${span.server}/${span.channel}/${span.message}`);
    default:
      throw new Error(`no reader knows ${JSON.stringify(span)}`);
  }
}

/** A link that may not be shown is its text. */
export function linkOf(text: string, link: string): string {
  const url = safeLink(link);
  return url === null || cleanLine(text) === '' ? cleanLine(text) : marked('link', `${cleanLine(text)} ${url}`);
}
