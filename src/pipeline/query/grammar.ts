import type { FieldReader } from './fields.ts';
import {
  phraseWordsMax,
  type QueryMistake,
  type QueryProblem,
  queryDepthMax,
  queryTermsMax,
  type Reading,
} from './mistake.ts';
import type { NearNode, NearOperand, PhraseNode, QueryNode, QueryWord } from './node.ts';
import { type Token, withoutEndings } from './tokens.ts';

/**
 * Reads the pieces of a query: OR binds least, then AND (written or not), then NOT, then NEAR. Recursive descent over
 * pieces that are each looked at once, with a depth that is bounded.
 */
export function nodeOf(query: string, tokens: readonly Token[], readField: FieldReader): Reading<QueryNode> {
  if (tokens.length <= 1) return mistaken(tokens[0], { code: 'empty' }, query.length);
  const reader: Reader = { query, tokens, readField, at: 0, depth: 0, terms: 0 };
  const node = readAny(reader);
  const left = here(reader);
  return node.ok && left.kind === 'close' ? mistaken(left, { code: 'unopened-parenthesis' }) : node;
}

interface Reader {
  readonly query: string;
  readonly tokens: readonly Token[];
  readonly readField: FieldReader;
  at: number;
  depth: number;
  terms: number;
}

function readAny(reader: Reader): Reading<QueryNode> {
  const parts: QueryNode[] = [];
  do {
    if (parts.length > 0) reader.at += 1;
    const part = readAll(reader);
    if (!part.ok) return part;
    parts.push(part.is);
  } while (here(reader).kind === 'or');
  return { ok: true, is: joined('any', parts) };
}

function readAll(reader: Reader): Reading<QueryNode> {
  const parts: QueryNode[] = [];
  do {
    if (parts.length > 0 && here(reader).kind === 'and') reader.at += 1;
    const part = readNot(reader);
    if (!part.ok) return part;
    parts.push(part.is);
  } while (!endsAll.has(here(reader).kind));
  return { ok: true, is: joined('all', parts) };
}
const endsAll: ReadonlySet<Token['kind']> = new Set(['or', 'close', 'end']);

function readNot(reader: Reader): Reading<QueryNode> {
  const token = here(reader);
  if (token.kind !== 'not') return readNear(reader);
  return within(reader, token, () => {
    const of = readNot(reader);
    return of.ok ? { ok: true, is: { kind: 'not', of: of.is } } : of;
  });
}

function readNear(reader: Reader): Reading<QueryNode> {
  const from = reader.at;
  const first = readTerm(reader);
  if (!first.ok || here(reader).kind !== 'near') return first;
  const operands: NearOperand[] = [];
  const distances: number[] = [];
  let side: { readonly node: QueryNode; readonly from: number } = { node: first.is, from };
  for (;;) {
    const operand = operandOf(side.node);
    if (operand === null) return mistaken(stretch(reader, side.from), { code: 'near-operand' });
    operands.push(operand);
    const sign = here(reader);
    if (sign.kind !== 'near') break;
    distances.push(sign.distance);
    reader.at += 1;
    const start = reader.at;
    const next = readTerm(reader);
    if (!next.ok) return next;
    side = { node: next.is, from: start };
  }
  const near: NearNode = { kind: 'near', operands, distances };
  return { ok: true, is: near };
}

/** Only where words stand can be near to each other. */
function operandOf(node: QueryNode): NearOperand | null {
  if (node.kind === 'phrase') return node;
  if (node.kind !== 'any') return null;
  const of = node.of.filter((each): each is PhraseNode => each.kind === 'phrase');
  return of.length === node.of.length ? { kind: 'any', of } : null;
}

function readTerm(reader: Reader): Reading<QueryNode> {
  const token = here(reader);
  if (token.kind === 'open') return within(reader, token, () => readGroup(reader, token));
  if (token.kind !== 'words' && token.kind !== 'quote' && token.kind !== 'field') return expectTerm(reader);
  reader.terms += 1;
  if (reader.terms > queryTermsMax) return mistaken(token, { code: 'too-many-terms', max: queryTermsMax });
  reader.at += 1;
  if (token.kind === 'field') return reader.readField(token);
  const from = reader.at - 1;
  const words = token.kind === 'quote' ? token.words : wordsOn(reader, token);
  if (words.length > phraseWordsMax)
    return mistaken(stretch(reader, from), { code: 'phrase-too-long', max: phraseWordsMax });
  return { ok: true, is: { kind: 'phrase', words } };
}

/** Plain words side by side are one phrase. */
function wordsOn(reader: Reader, first: Token & { readonly kind: 'words' | 'quote' }): readonly QueryWord[] {
  const words = [...first.words];
  for (let next = here(reader); next.kind === 'words'; next = here(reader)) {
    words.push(...withoutEndings(next.words));
    reader.at += 1;
  }
  return words;
}

function readGroup(reader: Reader, open: Token): Reading<QueryNode> {
  const node = readAny(reader);
  if (!node.ok) return node;
  if (here(reader).kind !== 'close') return mistaken(open, { code: 'unclosed-parenthesis' });
  reader.at += 1;
  return node;
}

/** Goes one level down behind `token`. */
function within(reader: Reader, token: Token, read: () => Reading<QueryNode>): Reading<QueryNode> {
  if (reader.depth >= queryDepthMax) return mistaken(token, { code: 'too-deep', max: queryDepthMax });
  reader.at += 1;
  reader.depth += 1;
  const node = read();
  reader.depth -= 1;
  return node;
}

function expectTerm(reader: Reader): Reading<never> {
  const token = here(reader);
  const last = reader.tokens[reader.at - 1];
  const after = last === undefined ? '' : textOf(reader, last);
  return mistaken(token, { code: 'term-expected', after, found: textOf(reader, token) });
}

/** Parts of the same kind within each other are one list; a list of one is that one. */
function joined(kind: 'all' | 'any', parts: readonly QueryNode[]): QueryNode {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.of : [part]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind, of: flat };
}

function here(reader: Reader): Token {
  return reader.tokens[reader.at] ?? { kind: 'end', at: reader.query.length, length: 0 };
}

const textOf = (reader: Reader, { at, length }: Token): string => reader.query.slice(at, at + length);

/** What was read from a token up to where the reader is. */
function stretch(reader: Reader, from: number): Pick<QueryMistake, 'at' | 'length'> {
  const at = reader.tokens[from]?.at ?? 0;
  const last = reader.tokens[reader.at - 1];
  return { at, length: last === undefined ? 0 : last.at + last.length - at };
}

function mistaken(
  place: Pick<QueryMistake, 'at' | 'length'> | undefined,
  problem: QueryProblem,
  length = place?.length ?? 0,
): { ok: false; mistake: QueryMistake } {
  return { ok: false, mistake: { at: problem.code === 'empty' ? 0 : (place?.at ?? 0), length, problem } };
}
