import { fieldReader } from './query/fields.ts';
import { nodeOf } from './query/grammar.ts';
import { type QueryMistake, queryLengthMax } from './query/mistake.ts';
import type { QueryNode } from './query/node.ts';
import { tokensOf } from './query/tokens.ts';
import type { Vocabulary } from './query/vocabulary.ts';

/** A query that was understood, or the first mistake in it. */
export type ParsedQuery =
  | { readonly ok: true; readonly query: QueryNode }
  | { readonly ok: false; readonly mistake: QueryMistake };

/**
 * Reads a query as people write it, in the configuration and in Discord alike. Takes linear time whatever the text;
 * never throws. `vocabulary` says what the values of fields name.
 */
export function parseQuery(text: string, vocabulary: Vocabulary): ParsedQuery {
  if (text.length > queryLengthMax) {
    const problem = { code: 'too-long', length: text.length, max: queryLengthMax } as const;
    return { ok: false, mistake: { at: queryLengthMax, length: text.length - queryLengthMax, problem } };
  }
  const tokens = tokensOf(text);
  if (!tokens.ok) return tokens;
  const read = nodeOf(text, tokens.is, fieldReader(vocabulary));
  return read.ok ? { ok: true, query: read.is } : read;
}
