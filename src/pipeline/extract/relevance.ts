import type { Actor, Article, Party, Reason, ReasonCode, Report } from '../../model.ts';
import { asideOf } from './aside.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import { listedWithin, type Reading, type Sentence } from './read.ts';

const leadSentences = 4;
const eventScoreMin = 4.5;
const strongScoreMin = 9;
const developmentScoreMin = 0.8;
const casualtyScoreMin = 0.25; // a toll that rises is news of its own, however it recalls the attack
const sides = ['iraq', 'iran', 'us'] as const satisfies readonly Party[];

/** What an article is, and why. */
export interface Judged {
  readonly relevance: Report['relevance'];
  readonly reasons: readonly Reason[];
  /** The sentence that decided it; null where none does. */
  readonly sentence: number | null;
}

/** What was found out about an article before it is judged. */
export interface Findings {
  readonly main: EventCandidate | null;
  readonly development: Report['development'];
  readonly place: string | null;
}

/** Whether the main point is a specific, recent event of ours, on our topic at all, or neither. */
export function judge(article: Article, reading: Reading, compiled: CompiledPack, findings: Findings): Judged {
  if (article.language === 'other') return told('off-topic', 'unread-language', 'no rule reads this language');
  const parties = partiesOf(reading, compiled, findings.main);
  const involved = sides.filter((side) => parties.has(side)).join(', ');
  const known = (relevance: Report['relevance'], code: ReasonCode, detail: string, sentence: number): Judged => {
    return {
      relevance,
      reasons: [
        { code: 'sides', detail: involved || 'none' },
        { code, detail },
      ],
      sentence,
    };
  };
  const isOurs = sides.filter((side) => parties.has(side)).length >= 2 || isAimedAtIraq(reading, compiled, findings);
  if (!isOurs) return told('off-topic', 'sides-missing', involved || 'none');
  const { main, development } = findings;
  const headline = 0;
  const leading = main?.sentence.index ?? headline;
  if (isEconomic(reading, compiled, findings, parties))
    return known('off-topic', 'other-topic', 'sanctions on an economy', leading);
  const other = otherTopicOf(reading, compiled, findings);
  if (other) return known('off-topic', 'other-topic', other, headline);
  const opinion = opinionOf(reading, findings);
  if (opinion) return known('background', 'opinion', opinion.why, opinion.sentence);
  if (main && main.score >= eventScoreMin)
    return known('event', 'event', `${main.type.id} ${main.score.toFixed(1)}`, leading);
  const scoreMin = development === 'casualties' ? casualtyScoreMin : developmentScoreMin;
  if (main && development !== null && main.score >= scoreMin)
    return known('event', 'development', `${development} of ${main.type.id}`, headline);
  const found = main ? `${main.type.id} ${main.score.toFixed(1)}` : 'no trigger';
  return known('background', 'no-recent-event', found, leading);
}

const told = (relevance: Report['relevance'], code: ReasonCode, detail: string): Judged => ({
  relevance,
  reasons: [{ code, detail }],
  sentence: null,
});

function partiesOf(reading: Reading, compiled: CompiledPack, main: EventCandidate | null): Set<Party> {
  const parties = new Set<Party>();
  for (const sentence of reading.sentences.slice(0, leadSentences)) {
    const isLeading = sentence.index <= 1 || sentence === main?.sentence;
    for (const mention of sentence.mentions) {
      if (!isLeading && sentence.isHistory[mention.from]) continue;
      const named = mention.kind === 'actor' ? compiled.actors.get(mention.id) : compiled.places.get(mention.id);
      for (const party of named?.parties ?? []) parties.add(party);
    }
    if (sentence.lists.has('partyUs')) parties.add('us');
    if (sentence.lists.has('partyIran')) parties.add('iran');
    if (sentence.lists.has('partyIraq')) parties.add('iraq');
  }
  return parties;
}

const unclaimed = new Set(['missile-attack', 'air-strike', 'attack']);

/** Rockets and drones that fall in Iraq unclaimed are ours though no second side is named, unless another war is. */
function isAimedAtIraq(reading: Reading, compiled: CompiledPack, { main, place }: Findings): boolean {
  if (!main || main.isRecalled || !unclaimed.has(main.type.id) || main.score < strongScoreMin) return false;
  if (compiled.places.get(place ?? '')?.country !== 'IQ') return false;
  return !reading.sentences
    .slice(0, leadSentences)
    .some((sentence) => sentence.lists.has('foreignTheatre') || sentence.lists.has('otherWar'));
}

/** Sanctions are ours where they touch Iraq or an armed body; those on a country's trade are not. */
function isEconomic(
  reading: Reading,
  compiled: CompiledPack,
  { main }: Findings,
  parties: ReadonlySet<Party>,
): boolean {
  if (main?.type.subEvent !== 'Sanction or legal measure' || parties.has('iraq')) return false;
  return !reading.sentences
    .slice(0, leadSentences)
    .some((sentence) =>
      sentence.mentions.some(
        (mention) =>
          mention.kind === 'actor' && ['militia', 'force'].includes(compiled.actors.get(mention.id)?.kind ?? ''),
      ),
    );
}

const topicsMin = 2;
const topicsMinBesideEvent = 4;

/** Another theatre or another topic in the headline, more often than ours. */
function otherTopicOf(reading: Reading, compiled: CompiledPack, findings: Findings): string | null {
  const [title, first] = reading.sentences;
  const { main } = findings;
  if (!title) return 'no headline';
  if (main?.type.scheme === 'acled' && compiled.places.get(findings.place ?? '')?.country === 'US')
    return 'in the United States';
  if (main && ofMissions.has(main.type.id) && isForeignMission(title)) return 'the mission of another country';
  const topics = countOf(title, 'otherTopic') * 2 + (first ? countOf(first, 'otherTopic') : 0);
  const isStrong = main !== null && main.type.id !== 'arrests' && main.score >= strongScoreMin && !main.isRecalled;
  if (topics >= (isStrong ? topicsMinBesideEvent : topicsMin)) return 'another topic';
  const foreign = countOf(title, 'foreignTheatre') * 2 + (first ? countOf(first, 'foreignTheatre') : 0);
  const ours = oursOf(title) * 2 + (first ? oursOf(first) : 0);
  if (foreign > ours) return 'another theatre';
  if (isDomestic(reading, main)) return "Iraq's own politics";
  return isBetweenOthers(reading, title, compiled, findings.main) ? 'between Israel and Iran' : null;
}

const ofMissions = new Set(['embassy-storming', 'diplomatic-measure', 'violent-demonstration', 'peaceful-protest']);
const isForeignMission = (title: Sentence): boolean =>
  (title.lists.get('foreignTheatre') ?? []).some((match) =>
    ['embassi', 'consul'].includes(title.words[match.to]?.key ?? ''),
  );

/** Rockets at the parliament's session: nobody but Iraq is named. */
function isDomestic(reading: Reading, main: EventCandidate | null): boolean {
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

/** Why it is opinion, and the sentence that shows it. */
interface Opinion {
  readonly why: string;
  readonly sentence: number;
}

function opinionOf(reading: Reading, findings: Findings): Opinion | null {
  const [title, ...body] = reading.sentences;
  if (!title) return null;
  const inTitle = opinionInTitle(title, body[0], findings);
  if (inTitle) return { why: inTitle, sentence: 0 };
  if (findings.development !== null) return null;
  const lead = body.slice(0, 3).find((sentence) => sentence.lists.has('opinionLead'));
  return lead ? { why: 'text of analysis', sentence: lead.index } : null;
}

function opinionInTitle(title: Sentence, first: Sentence | undefined, { main }: Findings): string | null {
  if (/[?؟]["'”’»]?\s*$/.test(title.text)) return 'a question as headline';
  if (title.lists.has('opinionMark')) return 'headline of analysis';
  const aside = asideOf(title, main);
  if (aside) return aside;
  const isNewHere = main?.sentence.index === 0 && !main.isRecalled;
  if (title.lists.has('anniversaryMark') && !isNewHere) return 'an anniversary';
  if (opensWith(title, 'opinionStart')) return 'headline of analysis';
  const isGeneric = title.lists.has('genericMark') || (!isNewHere && (first?.lists.has('genericMark') ?? false));
  return isGeneric ? 'what goes on, no single event' : null;
}

const opening = /[:–—-]|\|/;

/** Whether an entry of a list begins the headline, or what follows its colon or dash. */
function opensWith(title: Sentence, list: string): boolean {
  return (
    (title.lists.get(list) ?? []).some(
      (match) => match.from === 0 || opening.test(title.words[match.from]?.before.replace(/^-$/, '') ?? ''),
    ) || listedWithin(title, list, 0, 1)
  );
}
