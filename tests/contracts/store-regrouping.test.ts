import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Incident, Label, Regrouping } from '../../src/model.ts';
import type { IncidentsRecord } from '../../src/ports.ts';
import { anIncident, aReport } from '../support/builders.ts';
import { anAlert, anEntry, aRow, aVerdict } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

const ada = { id: '7', name: 'Ada' };
const label: Label = {
  id: 'same-1',
  at: 7_000,
  server: 'home',
  by: ada,
  says: { what: 'same', incident: 'i-a' },
  incident: 'i-b',
  articles: ['b'],
  examples: [],
  besides: [],
  isTeaching: true,
  revokedAt: null,
};

function told(article: string): Incident {
  return anIncident({ id: `i-${article}`, reports: [aReport({ article })] });
}

function aRegrouping(): Regrouping {
  const before = [told('a'), told('b')];
  return { incident: 'i-b', what: 'merge', at: 7_000, by: ada, from: 'i-b', into: 'i-a', before, alerts: [], label };
}

/** B goes into A; the alert that home has of B with it. */
function aMerge(revision: number, over: Partial<IncidentsRecord> = {}): IncidentsRecord {
  const before = anAlert('i-b', 'home');
  const merged = { into: 'i-a', before: { ...before, acknowledgement: null, snoozedUntil: null, falseAlarm: null } };
  return {
    key: 'm',
    revision,
    incidents: [
      { ...told('a'), version: 2 },
      { ...told('b'), version: 2, mergedInto: 'i-a' },
    ],
    alerts: [
      { before, after: { ...before, state: 'merged', revision: 2, merged } },
      { before: null, after: anAlert('i-a', 'home', { state: 'acknowledged', acknowledgement: null }) },
    ],
    alertsTouched: [{ incident: 'i-a', server: 'away', at: 1 }],
    rows: [aRow('i-b', '100', { id: 'i-b.2.2.card.100', version: 2 })],
    letters: [],
    labels: [label],
    hiddenBy: [],
    regrouping: { kept: aRegrouping(), undone: null },
    audit: [anEntry({ incident: 'i-b', server: 'home', who: ada, action: 'merge' })],
    ...over,
  };
}

describe('a change of incidents', () => {
  let fixture: StoreFixture;
  let revision = 0;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(async () => {
    await fixture.empty();
    const { store } = fixture;
    await store.commitVerdict(aVerdict('a', told('a')));
    ({ revision } = await store.incidentsSince(0));
    const alertsOpened = [anAlert('i-b', 'home')];
    await store.commitVerdict({ ...aVerdict('b', told('b'), { alertsOpened }), revision });
    ({ revision } = await store.incidentsSince(0));
  });
  after(() => fixture.stop());

  it('is one write with alerts, rows, labels, audit and what undoes it', async () => {
    const { store } = fixture;
    const record = aMerge(revision);
    assert.equal(await store.commitIncidents(record), 'committed');
    assert.equal((await store.incident('i-b'))?.mergedInto, 'i-a');
    assert.equal((await store.incident('i-a'))?.version, 2);
    assert.equal((await store.alert('i-b', 'home'))?.state, 'merged');
    assert.equal((await store.alert('i-a', 'home'))?.state, 'acknowledged');
    assert.deepEqual(await store.row('i-b.2.2.card.100'), record.rows[0]);
    assert.deepEqual(await store.labels(5), [label]);
    assert.deepEqual(await store.auditOf('i-b', 5), record.audit);
    assert.deepEqual(await store.regrouping('i-b'), aRegrouping());
    assert.deepEqual(await store.openAlerts('home', 5), [await store.alert('i-a', 'home')]);
  });

  it('is seen by every matcher as changes of the index', async () => {
    const { store, other } = fixture;
    await store.commitIncidents(aMerge(revision));
    const news = await other.incidentsSince(revision);
    assert.deepEqual(news.incidents.map(({ id }) => id).toSorted(), ['i-a', 'i-b']);
    assert.equal(news.revision, revision + 1);
    assert.equal(await other.commitVerdict({ ...aVerdict('c', told('c')), revision }), 'stale');
  });

  it('leaves the alert that it closed without a timer, and has the others looked at at once', async () => {
    const { store } = fixture;
    await store.settleTimer('alert:home:i-b', 99);
    await store.commitIncidents(aMerge(revision));
    const due = await store.claimDue(Date.now(), 10, 1_000);
    assert.deepEqual(due.toSorted(), ['alert:away:i-a', 'alert:home:i-a']);
  });

  it('is stale, and writes nothing, where the index or one of the alerts moved on', async () => {
    const { store } = fixture;
    assert.equal(await store.commitIncidents(aMerge(revision - 1)), 'stale');
    await store.commitAlert({
      key: 'p',
      expectedRevision: 1,
      alert: anAlert('i-b', 'home', { state: 'resolved', revision: 2 }),
      rows: [],
      letters: [],
      label: null,
      audit: [],
      nextDueAt: null,
    });
    assert.equal(await store.commitIncidents(aMerge(revision)), 'stale');
    const opened = aMerge(revision, { alerts: [{ before: null, after: anAlert('i-b', 'home') }] });
    assert.equal(await store.commitIncidents(opened), 'stale');
    assert.equal((await store.incident('i-b'))?.mergedInto, null);
    assert.equal(await store.alert('i-a', 'home'), null);
    assert.equal(await store.regrouping('i-b'), null);
  });

  it('is done once a key', async () => {
    const { store, other } = fixture;
    assert.equal(await store.commitIncidents(aMerge(revision)), 'committed');
    assert.equal(await other.commitIncidents(aMerge(revision)), 'already');
    assert.equal((await store.incidentsSince(0)).revision, revision + 1);
  });

  it('is undone once: what undoes it is forgotten with it', async () => {
    const { store } = fixture;
    await store.commitIncidents(aMerge(revision));
    const undone = { kept: null, undone: 'i-b' };
    const back = aMerge(revision + 1, { key: 'u', incidents: [told('b')], alerts: [], regrouping: undone });
    assert.equal(await store.commitIncidents(back), 'committed');
    assert.equal(await store.regrouping('i-b'), null);
    assert.equal((await store.incident('i-b'))?.mergedInto, null);
  });

  it('that concerns no incident is a mistake of ours', async () => {
    await assert.rejects(fixture.store.commitIncidents(aMerge(revision, { incidents: [] })), TypeError);
  });
});
