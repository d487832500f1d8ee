import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { severities } from '../../../src/model.ts';
import { rankOf } from '../../../src/pipeline/rank.ts';
import { anAlert, anArticle, anIncident } from '../../support/builders.ts';
import { aRow, commit } from '../support/builders.ts';
import { afresh, deliver, deliverer, messenger, redis, setUp, store, unsettled } from './world.ts';

setUp();

interface Waiting {
  readonly severity: (typeof severities)[number];
  readonly createdAt: number;
}

/** An incident with a row for each of them. */
async function written(rows: readonly Waiting[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const [at, { severity, createdAt }] of rows.entries()) {
    const incident = anIncident({ id: `i-${at}`, facts: { severity } });
    const row = aRow({ incident: incident.id, createdAt });
    await commit(store, anArticle({ id: `a-${at}` }), {
      incident,
      alerts: [anAlert({ incident: incident.id })],
      rows: [row],
    });
    ids.push(row.id);
  }
  return ids;
}

const anyWaiting = fc.record({ severity: fc.constantFrom(...severities), createdAt: fc.integer({ min: 1, max: 1e6 }) });

test('what waited for a messenger that was away is told once, the gravest first and of these the oldest', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anyWaiting, { minLength: 2, maxLength: 10, selector: ({ createdAt }) => createdAt }),
      async (rows) => {
        await afresh();
        const ids = await written(rows);
        messenger.plan('postCard', ...rows.map(() => ({ status: 'wait', waitMs: 2_000, isAway: true }) as const));
        await deliver(...ids);
        const told = messenger.cards().map(({ view }) => view.reference);
        const inOrder = rows
          .map(({ severity, createdAt }, at) => ({ id: `i-${at}`, rank: rankOf(severity, createdAt) }))
          .toSorted((one, other) => other.rank - one.rank);
        const references = await Promise.all(
          inOrder.map(async ({ id }) => (await store.card(id, 'alerts'))?.messageId ?? null),
        );
        const standing = messenger.cards().map(({ id }) => id);
        assert.equal(new Set(told).size, rows.length);
        assert.deepEqual(references, standing);
        assert.deepEqual(await unsettled(), []);
      },
    ),
    { numRuns: 20 },
  );
});

test('one whose posting became unclear holds up nobody', async () => {
  const rows: readonly Waiting[] = [
    { severity: 'critical', createdAt: 1 },
    { severity: 'low', createdAt: 2 },
  ];
  const [critical = '', low = ''] = await written(rows);
  messenger.plan('postCard', { status: 'wait', waitMs: 500 }, { status: 'unclear', problem: 'reset' });
  const work = deliverer('d1');
  assert.equal((await work(critical)).status, 'again');
  assert.deepEqual(await work(low), { status: 'again', delayMs: 200, reason: 'graver-first' });
  redis.real += 500;
  assert.equal((await work(critical)).status, 'again');
  assert.equal((await work(low)).status, 'done');
});
