import type { DayRange, Language, SaidFact, SourceName, Summary, SummaryFact } from '../../model.ts';
import type { CardField, Line } from './card-parts.ts';
import { cleanLine, cut, safeLink } from './clean.ts';
import { formatDays, formatMoment, parseDays } from './dates.ts';
import { agentWord, targetWord } from './deeds.ts';
import { nameIn } from './describe.ts';
import { ruleSentence } from './rules.ts';
import { type Words, words } from './words.ts';

/** Outlets named behind one fact; the rest is counted. */
const factOutletsMax = 4;
/** Outlets named in the list of outlets. */
const outletsShownMax = 12;
const linkTextLengthMax = 120;

/** The facts of a card, each with the outlets that state it; the most telling first. */
export function fieldsOf(summary: Summary, language: Language): readonly CardField[] {
  const say = (what: readonly SaidFact['what'][]) => sayLines(summary, what, language);
  const vocabulary = words[language];
  const fields: readonly CardField[] = [
    { name: vocabulary.when, lines: whenLines(summary, language), inline: false },
    { name: vocabulary.where, lines: whereLines(summary, language), inline: false },
    { name: agentWord(summary, vocabulary), lines: partyLines('agent', summary, language), inline: true },
    { name: targetWord(summary.subEvent, vocabulary), lines: partyLines('target', summary, language), inline: true },
    { name: vocabulary.whoSaysSo, lines: say(['claim', 'blame', 'denial', 'reaction']), inline: false },
    figureField(vocabulary.killed, summary.killed, vocabulary),
    figureField(vocabulary.wounded, summary.wounded, vocabulary),
    { name: vocabulary.severityWord, lines: [severityLine(summary, language)], inline: false },
    { name: vocabulary.outlets, lines: [outletsLine(summary, vocabulary)], inline: false },
    { name: vocabulary.source, lines: sourceLines(summary), inline: false },
  ];
  return fields.filter(({ lines }) => lines.some((line) => line.length > 0));
}

/** The outlets behind a fact, state media marked: "Reuters, IRNA (state media), +2 more". */
function namedOutlets(outlets: readonly SourceName[], vocabulary: Words, shownMax = factOutletsMax): string {
  const shown = outlets.slice(0, shownMax).map(({ name, stateAffiliated }) => {
    const cleaned = cleanLine(name);
    return stateAffiliated ? `${cleaned} (${vocabulary.stateMedia})` : cleaned;
  });
  const rest = outlets.length - shown.length;
  return [...shown, ...(rest > 0 ? [vocabulary.more(rest)] : [])].join(vocabulary.comma);
}

function factLine(text: string, outlets: readonly SourceName[], vocabulary: Words): Line {
  const source = outlets.length === 0 ? vocabulary.onRecord : namedOutlets(outlets, vocabulary);
  return [{ kind: 'text', text: `${cleanLine(text)} — ${source}` }];
}

function whenLines(summary: Summary, language: Language): readonly Line[] {
  const vocabulary = words[language];
  const at = summary.firstReportedAt;
  const local = formatMoment(at, summary.place?.timeZone ?? 'UTC', language);
  const zone = summary.place === null ? 'UTC' : vocabulary.atThePlace;
  const conflicting = disagree(saidOf(summary, ['day']).map(({ said }) => parseDays(said?.value ?? '')));
  const day = `${formatDays(summary.day, language)} (${vocabulary.localDay})`;
  return [
    [{ kind: 'text', text: day }],
    ...(conflicting ? sayLines(summary, ['day'], language) : []),
    [
      { kind: 'text', text: `${vocabulary.firstReported}: ` },
      { kind: 'moment', at },
      { kind: 'text', text: ' · ' },
      { kind: 'elapsed', at },
      { kind: 'text', text: ` · ${local} ${zone}` },
    ],
  ];
}

/** Ranges that share a day agree: an evening report and a morning one mean the same night. */
function disagree(ranges: readonly DayRange[]): boolean {
  return ranges.some((one) => ranges.some((other) => one.to < other.from));
}

function whereLines(summary: Summary, language: Language): readonly Line[] {
  const { place } = summary;
  if (place === null) return [];
  const stated = sayLines(summary, ['place'], language);
  const name: Line = [{ kind: 'text', text: cleanLine(nameIn(summary, place.name, language)) }];
  const position = `${place.lat.toFixed(3)}, ${place.lon.toFixed(3)}`;
  const url = `https://www.openstreetmap.org/?mlat=${place.lat}&mlon=${place.lon}#map=9/${place.lat}/${place.lon}`;
  return [...(stated.length === 0 ? [name] : stated), [{ kind: 'link', text: position, url }]];
}

/** As the outlets name them; from the record where none of the kept reports does. */
function partyLines(what: 'agent' | 'target', summary: Summary, language: Language): readonly Line[] {
  const stated = sayLines(summary, [what], language);
  if (stated.length > 0) return stated;
  const names = what === 'agent' ? summary.agents : summary.targets;
  return names.map((name) => factLine(nameIn(summary, name, language), [], words[language]));
}

function saidOf(summary: Summary, what: readonly SaidFact['what'][]): readonly SummaryFact[] {
  return summary.statements.filter(({ said }) => said !== undefined && what.includes(said.what));
}

function sayLines(summary: Summary, what: readonly SaidFact['what'][], language: Language): readonly Line[] {
  const vocabulary = words[language];
  return saidOf(summary, what).map(({ said, text, outlets }) =>
    factLine(said === undefined ? text : inWords(said, summary, language), outlets, vocabulary),
  );
}

function inWords(said: SaidFact, summary: Summary, language: Language): string {
  const vocabulary = words[language];
  const value = nameIn(summary, said.value, language);
  switch (said.what) {
    case 'agent':
    case 'target':
    case 'place':
      return value;
    case 'day':
      return formatDays(parseDays(said.value), language);
    case 'claim':
      return vocabulary.claims(value);
    case 'blame':
      return said.by === null
        ? vocabulary.isBlamed(value)
        : vocabulary.blames(nameIn(summary, said.by, language), value);
    case 'denial':
      return vocabulary.denies(value);
    case 'reaction':
      return vocabulary.reacts(value);
  }
}

function figureField(label: string, figures: readonly SummaryFact[], vocabulary: Words): CardField {
  const isConflict = figures.length > 1;
  const lines = figures.map(({ text, outlets }) =>
    factLine(text === '0' ? vocabulary.none : text, outlets, vocabulary),
  );
  return { name: isConflict ? `${label} (${vocabulary.conflict})` : label, lines, inline: !isConflict };
}

function severityLine({ severity, severityRule }: Summary, language: Language): Line {
  const sentence = severityRule === null ? null : ruleSentence(severityRule, language);
  return sentence === null ? [] : [{ kind: 'text', text: `${words[language].severity[severity]}: ${sentence}` }];
}

function outletsLine(summary: Summary, vocabulary: Words): Line {
  if (summary.outlets.length === 0) return [];
  const count = `${summary.familiesCount} ${vocabulary.independent}: `;
  return [
    { kind: 'strong', text: count },
    { kind: 'text', text: namedOutlets(summary.outlets, vocabulary, outletsShownMax) },
  ];
}

function sourceLines({ source }: Summary): readonly Line[] {
  if (source === null) return [];
  const text = cut(`${cleanLine(source.outlet)}: ${cleanLine(source.title)}`, linkTextLengthMax);
  const url = safeLink(source.link);
  return [url === null ? [{ kind: 'text', text }] : [{ kind: 'link', text, url }]];
}
