/** Incidents as their reports make them, and what analysts do to them, one after the other. */
import fc from 'fast-check';
import type { Incident, Label, Regrouping, Report } from '../../../src/model.ts';
import { lookupOf } from '../../../src/pipeline/assign/lookup.ts';
import { originalOf } from '../../../src/pipeline/assign/merge.ts';
import { mergeIncidents, type Pair, whyNotMerged } from '../../../src/pipeline/regroup/merge.ts';
import { factsHeld } from '../../../src/pipeline/regroup/reports.ts';
import { splitIncident, whyNotSplit } from '../../../src/pipeline/regroup/split.ts';
import { rejoinIncidents, unmergeIncidents, whyNotUndone } from '../../../src/pipeline/regroup/undo.ts';
import { anIncident, aPack, aReport, hourMs, noon } from '../../support/builders.ts';

export const lookup = lookupOf(aPack());
export const ada = { id: '7', name: 'Ada' };

/** An incident of these reports, with the facts that they make. */
export function incidentOf(reports: readonly Report[], said: Partial<Incident> = {}): Incident {
  const bare = anIncident({ id: `i-${reports[0]?.article}`, reports, ...said, facts: { title: 'before' } });
  return { ...bare, facts: factsHeld(lookup, bare, reports) };
}

const someReport = fc.record({
  outlet: fc.constantFrom('wire', 'daily', 'state-tv'),
  killed: fc.constantFrom(null, 0, 3, 11),
  wounded: fc.constantFrom(null, 2, 7),
  place: fc.constantFrom(null, 'camp-taji', 'green-zone', 'ain-al-asad'),
  hours: fc.integer({ min: 0, max: 60 }),
  isTyped: fc.boolean(),
});

/** Reports of these articles. */
export function someReports(prefix: string, count: { readonly min: number; readonly max: number }) {
  return fc.array(someReport, { minLength: count.min, maxLength: count.max }).map((all) =>
    all.map(({ hours, isTyped, ...said }, at) =>
      aReport({
        ...said,
        article: `${prefix}${at}`,
        title: `${prefix}${at} tells it`,
        publishedAt: noon + hours * hourMs,
        ...(isTyped || at === 0 ? {} : { eventType: null, subEvent: null }),
      }),
    ),
  );
}

/** What counts of an incident once a change was taken back. */
export function withoutVersion(incident: Incident) {
  const { version: _, changes: __, changedAt: ___, updatedAt: ____, ...rest } = incident;
  return rest;
}

const label: Label = {
  id: 'l',
  at: noon,
  server: 'home',
  by: ada,
  says: { what: 'same', incident: 'i' },
  incident: 'i',
  articles: [],
  examples: [],
  besides: [],
  isTeaching: true,
  revokedAt: null,
};
export function aRegrouping(said: Pick<Regrouping, 'what' | 'from' | 'into' | 'before'>): Regrouping {
  const incident = said.what === 'merge' ? said.from : said.into;
  return { incident, at: noon, by: ada, alerts: [], label, ...said };
}

/** All incidents, and what can be undone of them. */
export interface World {
  readonly incidents: Map<string, Incident>;
  readonly regroupings: Map<string, Regrouping>;
}

const keep = ({ incidents }: World, ...changed: readonly Incident[]): void => {
  for (const incident of changed) incidents.set(incident.id, incident);
};
/** Where an article stands beside the two that an undoing is about. */
function elsewhere({ incidents }: World, { source, target }: Pair): (original: string) => boolean {
  const others = [...incidents.values()].filter(
    (each) => each.mergedInto === null && ![source.id, target.id].includes(each.id),
  );
  return (original) => others.some(({ reports }) => reports.some(({ article }) => originalOf(article) === original));
}

export function doMerge(world: World, pair: Pair): boolean {
  if (whyNotMerged(pair) !== null) return false;
  const { source, target } = pair;
  const merged = mergeIncidents(lookup, pair, noon);
  keep(world, merged.source, merged.target);
  const said = aRegrouping({ what: 'merge', from: source.id, into: target.id, before: [target, source] });
  world.regroupings.set(said.incident, said);
  return true;
}

export function doSplit(world: World, incident: Incident, articles: readonly string[]): string | null {
  if (whyNotSplit(incident, articles) !== null) return null;
  const isTaken = (id: string): boolean => world.incidents.has(id);
  const { left, off } = splitIncident(lookup, incident, articles, { now: noon, isTaken });
  keep(world, left, off);
  world.regroupings.set(off.id, aRegrouping({ what: 'split', from: incident.id, into: off.id, before: [incident] }));
  return off.id;
}

export function doUndo(world: World, id: string): boolean {
  const regrouping = world.regroupings.get(id);
  const isMerge = regrouping?.what === 'merge';
  const source = world.incidents.get((isMerge ? regrouping?.from : regrouping?.into) ?? '');
  const target = world.incidents.get((isMerge ? regrouping?.into : regrouping?.from) ?? '');
  if (regrouping === undefined || source === undefined || target === undefined) return false;
  const pair = { source, target };
  if (whyNotUndone(regrouping, pair, noon) !== null) return false;
  const undoing = { regrouping, now: noon, isElsewhere: elsewhere(world, pair) };
  const undone = isMerge ? unmergeIncidents(lookup, pair, undoing) : rejoinIncidents(lookup, pair, undoing);
  if (undone === null) return false;
  keep(world, undone.source, undone.target);
  world.regroupings.delete(id);
  return true;
}
