import {
  type Digest,
  type DigestAlert,
  type DigestCount,
  type Language,
  type Pack,
  type SaidLine,
  subEvents,
} from '../../model.ts';
import { actorName, placeName } from '../digest/names.ts';
import { formatMoment } from './dates.ts';
import { deedName } from './deeds.ts';
import { digestWords } from './digest-words.ts';
import { words } from './words.ts';

/** A field of an embed takes some twenty lines; who wants more asks for the list. */
const linesMax = 8;
/** A linked line takes some 240 characters, a field holds four of them, and an embed three such fields beside the counts. */
const openLinesInPart = 4;
const openLinesMax = 12;

/** A digest in words. */
export interface DigestText {
  readonly text: string;
  readonly parts: readonly DigestTextPart[];
}
interface DigestTextPart {
  readonly heading: string;
  readonly lines: readonly SaidLine[];
}

/** Says what a digest tells: a sentence or two, the counts, the open alerts with links to their cards. */
export function renderDigest(digest: Digest, pack: Pack, language: Language): DigestText {
  const said = digestWords[language];
  const counts = inWords(digest, pack, language);
  const parts = [
    countPart(said.byType, counts.byType, language),
    countPart(said.byPlace, counts.byPlace, language),
    countPart(said.byActor, counts.byActor, language),
    ...openParts(digest, language),
  ];
  return { text: textOf(digest, language), parts: parts.filter(({ lines }) => lines.length > 0) };
}

/** The counts with the names in the language asked for. */
export function inWords(
  { byType, byPlace, byActor }: Digest,
  pack: Pack,
  language: Language,
): Pick<Digest, 'byType' | 'byPlace' | 'byActor'> {
  const named = (counts: readonly DigestCount[], nameOf: (id: string) => string) =>
    counts.map((each) => ({ ...each, name: nameOf(each.id) }));
  return {
    byType: named(byType, (id) => typeName(id, language)),
    byPlace: named(byPlace, (id) => placeName(pack, id, language)),
    byActor: named(byActor, (id) => actorName(pack, id, language)),
  };
}

function typeName(id: string, language: Language): string {
  const subEvent = subEvents.find((each) => each === id);
  return subEvent === undefined ? id : deedName(subEvent, language);
}

/** "Daily digest – Bases": the name of a digest. */
export function digestTitle({ every, watchName }: Digest, language: Language): string {
  return `${digestWords[language].name[every]} – ${watchName}`;
}

/** The time that it tells of, by the clock of its zone. */
export function digestPeriod({ from, to, timeZone }: Digest, language: Language): string {
  const moment = (at: number) => formatMoment(at, timeZone, language);
  return digestWords[language].time(moment(from), moment(to), timeZone);
}

/** "12 incidents: 1 critical, 11 high." */
export function severitySentence({ incidents, bySeverity }: Digest, language: Language): string {
  const { incidents: counted, graded, comma, stop } = digestWords[language];
  const grades = bySeverity.map(({ severity, count }) => graded(count, words[language].severity[severity]));
  const told = language === 'en' ? `: ${grades.join(comma)}` : ` (${grades.join(comma)})`;
  return `${counted(incidents)}${grades.length === 0 ? '' : told}${stop}`;
}

function textOf(digest: Digest, language: Language): string {
  const said = digestWords[language];
  const title = digestTitle(digest, language);
  const developed = digest.developed === 0 ? [] : [said.developed(digest.developed)];
  if (digest.incidents === 0)
    return [`${title} – ${digestPeriod(digest, language)}: ${said.nothing}`, ...developed].join(' ');
  const corroboration = said.corroboration(digest.confirmed, digest.unconfirmed);
  const told = [severitySentence(digest, language), corroboration, ...developed].join(' ');
  return [title, digestPeriod(digest, language), told].join('\n');
}

function countPart(heading: string, counts: readonly DigestCount[], language: Language): DigestTextPart {
  const lines = counts.slice(0, linesMax).map(({ name, count }): SaidLine => `${name}: ${count}`);
  const left = counts.length - linesMax;
  return { heading, lines: left > 0 ? [...lines, digestWords[language].more(left)] : lines };
}

function openParts({ open, openCount }: Digest, language: Language): readonly DigestTextPart[] {
  const said = digestWords[language];
  const lines = open.slice(0, openLinesMax).map((alert) => openLine(alert, language));
  const left = openCount - lines.length;
  const parts: DigestTextPart[] = [];
  for (let from = 0; from < lines.length; from += openLinesInPart) {
    const some = lines.slice(from, from + openLinesInPart);
    const isLast = from + openLinesInPart >= lines.length;
    const heading = from === 0 ? said.open(openCount) : `${from + 1}–${from + some.length}`;
    parts.push({ heading, lines: isLast && left > 0 ? [...some, said.more(left)] : some });
  }
  return parts;
}

/** "High · Rocket attack on … · Open · two days ago", the title leading to the card where there is one. */
function openLine({ title, severity, state, openedAt, message }: DigestAlert, language: Language): SaidLine {
  const { severity: grades, state: states } = words[language];
  return [
    { kind: 'text', text: `${grades[severity]} · ` },
    message === null
      ? { kind: 'text', text: title }
      : { kind: 'message', text: title, server: message.server, channel: message.channel, message: message.id },
    { kind: 'text', text: ` · ${states[state]} · ` },
    { kind: 'elapsed', at: openedAt },
  ];
}
