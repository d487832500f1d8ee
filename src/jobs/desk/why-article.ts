import type { Article, Incident, Instant, ReasonCode, SaidLine } from '../../model.ts';
import { originalOf } from '../../pipeline/assign/merge.ts';
import { isReported } from '../../pipeline/hearsay.ts';
import { titleIn } from '../../pipeline/incidents/title.ts';
import { articleIdOf, normalise } from '../../pipeline/normalise.ts';
import { formatDays } from '../../pipeline/render/dates.ts';
import { deedOf } from '../../pipeline/render/deeds.ts';
import { whySpeech } from '../../pipeline/speech/why.ts';
import { whyDetailsSpeech } from '../../pipeline/speech/why-details.ts';
import { inLanguage } from '../../pipeline/speech.ts';
import { packNames } from '../../pipeline/summarise/names.ts';
import { spokeFor, tellIn } from '../../pipeline/why/reasons.ts';
import { splitText } from '../../pipeline/why/text.ts';
import { reasonLine } from '../../pipeline/why/write.ts';
import type { ArticleRecord, Control, DeskReply, DeskRequest, ReplyPart } from '../../ports.ts';
import { type DeskDeps, done, refused } from './deps.ts';
import { isShortEnough, showControls } from './incident-controls.ts';
import { whereArticleWent } from './merge/where.ts';
import { incidentHere, reasonsForAll } from './visible.ts';
import { changeLine, revisionLines } from './why-changes.ts';
import { explainHere, explanationParts } from './why-details.ts';
import { firstOf, headlineOf, outletName, recordsOf, severityLine } from './why-incident.ts';
import { articleBehind, neverSeenLines } from './why-link.ts';
import { channelLines } from './why-told.ts';

const channelsShown = 3;
const quotedLengthMax = 220;
const spokeForShown = 3;
const reasonsShown = 2;

/** What became of an article: of one that was seen what is stored, of another what it would be by its text. */
export async function whyLink(
  deps: DeskDeps,
  request: DeskRequest,
  { link, text }: { readonly link: string; readonly text: string | null },
): Promise<DeskReply> {
  const speech = inLanguage(whySpeech, request.language);
  if (articleIdOf(link) === null) return refused(speech.needsLink);
  const found = await articleBehind(deps, link);
  if (found === 'waiting') return done(speech.waits);
  if (found !== null) return whyRecorded(deps, request, found);
  if (text !== null) return judged(deps, request, { text, link, before: speech.neverSeen });
  return { ...refused(speech.neverSeen), lines: [...(await neverSeenLines(deps, request, link)), speech.thenJudge] };
}

/** What a text would be if it came in now. */
export function whyText(deps: DeskDeps, request: DeskRequest, text: string): Promise<DeskReply> {
  return judged(deps, request, { text, link: null, before: null });
}

/** The stored decision in full, and what would have changed it. */
export async function articleDetails(deps: DeskDeps, request: DeskRequest, id: string): Promise<DeskReply> {
  const record = await deps.store.articleRecord(id);
  if (record === null || !(await mayRead(deps, request, record)))
    return refused(inLanguage(whySpeech, request.language).gone);
  const { article, verdict } = record;
  const ended = new Set(verdict.reasons.flatMap(({ code, detail }) => (code === 'continued' ? detail : [])));
  const explanation = await explainHere(deps, request, article, { now: article.seenAt, ended });
  const isSame = explanation.verdict.decision === verdict.decision && explanation.verdict.incident === verdict.incident;
  const { headings } = inLanguage(whyDetailsSpeech, request.language);
  const reasons = reasonsForAll(verdict.reasons, verdict.incident);
  const stored: ReplyPart = {
    heading: headings.decided,
    lines: reasons.map((reason) => reasonLine(tellIn(reason, request.language))),
  };
  // Judged again beside other incidents it may come out otherwise; then only what the text alone says still holds.
  const again = explanationParts(
    deps,
    request,
    explanation,
    (heading) => heading !== 'Verdict' && (isSame || ofText.includes(heading)),
  );
  return { ...done(article.title), parts: [stored, ...again], controls: controlsOf(request, record, false) };
}
/** News is for everybody; what a person raised is for those who may look at what became of it. */
async function mayRead(deps: DeskDeps, request: DeskRequest, { article, verdict }: ArticleRecord): Promise<boolean> {
  if (isReported({ reports: [article] }) || verdict.incident === null) return true;
  return (await incidentHere(deps, request, verdict.incident)) !== null;
}
const ofText = ['Facts', 'Relevance', 'What was found in its first sentences'];

async function judged(
  deps: DeskDeps,
  request: DeskRequest,
  given: { readonly text: string; readonly link: string | null; readonly before: string | null },
): Promise<DeskReply> {
  const now = deps.clock.now();
  const speech = inLanguage(whySpeech, request.language);
  const explanation = await explainHere(deps, request, articleFrom(given, now), { now });
  const { decision, incident } = explanation.verdict;
  const lines = [given.before, speech.judgedNow, speech.verdict(decision, incident)];
  const text = lines.filter((line) => line !== null).join('\n');
  return { ...done(text), parts: explanationParts(deps, request, explanation, () => true) };
}

/** The way of an article that was seen, in sentences; the rest stands behind Details. */
async function whyRecorded(deps: DeskDeps, request: DeskRequest, record: ArticleRecord): Promise<DeskReply> {
  const { article, verdict } = record;
  const speech = inLanguage(whySpeech, request.language);
  const incident = verdict.incident === null ? null : await incidentHere(deps, request, verdict.incident);
  const arrived = { live: [], backlog: [speech.backlog], late: [speech.late] }[article.arrival];
  const lines: readonly SaidLine[] = [
    speech.article({
      outlet: outletName(deps, article.outlet),
      title: headlineOf(article),
      at: { kind: 'moment', at: article.publishedAt },
      seen: { kind: 'moment', at: article.seenAt },
    }),
    ...arrived,
    ...(incident === null ? withoutIncident(request, record) : await withIncident(deps, request, record, incident)),
  ];
  return { ...done(article.title), lines, controls: controlsOf(request, record, incident !== null) };
}

function withoutIncident(request: DeskRequest, { verdict }: ArticleRecord): readonly string[] {
  const speech = inLanguage(whySpeech, request.language);
  if (verdict.incident !== null) return [speech.hidden];
  const reasons = reasonsForAll(verdict.reasons, null).filter(({ code }) => speaksAgainst.has(code));
  const why = reasons.map((reason) => tellIn(reason, request.language).text).slice(0, reasonsShown);
  const said = why.join(speech.semicolon);
  return [verdict.decision === 'irrelevant' ? speech.setAside(said) : speech.background(said)];
}

/** The reasons for which nothing becomes of an article. */
const speaksAgainst: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'unread-language',
  'sides-missing',
  'other-topic',
  'opinion',
  'no-recent-event',
  'extraction-failed',
  'told-before',
  'known-incident',
  'background',
  'no-event-type',
  'development-of-unknown',
  'history',
  'old-event',
  'taught',
]);

async function withIncident(
  deps: DeskDeps,
  request: DeskRequest,
  record: ArticleRecord,
  incident: Incident,
): Promise<readonly SaidLine[]> {
  const records = await recordsOf(deps, incident);
  const told = await channelLines(deps, request, incident, records);
  return [
    ...readLine(deps, request, record, incident),
    verdictLine(deps, request, record, incident),
    ...(await whereArticleWent(deps, request, incident, record.article.id)),
    ...changeLine(deps, request, record, incident),
    ...revisionLines(deps, request, { record, records, incident }),
    severityLine(deps, request, incident),
    ...firstOf(request, told, channelsShown),
  ];
}

/** What was read from it, and the sentence that says so; nothing where its report was let go. */
function readLine(
  { pack }: DeskDeps,
  { language }: DeskRequest,
  { article }: ArticleRecord,
  { reports }: Incident,
): readonly string[] {
  const report = reports.find((each) => each.article === article.id);
  if (report === undefined || report.subEvent === null) return [];
  const speech = inLanguage(whySpeech, language);
  const names = packNames(pack);
  const label = report.place === null ? null : (names.place(report.place)?.label ?? null);
  const place = label === null ? null : (names.translations()[label]?.[language] ?? label);
  const { subEvent, stage, weapon, days } = report;
  const read = speech.readAs(deedOf({ subEvent, stage, weapon }, language), place, days && formatDays(days, language));
  const evidence = report.evidence.find(({ fact }) => fact === 'event' || fact === 'development');
  const sentence = evidence === undefined ? undefined : report.sentences[evidence.sentence];
  return [sentence === undefined ? `${read}.` : speech.restsOn(read, sentence.slice(0, quotedLengthMax))];
}

function verdictLine(
  { pack }: DeskDeps,
  { language }: DeskRequest,
  { article, verdict }: ArticleRecord,
  incident: Incident,
): SaidLine {
  const speech = inLanguage(whySpeech, language);
  const title = speech.quoted(titleIn(incident, pack, language));
  if (verdict.decision === 'new') return speech.opened(title);
  const { reports, reportsDropped } = incident;
  const at = reports.findIndex((report) => originalOf(report.article) === originalOf(article.id));
  const of = reports.length + reportsDropped;
  const place = { number: at < 1 ? at + 1 : at + 1 + reportsDropped, of };
  const same = verdict.reasons.find(({ code }) => code === 'same-incident');
  const why =
    same === undefined ? '' : spokeFor(same, pack.weights, language).slice(0, spokeForShown).join(speech.semicolon);
  return verdict.decision === 'update' ? speech.joined(title, place, why) : speech.repeated(title, place, why);
}

function controlsOf(
  request: DeskRequest,
  { article, verdict }: ArticleRecord,
  isVisible: boolean,
): readonly (readonly Control[])[] {
  const { incident } = verdict;
  const own = isVisible && incident !== null ? showControls(request, incident, ['timeline', 'show']) : [];
  const [details] = showControls(request, '', ['details']);
  const ofArticle = details?.kind === 'button' ? [{ ...details, does: `why:article:${article.id}` }] : [];
  const controls = [...ofArticle, ...own].filter(isShortEnough);
  return controls.length === 0 ? [] : [controls];
}

function articleFrom({ text, link }: { readonly text: string; readonly link: string | null }, now: Instant): Article {
  const feed = { id: 'desk', url: 'https://desk.invalid/', outlet: 'desk', language: 'en', status: 'active' } as const;
  const { title, text: summary } = splitText(text);
  return normalise(
    { guid: null, link, title, summary, content: null, author: null, publishedAt: now },
    { feed: { ...feed, intervalMinutes: 10, origin: 'file' }, feedUrl: feed.url, seenAt: now, firstPoll: false },
  );
}
