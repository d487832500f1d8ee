import { orderedFields } from './fields.ts';
import type { FieldNode, PhraseNode, QueryNode, QueryWord } from './node.ts';

/** The query as text, in one form for all that say the same: reading it gives the same query again. */
export function writeQuery(query: QueryNode): string {
  switch (query.kind) {
    case 'phrase':
      return writePhrase(query);
    case 'field':
      return writeField(query);
    case 'not':
      return `NOT ${writePart(query.of)}`;
    case 'near':
      return query.operands
        .flatMap((operand, at) => [...(at === 0 ? [] : [`NEAR/${query.distances[at - 1] ?? 0}`]), writePart(operand)])
        .join(' ');
    case 'all':
      return query.of.map(writePart).join(' AND ');
    case 'any':
      return query.of.map(writePart).join(' OR ');
  }
}

const writePart = (part: QueryNode): string =>
  part.kind === 'all' || part.kind === 'any' ? `(${writeQuery(part)})` : writeQuery(part);

function writePhrase({ words }: PhraseNode): string {
  const [only] = words;
  if (words.length === 1 && only !== undefined) return writeWord(only);
  if (words.every(({ form }) => form === 'exact')) return `="${words.map(({ text }) => text).join(' ')}"`;
  return `"${words.map(writeWord).join(' ')}"`;
}

const writeWord = ({ text, form }: QueryWord): string =>
  form === 'exact' ? `=${text}` : form === 'prefix' ? `${text}*` : text;

function writeField({ field, comparison, value }: FieldNode): string {
  const sign = comparison === '=' && !orderedFields.has(field) ? ':' : comparison;
  return `${field}${sign}${/[\s()]/.test(value) ? `"${value}"` : value}`;
}
