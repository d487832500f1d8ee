import type { Article, Instant } from '../../model.ts';
import { emptyIndex, remember } from '../../pipeline/assign.ts';
import { articleIdOf, normalise } from '../../pipeline/normalise.ts';
import { incidentsBefore } from '../../pipeline/why/as-of.ts';
import { tell } from '../../pipeline/why/reasons.ts';
import { splitText } from '../../pipeline/why/text.ts';
import { momentOf, reasonLine, writeExplanation, writeVerdict } from '../../pipeline/why/write.ts';
import { type Explanation, explain } from '../../pipeline/why.ts';
import type { ArticleRecord, DeskReply, DeskRequest, ReplyPart } from '../../ports.ts';
import { type DeskDeps, done, refused } from './deps.ts';
import { audienceHere, incidentHere, incidentsHere, reasonsForAll } from './visible.ts';

/** Reading them all would take seconds where there are many; an article is about one that changed lately. */
const incidentsCompared = 200;
/** Fewer than on a command line: others wait for this thread. */
const charactersMax = 60_000;

/** What was decided on an article when it was seen; where it was not, what it would be by its text. */
export async function whyLink(
  deps: DeskDeps,
  request: DeskRequest,
  { link, text }: { readonly link: string; readonly text: string | null },
): Promise<DeskReply> {
  const id = articleIdOf(link);
  if (id === null) return refused('The link must be the http or https address of an article.');
  const record = await deps.store.articleRecord(id);
  if (record !== null) return whyRecorded(deps, request, record);
  const unseen = 'No feed here brought that link, or its record is no longer kept.';
  if (text === null) return refused(`${unseen} Give its headline and text too, and it is judged as of now.`);
  return judged(deps, request, { text, link, before: unseen });
}

/** What a text would be if it came in now. */
export function whyText(deps: DeskDeps, request: DeskRequest, text: string): Promise<DeskReply> {
  return judged(deps, request, { text, link: null, before: null });
}

async function judged(
  deps: DeskDeps,
  request: DeskRequest,
  given: { readonly text: string; readonly link: string | null; readonly before: string | null },
): Promise<DeskReply> {
  const now = deps.clock.now();
  const explanation = await explainHere(deps, request, articleFrom(given, now), now);
  const { decision, incident } = explanation.verdict;
  const said = [given.before, `Judged now, nothing is stored or told: ${writeVerdict(decision, incident)}.`];
  return { ...done(said.filter((line) => line !== null).join('\n')), parts: ordered(explanation) };
}

/** The stored verdict; the facts are read again from the stored text, with the sentences they rest on. */
async function whyRecorded(deps: DeskDeps, request: DeskRequest, record: ArticleRecord): Promise<DeskReply> {
  const { article, verdict } = record;
  const incident = verdict.incident === null ? null : await incidentHere(deps, request, verdict.incident);
  const explanation = await explainHere(deps, request, article, article.seenAt);
  const isSame = explanation.verdict.decision === verdict.decision && explanation.verdict.incident === verdict.incident;
  const reasons = reasonsForAll(verdict.reasons, verdict.incident).map((reason) => reasonLine(tell(reason)));
  const stored: ReplyPart = { heading: 'Decided when it was seen', lines: reasons };
  // Judged again beside other incidents it may come out otherwise; then only what the text alone says still holds.
  const again = ordered(explanation).filter(
    ({ heading }) => heading !== 'Verdict' && (isSame || ofText.includes(heading)),
  );
  const about = incident === null ? '' : ` “${incident.facts.title}”`;
  const text = `${article.title}\nSeen ${momentOf(article.seenAt)}: ${writeVerdict(verdict.decision, verdict.incident)}${about}`;
  return { ...done(text), parts: [stored, ...again] };
}

const ofText = ['Facts', 'Relevance', 'What was found in its first sentences'];
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

function ordered(explanation: Explanation): readonly ReplyPart[] {
  const rank = (heading: string): number => (telling.indexOf(heading) + telling.length) % telling.length;
  return writeExplanation(explanation)
    .filter(({ heading }) => heading !== 'Article')
    .toSorted((a, b) => rank(a.heading) - rank(b.heading));
}

async function explainHere(deps: DeskDeps, request: DeskRequest, article: Article, now: Instant): Promise<Explanation> {
  const [incidents, listening] = await Promise.all([
    incidentsHere(deps, request, incidentsCompared),
    audienceHere(deps, request),
  ]);
  const empty = emptyIndex(deps.compiled);
  const index = incidentsBefore(empty.lookup, incidents, article, now).reduce(remember, empty);
  return explain({ article, compiled: deps.compiled, index, now, listening, charactersMax });
}

function articleFrom({ text, link }: { readonly text: string; readonly link: string | null }, now: Instant): Article {
  const feed = { id: 'desk', url: 'https://desk.invalid/', outlet: 'desk', language: 'en', status: 'active' } as const;
  const { title, text: summary } = splitText(text);
  return normalise(
    { guid: null, link, title, summary, content: null, author: null, publishedAt: now },
    { feed: { ...feed, intervalMinutes: 10, origin: 'file' }, feedUrl: feed.url, seenAt: now, firstPoll: false },
  );
}
