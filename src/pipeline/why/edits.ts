import type { Article } from '../../model.ts';
import { readArticle, type Sentence } from '../extract/read.ts';
import type { CompiledPack } from '../extract.ts';
import { cut } from '../render/clean.ts';
import { historyAround } from './reading.ts';

/** An article without some words of a sentence. */
export interface Edit {
  /** 0 is the headline. */
  readonly sentence: number;
  readonly words: string;
  /** What these words do to the sentence; null where that is plain. */
  readonly meaning: string | null;
  readonly article: Article;
}

/** What is told later decides nothing. */
const sentencesEdited = 5;
const sentencesLeftOut = 10;
const quotedLengthMax = 120;

const meaningOfList: Readonly<Record<string, string>> = {
  hypothetical: 'it makes it a possibility',
  negation: 'it denies it',
  deny: 'it denies it',
  opinionMark: 'it marks analysis',
  opinionStart: 'it marks analysis',
  opinionLead: 'it marks analysis',
  anniversaryMark: 'it marks an anniversary',
  genericMark: 'it tells of what goes on, no single event',
  otherTopic: 'it points to another topic',
  foreignTheatre: 'it points to another theatre',
  otherWar: 'it points to another war',
  domesticMark: 'it points to domestic politics',
};

/** The article without each phrase that the pack knows, the headline's first; what marks a clause before plain names. */
export function editsOf(article: Article, compiled: CompiledPack): readonly Edit[] {
  const { sentences } = readArticle(article, compiled);
  return sentences.slice(0, sentencesEdited).flatMap((sentence) => editsIn(article, sentence));
}

/** The article without each sentence behind its headline. */
export function withoutSentence(
  article: Article,
  compiled: CompiledPack,
): readonly { readonly sentence: number; readonly text: string; readonly article: Article }[] {
  const { sentences } = readArticle(article, compiled);
  return sentences.slice(1, sentencesLeftOut).map(({ index, text }) => {
    return { sentence: index, text: cut(text, quotedLengthMax), article: rewritten(article, index, text, '') };
  });
}

function editsIn(article: Article, sentence: Sentence): readonly Edit[] {
  const spans = new Map<string, { from: number; to: number; meaning: string | null; rank: number }>();
  const add = (from: number, to: number, meaning: string | null, rank: number): void => {
    const key = `${from}-${to}`;
    const known = spans.get(key);
    if (known === undefined || known.rank > rank) spans.set(key, { from, to, meaning, rank });
  };
  for (const [list, matches] of sentence.lists)
    for (const { from, to } of matches) {
      const recalled = list.startsWith('history') ? historyAround(sentence, from) : null;
      const meaning = recalled === null ? (meaningOfList[list] ?? null) : `it makes “${recalled}” history`;
      add(from, to, meaning, meaning === null ? 2 : 0);
    }
  for (const { from, to, value } of sentence.triggers) add(from, to, `it reports ${value.type.name}`, 1);
  for (const { from, to } of sentence.mentions) add(from, to, null, 2);
  for (const [at, word] of sentence.words.entries())
    if (word.text === 'had' && sentence.isHistory[at]) add(at, at + 1, `it makes the clause history`, 0);
  const ordered = [...spans.values()].sort((a, b) => a.rank - b.rank || a.to - a.from - (b.to - b.from));
  return [...unasked(article, sentence), ...ordered.flatMap((span) => editOf(article, sentence, span))];
}

/** A headline that asks is opinion; the same words without the mark are not. */
function unasked(article: Article, { index, text }: Sentence): readonly Edit[] {
  const mark = index === 0 ? /[?؟](?=["'”’»]?\s*$)/u.exec(text) : null;
  if (mark === null) return [];
  const written = text.slice(0, mark.index) + text.slice(mark.index + 1);
  const edited = rewritten(article, index, text, written);
  return [{ sentence: index, words: mark[0], meaning: 'a question is no report', article: edited }];
}

function editOf(
  article: Article,
  { index, text, words }: Sentence,
  { from, to, meaning }: { readonly from: number; readonly to: number; readonly meaning: string | null },
): readonly Edit[] {
  const start = words[from]?.start;
  const end = words[to - 1]?.end;
  if (start === undefined || end === undefined || end <= start) return [];
  const written = `${text.slice(0, start)}${text.slice(end)}`;
  if (!/\p{L}/u.test(written)) return [];
  const edited = rewritten(article, index, text, written);
  return [{ sentence: index, words: text.slice(start, end), meaning, article: edited }];
}

/** The article with one sentence written otherwise, wherever it stands. */
function rewritten(article: Article, index: number, from: string, to: string): Article {
  const written = (text: string): string => text.replace(from, () => to);
  if (index === 0) return { ...article, title: written(article.title) };
  const content = article.content === null ? null : written(article.content);
  return { ...article, summary: written(article.summary), content };
}
