import type { Article, Incident, Instant, Report, SaidLine } from '../../model.ts';
import { lookupOf } from '../../pipeline/assign/lookup.ts';
import { emptyIndex, remember, withEnded, withLessons } from '../../pipeline/assign.ts';
import { shortTitle, titleIn } from '../../pipeline/incidents/title.ts';
import { lessonsAt } from '../../pipeline/lesson.ts';
import { incidentsSpeech } from '../../pipeline/speech/incidents.ts';
import { said } from '../../pipeline/speech/said.ts';
import { timelineSpeech } from '../../pipeline/speech/timeline.ts';
import { whySpeech } from '../../pipeline/speech/why.ts';
import { whyDetailsSpeech } from '../../pipeline/speech/why-details.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import { incidentsBefore } from '../../pipeline/why/as-of.ts';
import { type ExplainedFact, explainFacts } from '../../pipeline/why/facts.ts';
import { tellIn } from '../../pipeline/why/reasons.ts';
import { reasonLine, writeExplanation, writeFact } from '../../pipeline/why/write.ts';
import { factInArabic, linesInArabic } from '../../pipeline/why/write-arabic.ts';
import { type Explanation, explain } from '../../pipeline/why.ts';
import type { ArticleRecord, DeskReply, DeskRequest, ReplyPart } from '../../ports.ts';
import { type DeskDeps, done, refused } from './deps.ts';
import { showControls } from './incident-controls.ts';
import { audienceHere, incidentHere, incidentsHere, reasonsForAll } from './visible.ts';
import { outletName, recordsOf, severityDetail } from './why-incident.ts';
import { channelLines } from './why-told.ts';

const reportsShown = 8;
const reasonsShown = 4;
/** Reading them all would take seconds where there are many; an article is about one that changed lately. */
const incidentsCompared = 200;
const labelsRead = 1_000;
/** Fewer than on a command line: others wait for this thread. */
const charactersMax = 60_000;

/** Everything that is stored of how an incident came about and who here heard of it, a part for each question. */
export async function incidentDetails(deps: DeskDeps, request: DeskRequest, id: string): Promise<DeskReply> {
  const incident = await incidentHere(deps, request, id);
  if (incident === null) return refused(inLanguage(incidentsSpeech, request.language).noSuch(shortTitle(id)));
  const records = await recordsOf(deps, incident);
  const { headings } = inLanguage(whyDetailsSpeech, request.language);
  const [founding] = incident.reports;
  const parts: readonly ReplyPart[] = [
    { heading: headings.founding, lines: foundingLines(request, incident, records) },
    { heading: headings.here, lines: await channelLines(deps, request, incident, records) },
    { heading: headings.severity, lines: [severityDetail(deps, request, incident)] },
    {
      heading: headings.restsOn,
      lines:
        founding === undefined
          ? []
          : explainFacts(lookupOf(deps.pack), founding).map((fact) => factLine(deps, request, fact)),
    },
    { heading: headings.joined, lines: joinedLines(deps, request, incident, records) },
  ];
  return {
    ...done(titleIn(incident, deps.pack, request.language)),
    parts: parts.filter(({ lines }) => lines.length > 0),
    controls: [showControls(request, id, ['why', 'timeline', 'show'])],
  };
}

/** Judges an article beside the incidents that this server may see, as they were at that time, `ended` what all were through with; nothing is stored. */
export async function explainHere(
  deps: DeskDeps,
  request: DeskRequest,
  article: Article,
  { now, ended = new Set() }: { readonly now: Instant; readonly ended?: ReadonlySet<Incident['id']> },
): Promise<Explanation> {
  const [incidents, listening, labels] = await Promise.all([
    incidentsHere(deps, request, incidentsCompared),
    audienceHere(deps, request),
    deps.store.labels(labelsRead),
  ]);
  const empty = withLessons(emptyIndex(deps.compiled), lessonsAt(labels, now));
  const index = incidentsBefore(empty.lookup, incidents, article, now).reduce(remember, empty);
  const known = withEnded(index, ended);
  return explain({ article, compiled: deps.compiled, index: known, now, listening, charactersMax });
}

/** The most telling first, since a message holds 6000 characters. */
const telling = [
  'Verdict',
  'What would have changed the verdict',
  'Facts',
  'Severity',
  'Severity, were it an incident',
  'Watches',
  'Relevance',
  'What was found in its first sentences',
];

/** The parts of an explanation, in the order in which they tell most; of some alone where `of` names them. */
export function explanationParts(
  { pack }: Pick<DeskDeps, 'pack'>,
  { language }: DeskRequest,
  explanation: Explanation,
  isWanted: (heading: string) => boolean,
): readonly ReplyPart[] {
  const rank = (heading: string): number => (telling.indexOf(heading) + telling.length) % telling.length;
  const { explanation: headingIn } = inLanguage(whyDetailsSpeech, language);
  const arabic = language === 'ar' ? linesInArabic(explanation, pack) : null;
  return writeExplanation(explanation)
    .filter(({ heading }) => heading !== 'Article' && isWanted(heading))
    .toSorted((one, other) => rank(one.heading) - rank(other.heading))
    .map(({ heading, lines }) => ({ heading: headingIn(heading), lines: arabic?.get(heading) ?? lines }));
}

function factLine({ pack }: DeskDeps, { language }: DeskRequest, fact: ExplainedFact): string {
  return language === 'ar' ? factInArabic(fact, pack) : writeFact(fact);
}

function foundingLines(
  { language }: DeskRequest,
  { id, reports }: Incident,
  records: readonly ArticleRecord[],
): readonly string[] {
  const [founding] = reports;
  if (founding === undefined) return [];
  const stored = records.find(({ article }) => article.id === founding.article)?.verdict.reasons;
  const reasons = reasonsForAll(stored ?? founding.reasons, id);
  return reasons.slice(0, reasonsShown).map((reason) => reasonLine(tellIn(reason, language)));
}

/** The founding report and the newest ones: the rest says the same again. */
function shownOf({ reports }: Incident): readonly Report[] {
  return reports.length <= reportsShown ? reports : [...reports.slice(0, 1), ...reports.slice(1 - reportsShown)];
}

function joinedLines(
  deps: DeskDeps,
  { language }: DeskRequest,
  incident: Incident,
  records: readonly ArticleRecord[],
): readonly SaidLine[] {
  const speech = inLanguage(whyDetailsSpeech, language);
  const kinds = inLanguage(timelineSpeech, language).reportKinds;
  const verdicts = new Map(records.map(({ article, verdict }) => [article.id, verdict]));
  const lines = shownOf(incident)
    .slice(1)
    .map((report) => {
      const verdict = verdicts.get(report.article);
      const reasons = reasonsForAll(verdict?.reasons ?? [], incident.id).filter(isOfJoining);
      const why = reasons
        .map((reason) => tellIn(reason, language).text)
        .join(inLanguage(whySpeech, language).semicolon);
      const kind = verdict === undefined ? speech.recordGone : kinds[verdict.decision];
      const at = { kind: 'moment', at: report.publishedAt } as const;
      return said`${at} ${outletName(deps, report.outlet)}, ${kind}: ${report.title}${why === '' ? '' : ` (${why})`}`;
    });
  const unseen = incident.reports.length + incident.reportsDropped - shownOf(incident).length;
  return unseen > 0 ? [...lines, speech.more(unseen)] : lines;
}

/** What the text is by itself was said of the founding report. */
const ofTheText: readonly string[] = [
  'sides',
  'event',
  'development',
  'no-recent-event',
  'other-incident',
  'ruled-out',
];
const isOfJoining = ({ code }: { readonly code: string }): boolean => !ofTheText.includes(code);
