import type { Actor, Party } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { type Fit, scoresOf } from './placement.ts';
import { isCatchAll, listEndsWithin, type Reading } from './read.ts';
import { speakersOf } from './speaker.ts';

const refinementShare = 0.2;
const refinementShareOfLands = 0.05; // a country or a province is always the second choice
const scoreMin = 0.4; // a capital that stands for its government, and no more, is no place

/** Where words and decisions are at home: the seat of who speaks. */
const seats: Readonly<Partial<Record<Party, string>>> = { us: 'washington', iran: 'tehran', iraq: 'baghdad' };
const saidAtTheSeat = new Set([
  'Threat or ultimatum',
  'Sanction or legal measure',
  'Vote or legislation',
  'Denial or rejection',
]);

/** A place, and the sentence that it is taken from. */
export interface PlaceFound {
  readonly id: string;
  readonly sentence: number;
}

/** Where it happened: the most specific place of the main event; for words and decisions the seat of who speaks. */
export function placeOf(
  reading: Reading,
  compiled: CompiledPack,
  main: EventCandidate | null,
  development: string | null,
): PlaceFound | null {
  if (main && saidAtTheSeat.has(main.type.subEvent)) {
    const seat = seatOf(reading, compiled, main);
    if (seat) return seat;
  }
  const place = bestPlace(scoresOf(reading, compiled, main, development), compiled);
  // A mission is ordered out of a country: its embassy stands in the capital.
  if (place?.id === 'iran' && isOurMission(reading, main)) return null;
  const isCountryOnly = place?.id === 'iraq' && main?.type.subEvent === 'Diplomatic measure';
  return isCountryOnly && seats.iraq ? { ...place, id: seats.iraq } : place;
}

/** The United States has no mission in Iran: that country is told as the reason. */
function isOurMission({ sentences }: Reading, main: EventCandidate | null): boolean {
  if (main?.type.subEvent !== 'Diplomatic measure') return false;
  return (sentences[0]?.lists.has('partyUs') ?? false) && (sentences[0]?.lists.has('missionNoun') ?? false);
}

function bestPlace(scores: ReadonlyMap<string, Fit>, compiled: CompiledPack): PlaceFound | null {
  const best = [...scores].sort((a, b) => b[1].score - a[1].score)[0];
  if (!best || best[1].score < scoreMin) return null;
  return refine(best, scores, compiled);
}

/** A more specific place inside the best one, where it is told with nearly the same weight. */
function refine(
  [id, { score, sentence }]: readonly [string, Fit],
  scores: ReadonlyMap<string, Fit>,
  compiled: CompiledPack,
): PlaceFound {
  const isLand = ['country', 'province'].includes(compiled.places.get(id)?.kind ?? '');
  const share = isLand ? refinementShareOfLands : refinementShare;
  const inside = [...scores]
    .filter(([other, own]) => other !== id && own.score >= score * share && isWithin(other, id, compiled))
    .sort((a, b) => b[1].score - a[1].score)[0];
  return inside ? refine(inside, scores, compiled) : { id, sentence };
}

const containmentMax = 8;

/** Whether a place lies within another. */
function isWithin(inner: string, outer: string, compiled: CompiledPack): boolean {
  let at = compiled.places.get(inner)?.within ?? null;
  for (let depth = 0; at !== null && depth < containmentMax; depth += 1) {
    if (at === outer) return true;
    at = compiled.places.get(at)?.within ?? null;
  }
  return false;
}

/** The seat of who speaks. */
function seatOf(reading: Reading, compiled: CompiledPack, main: EventCandidate): PlaceFound | null {
  const where = spokenAt(reading, compiled);
  if (where) return where;
  const speakers = speakersOf(reading, compiled, main);
  const speaker = speakers.find((actor) => !isCatchAll(actor)) ?? speakers[0];
  const seat = speaker ? seatOfActor(speaker) : null;
  return seat && compiled.places.has(seat) ? { id: seat, sentence: main.sentence.index } : null;
}

const sentencesOfSpeech = 4;

/** "Speaking at a ceremony in Qom": where it was said, when that is told. */
function spokenAt(reading: Reading, compiled: CompiledPack): PlaceFound | null {
  for (const sentence of reading.sentences.slice(1, sentencesOfSpeech)) {
    const found = sentence.mentions.find(
      (mention) =>
        mention.kind === 'place' &&
        compiled.places.get(mention.id)?.kind === 'city' &&
        listEndsWithin(sentence, 'speechWord', mention.from, mention.from),
    );
    if (found) return { id: found.id, sentence: sentence.index };
  }
  return null;
}

/** An armed group of both countries has no seat but Iraq. */
function seatOfActor(actor: Actor): string | null {
  const isIraqi = actor.parties[0] !== 'us' && actor.parties.includes('iraq');
  const isGroup = isIraqi && actor.parties.includes('iran') && actor.kind !== 'person' && actor.kind !== 'state';
  if (isGroup) return 'iraq';
  const party = isIraqi ? 'iraq' : actor.parties.find(hasSeat);
  return party ? (seats[party] ?? null) : null;
}

const hasSeat = (party: Party): boolean => seats[party] !== undefined;
