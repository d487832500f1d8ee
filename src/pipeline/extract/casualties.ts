import type { ListEntry } from './compile.ts';
import { numberAt } from './numbers.ts';
import type { Match } from './phrases.ts';
import type { Reading, Sentence } from './read.ts';

export interface Casualties {
  readonly killed: number | null;
  readonly wounded: number | null;
}

const sentencesLookedAt = 10;

/** Killed and wounded of the main event as this article states them; null where it says nothing. */
export function casualtiesOf(reading: Reading): Casualties {
  let killed: number | null = null;
  let wounded: number | null = null;
  let isDenied = false;
  for (const sentence of reading.sentences.slice(0, sentencesLookedAt)) {
    killed ??= figureOf(sentence, 'killedWord');
    wounded ??= figureOf(sentence, 'woundedWord');
    isDenied ||= deniesCasualties(sentence);
  }
  if (isDenied && killed === null && wounded === null) return { killed: 0, wounded: 0 };
  return { killed, wounded };
}

function deniesCasualties(sentence: Sentence): boolean {
  if (sentence.lists.has('casualtiesUnknown')) return false;
  return (sentence.lists.get('noCasualties') ?? []).some((match) => !sentence.isHistory[match.from]);
}

const before = 6;
const after = 6;

/** The figure next to "killed" or "wounded", in front of it or behind. */
function figureOf(sentence: Sentence, list: 'killedWord' | 'woundedWord'): number | null {
  const other = list === 'killedWord' ? 'woundedWord' : 'killedWord';
  for (const match of sentence.lists.get(list) ?? []) {
    if (sentence.isHistory[match.from]) continue;
    const figure = figureBefore(sentence, match, other) ?? figureAfter(sentence, match, other);
    if (figure !== null) return figure;
  }
  return null;
}

const stops = /[.;:()—–]/;

function figureBefore(sentence: Sentence, match: Match<ListEntry>, other: string): number | null {
  for (let at = match.from - 1; at >= Math.max(0, match.from - before); at -= 1) {
    const figure = numberAt(sentence, at);
    if (figure !== null) return isPerson(sentence, at + 1, match.from) ? figure : null;
    if (stops.test(sentence.words[at + 1]?.before ?? '') || startsAt(sentence, other, at)) break;
  }
  return null;
}

function figureAfter(sentence: Sentence, match: Match<ListEntry>, other: string): number | null {
  for (let at = match.to; at < Math.min(sentence.words.length, match.to + after); at += 1) {
    if (stops.test(sentence.words[at]?.before ?? '') || startsAt(sentence, other, at)) break;
    const figure = numberAt(sentence, at);
    if (figure !== null)
      return isPerson(sentence, at + 1, Math.min(sentence.words.length, at + 5)) || match.value.list ? figure : null;
  }
  return null;
}

const startsAt = (sentence: Sentence, list: string, at: number): boolean =>
  (sentence.lists.get(list) ?? []).some((match) => match.from === at);

const noPerson = new Set([
  'rocket',
  'missil',
  'mortar',
  'katyusha',
  'shell',
  'drone',
  'hour',
  'dai',
  'day',
  'week',
  'month',
  'year',
  'mile',
  'kilomet',
  'meter',
  'metr',
  'pm',
  'am',
  'minut',
  'build',
  'vehicl',
  'base',
  'attack',
  'strike',
  'round',
  'site',
]);

function isPerson(sentence: Sentence, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (noPerson.has(sentence.words[at]?.key ?? '')) return false;
  return true;
}
