/** A query as it was understood: plain values, the same in memory, in a test and in an answer. */

/** A word of a query. `stem`: whatever its ending and spelling; `exact`: this form alone; `prefix`: any ending. */
export interface QueryWord {
  /** Folded. */
  readonly text: string;
  readonly form: 'stem' | 'exact' | 'prefix';
}

/** Words one after the other. */
export interface PhraseNode {
  readonly kind: 'phrase';
  readonly words: readonly QueryWord[];
}

/** What may stand beside NEAR: a phrase, or any of several. */
export type NearOperand = PhraseNode | { readonly kind: 'any'; readonly of: readonly PhraseNode[] };

/** `distances[n]` is the most words that may stand between operand n and the next, whichever comes first. */
export interface NearNode {
  readonly kind: 'near';
  readonly operands: readonly NearOperand[];
  readonly distances: readonly number[];
}

/** What can be asked of an incident, or of one text about it, beside its words. */
export const queryFields = [
  'actor',
  'place',
  'type',
  'side',
  'lang',
  'outlet',
  'tier',
  'severity',
  'killed',
  'wounded',
] as const;
export type QueryField = (typeof queryFields)[number];
export type Comparison = '=' | '>' | '>=' | '<' | '<=';

export interface FieldNode {
  readonly kind: 'field';
  readonly field: QueryField;
  readonly comparison: Comparison;
  /** An id of the pack, a word of a closed list, or a number. */
  readonly value: string;
}

export type QueryNode =
  | PhraseNode
  | NearNode
  | FieldNode
  | { readonly kind: 'not'; readonly of: QueryNode }
  | { readonly kind: 'all' | 'any'; readonly of: readonly QueryNode[] };
