import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { agreeOnSchema } from '../../../src/adapters/redis/schema.ts';
import type { Store } from '../../../src/ports.ts';
import { type StoreFixture, startStores } from '../../contracts/fixture.ts';
import { putStored } from '../../support/stored.ts';

/**
 * Written by the program of the commit that ended the Discord product, before there was on call: four alerts with cards,
 * one of them taken; one that Discord refused; one that was read as the program was killed. `npm run faults -- --only
 * upgrade --from 22c18bc` writes it where FAULTS_STORED says.
 */
const file = join(import.meta.dirname, '../../fixtures/stored/before-on-call.json');
const ever = Number.MAX_SAFE_INTEGER;

describe('what a program before on call wrote', () => {
  let fixture: StoreFixture;
  let store: Store;
  before(async () => {
    fixture = await startStores();
    await fixture.empty();
    await putStored(fixture.redis, readFileSync(file, 'utf8'));
    await agreeOnSchema(fixture.redis, { prefix: 'watchfloor:' });
    store = fixture.open({ prefix: 'watchfloor:' });
  });
  after(() => fixture.stop());

  it('is read without an unreadable record', async () => {
    const { incidents } = await store.incidentsSince(0);
    const pending = await store.pendingBefore(ever, 100);
    const articles = incidents.flatMap(({ reports }) => reports.map(({ article }) => article));
    await Promise.all([
      ...pending.map((id) => store.pendingArticle(id)),
      ...articles.map((id) => store.articleRecord(id)),
      ...incidents.flatMap(({ id }) => [store.alertsOf(id), store.cardsOf(id), store.auditOf(id, 100)]),
      store.feedStates(),
      store.unsettledRows(ever, 100),
      store.recentAudit(1_000),
    ]);
    assert.deepEqual(fixture.reported, []);
    assert.ok(incidents.length >= 4);
  });

  it('lists every alert by when it was opened, also those that were taken', async () => {
    const { incidents } = await store.incidentsSince(0);
    const alerts = (await Promise.all(incidents.map(({ id }) => store.alertsOf(id)))).flat();
    const servers = [...new Set(alerts.map(({ server }) => server))];
    const listed = (await Promise.all(servers.map((server) => store.alertsBetween(server, 0, ever, 100)))).flat();
    assert.deepEqual(
      listed.map(({ incident }) => incident).toSorted(),
      alerts.map(({ incident }) => incident).toSorted(),
    );
    assert.ok(alerts.some(({ state }) => state === 'acknowledged'));
  });

  it('has its cards by the messages that stand, its undelivered row, and its timers', async () => {
    const { incidents } = await store.incidentsSince(0);
    const cards = (await Promise.all(incidents.map(({ id }) => store.cardsOf(id)))).flat();
    assert.ok(cards.filter(({ messageId }) => messageId !== null).length >= 4);
    assert.ok((await store.unsettledRows(ever, 100)).length > 0);
    assert.ok((await fixture.redis.zcard('watchfloor:timers:due')) >= (await store.feedStates()).length);
  });
});
