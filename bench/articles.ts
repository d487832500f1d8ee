/** As many news items as a benchmark needs, made of the bundled sample and of news that is none of ours. */
import { join } from 'node:path';
import type { StreamItem } from '../src/adapters/stream/items.ts';
import { readStream } from '../src/replay/stream.ts';
import { offTopicStories, type Story } from './off-topic.ts';

const sample = readStream(join(import.meta.dirname, '../src/replay/sample'));
/** Items come at these lengths by turns: as the sample has them, and with a full text. */
const lengths = [0, 2_000, 5_000] as const;
const roundMs = 7 * 24 * 3_600_000; // whole weeks, so that "on Friday" stays right
const bases = [
  'Taji',
  'Balad',
  'Kirkuk',
  'Erbil',
  'Mosul',
  'Basra',
  'Besmaya',
  'Ramadi',
  'Fallujah',
  'Samarra',
  'Tikrit',
];
const anyBase = new RegExp(`\\b(?:${bases.join('|')})\\b`, 'g');

/** The same share of the items is off topic in every stretch of five. */
export type Mix = 'mixed' | 'on-topic';
const stretch = 5;

/**
 * Item `index` of an endless stream, always the same. `mixed` has four of five off topic. Each round through the sample
 * is a week later than the one before, at other places and in other outlets.
 */
export function benchItem(index: number, mix: Mix): StreamItem {
  if (mix === 'on-topic') return onTopicItem(index);
  const turn = Math.floor(index / stretch);
  return index % stretch === 0 ? onTopicItem(turn) : offTopicItem(index, onTopicItem(turn).published);
}

/** The first `count` items of the stream, in order of publication. */
export function benchItems(count: number, mix: Mix): readonly StreamItem[] {
  return Array.from({ length: count }, (_, index) => benchItem(index, mix)).toSorted(
    (one, other) => Date.parse(one.published) - Date.parse(other.published),
  );
}

function onTopicItem(index: number): StreamItem {
  const round = Math.floor(index / sample.length);
  const item = sampleItem(index);
  const moved = (text: string) => movedBy(text, round);
  const rest = lengths[(index + round) % lengths.length] ?? 0;
  return {
    ...item,
    id: `on-${index}`,
    feed: sampleItem(index + 7 * round).feed,
    url: `https://bench.example/on/${index}`,
    published: new Date(Date.parse(item.published) + round * roundMs).toISOString(),
    title: moved(item.title),
    summary: moved(item.summary),
    content: rest === 0 ? null : moved(fullText(item.summary, earlierSummaries(index), rest)),
  };
}

function offTopicItem(index: number, published: string): StreamItem {
  const { lang, title, text } = storyOf(index);
  const rest = lengths[index % lengths.length] ?? 0;
  const others = offTopicStories.filter((story) => story.lang === lang).map((story) => story.text);
  return {
    id: `off-${index}`,
    feed: sampleItem(index).feed,
    feedTitle: 'Bench',
    url: `https://bench.example/off/${index}`,
    published,
    lang,
    title: `${title} (${index})`,
    summary: text,
    content: rest === 0 ? null : fullText(text, others, rest),
  };
}

function sampleItem(index: number): StreamItem {
  const item = sample[index % sample.length];
  if (item === undefined) throw new Error('The bundled sample is empty.');
  return item;
}

function storyOf(index: number): Story {
  const story = offTopicStories[index % offTopicStories.length];
  if (story === undefined) throw new Error('There are no off-topic stories.');
  return story;
}

function movedBy(text: string, steps: number): string {
  return text.replace(anyBase, (base) => bases[(bases.indexOf(base) + steps) % bases.length] ?? base);
}

/** What a full text retells: the items before it, in its language. */
function earlierSummaries(index: number): readonly string[] {
  const at = index % sample.length;
  const { lang } = sampleItem(index);
  const before = [...sample.slice(0, at).toReversed(), ...sample.slice(at).toReversed()];
  return before.filter((item) => item.lang === lang && item.summary !== '').map(({ summary }) => summary);
}

/** A lead and as much of others as makes it long enough, in paragraphs. */
export function fullText(lead: string, others: readonly string[], lengthMin: number): string {
  const paragraphs = [lead];
  for (let length = lead.length, at = 0; length < lengthMin && others.length > 0; at += 1) {
    const next = others[at % others.length] ?? '';
    paragraphs.push(next);
    length += next.length + 1;
  }
  return paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n');
}
