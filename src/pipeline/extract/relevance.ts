import type { Article, Party, Reason, ReasonCode, Report } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import { leadSentences, neighbours } from './concern.ts';
import type { EventCandidate } from './events.ts';
import type { Findings } from './findings.ts';
import { areAmericansHarmed } from './harmed.ts';
import { opinionOf } from './opinion.ts';
import type { Reading, Sentence } from './read.ts';
import { otherTopicOf } from './topic.ts';

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
  const isOurs = sides.filter((side) => parties.has(side)).length >= 2 || isUnclaimed(reading, compiled, findings);
  if (!isOurs) return told('off-topic', 'sides-missing', involved || 'none');
  const { main, development } = findings;
  const headline = 0;
  const leading = main?.sentence.index ?? headline;
  const other = otherTopicOf(reading, compiled, findings, parties);
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
    if (isSympathy(sentence, main)) continue;
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

/** "The embassy condemned the killing": who speaks of it afterwards has no part in it. */
const isSympathy = (sentence: Sentence, main: EventCandidate | null): boolean =>
  sentence.index > 0 && sentence !== main?.sentence && sentence.lists.has('reaction');

const unclaimed = new Set(['missile-attack', 'air-strike', 'attack']);

/**
 * An attack nobody has claimed is ours though no second side is named: rockets and drones that fall in Iraq, American
 * soldiers harmed in its neighbourhood; unless another war is named.
 */
function isUnclaimed(reading: Reading, compiled: CompiledPack, { main, place: id }: Findings): boolean {
  if (main?.type.scheme !== 'acled' || main.isRecalled || main.score < strongScoreMin) return false;
  const place = compiled.places.get(id ?? '');
  const lead = reading.sentences.slice(0, leadSentences);
  if (lead.some((sentence) => sentence.lists.has('otherWar'))) return false;
  if (neighbours.has(place?.country ?? '') && lead.slice(0, 2).some(areAmericansHarmed)) return true;
  if (lead.some((sentence) => sentence.lists.has('foreignTheatre'))) return false;
  return unclaimed.has(main.type.id) && place?.country === 'IQ';
}
