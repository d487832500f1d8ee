import type { Actor, Party } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import type { Findings } from './findings.ts';
import { areAmericansHarmed } from './harmed.ts';
import type { Reading, Sentence } from './read.ts';

const leadSentences = 4;
const strongScoreMin = 9;

/** Sanctions are ours where they touch Iraq or an armed body; those on a country's trade are not. */
function isEconomic(
  reading: Reading,
  compiled: CompiledPack,
  { main }: Findings,
  parties: ReadonlySet<Party>,
): boolean {
  if (main?.type.subEvent !== 'Sanction or legal measure' || parties.has('iraq')) return false;
  if (isIranTheOneWho(reading)) return false;
  return !reading.sentences
    .slice(0, leadSentences)
    .some((sentence) =>
      sentence.mentions.some(
        (mention) =>
          mention.kind === 'actor' && ['militia', 'force'].includes(compiled.actors.get(mention.id)?.kind ?? ''),
      ),
    );
}

/** "Iran puts Americans on its list": it acts itself. */
function isIranTheOneWho({ sentences }: Reading): boolean {
  const [iran] = sentences[0]?.lists.get('partyIran') ?? [];
  const [us] = sentences[0]?.lists.get('partyUs') ?? [];
  return iran !== undefined && us !== undefined && iran.from === 0 && us.from > iran.from;
}

const topicsMin = 2;
const topicsMinBesideEvent = 4;

/** Another theatre or another topic in the headline, more often than ours. */
export function otherTopicOf(
  reading: Reading,
  compiled: CompiledPack,
  findings: Findings,
  parties: ReadonlySet<Party>,
): string | null {
  const [title, first] = reading.sentences;
  const { main } = findings;
  if (!title) return 'no headline';
  if (isEconomic(reading, compiled, findings, parties)) return 'sanctions on an economy';
  if (main?.type.scheme === 'acled' && compiled.places.get(findings.place ?? '')?.country === 'US')
    return 'in the United States';
  if (main && ofMissions.has(main.type.id) && isForeignMission(title)) return 'the mission of another country';
  if (main?.type.scheme === 'acled' && title.lists.has('spaceLaunch') && !title.lists.has('tollWord'))
    return 'a launch at no one';
  if (isOfIslamicState(reading, compiled, findings)) return 'the war with the Islamic State';
  if (countOf(title, 'sport') + (first ? countOf(first, 'sport') : 0) >= topicsMin) return 'sport';
  if (main?.type.scheme === 'acled' && isAccident(title, first)) return 'an accident';
  const topics = countOf(title, 'otherTopic') * 2 + (first ? countOf(first, 'otherTopic') : 0);
  const isStrong = main !== null && main.type.id !== 'arrests' && main.score >= strongScoreMin && !main.isRecalled;
  if (topics >= (isStrong ? topicsMinBesideEvent : topicsMin)) return 'another topic';
  const foreign = countOf(title, 'foreignTheatre') * 2 + (first ? countOf(first, 'foreignTheatre') : 0);
  const ours = oursOf(title) * 2 + (first ? oursOf(first) : 0);
  if (foreign > ours && !areAmericansHarmed(title)) return 'another theatre';
  if (isDomestic(reading, compiled, findings)) return "Iraq's own politics";
  return isBetweenOthers(reading, title, compiled, findings.main) ? 'between Israel and Iran' : null;
}

const isAccident = (title: Sentence, first: Sentence | undefined): boolean =>
  title.lists.has('accident') || (first?.lists.has('accident') ?? false);

const sentencesOfClaim = 8;

/** What the Islamic State does to Iraqis, what it claims, and raids on it elsewhere: a side of none of the three is in it. */
function isOfIslamicState(reading: Reading, compiled: CompiledPack, { main, place }: Findings): boolean {
  const [title] = reading.sentences;
  if ((main && main.type.scheme !== 'acled') || !title || title.lists.has('partyIran')) return false;
  const isNamed = title.mentions.some((mention) => mention.id === islamicState);
  if (isNamed && !isIraqi(compiled, place)) return true;
  if (title.lists.has('partyUs')) return false;
  const bodies = title.mentions.filter((mention) => mention.kind === 'actor');
  if (isNamed && bodies[0]?.id === islamicState) return true;
  const lead = reading.sentences.slice(0, sentencesOfClaim);
  return lead.some((sentence, at) =>
    at <= 1 && sentence.lists.has('suicideBombing')
      ? true
      : sentence.lists.has('claim') && sentence.mentions.some((mention) => mention.id === islamicState),
  );
}

const islamicState = 'islamic-state';
const isIraqi = (compiled: CompiledPack, place: string | null): boolean =>
  place === null || compiled.places.get(place)?.country === 'IQ';

const ofMissions = new Set(['embassy-storming', 'diplomatic-measure', 'violent-demonstration', 'peaceful-protest']);
const isForeignMission = (title: Sentence): boolean =>
  (title.lists.get('foreignTheatre') ?? []).some((match) =>
    ['embassi', 'consul'].includes(title.words[match.to]?.key ?? ''),
  );

/** Rockets at the parliament's session, and its votes: nobody but Iraq is named. */
function isDomestic(reading: Reading, compiled: CompiledPack, { main, place }: Findings): boolean {
  if (main?.type.id === 'vote' && compiled.places.get(place ?? '')?.country === 'IQ')
    return !reading.sentences.slice(0, 2).some(({ lists }) => lists.has('partyUs') || lists.has('foreignTroops'));
  if (main?.type.scheme !== 'acled') return false;
  const lead = reading.sentences.slice(0, leadSentences);
  const isForeignNamed = lead.some((sentence) => sentence.lists.has('partyUs') || sentence.lists.has('partyIran'));
  return !isForeignNamed && lead.slice(0, 2).some((sentence) => sentence.lists.has('domesticMark'));
}

/** Israel and Iran in the headline, or Israel as the one who acts, and neither Iraq nor American forces. */
function isBetweenOthers(
  reading: Reading,
  title: Sentence,
  compiled: CompiledPack,
  main: EventCandidate | null,
): boolean {
  const [first] = title.mentions;
  if (title.lists.has('partyIraq')) return false;
  if (isStruckByOthers(reading, title, compiled, main)) return true;
  const isIsrael = title.mentions.some((mention) => mention.id === 'israel');
  if (!isIsrael) return false;
  const areForcesNamed = title.mentions.some((mention) => isForceOf('us', compiled.actors.get(mention.id)));
  const isAgent = first?.id === 'israel' && main?.type.scheme === 'acled';
  return !areForcesNamed && (isAgent || !title.lists.has('partyUs') || isOfThePair(title, main));
}

/** "A truce of Israel and Iran holds, says the president": the two are the matter, whoever speaks of them. */
function isOfThePair(title: Sentence, main: EventCandidate | null): boolean {
  const isTold = main?.sentence === title && !main.isRecalled && main.type.id !== 'agreement';
  if (isTold) return false;
  const israel = title.mentions.filter((mention) => mention.id === 'israel');
  const iran = title.lists.get('partyIran') ?? [];
  return israel.some((one) =>
    iran.some((other) => Math.min(Math.abs(other.from - one.to), Math.abs(one.from - other.to)) <= 1),
  );
}

/** The sentence that tells of the deed knows nobody of ours but Iran, or the first one begins with Israel as who acts. */
function isStruckByOthers(
  { sentences }: Reading,
  title: Sentence,
  compiled: CompiledPack,
  main: EventCandidate | null,
): boolean {
  if (main?.type.scheme !== 'acled' || main.isRecalled) return false;
  const told = main.sentence === title ? sentences[1] : main.sentence;
  if (!told || told.lists.has('partyIraq')) return false;
  if (told.mentions.some((mention) => isForceOf('us', compiled.actors.get(mention.id)))) return false;
  if (!title.lists.has('partyUs') && told.mentions[0]?.id === 'israel') return true;
  if (main.sentence === title || told.lists.has('partyUs')) return false;
  return told.mentions.some((mention) => mention.id === 'israel');
}

const isForceOf = (party: Party, actor: Actor | undefined): boolean =>
  actor?.kind === 'force' && actor.parties[0] === party;

const countOf = (sentence: Sentence, list: string): number =>
  (sentence.lists.get(list) ?? []).filter((match) => !sentence.isHistory[match.from]).length;
const oursOf = (sentence: Sentence): number =>
  countOf(sentence, 'partyIraq') * 1.5 +
  countOf(sentence, 'partyUs') +
  sentence.mentions.filter((mention) => mention.kind === 'place').length * 0.3;
