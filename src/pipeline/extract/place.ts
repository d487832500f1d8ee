import type { Actor, Party } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { type Fit, scoresOf } from './placement.ts';
import { isCatchAll, listEndsWithin, type Reading, type Sentence } from './read.ts';
import { speakersOf } from './speaker.ts';
import { textAt } from './wording.ts';

const refinementShare = 0.2;
const refinementShareOfLands = 0.05; // a country or a province is always the second choice
const recalledScore = 0.25; // of what is recalled, even a base told early stays below
const scoreMin = 0.4; // a capital that stands for its government, and no more, is no place

/** Where words and decisions are at home: the seat of who speaks. */
const seats: Readonly<Partial<Record<Party, string>>> = { us: 'washington', iran: 'tehran', iraq: 'baghdad' };
const seatOfGroups = 'iraq';
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
  const place = happenedAt(reading, compiled, main, development);
  const isWord = main !== null && saidAtTheSeat.has(main.type.subEvent) && !isClaimOf(place, development, compiled);
  const answered = main?.type.id === 'threat' ? seatOfAnswered(reading, compiled, development) : null;
  const seat = isWord ? (answered ?? seatOf(reading, compiled, main)) : null;
  if (seat) return seat;
  if (main?.type.subEvent === 'Agreement' && isLandOrNone(place, compiled))
    return metAt(reading) ?? seatOf(reading, compiled, main) ?? place;
  // What a group makes of itself happens in its land, not where it last struck.
  const home = main?.type.subEvent === 'Change to group/activity' ? seatOf(reading, compiled, main) : null;
  if (home?.id === seatOfGroups) return home;
  // A mission is ordered out of a country: its embassy stands in the capital.
  if (place?.id === 'iran' && isOurMission(reading, main)) return null;
  const isCountryOnly = place?.id === 'iraq' && main?.type.subEvent === 'Diplomatic measure';
  return isCountryOnly && seats.iraq ? { ...place, id: seats.iraq } : place;
}

/**
 * The best place; where none is told as news, what is recalled: the place of a deed that is recalled itself, and no more
 * than the country of a new one, as an attack that it answers may have happened anywhere.
 */
function happenedAt(
  reading: Reading,
  compiled: CompiledPack,
  main: EventCandidate | null,
  development: string | null,
): PlaceFound | null {
  const best = bestPlace(scoresOf(reading, compiled, main, development), compiled);
  if (best || !main) return best;
  const recalled = [...scoresOf(reading, compiled, main, 'reaction')];
  const isNewDeed = main.type.scheme === 'acled' && !main.isRecalled;
  const fitting = isNewDeed ? recalled.filter(([id]) => compiled.places.get(id)?.kind === 'country') : recalled;
  return bestPlace(new Map(fitting), compiled) ?? landOf(reading);
}

const iraqiLand = new Set(['iraq', 'عراق']);

/** "A militia in Iraq": the country inside another name. */
function landOf({ sentences }: Reading): PlaceFound | null {
  const told = sentences
    .slice(0, 2)
    .find((sentence) =>
      sentence.lists.get('partyIraq')?.some(({ from }) => iraqiLand.has(sentence.words[from]?.key ?? '')),
    );
  return told ? { id: seatOfGroups, sentence: told.index } : null;
}

/** "Our men struck the base, says the group": a claim, however it is worded, is about a place. */
const isClaimOf = (place: PlaceFound | null, development: string | null, compiled: CompiledPack): boolean =>
  development === 'claim' && place?.sentence === 0 && !isLandOrNone(place, compiled) && !isCapital(place.id);

const isCapital = (id: string): boolean => Object.values(seats).includes(id);

const isLandOrNone = (place: PlaceFound | null, compiled: CompiledPack): boolean =>
  place === null || ['country', 'province'].includes(compiled.places.get(place.id)?.kind ?? '');

const sentencesOfMeeting = 3;
const meetingWords = new Set(['in', 'at', 'to', 'في', 'الى', 'در', 'به']);

/** "At the White House", «في بغداد»: the capital where two governments met. */
function metAt({ sentences }: Reading): PlaceFound | null {
  for (const sentence of sentences.slice(0, sentencesOfMeeting))
    for (const { kind, id, from } of sentence.mentions)
      if (kind === 'place' && isCapital(id) && meetingWords.has(wordBefore(sentence, from)))
        return { id, sentence: sentence.index };
  return null;
}

/** The preposition before a name, with or without an article. */
const wordBefore = (sentence: Sentence, at: number): string =>
  textAt(sentence, textAt(sentence, at - 1) === 'the' ? at - 2 : at - 1);

/** "X replies to Y", and threatens nothing of his own: Y's words are the matter, and were spoken at Y's seat. */
function seatOfAnswered(reading: Reading, compiled: CompiledPack, development: string | null): PlaceFound | null {
  const [title] = reading.sentences;
  if (!title || (development !== 'reaction' && development !== 'denial')) return null;
  const answer = Math.min(
    ...['reaction', 'deny'].flatMap((list) => title.lists.get(list) ?? []).map((match) => match.from),
  );
  const named = title.mentions.filter((mention) => mention.kind === 'actor');
  const answered = compiled.actors.get(named.at(-1)?.id ?? '');
  const last = named.at(-1);
  const isBehind = (last?.from ?? 0) > answer && named.length > 1;
  const threats = title.lists.get('threaten') ?? [];
  if (!last || threats.some(({ from }) => from < answer || from > last.to + 1)) return null;
  const seat = answered && isBehind ? seatOfActor(answered) : null;
  return seat && compiled.places.has(seat) ? { id: seat, sentence: 0 } : null;
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
  const kind = compiled.places.get(id)?.kind ?? '';
  const isLand = ['country', 'province'].includes(kind);
  const share = isLand ? refinementShareOfLands : refinementShare;
  const inside = [...scores]
    .filter(
      ([other, own]) =>
        other !== id &&
        own.score >= Math.max(score * share, recalledScore) &&
        isWithin(other, id, compiled) &&
        !(kind === 'city' && compiled.places.get(other)?.kind === 'city'),
    )
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
  if (isGroup) return seatOfGroups;
  const party = isIraqi ? 'iraq' : actor.parties.find(hasSeat);
  return party ? (seats[party] ?? null) : null;
}

const hasSeat = (party: Party): boolean => seats[party] !== undefined;
