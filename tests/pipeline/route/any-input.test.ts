import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AlertState, type Change, type Decision, type Incident, severities } from '../../../src/model.ts';
import { route } from '../../../src/pipeline/route.ts';
import { aCard, aSubscription, aWatch } from '../../jobs/support/builders.ts';
import { anAlert, anArticle, anIncident } from '../../support/builders.ts';
import { change, opening, verdict } from './versions.ts';

const anyInput = fc.record({
  severity: fc.constantFrom(...severities),
  decision: fc.constantFrom<Decision>('new', 'update', 'duplicate'),
  changes: fc.array(fc.constantFrom<Change['what']>('outlet', 'severity', 'actor', 'claim', 'confirmed')),
  silent: fc.boolean(),
  late: fc.boolean(),
  arrival: fc.constantFrom('live' as const, 'backlog' as const, 'late' as const),
  state: fc.constantFrom<AlertState | null>(null, 'open', 'acknowledged', 'resolved', 'false-alarm'),
  posted: fc.boolean(),
  subscriptions: fc.array(
    fc.record({
      server: fc.constantFrom('home', 'away'),
      channel: fc.constantFrom('one', 'two'),
      watch: fc.constantFrom('everything', 'rockets', 'away-own'),
      pingRole: fc.constantFrom(null, 'watchers'),
    }),
    { maxLength: 8 },
  ),
});

test('whatever comes: one card and one notice a channel, one new alert a server that has none, no ping when closed', () => {
  fc.assert(
    fc.property(anyInput, (any) => {
      const changes = any.changes.map(change);
      const incident: Incident = anIncident({
        version: 2,
        changes,
        silent: any.silent,
        late: any.late,
        facts: { severity: any.severity },
      });
      const alerts = any.state === null ? [] : [anAlert({ state: any.state })];
      const cards = any.posted ? [aCard({ channel: 'home-one' })] : [];
      const told = route(
        opening({
          incident,
          before: anIncident(),
          verdict: verdict(any.decision),
          article: anArticle({ arrival: any.arrival }),
          watches: [
            aWatch(),
            aWatch({ id: 'rockets', eventTypes: ['rocket-attack'] }),
            aWatch({ id: 'away-own', server: 'away' }),
          ],
          subscriptions: any.subscriptions.map((each, at) =>
            aSubscription({ ...each, channel: `${each.server}-${each.channel}`, id: `s${at}` }),
          ),
          alerts,
          cards,
        }),
      );
      const ids = told.rows.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      assert.equal(new Set(told.rows.map(({ kind, channel }) => `${kind} ${channel}`)).size, told.rows.length);
      const opened = told.alertsOpened.map(({ server }) => server);
      assert.equal(new Set(opened).size, opened.length);
      for (const { server } of told.rows)
        assert.ok(opened.includes(server) || alerts.some((alert) => alert.server === server));
      for (const server of opened) assert.ok(!alerts.some((alert) => alert.server === server));
      if (any.silent) assert.deepEqual(told.rows, []);
      const isClosed = any.state === 'resolved' || any.state === 'false-alarm';
      if (isClosed) assert.ok(told.rows.every(({ server, pingRole }) => server !== 'home' || pingRole === null));
      for (const row of told.rows) assert.ok(row.channel.startsWith(row.server));
    }),
  );
});
