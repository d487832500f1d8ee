import type { ActorRole, Change, Facts, Incident, Report } from '../../model.ts';
import { isCopy } from './copies.ts';
import { changedFacts, outletsCounting, positionOf, reportsAfter } from './difference.ts';
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

/** A change, and whether it alone makes an update. */
interface Told {
  readonly change: Omit<Change, 'article'>;
  readonly isNews: boolean;
}
interface Step {
  readonly report: Report;
  readonly before: Incident;
  readonly after: Facts;
  /** The outlet corrects a report of its own. */
  readonly corrects: boolean;
}

/** Compares an incident with its facts after a report; what an outlet corrects of its own, a `revision`, is news whatever it is. */
export function noveltyOf(
  context: NoveltyContext,
  report: Report,
  before: Incident,
  after: Facts,
  as: 'word' | 'revision' = 'word',
): Novelty {
  const corrects = as === 'revision';
  const step = { report, before, after, corrects };
  const told = [
    ...tollTold(context.lookup, step),
    ...developmentTold(context, step),
    ...doersTold(context.lookup, step),
    ...placeTold(context.lookup, step),
    ...severityTold(step),
    ...sourceTold(context.lookup, step),
  ];
  // A text that was told is no news under another headline.
  const isRepeated = !corrects && before.reports.some((earlier) => isCopy(report, earlier));
  return {
    changes: told.map(({ change }) => ({ outlets: [report.outlet], ...change, article: report.article })),
    isNews: !isRepeated && told.some(({ isNews }) => isNews),
  };
}

function tollTold(lookup: Lookup, { report, before, after, corrects }: Step): readonly Told[] {
  const differences = changedFacts(before.facts, after, ['killed', 'wounded']);
  if (differences.length === 0) return [];
  const detail = differences
    .map(({ fact, before: was, after: is }) => `${fact}: ${was ?? 'unknown'} → ${is ?? 'unknown'}`)
    .join(', ');
  const outlets = outletsCounting(lookup, reportsAfter(before, report), differences);
  const change = { what: 'casualties', detail, differences, ...(outlets.length === 0 ? {} : { outlets }) } as const;
  return [{ change, isNews: corrects || isToll(report, before.facts) }];
}

function developmentTold(context: NoveltyContext, { report, before }: Step): readonly Told[] {
  const { development } = report;
  if (development === null || development === 'casualties' || wasStated(context, report, before)) return [];
  const change = { what: development, detail: stated(context.lookup, report), ...positionOf(report) };
  return [{ change, isNews: true }];
}

function doersTold(lookup: Lookup, { report, before }: Step): readonly Told[] {
  const actors = newDoers(lookup, report, before);
  const detail = namesOf(lookup, actors);
  return detail === '' ? [] : [{ change: { what: 'actor', detail, actors }, isNews: true }];
}

function placeTold(lookup: Lookup, { before, after, corrects }: Step): readonly Told[] {
  const { facts, reports } = before;
  if (after.place === null) return [];
  const isExacter = isNarrower(lookup, after.place, facts.place);
  if (!isExacter && !(corrects && after.place !== facts.place)) return [];
  const differences = changedFacts(facts, after, ['place']);
  const change = { what: 'place', detail: nameOf(lookup, after.place), differences } as const;
  return [{ change, isNews: isExacter ? reports.length === 1 && isVague(facts) : true }];
}

function severityTold({ before, after }: Step): readonly Told[] {
  const differences = changedFacts(before.facts, after, ['severity']);
  if (differences.length === 0) return [];
  const detail = `${before.facts.severity} → ${after.severity}`;
  return [{ change: { what: 'severity', detail, differences }, isNews: false }];
}

function sourceTold(lookup: Lookup, { report, before, after }: Step): readonly Told[] {
  const family = familyOf(lookup, report.outlet);
  if (!after.families.includes(family) || before.facts.families.includes(family)) return [];
  const what = after.families.length === 2 ? 'confirmed' : 'outlet';
  return [{ change: { what, detail: lookup.outlets.get(report.outlet)?.name ?? family }, isNews: false }];
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

/** Those said to have done it, where nobody was named before. */
function newDoers(lookup: Lookup, report: Report, before: Incident): readonly string[] {
  if (kindOf(before.facts.subEvent) !== 'force' || before.facts.actors.some(isDoer)) return [];
  const doers = report.actors.filter(isDoer);
  const struck = partiesOf(lookup, [...before.facts.actors, ...report.actors], ['target']);
  // Who seems to strike his own is more likely misread.
  const isSure = ({ actor, role }: ActorRole): boolean =>
    role !== 'agent' || !(lookup.actors.get(actor)?.parties ?? []).some((party) => struck.has(party));
  return [...new Set(doers.filter(isSure).map(({ actor }) => actor))];
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
