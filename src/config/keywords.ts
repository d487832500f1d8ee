/** Keywords are queries: what is wrong in one is told with the line and column where it is wrong. */
import type { Pack } from '../model.ts';
import { markAt, type QueryMistake } from '../pipeline/query/mistake.ts';
import { type Vocabulary, vocabularyOf } from '../pipeline/query/vocabulary.ts';
import { parseQuery } from '../pipeline/query.ts';
import { querySpeech } from '../pipeline/speech/query.ts';
import type { Mistake } from './mistakes.ts';
import type { Section } from './references.ts';
import { tellPath } from './yaml-file.ts';

/** What keywords may name; where it is not whole, since files of it are wrong themselves, nothing is missed in it. */
export interface Nameable {
  readonly pack: () => Omit<Pack, 'weights'>;
  readonly isWhole: boolean;
}

/** The mistakes in the keywords of a file's watches. */
export function keywordMistakes(
  { file, key, entries }: Section<{ readonly keywords: readonly string[] }>,
  { pack, isWhole }: Nameable,
): readonly Mistake[] {
  if (entries.every(({ keywords }) => keywords.length === 0)) return [];
  const vocabulary = vocabularyOf(pack());
  return entries.flatMap(({ keywords }, watch) =>
    keywords.flatMap((keyword, at): readonly Mistake[] => {
      const mistake = mistakeIn(keyword, vocabulary, isWhole);
      if (mistake === null) return [];
      const path = [key, watch, 'keywords', at];
      const problem = `${querySpeech.en.problem(mistake.problem)} In: ${markAt(keyword, mistake)}`;
      return [{ file: file.name, ...file.locateIn(path, mistake.at), path: tellPath(path), problem }];
    }),
  );
}

/** What a file that is wrong itself would have named is not missed: its own mistakes say enough. */
function mistakeIn(keyword: string, vocabulary: Vocabulary, isWhole: boolean): QueryMistake | null {
  const parsed = parseQuery(keyword, vocabulary);
  if (parsed.ok) return null;
  return parsed.mistake.problem.code === 'unknown-value' && !isWhole ? null : parsed.mistake;
}
