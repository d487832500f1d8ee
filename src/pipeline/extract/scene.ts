import type { Place } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import { listedWithin, type Mention, type Reading, type Sentence } from './read.ts';
import { locatives, relationFactor } from './relation.ts';
import { textAt } from './wording.ts';

/** The country of neither side that a headline tells as the scene: "in Syria", "Syria strike". */
export function landOfHeadline(reading: Reading, compiled: CompiledPack): string | null {
  const [title] = reading.sentences;
  if (!title) return null;
  const lands = title.mentions.flatMap((mention) => {
    const place = mention.kind === 'place' ? compiled.places.get(mention.id) : undefined;
    return place && isScene(title, mention) ? [place.country] : [];
  });
  const [first] = new Set(lands);
  return first !== undefined && new Set(lands).size === 1 && !landsOfSides.has(first) ? first : null;
}

/** The towns, provinces and sites that a headline tells as where it happened. */
export const scenesOf = (title: Sentence | undefined, compiled: CompiledPack): Place[] =>
  (title?.mentions ?? []).flatMap((mention) => {
    const place = mention.kind === 'place' ? compiled.places.get(mention.id) : undefined;
    if (!title || !place || place.kind === 'country' || title.isHistory[mention.from]) return [];
    return relationFactor(title, mention, place) < 1 ? [] : [place];
  });

/** Whether one of two places lies within the other, or both within the same one that is no country. */
export function isTogether(one: Place, other: Place, compiled: CompiledPack): boolean {
  const around = (place: Place): Place[] => {
    const chain = [place];
    for (
      let at = compiled.places.get(place.within ?? '');
      at && at.kind !== 'country';
      at = compiled.places.get(at.within ?? '')
    )
      chain.push(at);
    return chain;
  };
  const others = new Set(around(other));
  return around(one).some((place) => others.has(place));
}

const landsOfSides = new Set(['IQ', 'IR', 'US']);
const isScene = (title: Sentence, mention: Mention): boolean =>
  locatives.has(textAt(title, mention.from - 1)) || listedWithin(title, 'assault', mention.to, mention.to + 1);
