import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { rowsPerWriteMax } from '../../src/adapters/redis/verdict.ts';
import { anArticle, anIncident, aReport } from '../support/builders.ts';
import { aCard, anAlert, anEntry, aPoll, aRow, aVerdict } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

describe('verdicts and incidents', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('write everything a verdict brings: record, incident, revision, alert, rows, audit', async () => {
    const { store } = fixture;
    await store.commitPoll(aPoll([anArticle({ id: 'a' })]));
    const incident = anIncident({
      id: 'i',
      reports: Array.from({ length: 60 }, (_, index) => aReport({ article: `a${index}` })),
      changes: ['a', 'b'].map((article) => ({ what: 'outlet', detail: 'Wire', article, outlets: ['wire'] })),
    });
    const record = aVerdict('a', incident, {
      alertsOpened: [anAlert('i', 'home')],
      rows: [aRow('i', '100'), aRow('i', '200')],
      audit: [anEntry({ incident: 'i' })],
    });
    assert.equal(await store.commitVerdict(record), 'committed');
    const { article, verdict } = record;
    assert.deepEqual(await store.articleRecord('a'), {
      article,
      verdict,
      version: incident.version,
      changes: incident.changes.slice(0, 1),
    });
    assert.deepEqual(await store.incident('i'), incident);
    assert.deepEqual(await store.incidentsSince(0), { revision: 1, incidents: [incident] });
    assert.deepEqual(await store.alertsOf('i'), record.alertsOpened);
    assert.deepEqual(await store.unsettledRows(6_001, 10), record.rows);
    assert.deepEqual(await store.auditOf('i', 10), record.audit);
    assert.equal(await store.pendingArticle('a'), null);
    assert.deepEqual(await store.pendingBefore(fixture.real + 1, 10), []);
  });

  it('answer null for what there is not', async () => {
    assert.equal(await fixture.store.articleRecord('a'), null);
    assert.equal(await fixture.store.incident('i'), null);
    assert.deepEqual(await fixture.store.incidentsSince(0), { revision: 0, incidents: [] });
    assert.deepEqual(await fixture.store.recentIncidents(10), []);
  });

  it('bring as many rows as there may be in one write, and no more', async () => {
    const { store } = fixture;
    const rows = Array.from({ length: rowsPerWriteMax }, (_, index) => aRow('i', `${index}`));
    const incident = anIncident({ id: 'i' });
    const tooMany = aVerdict('a', incident, { rows, alertsOpened: [anAlert('i', 'home')] });
    await assert.rejects(store.commitVerdict(tooMany), /verdict on a brings 5001 alerts and rows, at most 5000 fit/);
    assert.equal(await store.commitVerdict(aVerdict('a', incident, { rows })), 'committed');
    assert.equal(await fixture.redis.zcard('wf:outbox:unsettled'), rowsPerWriteMax);
  });

  it('stand once an article: the second is told so and writes nothing', async () => {
    const { store } = fixture;
    await store.commitVerdict(aVerdict('a', anIncident({ id: 'i' })));
    const second = aVerdict('a', anIncident({ id: 'j' }), { revision: 1, rows: [aRow('j', '100')] });
    assert.equal(await store.commitVerdict(second), 'already');
    assert.equal(await store.incident('j'), null);
    assert.deepEqual(await store.unsettledRows(9_999, 10), []);
    assert.equal((await store.incidentsSince(0)).revision, 1);
  });

  it('are stale when the index moved on, and then write nothing', async () => {
    const { store } = fixture;
    await store.commitVerdict(aVerdict('a', anIncident({ id: 'i' })));
    const stale = aVerdict('b', anIncident({ id: 'j' }), { revision: 0, alertsOpened: [anAlert('j', 'home')] });
    assert.equal(await store.commitVerdict(stale), 'stale');
    assert.equal(await store.articleRecord('b'), null);
    assert.deepEqual(await store.alertsOf('j'), []);
    assert.equal(await store.commitVerdict({ ...stale, revision: 1 }), 'committed');
  });

  it('that fit no incident are stale too when the index moved on, and do not move it', async () => {
    const { store } = fixture;
    await store.commitVerdict(aVerdict('a', anIncident({ id: 'i' })));
    assert.equal(await store.commitVerdict(aVerdict('b', null, { revision: 0 })), 'stale');
    assert.equal(await store.commitVerdict(aVerdict('b', null, { revision: 1 })), 'committed');
    assert.equal((await store.incidentsSince(0)).revision, 1);
  });

  it('in which the index had no part are never stale, and bring no incident', async () => {
    const { store } = fixture;
    await store.commitVerdict(aVerdict('a', anIncident({ id: 'i' })));
    assert.equal(await store.commitVerdict(aVerdict('b', null, { revision: null })), 'committed');
    const wrong = aVerdict('c', anIncident({ id: 'j' }), { revision: null });
    await assert.rejects(store.commitVerdict(wrong), /expected the revision/);
  });

  it('make one incident of many that race on one revision', async () => {
    const stores = [fixture.store, fixture.other];
    const race = Array.from({ length: 20 }, (_, index) =>
      stores[index % 2]?.commitVerdict(
        aVerdict(`a${index}`, anIncident({ id: `i${index}` }), { alertsOpened: [anAlert(`i${index}`, 'home')] }),
      ),
    );
    const outcomes = await Promise.all(race);
    assert.equal(outcomes.filter((outcome) => outcome === 'committed').length, 1);
    assert.equal(outcomes.filter((outcome) => outcome === 'stale').length, 19);
    assert.equal((await fixture.store.incidentsSince(0)).incidents.length, 1);
    assert.equal((await fixture.store.openAlerts('home', 50)).length, 1);
  });

  it('come to one verdict an article when two stores race on it, whatever the revision', async () => {
    const race = [fixture.store, fixture.other].map((store) =>
      store.commitVerdict(aVerdict('a', anIncident({ id: 'i' }))),
    );
    assert.deepEqual((await Promise.all(race)).toSorted(), ['already', 'committed']);
  });

  it('open no second alert of an incident on a server and add no row twice, settled ones neither', async () => {
    const { store } = fixture;
    const alert = anAlert('i', 'home');
    const row = aRow('i', '100');
    await store.commitVerdict(aVerdict('a', anIncident({ id: 'i' }), { alertsOpened: [alert], rows: [row] }));
    await store.claimCard('i', '100', 'me', 1_000);
    await store.saveCard(aCard('i', '100'), 'me', [{ row: row.id, outcome: 'sent', reason: 'posted' }]);
    const again = { alertsOpened: [{ ...alert, openedAt: 9_000 }], rows: [row], revision: 1 };
    await store.commitVerdict(aVerdict('b', anIncident({ id: 'i', version: 2 }), again));
    assert.deepEqual(await store.alert('i', 'home'), alert);
    assert.deepEqual(await store.unsettledRows(99_999, 10), []);
  });

  it('give what changed since a revision, each incident as it is now', async () => {
    const { store } = fixture;
    await store.commitVerdict(aVerdict('a', anIncident({ id: 'i' }), { revision: 0 }));
    await store.commitVerdict(aVerdict('b', anIncident({ id: 'j' }), { revision: 1 }));
    await store.commitVerdict(aVerdict('c', anIncident({ id: 'i', version: 2 }), { revision: 2 }));
    const ids = async (revision: number) =>
      (await store.incidentsSince(revision)).incidents.map(({ id, version }) => `${id} ${version}`);
    assert.deepEqual(await ids(0), ['j 1', 'i 2']);
    assert.deepEqual(await ids(2), ['i 2']);
    assert.deepEqual(await ids(3), []);
    assert.equal(await store.incidentsRevision(), 3);
  });

  it('give everything to one who knows a revision that the store has lost', async () => {
    const { store } = fixture;
    await store.commitVerdict(aVerdict('a', anIncident({ id: 'i' })));
    const { revision, incidents } = await store.incidentsSince(41);
    assert.equal(revision, 1);
    assert.deepEqual(
      incidents.map(({ id }) => id),
      ['i'],
    );
  });

  it('go on after the store was emptied under them', async () => {
    const { store } = fixture;
    await store.commitVerdict(aVerdict('a', anIncident({ id: 'i' })));
    await fixture.redis.flushall();
    assert.equal(await store.commitVerdict(aVerdict('b', anIncident({ id: 'j' }), { revision: 1 })), 'stale');
    assert.equal((await store.incidentsSince(1)).revision, 0);
    assert.equal(await store.commitVerdict(aVerdict('b', anIncident({ id: 'j' }), { revision: 0 })), 'committed');
  });

  it('list the newest incidents first, and read past one that is corrupt', async () => {
    const { store, redis, reported } = fixture;
    for (const [place, id] of ['i', 'j', 'k'].entries())
      await store.commitVerdict(aVerdict(`a${place}`, anIncident({ id, updatedAt: 100 * place }), { revision: place }));
    await redis.hset('wf:incidents', 'j', Buffer.from([1, 2, 3]));
    const ids = (await store.recentIncidents(10)).map(({ id }) => id);
    assert.deepEqual(ids, ['k', 'i']);
    assert.deepEqual(
      (await store.recentIncidents(1)).map(({ id }) => id),
      ['k'],
    );
    assert.deepEqual(
      (await store.incidentsSince(0)).incidents.map(({ id }) => id),
      ['i', 'k'],
    );
    assert.equal(reported.length, 1);
  });

  it('are read as an older program wrote them, with what their reports lack filled in', async () => {
    const { evidence, ...older } = aReport();
    const incident = anIncident({ id: 'i' });
    await fixture.redis.hset('wf:incidents', 'i', JSON.stringify({ ...incident, reports: [older] }));
    assert.deepEqual(evidence, []);
    assert.deepEqual(await fixture.store.incident('i'), incident);
  });

  it('a writer whose lease was given by a clock an hour ahead keeps nobody out', async () => {
    const { store, other } = fixture;
    const right = fixture.real;
    fixture.real += 3_600_000;
    assert.equal(await store.claimWriter('ahead', 1_000), true);
    fixture.real = right;
    assert.equal(await other.claimWriter('right', 1_000), true);
    assert.equal(await store.claimWriter('third', 1_000), false);
  });

  it('a lease holds for as long as it was asked for, however short others ask', async () => {
    const { store, other } = fixture;
    assert.equal(await store.claimWriter('long', 60_000), true);
    assert.equal(await other.claimWriter('short', 1_000), false);
    fixture.real += 59_999;
    assert.equal(await other.claimWriter('short', 1_000), false);
    fixture.real += 1;
    assert.equal(await other.claimWriter('short', 1_000), true);
    assert.equal(await store.claimWriter('long', 60_000), false);
  });

  it('let one writer in at a time, until it leaves or its lease runs out', async () => {
    const { store, other } = fixture;
    const claims = await Promise.all([store.claimWriter('one', 1_000), other.claimWriter('two', 1_000)]);
    assert.deepEqual(claims.toSorted(), [false, true]);
    const [first, second] = claims[0] ? ['one', 'two'] : ['two', 'one'];
    assert.equal(await store.claimWriter(first ?? '', 1_000), true, 'the holder prolongs its lease');
    await store.releaseWriter(second ?? '');
    assert.equal(await store.claimWriter(second ?? '', 1_000), false, 'only the holder releases it');
    fixture.real += 1_000;
    assert.equal(await other.claimWriter('three', 1_000), true);
    await other.releaseWriter('three');
    assert.equal(await store.claimWriter('four', 1_000), true);
  });

  it('forget an article when its keeping time is over', async () => {
    const store = fixture.open({ keep: { articlesMs: 3_600_000 } });
    await store.commitVerdict(aVerdict('a', null));
    const left = await fixture.redis.pttl('wf:article:a');
    assert.ok(left > 3_500_000 && left <= 3_600_000, `expires in ${left} ms`);
  });

  it('that are damaged inside are read as absent and reported: whoever takes them for whole would fail on them for ever', async () => {
    const { store, redis, reported } = fixture;
    await store.commitVerdict(aVerdict('a', anIncident({ id: 'i' })));
    const whole = anIncident({ id: 'i' });
    const damaged: readonly object[] = [
      { ...whole, facts: {} },
      { ...whole, facts: { ...whole.facts, actors: 'all of them' } },
      { ...whole, reports: [null] },
      { ...whole, reports: [{ ...aReport(), sentences: 7 }] },
      { ...whole, changes: null },
      { ...whole, apart: { length: 1 } },
    ];
    for (const record of damaged) {
      await redis.hset('wf:incidents', 'i', JSON.stringify(record));
      assert.equal(await store.incident('i'), null, JSON.stringify(record));
      assert.deepEqual((await store.incidentsSince(0)).incidents, []);
    }
    assert.match(JSON.stringify(reported), /wf:incidents i.*incident: facts: title is undefined, expected string/);
    await redis.hset('wf:incidents', 'i', JSON.stringify(whole));
    assert.deepEqual(await store.incident('i'), whole);
  });
});
