import type {
  Alert,
  CardLink,
  Incident,
  Language,
  Pack,
  Report,
  SaidLine,
  SaidPiece,
  Summary,
  SummaryFact,
} from '../../model.ts';
import { knownPrefix } from '../../pipeline/assign/merge.ts';
import { shortTitle, titleIn } from '../../pipeline/incidents/title.ts';
import { handlingLines } from '../../pipeline/render/alert-lines.ts';
import { severitySigns } from '../../pipeline/render/card.ts';
import type { Line, Span } from '../../pipeline/render/card-parts.ts';
import { cleanLine, cut } from '../../pipeline/render/clean.ts';
import { formatDays } from '../../pipeline/render/dates.ts';
import { nameIn, summarySentences } from '../../pipeline/render/describe.ts';
import { correctionLines, linkFields } from '../../pipeline/render/further-fields.ts';
import { noticeWords } from '../../pipeline/render/notice-words.ts';
import { sourceLabels, standing } from '../../pipeline/render/source.ts';
import { words } from '../../pipeline/render/words.ts';
import { incidentSpeech } from '../../pipeline/speech/incident.ts';
import { incidentsSpeech } from '../../pipeline/speech/incidents.ts';
import { mergeSpeech } from '../../pipeline/speech/merge.ts';
import { said } from '../../pipeline/speech/said.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import { summarise } from '../../pipeline/summarise.ts';
import type { Control, Desk, DeskReply, DeskRequest, ReplyPart } from '../../ports.ts';
import { linksOf } from '../deliver/links.ts';
import { actionControls } from './alert/actions.ts';
import { type DeskDeps, done, refused } from './deps.ts';
import { showControls } from './incident-controls.ts';
import { standingHere } from './incidents.ts';
import { whereItWent } from './merge/where.ts';
import { silencedLine } from './silences/now.ts';
import { happeningsOf, linesOf } from './timeline.ts';
import { incidentHere, messageHere } from './visible.ts';
import { headlineOf, outletName } from './why-incident.ts';

const sourcesShownMax = 8;
const tailLength = 4;
const notesShownMax = 5;
const noteShownLengthMax = 300;

/** Makes the answer to `/incident show`. */
export function shows(deps: DeskDeps): Desk['showIncident'] {
  return (request) => showIncident(deps, request, request.incident, null);
}

/** An incident with its facts, its sources, its state here and what happened last. `back` leads to where it was chosen. */
export async function showIncident(
  deps: DeskDeps,
  request: DeskRequest,
  id: string,
  back: Control | null,
): Promise<DeskReply> {
  const incident = await incidentHere(deps, request, id);
  if (incident === null) return refused(inLanguage(incidentsSpeech, request.language).noSuch(shortTitle(id)));
  const alert = await deps.store.alert(incident.id, request.server);
  const [state, silenced, went, happenings, links] = await Promise.all([
    stateLine(deps, request, incident, alert),
    silencedLine(deps, request, incident, alert),
    whereItWent(deps, request, incident),
    happeningsOf(deps, request, incident),
    linksHere(deps, request, incident),
  ]);
  const speech = inLanguage(incidentSpeech, request.language);
  const summary = summarise(incident, deps.pack, request.language);
  const tail = linesOf(deps, request, incident, happenings.slice(-tailLength));
  const parts: readonly ReplyPart[] = [
    {
      heading: speech.sources(incident.reports.length + incident.reportsDropped, incident.facts.families.length),
      lines: sourceLines(deps.pack, incident),
    },
    ...furtherParts(summary, links, request.language),
    { heading: speech.notes, lines: notesOf(alert) },
    { heading: speech.lately, lines: tail },
  ];
  const leads = [...targetControls(request, incident), ...showControls(request, id, ['timeline', 'why', 'export'])];
  return {
    ...done(titleIn(incident, deps.pack, request.language)),
    lines: [
      ...went,
      ...factLines(request, incident, summary),
      state,
      ...(silenced === null ? [] : [silenced]),
      ...handlingOf(alert, summary, request.language),
    ],
    parts: parts.filter(({ lines }) => lines.length > 0),
    controls: [back === null ? leads : [...leads, back], ...(alert === null ? [] : actionControls(request, alert))],
  };
}

/** The way to the incident that this one was merged into. */
function targetControls(request: DeskRequest, { mergedInto }: Incident): readonly Control[] {
  const label = inLanguage(mergeSpeech, request.language).showTarget;
  return mergedInto === null ? [] : showControls(request, mergedInto, ['show']).map((each) => ({ ...each, label }));
}

/** What outlets corrected, and the incidents that belong to it, as its card has them. */
function furtherParts(summary: Summary, links: readonly CardLink[], language: Language): readonly ReplyPart[] {
  const corrections = { heading: words[language].corrections, lines: correctionLines(summary, language) };
  const linked = linkFields(links, language).map(({ name, lines }) => ({ heading: name, lines }));
  return [corrections, ...linked].map(({ heading, lines }) => ({ heading, lines: lines.map(saidOf) }));
}

/** The incidents that belong to one, as far as this server may see them. */
async function linksHere(deps: DeskDeps, request: DeskRequest, incident: Incident): Promise<readonly CardLink[]> {
  const isHere = await Promise.all(
    incident.related.map(async ({ incident: id }) => isKnownId(id) || (await incidentHere(deps, request, id)) !== null),
  );
  return linksOf(deps, { ...incident, related: incident.related.filter((_, at) => isHere[at]) }, request);
}

const isKnownId = (id: string): boolean => id.startsWith(knownPrefix);

/** A card's line as an answer has it. */
function saidOf(line: Line): SaidLine {
  return line.map((span) => (isPiece(span) ? span : { kind: 'text', text: span.text }));
}

function isPiece(span: Span): span is Extract<Span, SaidPiece> {
  return span.kind !== 'strong' && span.kind !== 'quote';
}

/** State of the alert here and the link to its card. */
async function stateLine(
  deps: DeskDeps,
  request: DeskRequest,
  incident: Incident,
  alert: Alert | null,
): Promise<SaidLine> {
  const message = await messageHere(deps, request, incident.id);
  const speech = inLanguage(incidentSpeech, request.language);
  if (alert === null && incident.silent) return speech.silent;
  const state = standingHere(inLanguage(incidentsSpeech, request.language), alert, incident);
  if (message === null) return said`${speech.state}: ${state}`;
  return said`${speech.state}: ${state} (${{ kind: 'message', text: speech.card, ...message }})`;
}

/** Who is to deal with it, and who was asked; its notes stand by themselves. */
function handlingOf(alert: Alert | null, summary: Summary, language: Language): readonly SaidLine[] {
  return alert === null ? [] : handlingLines({ alert: { ...alert, notes: [] }, summary, language }).map(saidOf);
}

/** The newest notes, in their order. */
function notesOf(alert: Alert | null): readonly SaidLine[] {
  return (alert?.notes ?? [])
    .slice(-notesShownMax)
    .map(
      ({ at, by, text }) => said`${by.name} · ${{ kind: 'elapsed', at }}: ${cut(cleanLine(text), noteShownLengthMax)}`,
    );
}

function factLines({ language }: DeskRequest, { id, version }: Incident, summary: Summary): readonly SaidLine[] {
  const vocabulary = words[language];
  const { notStated, version: numbered } = inLanguage(incidentSpeech, language);
  const { more } = vocabulary;
  const figure = (facts: readonly SummaryFact[]): string =>
    facts
      .map(({ text, outlets }) => `${text} (${sourceLabels(outlets, language, { shownMax: 4, more })})`)
      .join(noticeWords[language].separator);
  const place = summary.place === null ? [] : [nameIn(summary, summary.place.name, language)];
  const where = [formatDays(summary.day, language), ...place].join(' · ');
  return [
    `${severitySigns[summary.severity]} ${vocabulary.severity[summary.severity]} · ${where}`,
    language === 'en' ? summary.what : summarySentences(summary, language),
    `${vocabulary.killed}: ${figure(summary.killed) || notStated} · ${vocabulary.wounded}: ${figure(summary.wounded) || notStated}`,
    standing(summary, language),
    numbered(id, version),
  ];
}

/** The newest report of each outlet, newest first. */
function sourceLines(pack: Pack, { reports }: Incident): readonly SaidLine[] {
  const newest = new Map<string, Report>();
  for (const report of reports) newest.set(report.outlet, report);
  return [...newest.values()]
    .toSorted((one, other) => other.publishedAt - one.publishedAt)
    .slice(0, sourcesShownMax)
    .map((report) => sourceLine(pack, report));
}

function sourceLine(pack: Pack, report: Report): SaidLine {
  const { outlet, publishedAt } = report;
  return said`${outletName({ pack }, outlet)}: ${headlineOf(report)} · ${{ kind: 'elapsed', at: publishedAt }}`;
}
