import fc from 'fast-check';
import type { FieldNode, NearOperand, PhraseNode, QueryNode, QueryWord } from '../../../src/pipeline/query/node.ts';
import type { Vocabulary } from '../../../src/pipeline/query/vocabulary.ts';

const words = ['rocket', 'rockets', 'strike', 'struck', 'embassy', 'drone', 'camp', 'taji', 'هجوم', 'بغداد', 'پهپاد'];

const aWord: fc.Arbitrary<QueryWord> = fc
  .tuple(fc.constantFrom(...words), fc.constantFrom('stem' as const, 'exact' as const, 'prefix' as const))
  .map(([text, form]) => ({ text, form }));

/** One to three words. */
const aPhrase: fc.Arbitrary<PhraseNode> = fc
  .array(aWord, { minLength: 1, maxLength: 3 })
  .map((of) => ({ kind: 'phrase', words: of }));

function aField({ actors, places, eventTypes }: Vocabulary): fc.Arbitrary<FieldNode> {
  const named = (field: FieldNode['field'], values: readonly string[]) =>
    fc.constantFrom(...values).map((value): FieldNode => ({ kind: 'field', field, comparison: '=', value }));
  const ordered = fc
    .tuple(
      fc.constantFrom('killed' as const, 'wounded' as const),
      fc.constantFrom('=' as const, '>' as const, '>=' as const, '<' as const, '<=' as const),
      fc.nat({ max: 20 }),
    )
    .map(([field, comparison, number]): FieldNode => ({ kind: 'field', field, comparison, value: String(number) }));
  return fc.oneof(
    ordered,
    named('actor', [...actors.keys()].slice(0, 20)),
    named('place', [...places.keys()].slice(0, 20)),
    named('type', [...eventTypes.keys()].slice(0, 20)),
    named('side', ['iraq', 'iran', 'us']),
    named('lang', ['en', 'ar', 'fa']),
  );
}

const anOperand: fc.Arbitrary<NearOperand> = fc.oneof(
  aPhrase,
  fc.array(aPhrase, { minLength: 2, maxLength: 3 }).map((of): NearOperand => ({ kind: 'any', of })),
);

const aNear: fc.Arbitrary<QueryNode> = fc
  .array(fc.tuple(anOperand, fc.nat({ max: 50 })), { minLength: 2, maxLength: 3 })
  .map((parts) => ({
    kind: 'near',
    operands: parts.map(([operand]) => operand),
    distances: parts.slice(1).map(([, distance]) => distance),
  }));

/** Any query, in the form that the reader gives: no list of one, no list in a list of its kind. */
export function aQuery(vocabulary: Vocabulary): fc.Arbitrary<QueryNode> {
  return aQueryOf(fc.oneof(aPhrase, aNear, aField(vocabulary)), 3);
}

function aQueryOf(leaf: fc.Arbitrary<QueryNode>, depth: number): fc.Arbitrary<QueryNode> {
  if (depth === 0) return leaf;
  const below = aQueryOf(leaf, depth - 1);
  const list = (kind: 'all' | 'any') =>
    fc
      .array(below, { minLength: 2, maxLength: 3 })
      .map((parts): QueryNode => ({ kind, of: parts.flatMap((part) => (part.kind === kind ? part.of : [part])) }));
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
    list('all'),
    list('any'),
    below.map((of): QueryNode => ({ kind: 'not', of })),
  );
}
