import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openMetrics } from '../../src/adapters/web/metrics.ts';
import { metered } from '../../src/app/metered.ts';
import type { Alert } from '../../src/model.ts';
import { act, type Deed, standingOf } from '../../src/pipeline/alert.ts';
import type { Store } from '../../src/ports.ts';
import { aCard, anAlert, anEntry, aVerdict } from '../contracts/builders.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { anIncident } from '../support/builders.ts';

let fixture: StoreFixture;
before(async () => {
  fixture = await startStores();
});
beforeEach(() => fixture.empty());
after(() => fixture.stop());

const measures = { ...anAlert('i1', 'home').measures, seenMs: 20_000, outlet: 'irna' };
const opened = anAlert('i1', 'home', { measures, watches: ['raids'] });

async function done(store: Store, deed: Deed, at: number, over: { stale?: boolean } = {}): Promise<void> {
  const before: Alert = (await store.alert('i1', 'home')) ?? assert.fail();
  const alert = act(before, deed, { who: { id: '7', name: 'Layla' }, now: at, known: before.known }) ?? assert.fail();
  await store.commitAlert({
    key: `${deed.what} ${at}`,
    expectedRevision: before.revision - (over.stale ? 1 : 0),
    alert,
    rows: [],
    letters: [],
    label: null,
    audit: [anEntry({ incident: 'i1', action: deed.what, alert: standingOf(alert) })],
    nextDueAt: null,
  });
}

test('alerts are counted once where they are written, with how long each took', async () => {
  const metrics = openMetrics();
  const store = metered(fixture.store, metrics.alerts);
  const verdict = aVerdict('a1', anIncident({ id: 'i1' }), { alertsOpened: [opened] });
  await store.commitVerdict(verdict);
  await store.commitVerdict(verdict);
  await done(store, { what: 'acknowledge' }, 5_000 + 12_000, { stale: true });
  await done(store, { what: 'acknowledge' }, 5_000 + 12_000);
  await done(store, { what: 'unacknowledge' }, 5_000 + 20_000);
  await done(store, { what: 'acknowledge' }, 5_000 + 400_000);
  await done(store, { what: 'false-alarm', reason: 'satire' }, 5_000 + 3_000_000);
  const card = aCard('i1', '100', { messageId: 'm1', causedAt: 1_000, postedAt: 3_500 });
  await store.claimCard('i1', '100', 'd1', 5_000);
  await store.saveCard(card, 'd1', [{ row: 'r1', outcome: 'sent', reason: 'posted' }]);
  await store.saveCard(card, 'd1', [{ row: 'r2', outcome: 'sent', reason: 'edited' }]);
  const { text } = await metrics.read();
  const value = (series: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')[1],
    );
  const said = [
    ['watchfloor_alerts_total{action="open"}', 1],
    ['watchfloor_alerts_total{action="acknowledge"}', 2],
    ['watchfloor_alerts_total{action="false-alarm"}', 1],
    ['watchfloor_alert_see_seconds_sum', 20],
    ['watchfloor_alert_acknowledge_seconds_count', 1],
    ['watchfloor_alert_acknowledge_seconds_sum', 12],
    ['watchfloor_alert_resolve_seconds_sum', 3_000],
    ['watchfloor_alert_tell_seconds_count', 1],
    ['watchfloor_alert_tell_seconds_sum', 2.5],
    ['watchfloor_alerts_by_outlet_total{outlet="irna",action="false-alarm"}', 1],
    ['watchfloor_alerts_by_watch_total{watch="raids",action="open"}', 1],
  ] as const;
  assert.deepEqual(
    said.map(([series]) => [series, value(series)]),
    said,
  );
});

test('what a merge does to alerts is counted as that, and as no opening', async () => {
  const metrics = openMetrics();
  const store = metered(fixture.store, metrics.alerts);
  await fixture.store.commitVerdict(aVerdict('a1', anIncident({ id: 'i1' }), { alertsOpened: [opened] }));
  const by = { who: null, now: 9_000, known: opened.known };
  const after = act(opened, { what: 'merge', into: 'i2' }, by) ?? assert.fail();
  const entry = anEntry({ server: 'home', incident: 'i1', action: 'merge', alert: standingOf(after) });
  const outcome = await store.commitIncidents({
    key: 'k1',
    revision: 1,
    incidents: [anIncident({ id: 'i1', mergedInto: 'i2' })],
    alerts: [{ before: opened, after }],
    alertsTouched: [],
    rows: [],
    letters: [],
    labels: [],
    hiddenBy: [],
    regrouping: { kept: null, undone: null },
    audit: [entry, anEntry({ action: 'merge', incident: 'i2', server: 'home' })],
  });
  assert.equal(outcome, 'committed');
  const { text } = await metrics.read();
  assert.match(text, /watchfloor_alerts_total\{action="merge"\} 1\n/);
  assert.doesNotMatch(text, /action="open"/);
});

test('names of outlets and words open no series without end', async () => {
  const metrics = openMetrics();
  for (let at = 0; at < 500; at += 1)
    metrics.alerts.alerted(at % 2 === 0 ? 'open' : `word ${at}`, {
      ...opened,
      measures: { ...measures, outlet: `outlet-${at}` },
    });
  const { text } = await metrics.read();
  assert.ok(text.split('\n').filter((line) => line.startsWith('watchfloor_alerts_by_outlet_total{')).length <= 201);
  assert.ok(text.split('\n').filter((line) => line.startsWith('watchfloor_alerts_total{')).length <= 51);
});
