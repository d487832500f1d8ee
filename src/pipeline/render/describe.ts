import type { Language, Place, Summary } from '../../model.ts';
import { formatDays } from './dates.ts';
import { agentWord, deedOf, targetWord } from './deeds.ts';
import { words } from './words.ts';

type Told = Pick<
  Summary,
  'subEvent' | 'stage' | 'weapon' | 'day' | 'place' | 'agents' | 'targets' | 'killed' | 'wounded' | 'names'
>;

/** One or two sentences made of facts alone, in the language asked for. */
export function summarySentences(told: Told, language: Language, at: Preposition = 'in'): string {
  return [deedSentence(told, language, at), partiesSentence(told, language)].filter((part) => part !== '').join(' ');
}

/** The same below a title that names deed and place. */
export function furtherSentences(told: Told, language: Language): string {
  const parties = partiesSentence(told, language);
  return [`${formatDays(told.day, language)}.`, parties].filter((part) => part !== '').join(' ');
}

/** What English says before a place: "at the Kalsu base", "in the Green Zone", "in Baghdad". */
export type Preposition = 'at' | 'in' | 'at the' | 'in the';

/** Names that take an article: those of a common noun ("Kalsu base", "Green Zone"), of waters and of missions. */
const takesArticle = /^(?:Strait|Gulf)\b|\b(?:Zone|Strip|Region|Gulf|Sea|Embassy|Consulate)\b|\s\p{Ll}+$/u;

/** English says "at" of a base and "in" of a city. */
export function preposition(place: Pick<Place, 'kind' | 'name'> | null): Preposition {
  if (place === null) return 'in';
  const at = ['base', 'mission', 'site'].includes(place.kind) ? 'at' : 'in';
  const [own = ''] = place.name.split(',');
  return place.kind !== 'province' && takesArticle.test(own) ? `${at} the` : at;
}

/** A headline of facts, for a subscriber whose language is not the headline's. */
export function factualTitle(told: Told, language: Language): string {
  const deed = deedOf(told, language);
  return told.place === null ? deed : `${deed} – ${nameIn(told, told.place.name, language)}`;
}

/** A name in the language asked for, where the pack has it. */
export function nameIn(told: Pick<Summary, 'names'>, name: string, language: Language): string {
  return Object.hasOwn(told.names, name) ? (told.names[name]?.[language] ?? name) : name;
}

function deedSentence(told: Told, language: Language, at: Preposition): string {
  const deed = deedOf(told, language);
  const day = formatDays(told.day, language);
  const place = told.place === null ? null : nameIn(told, told.place.name, language);
  switch (language) {
    case 'en':
      return place === null ? `${deed} on ${day}.` : `${deed} ${at} ${place} on ${day}.`;
    case 'ar':
      return place === null ? `${deed}، ${day}.` : `${deed} في ${place}، ${day}.`;
    case 'fa':
      return place === null ? `${deed}، ${day}.` : `${deed} در ${place}، ${day}.`;
  }
}

/** Between two sides where one harms the other; else they are named apart. */
const against: Readonly<Record<Language, string>> = { en: ' against ', ar: ' ضد ', fa: ' علیه ' };
const semicolon: Readonly<Record<Language, string>> = { en: '; ', ar: '؛ ', fa: '؛ ' };

/** "Kataib Hezbollah against US forces; killed: 3 (figures conflict), wounded: 12." */
function partiesSentence(told: Told, language: Language): string {
  const { comma, killed, wounded } = words[language];
  const figures = [figure(killed, told.killed, language), figure(wounded, told.wounded, language)].filter(
    (part) => part !== '',
  );
  const parts = [parties(told, language), figures.join(comma)].filter((part) => part !== '');
  const sentence = parts.join(semicolon[language]);
  return sentence === '' ? '' : `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`;
}

function parties(told: Told, language: Language): string {
  const vocabulary = words[language];
  const joined = (names: readonly string[]) => names.map((name) => nameIn(told, name, language)).join(vocabulary.comma);
  const agents = joined(told.agents);
  const targets = joined(told.targets);
  const target = targetWord(told.subEvent, vocabulary);
  const harms = target === vocabulary.against;
  if (agents !== '' && targets !== '' && harms) return `${agents}${against[language]}${targets}`;
  const named = [
    agents === '' ? '' : `${agentWord(told, vocabulary)}: ${agents}`,
    targets === '' ? '' : `${target}: ${targets}`,
  ];
  return named.filter((part) => part !== '').join(semicolon[language]);
}

/** The figure that is held true, and whether others stand against it. */
function figure(label: string, facts: Told['killed'], language: Language): string {
  const held = facts[0]?.text;
  if (held === undefined) return '';
  const { none, conflict } = words[language];
  return `${label.toLowerCase()}: ${held === '0' ? none : held}${facts.length > 1 ? ` (${conflict})` : ''}`;
}
