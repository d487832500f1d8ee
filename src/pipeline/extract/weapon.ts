import { listedWithin, type Reading, type Sentence } from './read.ts';

const weapons = ['rocket', 'missile', 'mortar', 'drone', 'aircraft', 'explosive', 'gun'].map((weapon) => ({
  weapon,
  list: `weapon-${weapon}`,
}));
const sentencesLookedAt = 4;
const negationReach = 2;

/** The weapon that is named first. */
export function weaponOf(reading: Reading): string | null {
  for (const sentence of reading.sentences.slice(0, sentencesLookedAt)) {
    const found = weapons
      .flatMap(({ weapon, list }) => (sentence.lists.get(list) ?? []).map((match) => ({ weapon, at: match.from })))
      .filter(({ at }) => !sentence.isHistory[at] && !isDenied(sentence, at))
      .sort((a, b) => a.at - b.at);
    if (found[0]) return found[0].weapon;
  }
  return null;
}

const isDenied = (sentence: Sentence, at: number): boolean =>
  listedWithin(sentence, 'negation', at - negationReach, at) || listedWithin(sentence, 'deny', 0, at);
