import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Alert } from '../../src/model.ts';
import { anIncident } from '../support/builders.ts';
import { anAlert, anEntry, aRow, aVerdict } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

const ada = { id: '7', name: 'Ada' };

/** A press on an alert as it was opened. */
function aPress(key: string, over: Partial<Alert> = {}) {
  return {
    key,
    expectedRevision: 1,
    alert: anAlert('i', 'home', { state: 'acknowledged', revision: 2, changedBy: ada, ...over }),
    rows: [aRow('i', '100', { id: `i.1.${key}.card.100` })],
    letters: [],
    label: null,
    audit: [anEntry({ incident: 'i', server: 'home', who: ada, action: `press ${key}` })],
    nextDueAt: null,
  };
}

describe('alerts', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(async () => {
    await fixture.empty();
    const alertsOpened = [anAlert('i', 'home'), anAlert('i', 'away')];
    await fixture.store.commitVerdict(aVerdict('a', anIncident({ id: 'i' }), { alertsOpened }));
  });
  after(() => fixture.stop());

  it('of one server are given for many incidents at once, none of another server', async () => {
    const { store } = fixture;
    const others = Array.from({ length: 1_100 }, (_, at) => `none-${at}`);
    const found = await store.alertsAmong('home', [...others, 'i']);
    assert.deepEqual([...found], [['i', anAlert('i', 'home')]]);
    assert.deepEqual([...(await store.alertsAmong('elsewhere', ['i']))], []);
    assert.deepEqual([...(await store.alertsAmong('home', []))], []);
    assert.deepEqual([...(await store.keptIncidents())], ['i']);
  });

  it('live one life an incident and server', async () => {
    const { store } = fixture;
    assert.equal(await store.commitAlert(aPress('p')), 'committed');
    assert.equal((await store.alert('i', 'home'))?.state, 'acknowledged');
    assert.equal((await store.alert('i', 'away'))?.state, 'open');
    assert.equal(await store.alert('i', 'elsewhere'), null);
    assert.deepEqual((await store.alertsOf('i')).map(({ server }) => server).toSorted(), ['away', 'home']);
  });

  it('take a press with its rows and its audit entry in one write', async () => {
    const { store } = fixture;
    const press = aPress('p');
    await store.commitAlert(press);
    assert.deepEqual(await store.alert('i', 'home'), press.alert);
    assert.deepEqual(await store.row('i.1.p.card.100'), press.rows[0]);
    assert.deepEqual(await store.auditOf('i', 5), press.audit);
  });

  it('lose a press on another revision, and write nothing of it', async () => {
    const { store } = fixture;
    await store.commitAlert(aPress('p'));
    assert.equal(await store.commitAlert(aPress('q', { state: 'resolved' })), 'lost');
    assert.equal((await store.alert('i', 'home'))?.state, 'acknowledged');
    assert.equal(await store.row('i.1.q.card.100'), null);
    assert.equal((await store.auditOf('i', 5)).length, 1);
  });

  it('take a press once a key', async () => {
    const { store, other } = fixture;
    await store.commitAlert(aPress('p'));
    assert.equal(await other.commitAlert(aPress('p')), 'already');
    const next = { ...aPress('p', { revision: 3 }), expectedRevision: 2 };
    assert.equal(await other.commitAlert(next), 'already');
    assert.equal((await store.alert('i', 'home'))?.revision, 2);
  });

  it('take one of many presses that race on one revision', async () => {
    const race = Array.from({ length: 12 }, (_, index) =>
      (index % 2 ? fixture.store : fixture.other).commitAlert(aPress(`p${index}`)),
    );
    const outcomes = await Promise.all(race);
    assert.equal(outcomes.filter((outcome) => outcome === 'committed').length, 1);
    assert.equal(outcomes.filter((outcome) => outcome === 'lost').length, 11);
    assert.equal((await fixture.store.auditOf('i', 20)).length, 1);
  });

  it('lose a press on an alert that there is not', async () => {
    const press = aPress('p');
    const missing = { ...press, alert: { ...press.alert, server: 'elsewhere' } };
    assert.equal(await fixture.store.commitAlert(missing), 'lost');
  });

  it('are listed by server while unresolved, newest first', async () => {
    const { store } = fixture;
    const later = { alertsOpened: [anAlert('j', 'home', { openedAt: 6_000 })], revision: 1 };
    await store.commitVerdict(aVerdict('b', anIncident({ id: 'j' }), later));
    const open = async () => (await store.openAlerts('home', 10)).map(({ incident }) => incident);
    assert.deepEqual(await open(), ['j', 'i']);
    assert.equal((await store.openAlerts('home', 1)).length, 1);
    await store.commitAlert(aPress('p'));
    assert.deepEqual(await open(), ['j', 'i'], 'acknowledged is not resolved');
    await store.commitAlert({ ...aPress('q', { state: 'false-alarm', revision: 3 }), expectedRevision: 2 });
    assert.deepEqual(await open(), ['j']);
    await store.commitAlert({ ...aPress('r', { state: 'open', revision: 4 }), expectedRevision: 3 });
    assert.deepEqual(await open(), ['j', 'i'], 'reopened');
  });

  it('that cannot be read lose every press, are reported, and leave the others alone', async () => {
    const { store, redis, reported } = fixture;
    await redis.hset('wf:alerts:i', 'home', 'nonsense');
    assert.equal(await store.commitAlert(aPress('p')), 'lost');
    assert.deepEqual(
      (await store.alertsOf('i')).map(({ server }) => server),
      ['away'],
    );
    assert.equal(reported.length, 1);
  });
});
