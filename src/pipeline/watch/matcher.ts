import type { FieldNode, NearOperand, PhraseNode, QueryNode, QueryWord } from '../query/node.ts';
import { type Spelled, spelledBy, type Vocabulary } from '../query/vocabulary.ts';
import { soughtUnder } from './forms.ts';

/** A query made ready to be held against texts. */
export type Matcher =
  | PhrasesMatcher
  | { readonly kind: 'near'; readonly operands: readonly PhrasesMatcher[]; readonly distances: readonly number[] }
  | FieldNode
  | { readonly kind: 'not'; readonly of: Matcher }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Matcher[] };

/** Any of several phrases; beside them, all spellings of what one of them names. */
export interface PhrasesMatcher {
  readonly kind: 'phrases';
  readonly phrases: readonly (readonly SoughtWord[])[];
  readonly spelled: readonly Spelled[];
}

/** A word as it is sought: as it is written, under any of its forms, or by its beginning. */
export type SoughtWord =
  | { readonly by: 'exact'; readonly text: string }
  | { readonly by: 'prefix'; readonly text: string }
  | { readonly by: 'loose'; readonly forms: readonly string[] };

/** Makes a query ready. */
export function matcherOf(query: QueryNode, vocabulary: Vocabulary): Matcher {
  switch (query.kind) {
    case 'phrase':
      return phrasesOf([query], vocabulary);
    case 'near': {
      const operands = query.operands.map((operand) => operandOf(operand, vocabulary));
      return { kind: 'near', operands, distances: query.distances };
    }
    case 'field':
      return query;
    case 'not':
      return { kind: 'not', of: matcherOf(query.of, vocabulary) };
    case 'all':
    case 'any':
      return { kind: query.kind, of: query.of.map((part) => matcherOf(part, vocabulary)) };
  }
}

const operandOf = (operand: NearOperand, vocabulary: Vocabulary): PhrasesMatcher =>
  phrasesOf(operand.kind === 'phrase' ? [operand] : operand.of, vocabulary);

function phrasesOf(phrases: readonly PhraseNode[], vocabulary: Vocabulary): PhrasesMatcher {
  return {
    kind: 'phrases',
    phrases: phrases.map(({ words }) => words.map(soughtWord)),
    spelled: phrases.flatMap(({ words }) => spelledBy(vocabulary, words) ?? []),
  };
}

const spellings = new WeakMap<Spelled, readonly (readonly SoughtWord[])[]>();

/** The phrases of a spelling, made ready once for all queries. */
export function phrasesSpelled(spelled: Spelled): readonly (readonly SoughtWord[])[] {
  const known = spellings.get(spelled);
  if (known !== undefined) return known;
  const made = spelled.phrases.map((words) => words.map(soughtWord));
  spellings.set(spelled, made);
  return made;
}

function soughtWord({ text, form }: QueryWord): SoughtWord {
  return form === 'stem' ? { by: 'loose', forms: soughtUnder(text) } : { by: form, text };
}
