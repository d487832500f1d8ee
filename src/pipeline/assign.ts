import type { Article, Incident, Instant, Outlet, Pack, Reason, Report } from '../model.ts';
import { clears, isOfUnknown } from './assign/bar.ts';
import { type Comparison, compareAll } from './assign/compare.ts';
import { foundContinuation, rivalOf, successorOf } from './assign/continue.ts';
import { dayNumber, localDayNumber } from './assign/days.ts';
import { isKnown, knownIncident, recalledBy, recallPhrases } from './assign/known.ts';
import { lookupOf } from './assign/lookup.ts';
import { candidatesFor, copiedBy, emptyMemory, type IncidentIndex, remove, store } from './assign/memory.ts';
import {
  couldBeCritical,
  factsWith,
  foundedAgainBy,
  foundedBy,
  foundIncident,
  mergeReport,
  originalOf,
} from './assign/merge.ts';
import { noveltyOf } from './assign/novelty.ts';
import { isOfAnotherEvent, revise, standingIn } from './assign/revise.ts';
import { reportSlots } from './assign/slots.ts';
import { type Assignment, again, heldBack, none, reasonOf, verdictOf } from './assign/verdict.ts';
import { isElsewhere } from './lesson/elsewhere.ts';
import { type HeldBack, heldBackBy } from './lesson/held-back.ts';
import type { Lessons } from './lesson.ts';
import { endOf } from './regroup/merge.ts';
import { answeredBy, relate } from './relate.ts';
import { isSurelyOther } from './unrelated.ts';

export type { IncidentIndex } from './assign/memory.ts';
export type { Assignment } from './assign/verdict.ts';

/** An article's report beside the incidents that it may be about. */
export interface Compared {
  readonly article: Article;
  readonly report: Report;
  /** The likeliest first. */
  readonly ranked: readonly Comparison[];
  readonly now: Instant;
}

/** How long after its last change an incident can still be joined: a court may take a year over an attack. */
export const incidentKeepMs = 400 * 86_400_000;

/** What happened longer ago than this and was told by nobody here is history, not news. */
const newsDaysMax = 5;
const candidatesNamedMax = 3;
const answerLikenessMin = -3;

/** The index with the pack's known incidents and no other. */
export function emptyIndex(compiled: { readonly pack: Pack }): IncidentIndex {
  const lookup = lookupOf(compiled.pack);
  const index = emptyMemory(lookup, recallPhrases(compiled.pack.knownIncidents));
  for (const known of compiled.pack.knownIncidents) store(index, knownIncident(lookup, known));
  return index;
}

/** The index that knows these outlets. The index handed in is used up. */
export function withOutlets(index: IncidentIndex, outlets: readonly Outlet[]): IncidentIndex {
  const known = new Map(outlets.map((outlet) => [outlet.id, outlet]));
  return { ...index, lookup: { ...index.lookup, outlets: known } };
}

/** The index with these lessons in place of those that it had. The index handed in is used up. */
export function withLessons(index: IncidentIndex, lessons: Lessons): IncidentIndex {
  return { ...index, lessons };
}

/**
 * The index that knows these incidents for ended: everybody who was told was through with them long ago, so that news of
 * them is told as an incident that goes on where they ended. The index handed in stays as it is.
 */
export function withEnded(index: IncidentIndex, ended: ReadonlySet<Incident['id']>): IncidentIndex {
  return { ...index, ended };
}

/** The index with this incident in it, in place of its former version. The index handed in is used up. */
export function remember(index: IncidentIndex, incident: Incident): IncidentIndex {
  return store(index, incident);
}

/** The index without the incidents last updated before an instant; those of the pack stay. The index handed in is used up. */
export function forget(index: IncidentIndex, before: Instant): IncidentIndex {
  for (const incident of [...index.incidents.values()])
    if (incident.updatedAt < before && !isKnown(incident)) remove(index, incident);
  return index;
}

/** Which incident an article belongs to, if any. Changes nothing: `remember` the incident to go on from it. */
export function assign(index: IncidentIndex, article: Article, report: Report, now: Instant): Assignment {
  if (article.revises === null && isSurelyOther(report)) return none(article, 'irrelevant', report.reasons);
  return withRelations(index, report, decideOn(index, { article, report, ranked: compareWith(index, report), now }));
}

/** With the incidents that belong to it; a link that was not there before makes a version, and no news. */
function withRelations(index: IncidentIndex, report: Report, assignment: Assignment): Assignment {
  const { incident } = assignment;
  const before = incident === null ? undefined : index.incidents.get(incident.id);
  if (incident === null || incident === before) return assignment;
  const related = relate(index, incident, report);
  if (JSON.stringify(related) === JSON.stringify(incident.related)) return assignment;
  const isVersion = before === undefined || before.version !== incident.version;
  const version = isVersion ? {} : { version: incident.version + 1, changes: [], changedAt: incident.updatedAt };
  const answered = assignment.answered ?? answeredBy(index, incident, related);
  return { ...assignment, incident: { ...incident, ...version, related }, ...(answered === null ? {} : { answered }) };
}

/** The same, given how the report compares with the incidents it may be about, the likeliest first. */
export function decideOn(index: IncidentIndex, compared: Compared): Assignment {
  const { article } = compared;
  if (article.revises !== null) return marked(article, revisedOr(index, compared));
  const own = foundedHere(index, article);
  if (own !== undefined) return again(article, own);
  return decideAnew(index, compared);
}

/** A revision takes the place of the report that it corrects; where that stands in no incident, it is decided like any article. */
function revisedOr(index: IncidentIndex, compared: Compared): Assignment {
  const { article, report, ranked, now } = compared;
  const former = standingIn(index, article, ranked);
  if (former === null && isSurelyOther(report)) return none(article, 'irrelevant', report.reasons);
  if (former === null || isOfAnotherEvent(report, former, ranked)) return decideAnew(index, compared);
  const { incident, changes, isNews } = revise(index, former, report, now);
  const wakes = isNews && article.arrival === 'live';
  const reasons = [...report.reasons, ...changes.map(({ what, detail }) => ({ code: what, detail }))];
  const decision = isNews ? 'update' : 'duplicate';
  const newsAt = wakes ? Math.max(incident.newsAt ?? now, now) : incident.newsAt;
  const after = { ...incident, silent: incident.silent && !wakes, newsAt };
  return { verdict: verdictOf(article, decision, after, reasons), incident: after };
}

/** The verdict on a revision says first that it is one. */
function marked({ revises }: Article, { verdict, incident }: Assignment): Assignment {
  const reason: Reason = { code: 'revision', detail: revises ?? '' };
  return { verdict: { ...verdict, reasons: [reason, ...verdict.reasons] }, incident };
}

/** The incident that an article founded, wherever it went; where it was split off from that, the one that tells it now. */
function foundedHere({ incidents }: IncidentIndex, article: Article): Incident | undefined {
  const own = incidents.get(endOf((id) => incidents.get(id) ?? null, foundedBy(article)));
  const original = originalOf(article.id);
  if (own?.apart.includes(original) !== true) return own;
  const tells = ({ reports }: Incident): boolean => reports.some((told) => originalOf(told.article) === original);
  return [...incidents.values()].find((each) => each.mergedInto === null && tells(each));
}

function decideAnew(index: IncidentIndex, compared: Compared): Assignment {
  const { article, report, ranked } = compared;
  const best = ranked[0];
  if (best !== undefined && clears(report, best, rivalOf(best, ranked))) return matched(index, compared, best);
  if (report.relevance === 'off-topic') return none(article, 'irrelevant', report.reasons);
  return unmatched(index, compared);
}

/** A report beside the incidents that it may be about, the likeliest first. */
export function compareWith(index: IncidentIndex, report: Report): readonly Comparison[] {
  const recalled = recalledBy(index.recall, report);
  const own = reportSlots(index.lookup, report, { recalled, copied: copiedBy(index, report) });
  return compareAll(index, own, candidatesFor(index, own)).filter(
    (compared) => isNamedOrDated(compared) && !isApart(compared, report),
  );
}

/** What an analyst split off never comes back by itself. */
function isApart({ incident }: Comparison, { article }: Report): boolean {
  return incident.apart.length > 0 && incident.apart.includes(originalOf(article));
}

/** An incident of the pack is joined by its name or its day: nobody told of it, so that nothing else is sure. */
function isNamedOrDated({ incident, features }: Comparison): boolean {
  const { recalled, 'day-same': sameDay = 0, 'later-same': later } = features;
  return incident.reports.length > 0 || recalled !== undefined || sameDay === 1 || later !== undefined;
}

function unmatched(index: IncidentIndex, compared: Compared): Assignment {
  const { article, report, ranked, now } = compared;
  const nearest = ranked
    .slice(0, candidatesNamedMax)
    .map((compared) => reasonOf(compared, compared.isRuledOut ? 'ruled-out' : 'other-incident'));
  const refusal = whyNoNews(report, article, ranked[0]);
  if (refusal !== null) return none(article, 'background', [...report.reasons, refusal, ...nearest]);
  const taught = taughtAgainst(index, report, now);
  if (taught !== null) return heldBack(article, report, taught, nearest);
  const founded = foundIncident(index.lookup, article, report, now);
  const incident = index.incidents.has(founded.id) ? { ...founded, id: foundedAgainBy(article) } : founded;
  const unlike: Reason = { code: 'no-incident-like-it', detail: `${ranked.length} compared` };
  const reasons = [...report.reasons, unlike, ...nearest];
  return { verdict: verdictOf(article, 'new', incident, reasons), incident };
}

/** The lessons that hold a report back; none does so with what may be critical, or happened at another place. */
function taughtAgainst(index: IncidentIndex, report: Report, now: Instant): HeldBack | null {
  const taught = heldBackBy(index.lessons, report, index.terms, now);
  if (taught === null || isElsewhere(index.lookup, report, taught)) return null;
  return couldBeCritical(index.lookup, report) ? null : taught;
}

/** Why a report that fits no incident opens none. */
function whyNoNews(report: Report, article: Article, best: Comparison | undefined): Reason | null {
  if (report.relevance === 'background') return { code: 'background', detail: 'no new event' };
  if (report.eventType === null || report.subEvent === null) return { code: 'no-event-type', detail: report.title };
  const likeness = best?.score ?? Number.NEGATIVE_INFINITY;
  // An answer that resembles nothing told so far is a blow of its own.
  if (isOfUnknown(report) && (report.development !== 'reaction' || likeness >= answerLikenessMin))
    return { code: 'development-of-unknown', detail: report.development ?? '' };
  if (report.timeMode === 'historical') return { code: 'history', detail: report.days?.from ?? 'a past event' };
  const age = report.days === null ? 0 : localDayNumber(article.publishedAt) - dayNumber(report.days.to);
  return age > newsDaysMax ? { code: 'old-event', detail: `${age} days before its publication` } : null;
}

function matched(index: IncidentIndex, compared: Compared, best: Comparison): Assignment {
  const { article, report, now } = compared;
  const former = best.incident;
  if (former.reports.some((told) => originalOf(told.article) === originalOf(report.article)))
    return again(article, former);
  const facts = factsWith(index.lookup, former, report);
  const { changes, isNews } = noveltyOf(index, report, former, facts);
  if (isKnown(former) && !(isNews && report.development !== null))
    return none(article, 'background', [...report.reasons, { code: 'known-incident', detail: former.id }]);
  const wakes = isNews && article.arrival === 'live';
  if (wakes && index.ended.has(former.id)) return continued(index, compared, best);
  const incident = mergeReport(former, report, { facts, changes, wakes, now });
  const reasons = [
    ...report.reasons,
    reasonOf(best, 'same-incident'),
    ...changes.map(({ what, detail }) => ({ code: what, detail })),
  ];
  return { verdict: verdictOf(article, isNews ? 'update' : 'duplicate', incident, reasons), incident };
}

/** News of an incident that ended joins the one that goes on where it did, or founds it. */
function continued(index: IncidentIndex, compared: Compared, best: Comparison): Assignment {
  const { article, report, now } = compared;
  const reason: Reason = { code: 'continued', detail: best.incident.id };
  const successor = successorOf(index, best.incident);
  if (successor !== null) {
    const joined = matched(index, compared, { ...best, incident: successor });
    return { ...joined, verdict: { ...joined.verdict, reasons: [...joined.verdict.reasons, reason] } };
  }
  const taught = taughtAgainst(index, report, now);
  if (taught !== null) return heldBack(article, report, taught, [reason]);
  const { incident, former } = foundContinuation(index, best.incident, compared);
  const reasons = [...report.reasons, reasonOf(best, 'same-incident'), reason];
  return { verdict: verdictOf(article, 'new', incident, reasons), incident, answered: former };
}
