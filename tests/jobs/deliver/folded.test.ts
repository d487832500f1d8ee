import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Alert, Incident, OutboxRow, Severity } from '../../../src/model.ts';
import { foldJobId, foldOf } from '../../../src/pipeline/fold.ts';
import type { CardView, FoldView } from '../../../src/ports.ts';
import { anAlert, anArticle, anIncident, noon } from '../../support/builders.ts';
import { aRow, commit } from '../support/builders.ts';
import {
  afresh,
  deliver,
  deliverer,
  limits,
  messenger,
  nonceWindowMs,
  redis,
  setNow,
  setUp,
  store,
  unsettled,
} from './world.ts';

setUp();

const hourMs = 3_600_000;
const fold = foldOf('alerts', noon).id;
const job = foldJobId(fold);
const idOf = (at: number) => `i-${at}`;
const rowOf = (at: number, said: Partial<OutboxRow> = {}) =>
  aRow({ incident: idOf(at), createdAt: redis.real, pingRole: 'watchers', ...said });

/** An incident, or a further version of it, with its rows. */
async function happens(at: number, severity: Severity = 'high', said: Partial<Incident> = {}, rows?: OutboxRow[]) {
  const incident = anIncident({ id: idOf(at), facts: { severity, title: `Attack ${at}` }, ...said });
  const alerts = [anAlert({ incident: idOf(at) })];
  const article = anArticle({ id: `article-${at}-${incident.version}` });
  await commit(store, article, { incident, alerts, rows: rows ?? [rowOf(at)] });
}

async function pressed(at: number, state: Alert['state'], rows: readonly OutboxRow[]): Promise<void> {
  const who = { id: 'u1', name: 'Amal' };
  const alert = anAlert({ incident: idOf(at), state, revision: 2, changedBy: who });
  const audit = [{ at: noon, server: 'home', incident: idOf(at), who, action: state, detail: '' }];
  const nothing = { letters: [], label: null, nextDueAt: null };
  await store.commitAlert({ key: `press-${at}`, expectedRevision: 1, alert, rows, audit, ...nothing });
}

const cards = () => messenger.cards().map(({ view }) => (view as CardView).summary.incident);
const entries = () => messenger.folds().flatMap(({ entries }) => entries);
const foldedIds = () => entries().map(({ incident }) => incident);
const rows = (...at: number[]) => at.map((each) => `${idOf(each)}.1.card.alerts`);

/** Three incidents where there is room for one. */
async function stormed(): Promise<void> {
  limits.cardsPerHourMax = 1;
  for (const at of [1, 2, 3]) await happens(at);
  await deliver(...rows(1, 2, 3));
}

test('what is over the hour goes into one summary that grows in place and pings nobody', async () => {
  limits.editEveryMs = 5_000;
  await stormed();
  assert.deepEqual(cards(), ['i-1']);
  assert.deepEqual(foldedIds(), ['i-2', 'i-3']);
  assert.equal(messenger.seen.length, 2);
  assert.equal((await store.card('i-2', 'alerts'))?.foldedInto, fold);
  assert.deepEqual(await store.outcome(rows(2)[0] ?? ''), { row: rows(2)[0], outcome: 'sent', reason: 'folded' });
  assert.deepEqual(await unsettled(), []);
  assert.equal(messenger.calls.filter((call) => call.startsWith('postFold')).length, 1);
});

test('a card that is refused for good leaves its place to the next', async () => {
  limits.cardsPerHourMax = 1;
  for (const at of [1, 2, 3]) await happens(at);
  messenger.plan('postCard', { status: 'refused', problem: 'the body is wrong' });
  await deliver(...rows(1));
  await deliver(...rows(2));
  await deliver(...rows(3));
  assert.deepEqual([cards(), foldedIds()], [['i-2'], ['i-3']]);
});

test('what is critical has a card of its own, whatever the hour, and takes room from the others', async () => {
  limits.cardsPerHourMax = 1;
  await happens(1, 'critical');
  await happens(2);
  await happens(3, 'critical');
  await deliver(...rows(1, 2, 3));
  assert.deepEqual(cards(), ['i-1', 'i-3']);
  assert.deepEqual(foldedIds(), ['i-2']);
});

test('what was folded and becomes critical is told with its ping, and the summary links to it', async () => {
  await stormed();
  const worse = { version: 2, changes: [{ what: 'severity', detail: '', article: 'a' }] } as const;
  await happens(2, 'critical', worse, [rowOf(2, { version: 2 })]);
  await deliver('i-2.2.card.alerts');
  assert.deepEqual(cards(), ['i-1', 'i-2']);
  assert.equal(messenger.cards()[1]?.pinged, 'watchers');
  assert.equal((await store.card('i-2', 'alerts'))?.foldedInto, null);
  assert.equal(entries()[0]?.message?.id, messenger.cards()[1]?.id);
  assert.deepEqual(await unsettled(), []);
});

test('a card of its own whose posting was unclear is linked from the summary too', async () => {
  await stormed();
  messenger.plan('postCard', { status: 'accepted-unheard' });
  const worse = { version: 2, changes: [{ what: 'severity', detail: '', article: 'a' }] } as const;
  await happens(2, 'critical', worse, [rowOf(2, { version: 2 })]);
  await deliver('i-2.2.card.alerts');
  assert.deepEqual(cards(), ['i-1', 'i-2']);
  assert.equal(entries()[0]?.message?.id, messenger.cards()[1]?.id);
  assert.equal((await store.card('i-2', 'alerts'))?.foldedInto, null);
});

test('what was folded and has news later asks for a card again, and stays where there is no room', async () => {
  await stormed();
  const news = { version: 2, changes: [{ what: 'actor', detail: 'Saraya', article: 'a' }] } as const;
  const noticed = (at: number) => [
    rowOf(at, { version: 2, pingRole: null }),
    rowOf(at, { version: 2, kind: 'notice', changes: news.changes }),
  ];
  await happens(2, 'high', news, noticed(2));
  await deliver('i-2.2.card.alerts', 'i-2.2.notice.alerts');
  assert.deepEqual(cards(), ['i-1']);
  setNow(noon + 2 * hourMs);
  await happens(3, 'high', news, noticed(3));
  await deliver('i-3.2.card.alerts', 'i-3.2.notice.alerts');
  assert.deepEqual(cards(), ['i-1', 'i-3']);
  assert.equal(messenger.cards()[1]?.pinged, 'watchers');
  assert.deepEqual(await unsettled(), []);
});

test('a press is shown in the summary, and brings no card', async () => {
  await stormed();
  await pressed(2, 'acknowledged', [rowOf(2, { id: 'i-2.1.2.card.alerts', pingRole: null })]);
  await deliver('i-2.1.2.card.alerts');
  assert.deepEqual(cards(), ['i-1']);
  assert.equal(entries()[0]?.state, 'acknowledged');
});

test('another hour has another summary, and a channel its own number', async () => {
  await stormed();
  setNow(noon + 2 * hourMs);
  for (const at of [4, 5]) await happens(at);
  await deliver(...rows(4, 5));
  await happens(6, 'high', {}, [rowOf(6, { cardsPerHour: 3 })]);
  await deliver(...rows(6));
  assert.deepEqual(cards(), ['i-1', 'i-4', 'i-6']);
  assert.deepEqual(
    messenger.folds().map(({ entries }) => entries.length),
    [2, 1],
  );
});

test('a summary that is longer than a message goes on in the next', async () => {
  limits.cardsPerHourMax = 1;
  const many = Array.from({ length: 30 }, (_, at) => at + 1);
  for (const at of many) await happens(at);
  await deliver(...rows(...many));
  assert.deepEqual(foldedIds(), many.slice(1).map(idOf));
  assert.deepEqual(
    messenger.folds().map(({ from, total }) => [from, total]),
    [
      [0, 29],
      [12, 29],
      [24, 29],
    ],
  );
});

test('a summary that somebody deleted is not brought back; what is folded later is named in the next', async () => {
  await stormed();
  for (const message of messenger.seen) if ('entries' in message.view) message.deleted = true;
  await happens(4);
  await deliver(...rows(4));
  assert.deepEqual(foldedIds(), ['i-4']);
  const before = messenger.seen.length;
  await pressed(2, 'resolved', [rowOf(2, { id: 'i-2.1.2.card.alerts' })]);
  await deliver('i-2.1.2.card.alerts');
  assert.equal(messenger.seen.length, before);
});

test('what joins a summary while it is being told is told with the next try', async () => {
  limits.cardsPerHourMax = 1;
  for (const at of [1, 2, 3]) await happens(at);
  await deliver(...rows(1));
  assert.equal((await deliverer('d1')(rows(2)[0] ?? '')).reason, 'folded');
  messenger.before('postFold', async () => void (await deliverer('d2', redis.other)(rows(3)[0] ?? '')));
  assert.equal((await deliverer('d1')(job)).status, 'again');
  await deliverer('d1')(job);
  assert.deepEqual(foldedIds(), ['i-2', 'i-3']);
});

test('a summary whose posting was unclear is found again behind the nonce window', async () => {
  limits.cardsPerHourMax = 1;
  messenger.plan('postFold', { status: 'crash' });
  for (const at of [1, 2]) await happens(at);
  await deliver(...rows(1, 2));
  redis.real += 10 * nonceWindowMs;
  await happens(3);
  await deliver(...rows(3), job);
  assert.equal(messenger.folds().length, 1);
  assert.deepEqual(foldedIds(), ['i-2', 'i-3']);
});

const anyFault = fc.constantFrom(
  null,
  null,
  { status: 'unclear', problem: 'reset' } as const,
  { status: 'accepted-unheard' } as const,
  { status: 'crash' } as const,
  { status: 'wait', waitMs: 300 } as const,
);
const anyFaults = fc.array(anyFault, { maxLength: 5 });
const incidents = [1, 2, 3, 4, 5];
const anyStep = fc.record({
  at: fc.constantFrom(...incidents),
  act: fc.constantFrom('deliver', 'fold', 'press', 'worsen'),
  owner: fc.constantFrom('d1', 'd2'),
  laterMs: fc.constantFrom(0, 0, 1_000, 2 * nonceWindowMs),
});

test('whatever fails, is pressed or worsens, in any order: told once or folded once, and critical never folded alone', async () => {
  const act = async (step: { at: number; act: string; owner: string }) => {
    const id = idOf(step.at);
    if (step.act === 'fold') return deliverer(step.owner)(job);
    if (step.act === 'press') {
      const stands = await store.card(id, 'alerts');
      const press = stands?.server ? [rowOf(step.at, { id: `${id}.1.2.card.alerts`, pingRole: null })] : [];
      return pressed(step.at, 'acknowledged', press);
    }
    if (step.act === 'worsen' && (await store.incident(id))?.version === 1)
      return happens(step.at, 'critical', { version: 2 }, [rowOf(step.at, { version: 2 })]);
    const [row] = (await unsettled()).filter((each) => each.startsWith(`${id}.`));
    return row === undefined ? null : deliverer(step.owner)(row);
  };
  await fc.assert(
    fc.asyncProperty(
      fc.record({ postCard: anyFaults, editCard: anyFaults, postFold: anyFaults, editFold: anyFaults }),
      fc.array(anyStep, { maxLength: 16 }),
      async (faults, steps) => {
        await afresh();
        Object.assign(limits, { cardsPerHourMax: 2, editEveryMs: 500 });
        for (const at of incidents) await happens(at);
        for (const operation of ['postCard', 'editCard', 'postFold', 'editFold'] as const)
          messenger.plan(operation, ...faults[operation]);
        for (const step of steps) {
          redis.real += step.laterMs;
          await act(step).catch(() => undefined);
        }
        await deliver(...(await unsettled()));
        redis.real += 60_000;
        await deliver(...(await store.waitingFolds(redis.real + 1, 10)).map(foldJobId));
        assert.deepEqual(await unsettled(), []);
        assert.deepEqual(await store.waitingFolds(Number.MAX_SAFE_INTEGER, 10), []);
        const shown = cards();
        assert.equal(new Set(shown).size, shown.length, 'no incident has two cards');
        const named = foldedIds();
        assert.equal(new Set(named).size, named.length, 'no incident is named twice');
        for (const at of incidents) {
          const incident = await store.incident(idOf(at));
          const hasCard = shown.includes(idOf(at));
          if (incident?.facts.severity === 'critical') assert.ok(hasCard, `${idOf(at)} is critical and has a card`);
          assert.ok(hasCard || named.includes(idOf(at)), `${idOf(at)} is told`);
          const entry = entries().find(({ incident: id }) => id === idOf(at));
          if (entry !== undefined) {
            assert.equal(entry.message !== null, hasCard, 'the summary links to the card where there is one');
            assert.equal(entry.state, (await store.alert(idOf(at), 'home'))?.state);
          }
        }
        const views: readonly FoldView[] = messenger.folds();
        assert.ok(views.length <= 1, 'one summary');
      },
    ),
    { numRuns: 80 },
  );
});
