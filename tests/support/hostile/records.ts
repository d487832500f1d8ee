/** What stands in Redis, damaged: cut short, of another kind, or with anything in one of its fields. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Store } from '../../../src/ports.ts';
import { anAlert, anEntry, aPoll, aRow, aSubscription, aVerdict, aWatch } from '../../contracts/builders.ts';
import { type StoreFixture, startStores } from '../../contracts/fixture.ts';
import { anArticle, anIncident, noon } from '../builders.ts';
import { shown, type Target, target } from './target.ts';
import { hostileValue } from './texts.ts';

/** What is put in the place of a record: as text, or one of its fields. */
type Damage =
  | { readonly how: 'text'; readonly put: string }
  | { readonly how: 'cut'; readonly share: number }
  | { readonly how: 'field'; readonly nth: number; readonly put: unknown };

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({
    how: fc.constant('text' as const),
    put: fc.constantFrom(
      '',
      'null',
      '[]',
      '{}',
      '0',
      '"x"',
      '{',
      '\u0001',
      '\u0001\u0000\u0000',
      '{"__proto__":{"polluted":1}}',
      'x'.repeat(5_000),
    ),
  }),
  fc.record({ how: fc.constant('cut' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ how: fc.constant('field' as const), nth: fc.nat(60), put: hostileValue() }),
);

async function fill(store: Store): Promise<void> {
  const incident = anIncident({ id: 'i' });
  await store.commitPoll(aPoll([anArticle({ id: 'waiting' })]));
  await store.commitVerdict(
    aVerdict('a', incident, {
      alertsOpened: [anAlert('i', 'home')],
      rows: [aRow('i', '100')],
      audit: [anEntry({ incident: 'i' })],
    }),
  );
  await store.changeWatch({ before: null, after: aWatch('w'), audit: anEntry() });
  await store.saveSubscription(aSubscription('s'), anEntry());
  await store.saveDraft({ id: 'd', server: 'home', by: '1', value: { any: 1 } }, 60_000);
}

/** Everything that is read of the store at the start and while it works. */
const readings: readonly ((store: Store) => Promise<unknown>)[] = [
  (store) => store.feedStates(),
  (store) => store.feedState('gazette'),
  (store) => store.knownItems('gazette', { articles: ['waiting'], keys: [['key-of-waiting']] }),
  (store) => store.toldArticles(['waiting', 'a']),
  (store) => store.pendingArticle('waiting'),
  (store) => store.articleRecord('a'),
  (store) => store.incidentsSince(0),
  (store) => store.recentIncidents(10),
  (store) => store.alertsOf('i'),
  (store) => store.openAlerts('home', 10),
  (store) => store.row('i.1.card.100'),
  (store) => store.unsettledRows(Number.MAX_SAFE_INTEGER, 10),
  (store) => store.cardsOf('i'),
  (store) => store.claimCard('i', '100', 'me', 1_000),
  (store) => store.watches(),
  (store) => store.subscriptions(),
  (store) => store.draft('d'),
  (store) => store.recentAudit(10),
  (store) => store.auditLinks(null, 10),
  (store) => store.retain(noon),
];

const stored = target<{ readonly nth: number; readonly damage: Damage }>(
  {
    name: 'records in Redis',
    claim:
      'one that is damaged is read as absent and reported, or is whole in every field; the others are read as ever',
    cost: 10,
  },
  async () => {
    const fixture = await startStores();
    return {
      inputs: fc.record({ nth: fc.nat(200), damage }),
      close: () => fixture.stop(),
      async check({ nth, damage: done }) {
        await fixture.empty();
        await fill(fixture.store);
        const before = await readAll(fixture.store);
        const all = await recordsIn(fixture);
        const record = all[nth % all.length];
        assert.ok(record !== undefined);
        await record.put(damaged(record.text, done));
        const after = await readAll(fixture.store);
        for (const [at, shape] of after.entries())
          assert.ok(isAlike(before[at], shape), `${record.where}: ${shown(shape)}`);
      },
    };
  },
);

async function readAll(store: Store): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const reading of readings) found.push(await reading(store));
  return found;
}

interface Held {
  readonly where: string;
  readonly text: string;
  readonly put: (text: string) => Promise<unknown>;
}

/** Every value in Redis that is a record of ours. */
async function recordsIn({ redis }: StoreFixture): Promise<readonly Held[]> {
  const held: Held[] = [];
  for (const key of (await redis.keys('*')).toSorted()) {
    const type = await redis.type(key);
    if (type === 'string') {
      const text = (await redis.get(key)) ?? '';
      if (text.startsWith('{')) held.push({ where: key, text, put: (put) => redis.set(key, put) });
    }
    if (type !== 'hash') continue;
    for (const [field, text] of Object.entries(await redis.hgetall(key)))
      if (text.startsWith('{'))
        held.push({ where: `${key} ${field}`, text, put: (put) => redis.hset(key, field, put) });
  }
  return held;
}

function damaged(text: string, done: Damage): string {
  if (done.how === 'text') return done.put;
  if (done.how === 'cut') return text.slice(0, Math.floor(text.length * done.share));
  const record: unknown = JSON.parse(text);
  assert.ok(typeof record === 'object' && record !== null);
  const names = Object.keys(record);
  const name = names[done.nth % names.length] ?? '';
  return JSON.stringify({ ...record, [name]: done.put });
}

/** Whether lists are lists still, and texts texts, in what is read; what is absent is left out, and so is what may be nothing. */
function isAlike(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before)) return true;
  if (!Array.isArray(after)) return false;
  return after.every((one) => typeof one === typeof before[0] && isWhole(before[0], one));
}

function isWhole(before: unknown, after: unknown): boolean {
  if (typeof before !== 'object' || before === null || typeof after !== 'object' || after === null) return true;
  return Object.entries(before).every(
    ([name, value]) => !Array.isArray(value) || Array.isArray(Reflect.get(after, name)),
  );
}

export const recordTargets: readonly Target[] = [stored];
