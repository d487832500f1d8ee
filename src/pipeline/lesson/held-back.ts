import type { Example, Instant, Label, Reason, Report } from '../../model.ts';
import { comparedTerms, rarityOf, similarity, type TermCounts } from '../assign/terms.ts';
import { exampleOf } from '../label.ts';
import { type Lessons, weightOf } from '../lesson.ts';

/** Why a report is held back: the lessons that agree on it. */
export interface HeldBack {
  /** The likest first. */
  readonly labels: readonly Label['id'][];
  /** What they come to together; `strengthMin` suffices. */
  readonly strength: number;
  /** How much of what they have in common the report says, from 0 to 1. */
  readonly likeness: number;
  /** The words that they have in common, the rarest first. */
  readonly phrase: readonly string[];
  /** Where they say that it happened. */
  readonly places: readonly string[];
}

/** So many alerts must have been called false: one lesson, or one press, silences nothing. */
const incidentsMin = 3;
/** Together, with what faded taken off: one counts at most 1. */
const strengthMin = 2.5;
/** Nearly all texts of one outlet on two events are less alike than this, nearly all retellings more. */
const alikeMin = 0.3;
/** A word is common to lessons if so large a part of them says it. */
const commonShare = 0.75;
/** How much of what is common to them, rare words counting most, must be said again. */
const likenessMin = 0.75;
/** What is common to lessons is no phrase if it has fewer words. */
const phraseWordsMin = 3;

interface Alike {
  readonly label: Pick<Label, 'id' | 'incident' | 'at'>;
  readonly example: Example;
  readonly alike: number;
}

/**
 * Whether what analysts called false alarms holds a report back, that would open an incident. Three of them by the same
 * outlet must be like it and share a phrase that it says again, and it must state nothing that none of them does: another
 * kind of event, weapon or stage, or that somebody was harmed. Null: it goes its way.
 */
export function heldBackBy(lessons: Lessons, report: Report, counts: TermCounts, now: Instant): HeldBack | null {
  const taught = lessons.falseAlarms.get(report.outlet);
  if (taught === undefined || taught.length < incidentsMin) return null;
  const own = comparedTerms(counts, report.terms);
  const alike = taught.flatMap(({ label, examples }): readonly Alike[] => {
    const weighed = examples.map((example) => ({ example, alike: similarity(counts, own, example.words).words }));
    const best = weighed.reduce((one, other) => (other.alike > one.alike ? other : one));
    return best.alike >= alikeMin ? [{ label, ...best }] : [];
  });
  const agreeing = onePerIncident(alike);
  const strength = agreeing.reduce((sum, { label }) => sum + weightOf(label, now), 0);
  if (agreeing.length < incidentsMin || strength < strengthMin || !statesNothingNew(report, agreeing)) return null;
  const phrase = phraseOf(agreeing, counts);
  const likeness = likenessTo(phrase, report, counts);
  if (phrase.length < phraseWordsMin || likeness < likenessMin) return null;
  const places = [...new Set(agreeing.flatMap(({ example }) => example.place ?? []))];
  return { labels: agreeing.map(({ label }) => label.id), strength, likeness, phrase, places };
}

/** The reason of the verdict, which names the lessons. */
export function taughtReason({ labels, strength, likeness, phrase }: HeldBack): Reason {
  const named = labels.slice(0, labelsNamedMax).join(', ');
  const more = labels.length > labelsNamedMax ? ` and ${labels.length - labelsNamedMax} more` : '';
  const words = phrase.slice(0, wordsNamedMax).join(' ');
  return { code: 'taught', detail: `${named}${more} (${strength.toFixed(1)}, ${likeness.toFixed(2)}: ${words})` };
}
const labelsNamedMax = 3;
const wordsNamedMax = 6;

/** An incident that two servers called false, or one twice, is one lesson; the likest first. */
function onePerIncident(alike: readonly Alike[]): readonly Alike[] {
  const sorted = alike.toSorted((one, other) => other.alike - one.alike || (one.label.id < other.label.id ? -1 : 1));
  const seen = new Set<string>();
  return sorted.filter(({ label }) => !seen.has(label.incident) && seen.add(label.incident));
}

/** Kind of event, weapon, stage and harm are all known from the lessons. */
function statesNothingNew(report: Report, agreeing: readonly Alike[]): boolean {
  const { subEvent, weapon, stage, isDeadly } = exampleOf(report);
  const isKnown = (says: (example: Example) => boolean): boolean => agreeing.some(({ example }) => says(example));
  return (
    isKnown((example) => example.subEvent === subEvent) &&
    (weapon === null || isKnown((example) => example.weapon === weapon)) &&
    isKnown((example) => example.stage === stage) &&
    (!isDeadly || isKnown((example) => example.isDeadly))
  );
}

function phraseOf(agreeing: readonly Alike[], counts: TermCounts): readonly string[] {
  const said = new Map<string, number>();
  for (const { example } of agreeing)
    for (const word of Object.keys(example.words)) said.set(word, (said.get(word) ?? 0) + 1);
  const common = [...said].flatMap(([word, times]) => (times >= agreeing.length * commonShare ? [word] : []));
  return common.toSorted((one, other) => rarityOf(counts, other) - rarityOf(counts, one) || (one < other ? -1 : 1));
}

function likenessTo(phrase: readonly string[], report: Report, counts: TermCounts): number {
  let all = 0;
  let said = 0;
  for (const word of phrase) {
    const weight = rarityOf(counts, word) ** 2;
    all += weight;
    if (report.terms[word] !== undefined) said += weight;
  }
  return all === 0 ? 0 : said / all;
}
