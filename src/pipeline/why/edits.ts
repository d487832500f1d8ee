import type { Article } from '../../model.ts';
import { readArticle, type Sentence } from '../extract/read.ts';
import type { CompiledPack } from '../extract.ts';
import { cut, ellipsis } from '../render/clean.ts';
import { historyAround, runsOf, stretch } from './reading.ts';

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
export function* editsOf(article: Article, compiled: CompiledPack): Generator<Edit> {
  for (const sentence of readArticle(article, compiled).sentences.slice(0, sentencesEdited)) {
    yield* unasked(article, sentence);
    for (const span of spansOf(sentence)) yield* editOf(article, sentence, span);
  }
}

/** The article without any phrase that reports an event, and these phrases; null where there is none. */
export function withoutReporting(
  article: Article,
  compiled: CompiledPack,
): { readonly words: readonly string[]; readonly article: Article } | null {
  const words: string[] = [];
  let edited = article;
  for (const sentence of readArticle(article, compiled).sentences) {
    const isReporting = sentence.words.map(() => false);
    for (const { from, to } of sentence.triggers.slice(0, triggersMax)) isReporting.fill(true, from, to);
    const phrases = runsOf(isReporting).map(({ from, to }) => stretch(sentence, from, to));
    const written = phrases.reduce((text, phrase) => text.replace(phrase, ''), sentence.text);
    words.push(...phrases);
    edited = rewritten(edited, sentence.index, sentence.text, /\p{L}/u.test(written) ? written : ellipsis);
  }
  return words.length === 0 ? null : { words, article: edited };
}
const triggersMax = 200;

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

interface Marked {
  readonly from: number;
  readonly to: number;
  readonly meaning: () => string | null;
  readonly rank: (typeof ranks)[keyof typeof ranks];
}

function spansOf(sentence: Sentence): readonly Marked[] {
  const spans = new Map<string, Marked>();
  const add = (span: Marked): void => {
    const key = `${span.from}-${span.to}`;
    if ((spans.get(key)?.rank ?? Number.POSITIVE_INFINITY) > span.rank) spans.set(key, span);
  };
  for (const [list, matches] of sentence.lists)
    for (const { from, to } of matches) {
      const marks = sentence.isHistory[from] === true && list.startsWith('history') ? recalls : meaningOfList[list];
      add({
        from,
        to,
        meaning: meaningOf(sentence, from, marks),
        rank: marks === undefined ? ranks.plain : ranks.mark,
      });
    }
  for (const { from, to, value } of sentence.triggers)
    add({ from, to, meaning: () => `it reports ${value.type.name}`, rank: ranks.report });
  for (const { from, to } of sentence.mentions) add({ from, to, meaning: () => null, rank: ranks.name });
  for (const [at, word] of sentence.words.entries())
    if (word.text === 'had' && sentence.isHistory[at])
      add({ from: at, to: at + 1, meaning: meaningOf(sentence, at, recalls), rank: ranks.mark });
  return [...spans.values()].sort((a, b) => a.rank - b.rank || a.to - a.from - (b.to - b.from));
}
/** What marks a clause comes first, plain words of the pack's lists last. */
const ranks = { mark: 0, report: 1, name: 2, plain: 3 } as const;
/** Without "on" nearly every text reads otherwise, and nobody learns by it. */
const plainLengthMin = 4;
const recalls = 'it makes “…” history';

function meaningOf(sentence: Sentence, at: number, marks: string | undefined): () => string | null {
  if (marks !== recalls) return () => marks ?? null;
  return () => marks.replace('…', () => cut(historyAround(sentence, at) ?? '', quotedLengthMax));
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
  { from, to, meaning, rank }: Marked,
): readonly Edit[] {
  const start = words[from]?.start;
  const end = words[to - 1]?.end;
  if (start === undefined || end === undefined || end <= start) return [];
  const written = `${text.slice(0, start)}${text.slice(end)}`;
  const isParticle = rank === ranks.plain && end - start < plainLengthMin;
  if (isParticle || !/\p{L}/u.test(written)) return [];
  const edited = rewritten(article, index, text, written);
  return [{ sentence: index, words: text.slice(start, end), meaning: meaning(), article: edited }];
}

/** The article with one sentence written otherwise, wherever it stands. */
function rewritten(article: Article, index: number, from: string, to: string): Article {
  const written = (text: string): string => text.replace(from, () => to);
  if (index === 0) return { ...article, title: written(article.title) };
  const content = article.content === null ? null : written(article.content);
  return { ...article, summary: written(article.summary), content };
}
