import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Store } from '../../src/ports.ts';
import { anArticle, anIncident } from '../support/builders.ts';
import { aCard, anAlert, anEntry, aPoll, aRow, aVerdict } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

const keep = {
  incidentsMs: 1_000,
  unresolvedMs: 100_000,
  pendingMs: 2_000,
  unsettledMs: 3_000,
  outcomesMs: 4_000,
  auditMs: 5_000,
};

describe('retain', () => {
  let fixture: StoreFixture;
  let store: Store;
  before(async () => {
    fixture = await startStores();
    store = fixture.open({ keep });
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('deletes an incident after its keeping time, with its alerts, cards and audit', async () => {
    const record = aVerdict('a', anIncident({ id: 'i', updatedAt: 5_000 }), {
      alertsOpened: [anAlert('i', 'home', { state: 'resolved' })],
      audit: [anEntry({ incident: 'i' })],
    });
    await store.commitVerdict(record);
    await store.claimCard('i', '100', 'me', 1);
    await store.saveCard(aCard('i', '100'), 'me', []);
    await store.releaseCard('i', '100', 'me');
    await store.retain(6_000);
    assert.notEqual(await store.incident('i'), null);
    await store.retain(6_001);
    assert.equal(await store.incident('i'), null);
    assert.deepEqual(await store.recentIncidents(5), []);
    assert.deepEqual(await store.incidentsSince(0), { revision: 1, incidents: [] });
    const left = (await fixture.redis.keys('*')).toSorted();
    assert.deepEqual(left, ['wf:article:a', 'wf:audit', 'wf:audit:ends', 'wf:incidents:revision']);
  });

  it('keeps an incident while its alert is unresolved, up to a limit', async () => {
    const alertsOpened = [anAlert('i', 'home')];
    await store.commitVerdict(aVerdict('a', anIncident({ id: 'i', updatedAt: 0 }), { alertsOpened }));
    await store.retain(100_000);
    assert.notEqual(await store.incident('i'), null);
    await store.retain(100_001);
    assert.equal(await store.incident('i'), null);
    assert.deepEqual(await store.openAlerts('home', 5), []);
  });

  it('keeps an incident while a row of it waits', async () => {
    await store.commitVerdict(
      aVerdict('a', anIncident({ id: 'i', updatedAt: 0 }), { rows: [aRow('i', '100', { createdAt: fixture.real })] }),
    );
    await store.retain(900_000);
    assert.notEqual(await store.incident('i'), null);
  });

  it('goes past incidents that must stay to those behind them', async () => {
    const count = 1_200;
    for (let place = 0; place < count; place++) {
      const alertsOpened = place % 3 === 0 ? [anAlert(`i${place}`, 'home')] : [];
      const incident = anIncident({ id: `i${place}`, updatedAt: place });
      await store.commitVerdict(aVerdict(`a${place}`, incident, { revision: place, alertsOpened }));
    }
    await store.retain(50_000);
    const left = await store.recentIncidents(2_000);
    assert.equal(left.length, count / 3);
    assert.ok(left.every(({ id }) => Number(id.slice(1)) % 3 === 0));
  });

  it('gives up rows that could not be delivered in time, and says so', async () => {
    const row = aRow('i', '100', { createdAt: fixture.real });
    await store.commitVerdict(aVerdict('a', anIncident({ id: 'i', updatedAt: 0 }), { rows: [row] }));
    fixture.real += 3_001;
    await store.retain(1);
    assert.equal(await store.row(row.id), null);
    assert.deepEqual(await store.outcome(row.id), { row: row.id, outcome: 'failed', reason: 'too-old' });
    assert.match(JSON.stringify(fixture.reported), /given up undelivered.*i\.1\.card\.100/);
    await store.retain(900_000);
    assert.equal(await store.incident('i'), null, 'nothing holds the incident any more');
    fixture.real += 4_001;
    await store.retain(1);
    assert.equal(await store.outcome(row.id), null);
  });

  it('gives up articles that nobody could decide on, and says which', async () => {
    await store.commitPoll(aPoll([anArticle({ id: 'a' })]));
    fixture.real += 2_001;
    await store.retain(1);
    assert.equal(await store.pendingArticle('a'), null);
    assert.deepEqual(await store.pendingBefore(fixture.real + 1, 5), []);
    assert.match(JSON.stringify(fixture.reported), /without a verdict.*"a"/);
  });

  it('lets go of audit entries after their keeping time', async () => {
    for (let place = 0; place < 1_200; place++) await store.record(anEntry({ at: place, action: `act ${place}` }));
    await store.retain(6_199);
    assert.deepEqual(
      (await store.recentAudit(2_000)).map(({ at }) => at),
      [1_199],
    );
  });

  it('does the same twice, and two at a time', async () => {
    for (let place = 0; place < 30; place++)
      await store.commitVerdict(
        aVerdict(`a${place}`, anIncident({ id: `i${place}`, updatedAt: 0 }), { revision: place }),
      );
    await Promise.all([store.retain(9_000), fixture.open({ keep }, fixture.server.client()).retain(9_000)]);
    await store.retain(9_000);
    assert.deepEqual(await store.recentIncidents(50), []);
  });

  it('refuses a keeping time that makes no sense, by name', () => {
    assert.throws(
      () => fixture.open({ keep: { auditMs: 0 } }),
      /keeping time auditMs is 0, expected whole milliseconds/,
    );
  });
});
