import type { Instant, SaidLine, SaidPiece } from '../../model.ts';
import { formatMoment } from '../render/dates.ts';

type Part = string | number | SaidLine | SaidPiece;

/** A line with pieces in it, written as the sentence that it is: said`Told in ${channel} at ${moment}.` */
export function said(texts: TemplateStringsArray, ...parts: readonly Part[]): SaidLine {
  return joined(texts.flatMap((text, at) => [text, parts[at] ?? '']));
}

/** Lines and pieces as one line. */
export function joined(parts: readonly Part[]): SaidLine {
  const pieces: SaidPiece[] = [];
  for (const piece of parts.flatMap(piecesOf)) {
    const last = pieces.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text')
      pieces[pieces.length - 1] = { kind: 'text', text: last.text + piece.text };
    else if (piece.kind !== 'text' || piece.text !== '') pieces.push(piece);
  }
  return pieces;
}

/** Several lines as one, with the same words between them. */
export function listed(lines: readonly SaidLine[], between: string): SaidLine {
  return joined(lines.flatMap((line, at) => (at === 0 ? [line] : [between, line])));
}

/** A channel in a sentence, by its id. */
export function channelPiece(channel: string): SaidPiece {
  return { kind: 'channel', channel };
}

/** A moment in a sentence, as each reader's clock shows it. */
export function moment(at: Instant): SaidPiece {
  return { kind: 'moment', at };
}

/** A role in a sentence, by its id: named, and not pinged. */
export function rolePiece(role: string): SaidPiece {
  return { kind: 'role', role };
}

/** Roles with the same words between them. */
export function rolesListed(roles: readonly string[], between: string): SaidLine {
  return listed(
    roles.map((role) => [rolePiece(role)]),
    between,
  );
}

/** A line without any messenger's form, for the terminal and for what is looked for in it. */
export function plainLine(line: SaidLine): string {
  return typeof line === 'string' ? line : line.map(plainPiece).join('');
}

function plainPiece(piece: SaidPiece): string {
  switch (piece.kind) {
    case 'text':
    case 'link':
    case 'message':
      return piece.text;
    case 'channel':
      return `#${piece.channel}`;
    case 'role':
      return `@${piece.role}`;
    case 'moment':
    case 'elapsed':
      return `${formatMoment(piece.at, 'UTC', 'en')} UTC`;
  }
}

function piecesOf(part: Part): readonly SaidPiece[] {
  if (typeof part === 'string' || typeof part === 'number') return [{ kind: 'text', text: String(part) }];
  return 'kind' in part ? [part] : part;
}
