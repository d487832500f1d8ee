/** Reads Discord's markup as its client shows it, by a parser that is none of ours: what is seen, and how it is marked. */
import { parse } from 'discord-markdown-parser';
import { z } from 'zod';

/**
 * Text with its marks: `strong`, `quote`, `subtext`, a link and its address, a time. Everything else that a text could
 * turn into (a mention, a heading, code, a list, a spoiler …) is trouble.
 */
export interface Sight {
  /** The marks stand as brackets that no text of the builders holds. */
  readonly text: string;
  readonly troubles: readonly string[];
}
const marks = {
  strong: ['⟦b ', ' b⟧'],
  quote: ['⟦q ', ' q⟧'],
  link: ['⟦l ', ' l⟧'],
  time: ['⟦t ', ' t⟧'],
  subtext: ['⟦s ', ' s⟧'],
} as const;

const node = z.looseObject({ type: z.string() });
const plainKinds = new Set(['text', 'newline', 'br', 'twemoji', 'emoticon']);
/** The client's lists and shortcodes, which the parser does not know. */
const list = /^\s*(?:[-*+]|\d+\.)\s/u;
const shortcode = /(?<!\\):[\w+~-]+:/u;

export function look(markup: string): Sight {
  const troubles: string[] = [];
  const text = seenOf(parse(markup, 'extended'), troubles);
  for (const line of markup.split('\n')) {
    if (list.test(line)) troubles.push(`a list: ${line.slice(0, 40)}`);
    const [picture] = shortcode.exec(line.replace(/\]\([^)]*\)|<t:\d+:\w>/gu, '')) ?? [];
    if (picture !== undefined) troubles.push(`a picture for ${picture} in ${line}`);
  }
  return { text, troubles };
}

function seenOf(content: unknown, troubles: string[]): string {
  if (typeof content === 'string') return content;
  return z
    .array(node)
    .parse(content)
    .map((one) => seenOfNode(one, troubles))
    .join('');
}

function seenOfNode(one: z.infer<typeof node>, troubles: string[]): string {
  const { type } = one;
  if (type === 'newline' || type === 'br') return '\n';
  if (type === 'twemoji') return String(one.name);
  if (plainKinds.has(type)) return seenOf(one.content, troubles);
  if (type === 'strong') return marked('strong', seenOf(one.content, troubles));
  if (type === 'blockQuote') return `${marked('quote', seenOf(one.content, troubles).trimEnd())}\n`;
  if (type === 'subtext') return `${marked('subtext', seenOf(one.content, troubles))}\n`;
  if (type === 'timestamp') return marked('time', `${one.timestamp}:${one.format}`);
  if (type === 'link') return marked('link', `${seenOf(one.content, troubles)} ${z.string().parse(one.target)}`);
  troubles.push(`${type}: ${JSON.stringify(one).slice(0, 80)}`);
  return '';
}

export function marked(kind: keyof typeof marks, text: string): string {
  return `${marks[kind][0]}${text}${marks[kind][1]}`;
}

/** What the replacement signs stand for, so that texts can be compared: `<@`, and in links brackets and `://`. */
export function asWritten(text: string): string {
  return [...text].map((sign) => written.get(sign) ?? sign).join('');
}
const written = new Map([
  ['＜', '<'],
  ['＠', '@'],
  ['［', '['],
  ['］', ']'],
  ['：', ':'],
]);
