import type { Change, Facts, Incident, Report } from '../../model.ts';
import { familyOf, type Lookup, placeChain } from './lookup.ts';
import { similarity, type TermCounts } from './terms.ts';

/** A statement told in words this alike was told before. */
const sameStatementCosine = 0.45;

/** Changes that an outlet's mere repetition brings, too; the others are news. */
const plain: readonly Change['what'][] = ['outlet', 'confirmed', 'severity'];

/** Whether these changes make an update rather than a duplicate. */
export function isNews(changes: readonly Change[]): boolean {
  return changes.some((change) => !plain.includes(change.what));
}

/** What a report changes of an incident, whose facts are `after` with it. */
export function changesBy(
  context: { readonly lookup: Lookup; readonly terms: TermCounts },
  report: Report,
  before: Incident,
  after: Facts,
): readonly Change[] {
  const changes: Change[] = [];
  const add = (what: Change['what'], detail: string): void => {
    changes.push({ what, detail, article: report.article });
  };
  const facts = before.facts;
  const casualties = casualtiesChanged(report, facts);
  if (casualties !== null) add('casualties', casualties);
  if (report.development !== null && report.development !== 'casualties' && !wasStated(context, report, before))
    add(report.development, report.title);
  const doers = newDoers(context.lookup, report, facts);
  if (doers !== '') add('actor', doers);
  if (isNarrower(context.lookup, after.place, facts.place))
    add('place', context.lookup.places.get(after.place ?? '')?.name ?? after.place ?? '');
  if (after.severity !== facts.severity) add('severity', `${facts.severity} → ${after.severity}`);
  const family = familyOf(context.lookup, report.outlet);
  if (!facts.families.includes(family)) add(facts.families.length === 1 ? 'confirmed' : 'outlet', family);
  return changes;
}

/** A figure where there was none, or a greater one. */
function casualtiesChanged(report: Report, facts: Facts): string | null {
  const grew = (now: number | null, then: number | null): boolean => now !== null && now > (then ?? 0);
  const told: string[] = [];
  if (grew(report.killed, facts.killed)) told.push(`killed: ${facts.killed ?? 'unknown'} → ${report.killed}`);
  if (grew(report.wounded, facts.wounded)) told.push(`wounded: ${facts.wounded ?? 'unknown'} → ${report.wounded}`);
  return told.length === 0 ? null : told.join(', ');
}

/** Whether a claim, denial or the like of the same people, or in the same words, is among the reports. */
function wasStated(
  context: { readonly lookup: Lookup; readonly terms: TermCounts },
  report: Report,
  incident: Incident,
): boolean {
  const speakers = speakersOf(report);
  return incident.reports.some((told) => {
    if (told.development !== report.development) return false;
    const earlier = speakersOf(told);
    if (speakers.some((speaker) => earlier.includes(speaker))) return true;
    return similarity(context.terms, report, told).words >= sameStatementCosine;
  });
}

function speakersOf(report: Report): readonly string[] {
  return report.actors
    .filter(({ role }) => role === 'claimant' || role === 'accuser' || role === 'denier' || role === 'speaker')
    .map(({ actor }) => actor);
}

/** Names of those said to have done it, where nobody was named before. */
function newDoers(lookup: Lookup, report: Report, facts: Facts): string {
  if (facts.actors.some(({ role }) => role === 'agent' || role === 'speaker')) return '';
  return report.actors
    .filter(({ role }) => role === 'agent')
    .map(({ actor }) => lookup.actors.get(actor)?.name ?? actor)
    .join(', ');
}

function isNarrower(lookup: Lookup, place: string | null, former: string | null): boolean {
  if (place === null || place === former) return false;
  return former === null || placeChain(lookup, place).includes(former);
}
