import type { ActorRole, Change, Facts, Incident, Report } from '../../model.ts';
import { isCopy } from './copies.ts';
import { kindOf } from './kinds.ts';
import { familyOf, isWide, type Lookup, partiesOf, placeChain } from './lookup.ts';
import { comparedTerms, similarity, type TermCounts } from './terms.ts';

/** What a report changes of an incident, and whether any of it makes an update rather than a duplicate. */
export interface Novelty {
  readonly changes: readonly Change[];
  readonly isNews: boolean;
}

interface NoveltyContext {
  readonly lookup: Lookup;
  readonly terms: TermCounts;
}

/** A statement told in words this alike was told before. */
const sameStatementCosine = 0.45;
/** Smaller corrections than these come with every outlet's count. */
const killedGrowthMin = 1.25;
const woundedGrowthMin = 1.3;
const woundedMoreMin = 2;

/** Compares an incident with its facts after a report; what an outlet corrects of its own, a `revision`, is news whatever it is. */
export function noveltyOf(
  context: NoveltyContext,
  report: Report,
  before: Incident,
  after: Facts,
  as: 'word' | 'revision' = 'word',
): Novelty {
  const { lookup } = context;
  const corrects = as === 'revision';
  // A text that was told is no news under another headline.
  const isTold = !corrects && before.reports.some((told) => isCopy(report, told));
  const { facts } = before;
  const changes: Change[] = [];
  let isNews = false;
  const add = (what: Change['what'], detail: string, news: boolean): void => {
    changes.push({ what, detail, article: report.article });
    isNews ||= news && !isTold;
  };
  const casualties = casualtiesTold(facts, after);
  if (casualties !== '') add('casualties', casualties, corrects || isToll(report, facts));
  const { development } = report;
  if (development !== null && development !== 'casualties' && !wasStated(context, report, before))
    add(development, stated(lookup, report), true);
  const doers = newDoers(lookup, report, before);
  if (doers !== '') add('actor', doers, true);
  if (after.place !== null && isNarrower(lookup, after.place, facts.place))
    add('place', nameOf(lookup, after.place), before.reports.length === 1 && isVague(facts));
  else if (corrects && after.place !== null && after.place !== facts.place)
    add('place', nameOf(lookup, after.place), true);
  if (after.severity !== facts.severity) add('severity', `${facts.severity} → ${after.severity}`, false);
  const family = familyOf(lookup, report.outlet);
  if (after.families.includes(family) && !facts.families.includes(family))
    add(after.families.length === 2 ? 'confirmed' : 'outlet', lookup.outlets.get(report.outlet)?.name ?? family, false);
  return { changes, isNews };
}

function casualtiesTold(before: Facts, after: Facts): string {
  const told: string[] = [];
  for (const what of ['killed', 'wounded'] as const)
    if (before[what] !== after[what]) told.push(`${what}: ${before[what] ?? 'unknown'} → ${after[what] ?? 'unknown'}`);
  return told.join(', ');
}

/** Whether a report's figures are more than a correction of those that were told. */
function isToll({ killed, wounded }: Report, before: Facts): boolean {
  const killedBefore = before.killed ?? 0;
  const woundedBefore = before.wounded ?? 0;
  if (killed !== null && killed > killedBefore && killed >= killedBefore * killedGrowthMin) return true;
  if (wounded === null || wounded <= woundedBefore) return false;
  return (
    woundedBefore === 0 || (wounded >= woundedBefore * woundedGrowthMin && wounded - woundedBefore >= woundedMoreMin)
  );
}

/** Whether the incident is this statement itself, or the like of the same people or in the same words is among its reports. */
function wasStated(context: NoveltyContext, report: Report, incident: Incident): boolean {
  const speakers = speakersOf(report);
  const compared = comparedTerms(context.terms, report.terms);
  return incident.reports.some((told, at) => {
    const isFounding = at === 0 && kindOf(incident.facts.subEvent) === 'words';
    if (told.development !== report.development && !isFounding) return false;
    const earlier = speakersOf(told);
    if (speakers.some((speaker) => earlier.includes(speaker))) return true;
    return similarity(context.terms, compared, told.terms).words >= sameStatementCosine;
  });
}

/** Who states it, and of whom where somebody is blamed; else the headline. */
function stated(lookup: Lookup, report: Report): string {
  const accused = report.actors.filter(({ role }) => role === 'accused').map(({ actor }) => actor);
  const parts = [speakersOf(report), report.development === 'blame' ? accused : []]
    .map((actors) => namesOf(lookup, actors))
    .filter((names) => names !== '');
  return parts.join(' → ') || report.title;
}

function speakersOf(report: Report): readonly string[] {
  return report.actors
    .filter(({ role }) => role === 'claimant' || role === 'accuser' || role === 'denier' || role === 'speaker')
    .map(({ actor }) => actor);
}

/** Names of those said to have done it, where nobody was named before. */
function newDoers(lookup: Lookup, report: Report, before: Incident): string {
  if (kindOf(before.facts.subEvent) !== 'force' || before.facts.actors.some(isDoer)) return '';
  const doers = report.actors.filter(isDoer);
  const struck = partiesOf(lookup, [...before.facts.actors, ...report.actors], ['target']);
  // Who seems to strike his own is more likely misread.
  const isSure = ({ actor, role }: ActorRole): boolean =>
    role !== 'agent' || !(lookup.actors.get(actor)?.parties ?? []).some((party) => struck.has(party));
  return namesOf(
    lookup,
    doers.filter(isSure).map(({ actor }) => actor),
  );
}

function isDoer({ role }: ActorRole): boolean {
  return role === 'agent' || role === 'claimant' || role === 'accused';
}

function namesOf(lookup: Lookup, actors: readonly string[]): string {
  return [...new Set(actors)].map((actor) => lookup.actors.get(actor)?.name ?? actor).join(', ');
}

/** "Explosion heard in Baghdad": what the next report makes exact. */
function isVague(facts: Facts): boolean {
  return facts.subEvent === 'Attack' && facts.killed === null && facts.wounded === null;
}

function isNarrower(lookup: Lookup, place: string, former: string | null): boolean {
  if (place === former || isWide(lookup, place)) return false;
  return former === null || placeChain(lookup, place).includes(former);
}

function nameOf(lookup: Lookup, place: string): string {
  return lookup.places.get(place)?.name ?? place;
}
