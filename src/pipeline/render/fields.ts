import type { CardLink, DayRange, Language, SaidFact, SourceName, Summary, SummaryFact } from '../../model.ts';
import type { CardField, Line } from './card-parts.ts';
import { cleanLine, cut, safeLink } from './clean.ts';
import { formatDays, formatMoment, parseDays } from './dates.ts';
import { agentWord, targetWord } from './deeds.ts';
import { nameIn } from './describe.ts';
import { correctionLines, linkFields } from './further-fields.ts';
import { ruleSentence } from './rules.ts';
import { sourceLabels } from './source.ts';
import { words } from './words.ts';

/** Outlets named behind one fact; the rest is counted. */
const factOutletsMax = 4;
/** Outlets named in the list of outlets. */
const outletsShownMax = 12;
const linkTextLengthMax = 120;

/** What the facts of a card are told of. */
export interface FieldSource {
  readonly summary: Summary;
  readonly language: Language;
  /** What the title says already. */
  readonly titled: string;
  readonly links: readonly CardLink[];
}

/**
 * The facts of a card, each with the outlets that state it; the most telling first. What the sentences say already is
 * said again only with who says so, where that is not one outlet for everything.
 */
export function fieldsOf(source: FieldSource): readonly CardField[] {
  const { summary, language } = source;
  const vocabulary = words[language];
  const statements = sayLines(['claim', 'blame', 'denial', 'reaction'], source);
  const fields: readonly CardField[] = [
    { name: vocabulary.firstReported, lines: [firstReportedLine(summary, language)], inline: false },
    { name: vocabulary.where, lines: whereLines(source), inline: false },
    ...(summary.outlets.length > 1 ? attributed(source) : []),
    { name: vocabulary.whoSaysSo, lines: statements, inline: false },
    { name: vocabulary.severityWord, lines: [severityLine(summary, language)], inline: false },
    { name: vocabulary.corrections, lines: correctionLines(summary, language), inline: false },
    ...linkFields(source.links, language),
    { name: vocabulary.outlets, lines: [outletsLine(summary, language)], inline: false },
    { name: vocabulary.source, lines: sourceLines(source), inline: false },
  ];
  return fields.filter(({ lines }) => lines.some((line) => line.length > 0));
}

/** The facts of the sentences with the outlets behind each. */
function attributed({ summary, language }: Told): readonly CardField[] {
  const told = { summary, language };
  const vocabulary = words[language];
  const by = agentWord(summary, vocabulary);
  const against = targetWord(summary.subEvent, vocabulary);
  return [
    { name: vocabulary.when, lines: conflictingDays(told), inline: false },
    { name: by, lines: partyLines('agent', told), inline: true },
    { name: against, lines: partyLines('target', told), inline: true },
    figureField(vocabulary.killed, summary.killed, told),
    figureField(vocabulary.wounded, summary.wounded, told),
  ];
}

function factLine(text: string, outlets: readonly SourceName[], { summary, language }: Told): Line {
  return [{ kind: 'text', text: `${cleanLine(text)} — ${sayers(outlets, { summary, language })}` }];
}
type Told = Pick<FieldSource, 'summary' | 'language'>;

/** Who says so: all of them, some by name, or the record alone. */
function sayers(outlets: readonly SourceName[], { summary, language }: Told): string {
  const { onRecord, more, allOutlets } = words[language];
  if (outlets.length === 0) return onRecord;
  if (outlets.length > 1 && outlets.length === summary.outlets.length) return allOutlets;
  return sourceLabels(outlets, language, { shownMax: factOutletsMax, more });
}

/** Days that the outlets do not agree on; the day that is held is in the sentences. */
function conflictingDays({ summary, language }: Told): readonly Line[] {
  const ranges = saidOf(summary, ['day']).map(({ said }) => parseDays(said?.value ?? ''));
  return disagree(ranges) ? sayLines(['day'], { summary, language }) : [];
}

function firstReportedLine(summary: Summary, language: Language): Line {
  const at = summary.firstReportedAt;
  const moment: Line = [
    { kind: 'moment', at },
    { kind: 'text', text: ' · ' },
    { kind: 'elapsed', at },
  ];
  if (summary.place === null) return moment;
  const local = formatMoment(at, summary.place.timeZone, language);
  return [...moment, { kind: 'text', text: ` · ${local} ${words[language].atThePlace}` }];
}

/** Ranges that share a day agree: an evening report and a morning one mean the same night. */
function disagree(ranges: readonly DayRange[]): boolean {
  return ranges.some((one) => ranges.some((other) => one.to < other.from));
}

/** Where it is on a map, and above it who names which place where the outlets do not all name one. */
function whereLines({ summary, language }: Told): readonly Line[] {
  const { place } = summary;
  if (place === null) return [];
  const stated = sayLines(['place'], { summary, language });
  const isDisputed = stated.length > 1;
  const position = `${place.lat.toFixed(3)}, ${place.lon.toFixed(3)}`;
  const text = isDisputed ? position : cleanLine(nameIn(summary, place.name, language));
  const url = `https://www.openstreetmap.org/?mlat=${place.lat}&mlon=${place.lon}#map=9/${place.lat}/${place.lon}`;
  return [...(isDisputed ? stated : []), [{ kind: 'link', text, url }]];
}

/**
 * As the outlets name them, those that the same outlets name in one line; from the record where none of the kept reports
 * names any.
 */
function partyLines(what: 'agent' | 'target', { summary, language }: Told): readonly Line[] {
  const stated = saidOf(summary, [what]).map(({ said, text, outlets }) => ({
    name: nameIn(summary, said?.value ?? text, language),
    outlets,
  }));
  const recorded = (what === 'agent' ? summary.agents : summary.targets).map((name) => ({
    name: nameIn(summary, name, language),
    outlets: [],
  }));
  const members = stated.length > 0 ? stated : recorded;
  const bySayers = Map.groupBy(members, ({ outlets }) => outlets.map(({ name }) => name).join('\n'));
  return [...bySayers.values()].map((group) =>
    factLine(group.map(({ name }) => name).join(words[language].comma), group[0]?.outlets ?? [], { summary, language }),
  );
}

function saidOf(summary: Summary, what: readonly SaidFact['what'][]): readonly SummaryFact[] {
  return summary.statements.filter(({ said }) => said !== undefined && what.includes(said.what));
}

function sayLines(what: readonly SaidFact['what'][], { summary, language }: Told): readonly Line[] {
  return saidOf(summary, what).map(({ said, text, outlets }) =>
    factLine(said === undefined ? text : inWords(said, summary, language), outlets, { summary, language }),
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

function figureField(label: string, figures: readonly SummaryFact[], told: Told): CardField {
  const { none, conflict } = words[told.language];
  const isConflict = figures.length > 1;
  const lines = figures.map(({ text, outlets }) => factLine(text === '0' ? none : text, outlets, told));
  return { name: isConflict ? `${label} (${conflict})` : label, lines, inline: !isConflict };
}

function severityLine({ severity, severityRule }: Summary, language: Language): Line {
  const sentence = severityRule === null ? null : ruleSentence(severityRule, language);
  return sentence === null ? [] : [{ kind: 'text', text: `${words[language].severity[severity]}: ${sentence}` }];
}

/** All outlets, each with its country; one alone is named by the source, and told of in the first line. */
function outletsLine({ outlets }: Summary, language: Language): Line {
  const isNamedElsewhere = outlets.length < 2;
  const { more } = words[language];
  const text = sourceLabels(outlets, language, { shownMax: outletsShownMax, more, showsCountry: true });
  return isNamedElsewhere ? [] : [{ kind: 'text', text }];
}

/** Its headline too, where the title says something else. */
function sourceLines({ summary: { source }, titled }: FieldSource): readonly Line[] {
  if (source === null) return [];
  const outlet = cleanLine(source.outlet);
  const headline = cleanLine(source.title);
  const text = cut(headline.endsWith(titled) ? outlet : `${outlet}: ${headline}`, linkTextLengthMax);
  const url = safeLink(source.link);
  return [url === null ? [{ kind: 'text', text }] : [{ kind: 'link', text, url }]];
}
