import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Incident, Report } from '../../../src/model.ts';
import { factsWith, mergeReport, originalOf } from '../../../src/pipeline/assign/merge.ts';
import { linkIncidents, unlinkIncidents, whyNotLinked } from '../../../src/pipeline/regroup/link.ts';
import { endOf, mergeIncidents, whyNotMerged } from '../../../src/pipeline/regroup/merge.ts';
import { splitIncident, whyNotSplit } from '../../../src/pipeline/regroup/split.ts';
import { undoMsMax, whyNotUndone } from '../../../src/pipeline/regroup/undo.ts';
import { aReport, dayMs, hourMs, noon } from '../../support/builders.ts';
import {
  aRegrouping,
  doMerge,
  doSplit,
  doUndo,
  incidentOf,
  lookup,
  someReports,
  type World,
  withoutVersion,
} from './world.ts';

const worldOf = (...incidents: readonly Incident[]): World => ({
  incidents: new Map(incidents.map((incident) => [incident.id, incident])),
  regroupings: new Map(),
});
const at = (world: World, id: string): Incident => {
  const found = world.incidents.get(id);
  assert.ok(found, id);
  return found;
};
const articlesOf = ({ reports }: Incident): readonly string[] => reports.map(({ article }) => article);

describe('merging incidents', () => {
  const one = incidentOf([
    aReport({ article: 'a0' }),
    aReport({ article: 'a1', outlet: 'daily', publishedAt: noon + 4 * hourMs }),
  ]);
  const other = incidentOf([
    aReport({ article: 'b0', outlet: 'state-tv', killed: 11, publishedAt: noon + hourMs }),
    aReport({ article: 'b1', outlet: 'state-tv', publishedAt: noon + 9 * hourMs }),
  ]);

  it('gives the target the reports of both, in the order of their publication, and the facts that they make', () => {
    const { target, source } = mergeIncidents(lookup, { source: other, target: one }, noon);
    assert.deepEqual(articlesOf(target), ['a0', 'b0', 'a1', 'b1']);
    assert.deepEqual(target.facts.families, ['daily', 'state-tv', 'wire']);
    assert.equal(target.version, 2);
    assert.deepEqual(
      target.changes.map(({ what }) => what).filter((what) => what !== 'severity' && what !== 'casualties'),
      ['merged'],
    );
    assert.equal(source.mergedInto, one.id);
    assert.deepEqual(source.reports, other.reports);
    assert.equal(source.version, 2);
  });

  it('says what is graver from then on', () => {
    const { target } = mergeIncidents(lookup, { source: other, target: one }, noon);
    assert.notEqual(target.facts.killed, one.facts.killed);
    const toll = target.changes.find(({ what }) => what === 'casualties');
    assert.match(toll?.detail ?? '', /killed: unknown → 11/u);
  });

  it('is refused with itself, with what was merged before, and for what the pack knows', () => {
    const merged = { ...other, mergedInto: one.id };
    assert.equal(whyNotMerged({ source: one, target: one }), 'same');
    assert.equal(whyNotMerged({ source: merged, target: one }), 'merged-already');
    assert.equal(whyNotMerged({ source: one, target: merged }), 'merged-already');
    assert.equal(whyNotMerged({ source: { ...one, id: 'known:x' }, target: other }), 'known');
    assert.equal(whyNotMerged({ source: one, target: { ...other, id: 'known:x' } }), null);
  });

  it('leads from each of a chain to its end', () => {
    const into: Readonly<Record<string, string | null>> = { a: 'b', b: 'c', c: null, x: 'y', y: 'x' };
    const find = (id: string) => (id in into ? { ...one, id, mergedInto: into[id] ?? null } : null);
    assert.equal(endOf(find, 'a'), 'c');
    assert.equal(endOf(find, 'c'), 'c');
    assert.equal(endOf(find, 'gone'), 'gone');
    assert.ok(['x', 'y'].includes(endOf(find, 'x')));
  });

  it('keeps a founding report among the sixty that are held', () => {
    const many = (prefix: string): readonly Report[] =>
      Array.from({ length: 50 }, (_, n) => aReport({ article: `${prefix}${n}`, publishedAt: noon + n * hourMs }));
    const { target } = mergeIncidents(lookup, { source: incidentOf(many('b')), target: incidentOf(many('a')) }, noon);
    assert.equal(target.reports.length, 60);
    assert.equal(target.reports[0]?.article, 'a0');
    assert.equal(target.reportsDropped, 40);
  });
});

describe('splitting an incident', () => {
  const whole = incidentOf([
    aReport({ article: 'a0' }),
    aReport({ article: 'a1', outlet: 'daily', place: 'ain-al-asad', killed: 3 }),
    aReport({ article: 'a2', outlet: 'state-tv' }),
  ]);
  const halves = (...articles: readonly string[]) =>
    splitIncident(lookup, whole, articles, { now: noon + hourMs, isTaken: (id) => id === whole.id });

  it('makes of the chosen reports an incident of their own, linked with the old one', () => {
    const { left, off } = halves('a1');
    assert.deepEqual(articlesOf(left), ['a0', 'a2']);
    assert.deepEqual(articlesOf(off), ['a1']);
    assert.equal(off.id, 'i-a1');
    assert.equal(off.version, 1);
    assert.equal(off.facts.place, 'ain-al-asad');
    assert.equal(left.facts.killed, null);
    assert.deepEqual(left.related, [{ incident: 'i-a1', how: 'linked' }]);
    assert.deepEqual(off.related, [{ incident: 'i-a0', how: 'linked' }]);
    assert.deepEqual(left.apart, ['a1']);
  });

  it('finds a free id where the founding report is split off', () => {
    assert.equal(halves('a0').off.id, 'i-a0-2');
    assert.equal(halves('a0', 'a2').off.id, 'i-a2');
  });

  it('is refused where nothing is chosen or left, or the incident was merged', () => {
    assert.equal(whyNotSplit(whole, ['nothing-of-it']), 'nothing-chosen');
    assert.equal(whyNotSplit(whole, ['a0', 'a1', 'a2']), 'nothing-left');
    assert.equal(whyNotSplit({ ...whole, mergedInto: 'i' }, ['a1']), 'merged-already');
    assert.equal(whyNotSplit(whole, ['a1']), null);
  });

  it('keeps the kind of event where none of the chosen reports names one', () => {
    const vague = incidentOf([aReport({ article: 'a0' }), aReport({ article: 'a1', eventType: null, subEvent: null })]);
    const { off } = splitIncident(lookup, vague, ['a1'], { now: noon, isTaken: () => false });
    assert.equal(off.facts.eventType, vague.facts.eventType);
    assert.equal(off.facts.subEvent, vague.facts.subEvent);
  });
});

describe('linking incidents', () => {
  const one = incidentOf([aReport({ article: 'a0' })]);
  const other = incidentOf([aReport({ article: 'b0' })]);

  it('shows each on the other, as a version without news, and is taken back without a trace', () => {
    const linked = linkIncidents({ source: one, target: other }, noon);
    assert.deepEqual(linked.source.related, [{ incident: other.id, how: 'linked' }]);
    assert.deepEqual(linked.target.related, [{ incident: one.id, how: 'linked' }]);
    assert.deepEqual(linked.source.changes, []);
    assert.equal(whyNotLinked(linked), 'linked-already');
    const back = unlinkIncidents(linked, noon);
    assert.deepEqual(withoutVersion(back.source), withoutVersion(one));
    assert.deepEqual(withoutVersion(back.target), withoutVersion(other));
  });

  it('keeps no more relations than an incident holds, the new one among them', () => {
    const related = Array.from({ length: 6 }, (_, n) => ({ incident: `n${n}`, how: 'near' as const }));
    const { source } = linkIncidents({ source: { ...one, related }, target: other }, noon);
    assert.equal(source.related.length, 6);
    assert.equal(source.related[0]?.incident, other.id);
  });
});

describe('taking it back', () => {
  it('of a merge gives the same two incidents as before, whatever they are', () => {
    fc.assert(
      fc.property(
        someReports('a', { min: 1, max: 40 }),
        someReports('b', { min: 1, max: 40 }),
        fc.subarray(['s1', 's2']),
        (ours, theirs, related) => {
          const target = incidentOf(ours, {
            apart: ['x'],
            related: related.map((incident) => ({ incident, how: 'near' })),
          });
          const source = incidentOf(theirs, { related: [{ incident: 's1', how: 'linked' }], reportsDropped: 2 });
          const world = worldOf(target, source);
          assert.ok(doMerge(world, { source, target }));
          assert.ok(doUndo(world, source.id));
          assert.deepEqual(withoutVersion(at(world, target.id)), withoutVersion(target));
          assert.deepEqual(withoutVersion(at(world, source.id)), withoutVersion(source));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('of a split gives the same incident as before, whatever was chosen', () => {
    const chosen = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(someReports('a', { min: 2, max: 60 }), chosen, (reports, places) => {
        const whole = incidentOf(reports, { related: [{ incident: 's1', how: 'near' }] });
        const articles = places.flatMap((place) => reports[place]?.article ?? []);
        fc.pre(whyNotSplit(whole, articles) === null);
        const world = worldOf(whole);
        const off = doSplit(world, whole, articles);
        assert.ok(off !== null && doUndo(world, off));
        assert.deepEqual(withoutVersion(at(world, whole.id)), withoutVersion(whole));
        assert.equal(at(world, off).mergedInto, whole.id);
      }),
      { numRuns: 150 },
    );
  });

  it('of a merge leaves with the target what came since, and gives the source its reports as they were corrected', () => {
    const target = incidentOf([aReport({ article: 'a0' })]);
    const source = incidentOf([aReport({ article: 'b0', outlet: 'daily', killed: 2 })]);
    const world = worldOf(target, source);
    doMerge(world, { source, target });
    const later = aReport({ article: 'c0', outlet: 'state-tv' });
    const merged = at(world, target.id);
    const facts = factsWith(lookup, merged, later);
    const joined = mergeReport(merged, later, { facts, changes: [], wakes: true, now: noon });
    const corrected = aReport({ article: 'b0~1', outlet: 'daily', killed: 5 });
    world.incidents.set(target.id, {
      ...joined,
      reports: joined.reports.map((report) => (report.article === 'b0' ? corrected : report)),
    });
    assert.ok(doUndo(world, source.id));
    assert.deepEqual(articlesOf(at(world, target.id)), ['a0', 'c0']);
    assert.deepEqual(articlesOf(at(world, source.id)), ['b0~1']);
    assert.equal(at(world, source.id).facts.killed, 5);
  });

  it('is refused after a month, where it was merged on, and where it was done before', () => {
    const target = incidentOf([aReport({ article: 'a0' })]);
    const source = { ...incidentOf([aReport({ article: 'b0' })]), mergedInto: target.id };
    const merge = aRegrouping({ what: 'merge', from: source.id, into: target.id, before: [target] });
    assert.equal(whyNotUndone(merge, { source, target }, noon + undoMsMax), null);
    assert.equal(whyNotUndone(merge, { source, target }, noon + undoMsMax + 1), 'too-old');
    assert.equal(undoMsMax, 30 * dayMs);
    assert.equal(whyNotUndone(merge, { source, target: { ...target, mergedInto: 'z' } }, noon), 'merged-on');
    assert.equal(whyNotUndone(merge, { source: { ...source, mergedInto: null }, target }, noon), 'nothing-to-undo');
    const split = aRegrouping({ what: 'split', from: target.id, into: source.id, before: [target] });
    assert.equal(whyNotUndone(split, { source, target }, noon), 'merged-on');
  });

  it('after any sequence of it all, each article stands in exactly one incident that was not merged', () => {
    const step = fc.record({
      do: fc.constantFrom('merge', 'split', 'undo', 'join', 'revise'),
      one: fc.nat(30),
      other: fc.nat(30),
      chosen: fc.uniqueArray(fc.nat(8), { minLength: 1, maxLength: 4 }),
    });
    const some = { min: 1, max: 5 };
    fc.assert(
      fc.property(
        someReports('a', some),
        someReports('b', some),
        someReports('c', some),
        fc.array(step, { minLength: 3, maxLength: 20 }),
        (a, b, c, steps) => {
          const world = worldOf(incidentOf(a), incidentOf(b), incidentOf(c));
          const told = new Set([...a, ...b, ...c].map(({ article }) => article));
          let came = 0;
          for (const { do: what, one, other, chosen } of steps) {
            const all = [...world.incidents.values()];
            const standing = all.filter(({ mergedInto }) => mergedInto === null);
            const first = standing[one % standing.length];
            const second = standing[other % standing.length];
            assert.ok(first && second);
            if (what === 'merge') doMerge(world, { source: first, target: second });
            if (what === 'split')
              doSplit(
                world,
                first,
                chosen.flatMap((place) => first.reports[place]?.article ?? []),
              );
            if (what === 'undo')
              doUndo(world, [...world.regroupings.keys()][one % Math.max(1, world.regroupings.size)] ?? '');
            if (what === 'join') {
              came += 1;
              const report = aReport({ article: `n${came}`, outlet: 'daily' });
              told.add(report.article);
              const facts = factsWith(lookup, first, report);
              world.incidents.set(first.id, mergeReport(first, report, { facts, changes: [], wakes: true, now: noon }));
            }
            if (what === 'revise') {
              const place = other % first.reports.length;
              const revised = (report: Report): Report => ({ ...report, article: `${originalOf(report.article)}~1` });
              const reports = first.reports.map((report, n) => (n === place ? revised(report) : report));
              world.incidents.set(first.id, { ...first, reports });
            }
          }
          const stand = [...world.incidents.values()].filter(({ mergedInto }) => mergedInto === null);
          const found = stand.flatMap(({ reports }) => reports.map(({ article }) => originalOf(article)));
          assert.deepEqual(found.toSorted(), [...told].toSorted());
          for (const { reports, facts } of stand) assert.ok(reports.length > 0 && facts.title !== '');
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
