import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Article, Incident } from '../../../src/model.ts';
import { assign, emptyIndex, type IncidentIndex, remember } from '../../../src/pipeline/assign.ts';
import { mergeIncidents } from '../../../src/pipeline/regroup/merge.ts';
import { splitIncident } from '../../../src/pipeline/regroup/split.ts';
import { anArticle, aPack, aReport, hourMs, noon } from '../../support/builders.ts';
import { incidentOf, lookup } from './world.ts';

const indexOf = (...incidents: readonly Incident[]): IncidentIndex =>
  incidents.reduce(remember, emptyIndex({ pack: aPack() }));
const at = (id: string, said: Partial<Article> = {}): Article => anArticle({ id, publishedAt: noon + hourMs, ...said });
const asad = {
  place: 'ain-al-asad',
  terms: { rocket: 2, asad: 2, airfield: 1, '#ain-al-asad': 1 },
  title: 'Rockets hit Ain al-Asad',
};

/** How many texts hold each term. */
const countsOf = ({ terms }: IncidentIndex) =>
  [...terms.holding].map(([term, { held }]) => `${term} ${held}`).toSorted();

const taji = incidentOf([aReport({ article: 'a0' })]);
const other = incidentOf([aReport({ article: 'b0', ...asad })]);

describe('an incident that was merged', () => {
  const merged = mergeIncidents(lookup, { source: other, target: taji }, noon);
  const index = () => indexOf(merged.source, merged.target);

  it('is joined by nothing more: what fits it joins the one that it went into', () => {
    const report = aReport({ article: 'c0', outlet: 'daily', ...asad, title: 'Asad airfield under rocket fire' });
    const before = assign(indexOf(taji, other), at('c0'), report, noon);
    assert.equal(before.verdict.incident, other.id);
    assert.equal(assign(index(), at('c0'), report, noon).verdict.incident, taji.id);
  });

  it('leads the article that founded it, met again, to where it went', () => {
    const again = assign(index(), at('b0'), aReport({ article: 'b0', ...asad }), noon);
    assert.equal(again.verdict.decision, 'duplicate');
    assert.equal(again.verdict.incident, taji.id);
  });

  it('has the revisions of its reports told by the one that it went into', () => {
    const revised = aReport({ article: 'b0~1', ...asad, killed: 4 });
    const { verdict, incident } = assign(index(), at('b0~1', { revises: 'b0' }), revised, noon);
    assert.equal(verdict.incident, taji.id);
    assert.ok(incident?.reports.some(({ article }) => article === 'b0~1'));
  });

  it('is found again when it is taken out', () => {
    const back = remember(remember(index(), taji), other);
    const report = aReport({ article: 'c0', outlet: 'daily', ...asad });
    assert.equal(assign(back, at('c0'), report, noon).verdict.incident, other.id);
    assert.deepEqual(countsOf(back), countsOf(indexOf(taji, other)));
  });
});

describe('an article that was split off', () => {
  const whole = incidentOf([aReport({ article: 'a0' }), aReport({ article: 'a1', outlet: 'daily' })]);
  const isTaken = (id: string) => id === whole.id;
  const { left, off } = splitIncident(lookup, whole, ['a1'], { now: noon, isTaken });

  it('is never taken back, though nothing fits it better', () => {
    const gone = { ...off, mergedInto: 'i-elsewhere' };
    const again = assign(
      indexOf(left, gone),
      at('a1~1', { revises: 'a1' }),
      aReport({ article: 'a1~1', outlet: 'daily' }),
      noon,
    );
    assert.notEqual(again.verdict.incident, left.id);
    const without = assign(
      indexOf({ ...left, apart: [] }, gone),
      at('a1~1', { revises: 'a1' }),
      aReport({ article: 'a1~1', outlet: 'daily' }),
      noon,
    );
    assert.equal(without.verdict.incident, left.id);
  });

  it('is corrected where it stands now', () => {
    const { verdict } = assign(
      indexOf(left, off),
      at('a1~1', { revises: 'a1' }),
      aReport({ article: 'a1~1', outlet: 'daily', killed: 3 }),
      noon,
    );
    assert.equal(verdict.incident, off.id);
  });

  it('that founded the old incident is no part of it any more', () => {
    const parts = splitIncident(lookup, whole, ['a0'], { now: noon, isTaken });
    const again = assign(indexOf(parts.left, parts.off), at('a0'), aReport({ article: 'a0' }), noon);
    assert.equal(again.verdict.incident, parts.off.id);
    assert.equal(again.verdict.decision, 'duplicate');
    const alone = assign(indexOf(parts.left), at('a0'), aReport({ article: 'a0' }), noon);
    assert.notEqual(alone.verdict.incident, parts.left.id);
  });

  it('leaves others to choose by their likeness', () => {
    const { verdict } = assign(indexOf(left, off), at('n1'), aReport({ article: 'n1', outlet: 'state-tv' }), noon);
    assert.ok(verdict.incident === left.id || verdict.incident === off.id);
  });
});
