import { asideOf } from './aside.ts';
import type { EventCandidate } from './events.ts';
import type { Findings } from './findings.ts';
import { listedWithin, type Reading, type Sentence } from './read.ts';

/** Why it is opinion, and the sentence that shows it. */
export interface Opinion {
  readonly why: string;
  readonly sentence: number;
}

/** Why an article is opinion, analysis or practice; null where it is news. */
export function opinionOf(reading: Reading, findings: Findings): Opinion | null {
  const [title, ...body] = reading.sentences;
  if (!title) return null;
  const inTitle = opinionInTitle(title, body, findings);
  if (inTitle) return { why: inTitle, sentence: 0 };
  if (findings.development !== null) return null;
  const lead = body.slice(0, 3).find((sentence) => sentence.lists.has('opinionLead'));
  return lead ? { why: 'text of analysis', sentence: lead.index } : null;
}

function opinionInTitle(title: Sentence, body: readonly Sentence[], findings: Findings): string | null {
  const [first] = body;
  const { main, development } = findings;
  if (/[?؟]["'”’»]?\s*$/.test(title.text)) return 'a question as headline';
  if (title.lists.has('opinionMark')) return 'headline of analysis';
  const aside = asideOf(title, main);
  if (aside) return aside;
  const isNewHere = main?.sentence.index === 0 && !main.isRecalled;
  if (title.lists.has('anniversaryMark') && !isNewHere) return 'an anniversary';
  if (opensWith(title, 'opinionStart')) return 'headline of analysis';
  if (isPractice(title, body, main)) return 'practice, and no attack';
  if (isOwnVoice(title, main?.sentence === title)) return 'a view told as "we" or as what would be';
  // "Death toll of the attack rises": what goes on there is the toll.
  if (development === 'casualties') return null;
  const isGeneric = title.lists.has('genericMark') || (!isNewHere && (first?.lists.has('genericMark') ?? false));
  return isGeneric ? 'what goes on, no single event' : null;
}

/** Sirens and rockets of an exercise: the headline tells it, or the first sentence beneath a headline without a deed. */
function isPractice(title: Sentence, body: readonly Sentence[], main: EventCandidate | null): boolean {
  if (main?.type.scheme !== 'acled' || title.lists.has('tollWord')) return false;
  if (title.lists.has('exerciseWord')) return true;
  if ([title, ...body.slice(0, 2)].some((sentence) => sentence.lists.has('practiceOnly'))) return true;
  return main.sentence !== title && (body[0]?.lists.has('exerciseWord') ?? false);
}

const ownWords = new Set(['our', 'we', 'my', 'i', 'us']);
const quotation = /["“”«»]|(?:^|\s)['‘]/u;
const gerund = /^\p{L}{3,}ing$/u;

/** "We must answer", "Bombing them would help nobody": one who holds something, quoted from nobody. */
function isOwnVoice(title: Sentence, isTold: boolean): boolean {
  if (quotation.test(title.text) || title.lists.has('sayWord') || title.text.includes(':')) return false;
  const own = title.words.some(
    (word) =>
      ownWords.has(word.text) &&
      !word.isUpper &&
      (word.text !== 'i' || word.isCapital) &&
      (word.text !== 'us' || !word.isCapital),
  );
  if (own || (!isTold && title.words.some((word) => word.text === 'would'))) return true;
  return gerund.test(title.words[0]?.text ?? '') && title.words.some((word) => conditional.has(word.text));
}

const conditional = new Set(['would', 'could', 'might', 'will']);

const opening = /[:–—-]|\|/;

/** Whether an entry of a list begins the headline, or what follows its colon or dash. */
function opensWith(title: Sentence, list: string): boolean {
  return (
    (title.lists.get(list) ?? []).some(
      (match) => match.from === 0 || opening.test(title.words[match.from]?.before.replace(/^-$/, '') ?? ''),
    ) || listedWithin(title, list, 0, 1)
  );
}
