import { severities } from '../../model.ts';
import type { QueryProblem, Reading } from './mistake.ts';
import type { FieldNode, QueryField, QueryNode } from './node.ts';
import type { Token } from './tokens.ts';
import { knownValues, nearestValue, type Vocabulary, valuesOf } from './vocabulary.ts';

/** Reads a field of a query against what can be asked. */
export type FieldReader = (token: Token & { readonly kind: 'field' }) => Reading<QueryNode>;

/** Fields whose values are more or less than each other. */
export const orderedFields: ReadonlySet<QueryField> = new Set(['tier', 'severity', 'killed', 'wounded']);
const numbers: ReadonlySet<QueryField> = new Set(['killed', 'wounded']);

/** Makes the reader of fields: a name that several entries share asks for any of them. */
export function fieldReader(vocabulary: Vocabulary): FieldReader {
  return ({ field, comparison, value, at, length }) => {
    if (comparison !== '=' && !orderedFields.has(field))
      return { ok: false, mistake: { at, length, problem: { code: 'not-ordered', field, comparison } } };
    const read = numbers.has(field) ? numberOf(field, value.text) : namedValues(vocabulary, field, value.text);
    if ('code' in read) return { ok: false, mistake: { at: value.at, length: value.length, problem: read } };
    const nodes = read.map((each): FieldNode => ({ kind: 'field', field, comparison, value: each }));
    const [only] = nodes;
    return { ok: true, is: nodes.length === 1 && only !== undefined ? only : { kind: 'any', of: nodes } };
  };
}

function numberOf(field: QueryField, text: string): readonly string[] | QueryProblem {
  if (!/^\d{1,6}$/.test(text)) return { code: 'number-expected', field, value: text };
  return [String(Number(text))];
}

function namedValues(vocabulary: Vocabulary, field: QueryField, value: string): readonly string[] | QueryProblem {
  const ids = valuesOf(vocabulary, field, value);
  if (ids.length > 0) return ids;
  const known = knownValues(field);
  const suggestion = nearestValue(vocabulary, field, value);
  return { code: 'unknown-value', field, value, suggestion, known };
}

const severityRanks: ReadonlyMap<string, number> = new Map(severities.map((each, at) => [each, at]));

/** Where a value of an ordered field stands among the others. */
export function rankOf(field: QueryField, value: string): number {
  return field === 'severity' ? (severityRanks.get(value) ?? -1) : Number(value);
}
