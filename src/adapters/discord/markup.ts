import type { SaidLine, SaidPiece } from '../../model.ts';
import type { Span } from '../../pipeline/render/card-parts.ts';
import { cut, ellipsis, safeLink } from '../../pipeline/render/clean.ts';
import { escapeLine, escapeLinkText } from './escape.ts';

/** Lines in Discord's markup, at most `lengthMax` units; what does not fit is cut between graphemes, never inside markup. */
export function markupLines(lines: readonly (readonly (Span | SaidPiece)[])[], lengthMax: number): string {
  let written = '';
  for (const line of lines) {
    const start = written === '' ? '' : '\n';
    const room = lengthMax - written.length - start.length;
    const { text, whole } = markupLine(line, room);
    if (text !== '') written += `${start}${text}`;
    if (!whole) break;
  }
  return written;
}

/** A line of an answer in the form that `markupLines` takes. */
export function piecesOf(line: SaidLine): readonly SaidPiece[] {
  return typeof line === 'string' ? [{ kind: 'text', text: line }] : line;
}

/** Escaped plain text of at most `lengthMax` units. */
export function fitEscaped(text: string, lengthMax: number, escaping = escapeLine): string {
  // Far more than can be kept, so that the work does not grow with what is cut away.
  let kept = text.length > lengthMax * 4 ? cut(text, Math.max(1, lengthMax * 4)) : text;
  let escaped = escaping(kept);
  // Each round takes away at least what is too long, so that it ends after a few.
  while (escaped.length > lengthMax && kept.length > 0) {
    const shorter = cut(kept, Math.min(kept.length - 1, Math.max(0, kept.length - (escaped.length - lengthMax))));
    kept = shorter;
    escaped = escaping(kept);
  }
  return escaped.length > lengthMax ? '' : escaped;
}

function markupLine(
  line: readonly (Span | SaidPiece)[],
  room: number,
): { readonly text: string; readonly whole: boolean } {
  let text = '';
  for (const span of line) {
    const left = room - text.length;
    // Escaping lengthens, so that a text longer than the room cannot fit whole.
    const isTooLong = 'text' in span && span.text.length > left;
    const piece = isTooLong ? null : markupSpan(span, Number.POSITIVE_INFINITY);
    if (piece !== null && piece.length <= left) {
      text += piece;
      continue;
    }
    const fitted = markupSpan(span, left);
    // A blank at the edge of a piece that does not fit has no room either.
    if (fitted.trim() !== '') return { text: text + fitted, whole: false };
    const end = text.length + ellipsis.length <= room ? ellipsis : '';
    return { text: text + end, whole: false };
  }
  return { text, whole: true };
}

/** The empty string where a span cannot be cut to fit. */
function markupSpan(span: Span | SaidPiece, room: number): string {
  switch (span.kind) {
    case 'text':
      return spaced(span.text, fitEscaped(span.text, room - 2));
    case 'strong':
      return wrapped('**', fitEscaped(span.text, room - 4), '**');
    case 'quote':
      return wrapped('> ', fitEscaped(span.text, room - 2), '');
    case 'moment':
      return fitting(`<t:${seconds(span.at)}:f>`, room);
    case 'elapsed':
      return fitting(`<t:${seconds(span.at)}:R>`, room);
    case 'link':
      return masked(span.text, span.url, room);
    case 'message':
      return masked(span.text, `https://discord.com/channels/${span.server}/${span.channel}/${span.message}`, room);
    case 'role':
      // What is sent with it names no role to ping.
      return /^\d{5,20}$/u.test(span.role) ? fitting(`<@&${span.role}>`, room) : fitEscaped(span.role, room);
    case 'channel':
      return /^\d{5,20}$/u.test(span.channel) ? fitting(`<#${span.channel}>`, room) : fitEscaped(span.channel, room);
  }
}

/** A link that may not be shown is left as its text. */
function masked(text: string, link: string, room: number): string {
  const url = safeLink(link);
  if (url === null) return fitEscaped(text, room);
  return wrapped('[', fitEscaped(text, room - url.length - 4, escapeLinkText), `](${url})`);
}

function seconds(at: number): number {
  return Math.floor(at / 1000);
}

function fitting(text: string, room: number): string {
  return text.length <= room ? text : '';
}

function wrapped(open: string, text: string, close: string): string {
  return text === '' ? '' : `${open}${text}${close}`;
}

/** Cleaning trims; between spans the blanks are ours and wanted. */
function spaced(original: string, escaped: string): string {
  const before = original.startsWith(' ') ? ' ' : '';
  const after = original.endsWith(' ') ? ' ' : '';
  return escaped === '' ? before : `${before}${escaped}${after}`;
}
