import type { EventType } from '../../model.ts';
import type { CompiledPack, Trigger } from './compile.ts';
import { developmentOf } from './development.ts';
import type { Match } from './phrases.ts';
import { listedWithin, type Reading, type Sentence } from './read.ts';
import { weaponOf } from './weapon.ts';

/** An event type that the article reports, with the place of its best trigger. */
export interface EventCandidate {
  readonly type: EventType;
  readonly score: number;
  readonly sentence: Sentence;
  readonly from: number;
  readonly to: number;
  /** Only words that recall an earlier event report it. */
  readonly isRecalled: boolean;
}

const ofDeeds: ReadonlySet<string> = new Set(['claim', 'casualties']); // what is told of deeds alone
const besideFactor = 0.3;
const isDeed = ({ scheme }: EventType): boolean => scheme === 'acled';
const sentenceWeights = [10, 7, 3, 1.5, 0.5];
const historyFactor = 0.12;
const hypotheticalFactor = 0.2;
const planFactor = 0.6; // decisions are often told as plans
const denialFactor = 0.4;
const drillFactor = 0.2; // what is rehearsed happens to nobody
const tradeFactor = 0.4; // a contract is no settlement
const complementFactor = 0.4; // what a threat threatens with
const asideFactor = 0.5; // what the headline does not tell is seldom the main point
const positionPenalty = 0.02; // a headline says the main thing first
const fixedBonus = 0.06; // a phrase of more fixed words is surer

/** The event types that headline and first sentences report, the main one first. */
export function eventsOf(reading: Reading, compiled: CompiledPack): EventCandidate[] {
  const best = new Map<string, EventCandidate>();
  const inHeadline = new Set<string>();
  for (const sentence of reading.sentences.slice(0, sentenceWeights.length)) {
    for (const candidate of bestOfSentence(sentence).values()) {
      if (sentence.index === 0 && !candidate.isRecalled) inHeadline.add(candidate.type.id);
      best.set(candidate.type.id, joined(candidate, best.get(candidate.type.id)));
    }
  }
  const isOfDeed = ofDeeds.has(developmentOf(reading) ?? '') && [...best.values()].some(({ type }) => isDeed(type));
  const weighed = [...best.values()].map((candidate) => {
    const isAside = inHeadline.size > 0 && !inHeadline.has(candidate.type.id);
    const isBeside = isOfDeed && !isDeed(candidate.type);
    return { ...candidate, score: candidate.score * (isAside ? asideFactor : 1) * (isBeside ? besideFactor : 1) };
  });
  const ranked = weighed.sort((a, b) => b.score - a.score);
  return withMeans(ranked, reading, compiled);
}

/** The sentence that tells it as news, however late, serves better than one that recalls it. */
function joined(candidate: EventCandidate, known: EventCandidate | undefined): EventCandidate {
  if (!known) return candidate;
  const leading = known.isRecalled && !candidate.isRecalled ? candidate : known;
  return {
    ...leading,
    score: candidate.score + known.score,
    isRecalled: candidate.isRecalled && known.isRecalled,
  };
}

const untold = 'attack'; // the event type whose means are not told
const meansScoreMin = 1;
const arms = new Set(['missile-attack', 'air-strike', 'explosive-device']);
const manners = new Set(['armed-attack', 'embassy-storming']);
const typeOfWeapon: Readonly<Record<string, string>> = {
  rocket: 'missile-attack',
  missile: 'missile-attack',
  mortar: 'missile-attack',
  drone: 'air-strike',
  aircraft: 'air-strike',
  explosive: 'explosive-device',
  gun: 'armed-attack',
};

/** Where the main phrase tells of an attack without its means, the means told beside it decide the type. */
function withMeans(ranked: EventCandidate[], reading: Reading, compiled: CompiledPack): EventCandidate[] {
  const [main] = ranked;
  if (main?.type.id !== untold) return ranked;
  const means = strongOf(ranked, arms) ?? strongOf(ranked, manners);
  if (means) {
    const isRecalled = main.isRecalled && means.isRecalled;
    const whole = { ...main, type: means.type, score: main.score + means.score, isRecalled };
    return [whole, ...ranked.filter((candidate) => candidate !== main && candidate !== means)];
  }
  const type = compiled.eventTypes.get(typeOfWeapon[weaponOf(reading) ?? ''] ?? '');
  return type ? [{ ...main, type }, ...ranked.slice(1)] : ranked;
}

const strongOf = (ranked: readonly EventCandidate[], ids: ReadonlySet<string>): EventCandidate | undefined =>
  ranked.find(({ type, score }) => ids.has(type.id) && score >= meansScoreMin);

function bestOfSentence(sentence: Sentence): Map<string, EventCandidate> {
  const best = new Map<string, EventCandidate>();
  const threats = sentence.triggers.filter(isThreat);
  const threatEnd = threats.length > 0 ? Math.min(...threats.map((match) => match.to)) : null;
  for (const match of sentence.triggers) {
    const { type } = match.value;
    if (isThreat(match) && (isInName(sentence, match) || isOfHazard(sentence, match))) continue;
    const score = scoreOf(sentence, match, threatEnd);
    const known = best.get(type.id);
    if (known && known.score >= score) continue;
    const isRecalled = isHistory(sentence, match);
    best.set(type.id, { type, score, sentence, from: match.from, to: match.to, isRecalled });
  }
  return best;
}

/** "Revenge Brigade": what a group is called threatens nobody. */
const isInName = ({ mentions }: Sentence, { from, to }: Match<Trigger>): boolean =>
  mentions.some((mention) => mention.kind === 'actor' && mention.from <= from && to <= mention.to);

/** "warns of risks": bad news, and nobody who threatens. */
const isOfHazard = (sentence: Sentence, { to }: Match<Trigger>): boolean =>
  listedWithin(sentence, 'hazard', to, to + hazardReach);
const hazardReach = 3;

const isThreat = ({ value }: Match<Trigger>): boolean => value.type.subEvent === 'Threat or ultimatum';
/** Whether a phrase stands in a clause that recalls something earlier. */
export const isHistory = (sentence: Sentence, match: Match<Trigger>): boolean =>
  (sentence.isHistory[match.to - 1] ?? false) ||
  (sentence.isHistory[match.from] ?? false) ||
  isAttribute(sentence, match);

const relatives = new Set(['that', 'which', 'who']);
const perfects = new Set(['has', 'have', 'had']);

/** "the militia that has threatened more attacks": who it is, and no event. */
function isAttribute({ words }: Sentence, { from, to }: Match<Trigger>): boolean {
  for (let at = Math.max(0, from - 2); at < to - 1; at += 1)
    if (relatives.has(words[at]?.text ?? '') && perfects.has(words[at + 1]?.text ?? '')) return true;
  return false;
}

function scoreOf(sentence: Sentence, match: Match<Trigger>, threatEnd: number | null): number {
  const { from, value } = match;
  const isAct = isDeed(value.type);
  let score = sentenceWeights[sentence.index] ?? 0;
  score *= 1 - Math.min(0.5, from * positionPenalty);
  score *= 1 + value.fixed * fixedBonus;
  if (isHistory(sentence, match)) score *= historyFactor;
  if (!isThreat(match) && isHypothetical(sentence, match)) score *= isAct ? hypotheticalFactor : planFactor;
  if (isAct && isDenied(sentence, match)) score *= denialFactor;
  if (isAct && sentence.lists.has('drillWord')) score *= drillFactor;
  if (value.type.subEvent === 'Agreement' && sentence.lists.has('tradeWord')) score *= tradeFactor;
  if (!isAct && isBehindAs(sentence, from)) score *= complementFactor;
  if (isThreat(match) && isSpeakerless(sentence, from)) score *= speakerlessFactor;
  if (threatEnd !== null && match.to > threatEnd && !isThreat(match)) score *= complementFactor;
  return score;
}

const speakerlessFactor = 0.35;
const speakerReach = 8;

/** A headline in which someone who is no party warns: a senator, an expert, another country. */
function isSpeakerless(sentence: Sentence, at: number): boolean {
  if (sentence.index > 0) return false;
  return !sentence.mentions.some(
    (mention) => mention.kind === 'actor' && mention.from <= at && mention.to >= at - speakerReach,
  );
}

const hypothesisReach = 5;
const negationReach = 2;
const cessationReach = 3;

const isHypothetical = (sentence: Sentence, { from, to }: Match<Trigger>): boolean =>
  listedWithin(sentence, 'hypothetical', from - hypothesisReach, to);

/** "no drone", "US denies strikes", "militia halts attacks". */
const isDenied = (sentence: Sentence, { from, to }: Match<Trigger>): boolean =>
  listedWithin(sentence, 'negation', from - negationReach, from + 1) ||
  listedWithin(sentence, 'deny', 0, from) ||
  listedWithin(sentence, 'cessation', from - cessationReach, to);

/** "troops sent as Iran vows revenge": the lesser news. */
const isBehindAs = (sentence: Sentence, at: number): boolean =>
  sentence.index === 0 && sentence.words.slice(2, at).some((word) => word.text === 'as');
