import type { Actor, Article, Language } from '../../model.ts';
import type { CompiledPack, ListEntry, Named, Trigger } from './compile.ts';
import { leadSentences, mayConcernUs } from './concern.ts';
import { withoutFurniture } from './furniture.ts';
import { markHistory } from './history.ts';
import { type Edge, findPhrases, longestOnly, type Match } from './phrases.ts';
import { type Span, sentencesOf } from './sentences.ts';
import { type Word, wordsOf } from './words.ts';

const textLengthMax = 6_000; // news tells what happened at its beginning; bounds the work an article can claim
const titleLengthMax = 400;
const sentencesReadMax = 10;
const sentencesWithTriggers = 5; // what is told later is no main point

/** A name in a sentence. */
export interface Mention {
  readonly from: number;
  readonly to: number;
  readonly kind: 'actor' | 'place';
  readonly id: string;
}

/** A sentence with everything that the pack knows about its words. */
export interface Sentence {
  /** 0 is the headline. */
  readonly index: number;
  readonly text: string;
  readonly words: readonly Word[];
  readonly mentions: readonly Mention[];
  readonly lists: ReadonlyMap<string, readonly Match<ListEntry>[]>;
  readonly triggers: readonly Match<Trigger>[];
  /** Whether each word recalls an earlier event. */
  readonly isHistory: readonly boolean[];
}

/** The article as sentences, the headline first; what it says beyond the first ones serves the terms alone. */
export interface Reading {
  readonly sentences: readonly Sentence[];
  readonly rest: string;
  readonly language: Language;
}

/** Whether an entry of a word list begins at a word of `from` up to, but not including, `to`. */
export const listedWithin = (sentence: Sentence, list: string, from: number, to: number): boolean =>
  (sentence.lists.get(list) ?? []).some((match) => match.from >= from && match.from < to);

/** Whether an entry of a word list ends behind a word of `from` up to, and including, the one before `to`. */
export const listEndsWithin = (sentence: Sentence, list: string, from: number, to: number): boolean =>
  (sentence.lists.get(list) ?? []).some((match) => match.to >= from && match.to <= to);

const catchAll = new Set(['iran-backed-groups', 'iraqi-militias', 'tankers', 'islamic-state']);
/** Groups without a name of their own, and the enemy of another war. */
export const isCatchAll = (actor: Actor): boolean => catchAll.has(actor.id);

/** "Iran-backed", "pro-Iran": its friends. */
export const isProxyOnly = (sentence: Sentence, mention: Mention): boolean =>
  listedWithin(sentence, 'proxyWord', mention.to, mention.to + 1) ||
  listedWithin(sentence, 'proxyWord', mention.from - 2, mention.from);

const objectMark = 'را'; // in Persian it parts the object from the subject in front of it

/** "Iran's Revolutionary Guard": the first of two names only tells whose the second is. */
export function isModifier(sentence: Sentence, mention: Mention): boolean {
  if (sentence.words[mention.to]?.before !== '') return false;
  return sentence.mentions.some(
    (other) =>
      other.kind === 'actor' &&
      other.from === mention.to &&
      other.id !== mention.id &&
      sentence.words[other.to]?.text !== objectMark,
  );
}

/** Reads an article with the pack; of one that cannot concern us, its beginning alone and not what it reports. */
export function readArticle(article: Article, compiled: CompiledPack): Reading {
  const title = article.title.slice(0, titleLengthMax);
  const body = withoutDateline(withoutFurniture(bodyOf(article)));
  const language = article.language === 'other' ? 'en' : article.language;
  const read = (text: string, index: number): Sentence => readNames(text, index, compiled);
  const lead = [title, ...textsOf(body, sentencesOf(body, leadSentences - 1))].map(read);
  if (!mayConcernUs(lead, compiled)) return { sentences: lead, rest: '', language };
  const spans = sentencesOf(body, sentencesReadMax + 1);
  const further = textsOf(body, spans.slice(leadSentences - 1, sentencesReadMax));
  const sentences = [...lead, ...further.map((text, at) => read(text, leadSentences + at))];
  const rest = body.slice(spans[sentencesReadMax]?.start ?? body.length);
  return { sentences: sentences.map((sentence) => withTriggers(sentence, compiled)), rest, language };
}

const textsOf = (body: string, spans: readonly Span[]): string[] =>
  spans.map(({ start, end }) => body.slice(start, end).trim());

/** Summary and content, the one left out where the other begins with it. */
function bodyOf(article: Article): string {
  const summary = article.summary.trim();
  const content = (article.content ?? '').trim();
  const isSame = content.startsWith(summary.slice(0, 80));
  const body = content === '' ? summary : isSame || summary === '' ? content : `${summary}\n\n${content}`;
  return body.slice(0, textLengthMax);
}

const datelineReach = 90;
/** `BAGHDAD (Reuters) -`, `TEHRAN, Jan. 05 (MNA) –`, `(CNN)`, `RIYADH:`: where it was written, not where it happened. */
const dateline =
  /^\s*(?:(?:[A-Z][\p{L}.'’]+,?\s+){0,4}[^—–:]{0,40}\([^)]{2,45}\)(?:\s*[-–—:]+)?|\p{Lu}[\p{Lu}\s.,'’]{2,40}(?:,\s*[\p{L}.]+(?:\s+[\p{L}.]+){0,2})?(?:\s*\([^)]{2,45}\))?\s*(?:--|[-–—:])|[A-Z][\w ]{2,30}\s+\/|\p{Lu}[\p{L} ]{2,20}[,.]\s+(?:\p{L}+\.?\s+\d{1,2}|\d{1,2}\s+\p{L}+)\.\s*\/?[\p{Lu}.]+\/\.?)\s*/u;

function withoutDateline(body: string): string {
  const found = dateline.exec(body.slice(0, datelineReach));
  return found && found[0].length < body.length ? body.slice(found[0].length) : body;
}

function readNames(text: string, index: number, compiled: CompiledPack): Sentence {
  const words = wordsOf(text);
  const isShouted = words.length > 3 && words.filter((word) => word.isUpper).length > words.length / 2;
  const names = longestOnly(findPhrases(compiled.names, words).filter((match) => isWritten(match, words, isShouted)));
  const mentions = names
    .filter(isMention)
    .map(({ from, to, value }): Mention => ({ from, to, kind: value.kind, id: value.id }));
  const masked = names.filter((match) => match.value.kind === 'decoy');
  const lists = findPhrases(compiled.lists, words).filter((match) => isListed(match, words, isShouted, masked));
  const byList = Map.groupBy(lists, (match) => match.value.list);
  return { index, text, words, mentions, lists: byList, triggers: [], isHistory: markHistory(words, byList) };
}

function withTriggers(sentence: Sentence, compiled: CompiledPack): Sentence {
  if (sentence.index >= sentencesWithTriggers) return sentence;
  const edges = edgesOf(compiled, sentence.mentions, [...sentence.lists.values()].flat());
  return { ...sentence, triggers: findPhrases(compiled.triggers, sentence.words, edges) };
}

type NamedMention = Match<Named & { readonly kind: 'actor' | 'place' }>;
const isMention = (match: Match<Named>): match is NamedMention => match.value.kind !== 'decoy';

function isWritten(match: Match<Named>, words: readonly Word[], isShouted: boolean): boolean {
  if (isShouted) return true;
  const first = words[match.from];
  if (!first || first.text.charCodeAt(0) > 0x500) return true;
  if (match.value.wholeWord !== null && `${first.text}s` === match.value.wholeWord) return false;
  if (match.value.needsUpper && match.to - match.from === 1) return first.isUpper;
  return !match.value.needsCapital || first.isCapital;
}

function isListed(
  match: Match<ListEntry>,
  words: readonly Word[],
  isShouted: boolean,
  masked: readonly Match<Named>[],
): boolean {
  if (match.value.needsUpper && !isShouted && !words[match.from]?.isUpper) return false;
  return (
    !match.value.list.startsWith('party') || !masked.some((mask) => mask.from <= match.from && match.to <= mask.to)
  );
}

function edgesOf(
  compiled: CompiledPack,
  mentions: readonly Mention[],
  lists: readonly Match<ListEntry>[],
): Map<number, Edge[]> {
  const edges = new Map<number, Edge[]>();
  const add = (from: number, edge: Edge): void => {
    const at = edges.get(from);
    if (at?.some((other) => other.symbol === edge.symbol && other.to === edge.to)) return;
    if (at) at.push(edge);
    else edges.set(from, [edge]);
  };
  for (const { from, to, kind, id } of mentions)
    for (const symbol of compiled.classes[kind].get(id) ?? []) add(from, { symbol, to });
  for (const { from, to, value } of lists) if (value.symbol !== null) add(from, { symbol: value.symbol, to });
  return edges;
}
