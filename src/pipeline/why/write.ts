import type { Decision, Instant, Language, TextLanguage } from '../../model.ts';
import { cut } from '../render/clean.ts';
import type { Explanation } from '../why.ts';
import type { ExplainedCandidate, ExplainedShare } from './candidates.ts';
import type { ExplainedFact } from './facts.ts';
import type { ReadSentence } from './reading.ts';
import type { ToldReason } from './reasons.ts';
import type { ExplainedWatch } from './told.ts';

/** A part of an explanation: plain lines, which the messenger at hand escapes. */
export interface Part {
  readonly heading: string;
  readonly lines: readonly string[];
}

export const quotedLengthMax = 220;
export const candidatesWritten = 3;
export const sharesWritten = 4;

/** An explanation as a person reads it, in English; quoted sentences stay in their own language. */
export function writeExplanation(explained: Explanation): readonly Part[] {
  const { article, now, read, facts, relevance, severity, candidates, compared, watches, verdict } = explained;
  const parts: readonly Part[] = [
    {
      heading: 'Article',
      lines: [
        article.title,
        `${article.outlet === article.feed ? article.feed : `${article.outlet} (feed ${article.feed})`}, ${languageNames[article.language]}, published ${momentOf(article.publishedAt)}, ${arrivals[article.arrival]}`,
        `judged as of ${momentOf(now)}`,
      ],
    },
    { heading: 'What was found in its first sentences', lines: readLines(read) },
    {
      heading: 'Facts',
      lines:
        facts.length === 0
          ? ['none']
          : facts.map((fact) => factLine(fact, placeOf(read.findIndex(({ text }) => text === fact.sentence)))),
    },
    { heading: 'Relevance', lines: [relevanceWords[relevance.is], ...relevance.reasons.map(({ text }) => text)] },
    {
      heading: verdict.incident === null ? 'Severity, were it an incident' : 'Severity',
      lines: severity === null ? [] : [`${severity.is}: ${severity.reason.text}`],
    },
    {
      heading: `Incidents compared: ${compared}`,
      lines: candidates.slice(0, candidatesWritten).flatMap(candidateLines),
    },
    { heading: 'Verdict', lines: verdictLines(verdict) },
    { heading: 'Watches', lines: verdict.incident === null ? [] : watchesLines(watches) },
    { heading: 'What would have changed the verdict', lines: otherwiseLines(explained) },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

/** A verdict in a line. */
export function writeVerdict(decision: Decision, incident: string | null): string {
  return incident === null ? decisionWords[decision] : `${decisionWords[decision]} (${incident})`;
}

const languageNames: Readonly<Record<TextLanguage, string>> = {
  en: 'English',
  ar: 'Arabic',
  fa: 'Persian',
  other: 'another language',
} satisfies Record<Language | 'other', string>;
const arrivals = {
  live: 'news when it was seen',
  backlog: 'an old item of a feed that was new',
  late: 'first seen hours after its publication',
} as const;
const relevanceWords = {
  event: 'It reports an event of ours.',
  background: 'It is background: it reports no new event.',
  'off-topic': 'It is off topic.',
} as const;
const decisionWords: Readonly<Record<Decision, string>> = {
  new: 'new: it opens an incident',
  update: 'update: it adds to an incident that was told',
  duplicate: 'duplicate: it repeats an incident that was told',
  background: 'background: it tells nothing new',
  irrelevant: 'irrelevant: it is about something else',
};

/** To the minute, in UTC. */
export function momentOf(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const quoted = (text: string): string => `“${cut(text, quotedLengthMax)}”`;
const placeOf = (index: number): string => (index < 0 ? '' : index === 0 ? 'headline' : `sentence ${index}`);

function readLines(read: readonly ReadSentence[]): readonly string[] {
  const lines = read.flatMap(({ triggers, history }, index) => [
    ...triggers.map(({ words, reports, isHistory }) => {
      return `${placeOf(index)}: ${quoted(words)} reports ${reports}${isHistory ? ', as history' : ''}`;
    }),
    ...history.map((stretch) => `${placeOf(index)}: ${quoted(stretch)} is history`),
  ]);
  if (read.some(({ triggers }) => triggers.length > 0)) return lines;
  return [...lines, 'no phrase of the headline and first sentences reports an event'];
}

/** A fact and the sentence it rests on. */
export function writeFact(fact: ExplainedFact): string {
  return factLine(fact, '');
}

function factLine({ fact, text, sentence }: ExplainedFact, where: string): string {
  if (sentence === null) return `${fact}: ${text}`;
  return `${fact}: ${text} ← ${where === '' ? '' : `${where} `}${quoted(sentence)}`;
}

function candidateLines(candidate: ExplainedCandidate): readonly string[] {
  const { incident, title, days, place, known, score, needed, ruledOut, spokeFor, spokeAgainst } = candidate;
  const when = days.from === days.to ? days.from : `${days.from} to ${days.to}`;
  const where = [when, ...(place === null ? [] : [place]), ...(known ? ['on record'] : [])].join(', ');
  const outcome = ruledOut ? 'ruled out by its facts, words not compared' : `${needed.toFixed(1)} needed`;
  return [
    `${incident} ${quoted(title)} (${where}): score ${score.toFixed(1)}, ${outcome}`,
    `  for: ${sharesOf(spokeFor)}`,
    `  against: ${sharesOf(spokeAgainst)}`,
  ];
}

function sharesOf(shares: readonly ExplainedShare[]): string {
  if (shares.length === 0) return 'nothing';
  const named = shares.slice(0, sharesWritten).map(({ words, points }) => `${words} ${signed(points)}`);
  const more = shares.length - named.length;
  return more > 0 ? `${named.join('; ')}; ${more} more` : named.join('; ');
}

/** With its sign, a true minus. */
export const signed = (points: number): string =>
  points < 0 ? points.toFixed(1).replace('-', '−') : `+${points.toFixed(1)}`;

function verdictLines({ decision, incident, title, reasons }: Explanation['verdict']): readonly string[] {
  const about = incident === null || title === null ? [] : [`${incident} ${quoted(title)}`];
  return [decisionWords[decision], ...about, ...reasons.map(reasonLine)];
}

/** The code that log, metric and `decide` give, and its sentence. */
export function reasonLine({ code, text }: ToldReason): string {
  return `[${code}] ${text}`;
}

function watchesLines(watches: readonly ExplainedWatch[]): readonly string[] {
  return watches.length === 0 ? ['no watch is configured'] : watches.map(watchLine);
}

/** A watch in a line: why it hears of the incident, or what it misses. */
function watchLine({ watch, name, satisfied, reasons, missing, channels, ...unheard }: ExplainedWatch): string {
  const label = name === watch ? watch : `${name} (${watch})`;
  if (!satisfied) return `${label}: not reached${missing.length === 0 ? '' : `, no ${missing.join(', no ')}`}`;
  const told = channels.map(({ channel }) => channel).join(', ');
  const low = andChannels('not grave enough for channel', unheard.tooLowFor);
  const digests = andChannels('digests only in channel', unheard.digestOnlyIn);
  const why = reasons.map(({ text }) => text).join('; ');
  return `${label}: reached${why === '' ? '' : `, ${why}`}; ${told === '' ? 'no channel told' : `channel ${told}`}${low}${digests}`;
}

function andChannels(label: string, channels: readonly string[]): string {
  return channels.length === 0 ? '' : `; ${label} ${channels.join(', ')}`;
}

function otherwiseLines({ otherwise }: Explanation): readonly string[] {
  return otherwise.length === 0
    ? ['nothing that was tried: no fact, word or score decides it alone']
    : otherwise.map(({ text }) => text);
}
