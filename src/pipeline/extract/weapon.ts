import type { Reading } from './read.ts';

const weapons = ['rocket', 'missile', 'mortar', 'drone', 'aircraft', 'explosive', 'gun'];
const sentencesLookedAt = 4;

/** The weapon that is named first. */
export function weaponOf(reading: Reading): string | null {
  for (const sentence of reading.sentences.slice(0, sentencesLookedAt)) {
    const found = weapons
      .flatMap((weapon) => (sentence.lists.get(`weapon-${weapon}`) ?? []).map((match) => ({ weapon, at: match.from })))
      .filter(({ at }) => !sentence.isHistory[at])
      .sort((a, b) => a.at - b.at);
    if (found[0]) return found[0].weapon;
  }
  return null;
}
