import type { Article, Party, Reason, Report } from '../../model.ts';
import type { CompiledPack } from './compile.ts';
import type { EventCandidate } from './events.ts';
import type { Reading, Sentence } from './read.ts';

const leadSentences = 4;
const eventScoreMin = 4.5;

export interface Judged {
  readonly relevance: Report['relevance'];
  readonly reasons: readonly Reason[];
}

/** Whether the main point is a specific, recent event of ours, on our topic at all, or neither. */
export function judge(
  reading: Reading,
  compiled: CompiledPack,
  main: EventCandidate | null,
  development: Report['development'],
  article: Article,
): Judged {
  const parties = partiesOf(reading, compiled, main);
  const sides = ['iraq', 'iran', 'us'].filter((side) => parties.has(side as Party));
  const title = reading.sentences[0];
  const reasons: Reason[] = [];
  const told = (relevance: Report['relevance'], code: string, detail: string): Judged => ({
    relevance,
    reasons: [...reasons, { code, detail }],
  });
  if (article.language === 'other') return told('off-topic', 'unread-language', 'no rule reads this language');
  if (sides.length < 2)
    return told('off-topic', 'sides-missing', `involves ${sides.join(', ') || 'none'} of iraq, iran, us`);
  reasons.push({ code: 'sides', detail: sides.join(', ') });
  const offTopic = offTopicOf(reading);
  if (offTopic) return told('off-topic', 'other-topic', offTopic);
  const opinion = opinionOf(reading);
  const isStrong = main !== null && main.score >= eventScoreMin;
  if (!title) return told('off-topic', 'empty', 'no text');
  if (opinion && development === null) return told('background', 'opinion', opinion);
  if (!isStrong)
    return told(
      main || development ? 'background' : 'off-topic',
      'no-recent-event',
      main ? main.type.id : 'no trigger',
    );
  return told('event', 'event', `${main.type.id} (${main.score.toFixed(1)})`);
}

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

/** Another theatre or another topic in the headline, more often than ours. */
function offTopicOf(reading: Reading): string | null {
  const [title, first] = reading.sentences;
  if (!title) return null;
  const topics = countOf(title, 'otherTopic') * 2 + (first ? countOf(first, 'otherTopic') : 0);
  if (topics >= 2) return 'another topic';
  const foreign = countOf(title, 'foreignTheatre') * 2 + (first ? countOf(first, 'foreignTheatre') : 0);
  const ours = oursOf(title) * 2 + (first ? oursOf(first) : 0);
  return foreign > ours ? 'another theatre' : null;
}

const countOf = (sentence: Sentence, list: string): number =>
  (sentence.lists.get(list) ?? []).filter((match) => !sentence.isHistory[match.from]).length;
const oursOf = (sentence: Sentence): number =>
  countOf(sentence, 'partyIraq') * 1.5 + countOf(sentence, 'partyUs') + sentence.mentions.length * 0.2;

function opinionOf(reading: Reading): string | null {
  const [title, ...body] = reading.sentences;
  if (!title) return null;
  if (title.text.trim().endsWith('?') || title.text.trim().endsWith('؟')) return 'a question as headline';
  if (title.lists.has('opinionMark')) return 'headline of analysis';
  const lead = body.slice(0, 3).find((sentence) => sentence.lists.has('opinionLead'));
  return lead ? 'text of analysis' : null;
}
