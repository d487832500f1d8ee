import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Alert, alertStates } from '../../../src/model.ts';
import { isClosed, standingOf } from '../../../src/pipeline/alert.ts';
import {
  type Hand,
  type Moved,
  mergedAlerts,
  movedEntry,
  splitAlert,
  unmergedAlerts,
} from '../../../src/pipeline/regroup/alerts.ts';

import { anAlert, aReport, hourMs, noon } from '../../support/builders.ts';
import { ada, incidentOf } from './world.ts';

const target = incidentOf([aReport({ article: 'a0' })]);
const source = incidentOf([aReport({ article: 'b0' })]);
const pair = { source, target };
const hand: Hand = { by: ada, home: 'home', now: noon + hourMs };
const noor = { id: '8', name: 'Noor' };

/** An alert that has what its state asks for. */
function inState(incident: string, server: string, state: Alert['state']): Alert {
  return anAlert({
    incident,
    server,
    state,
    acknowledgement: state === 'acknowledged' ? { by: noor, at: noon, confirmedAt: noon, remindedAt: null } : null,
    snoozedUntil: state === 'snoozed' ? noon + 2 * hourMs : null,
    falseAlarm: state === 'false-alarm' ? 'exercise' : null,
  });
}

const states = alertStates.filter((state) => state !== 'merged');
const onServers = (incident: string) =>
  fc
    .uniqueArray(
      fc.record({ server: fc.constantFrom('home', 'away', 'third', 'fourth'), state: fc.constantFrom(...states) }),
      {
        selector: ({ server }) => server,
      },
    )
    .map((all) => all.map(({ server, state }) => inState(incident, server, state)));

const after = (alerts: readonly Alert[], moved: readonly Moved[], incident: string): readonly Alert[] => {
  const changed = moved.filter((each) => each.after.incident === incident).map((each) => each.after);
  return [...alerts.filter(({ server }) => !changed.some((each) => each.server === server)), ...changed];
};
const stand = ({ state, acknowledgement, snoozedUntil, falseAlarm }: Alert) => ({
  state,
  acknowledgement,
  snoozedUntil,
  falseAlarm,
});
const on = (alerts: readonly Alert[], server: string): Alert => {
  const found = alerts.find((each) => each.server === server);
  assert.ok(found, server);
  return found;
};

describe('alerts of incidents that are merged', () => {
  it('close with the one that goes, and lose nothing that somebody still has to see', () => {
    fc.assert(
      fc.property(onServers(source.id), onServers(target.id), (sources, targets) => {
        const moved = mergedAlerts(pair, { source: sources, target: targets }, hand);
        const left = after(targets, moved, target.id);
        for (const own of sources) {
          assert.equal(on(after(sources, moved, source.id), own.server).state, 'merged');
          const other = targets.find(({ server }) => server === own.server);
          const now = on(left, own.server);
          if (!isClosed(own)) assert.ok(!isClosed(now));
          if (other === undefined) assert.deepEqual(stand(now), stand(own));
          else if (!isClosed(other)) assert.deepEqual(now, other);
        }
        for (const { before, after: now } of moved) assert.equal(now.revision, (before?.revision ?? 0) + 1);
      }),
    );
  });

  it('stand as they stood when the merge is taken back; what it had opened is closed', () => {
    fc.assert(
      fc.property(onServers(source.id), onServers(target.id), (sources, targets) => {
        const moved = mergedAlerts(pair, { source: sources, target: targets }, hand);
        const merged = { source: after(sources, moved, source.id), target: after(targets, moved, target.id) };
        const alerts = moved
          .filter((each) => each.after.incident === target.id)
          .map((each) => ({ server: each.after.server, before: each.before, revision: each.after.revision }));
        const undone = unmergedAlerts(pair, merged, { alerts }, hand);
        for (const own of sources)
          assert.deepEqual(stand(on(after(merged.source, undone, source.id), own.server)), stand(own));
        for (const now of after(merged.target, undone, target.id)) {
          const before = targets.find(({ server }) => server === now.server);
          if (before === undefined) assert.ok(isClosed(now));
          else assert.deepEqual(stand(now), stand(before));
        }
      }),
    );
  });

  it('say who did it on his own server alone', () => {
    const sources = [inState(source.id, 'home', 'open'), inState(source.id, 'away', 'open')];
    const moved = mergedAlerts(pair, { source: sources, target: [] }, hand);
    const named = moved.map((each) => [each.after.server, movedEntry(each, 'merge', hand).who?.name ?? null]);
    assert.deepEqual(
      named.filter(([server]) => server === 'away').map(([, name]) => name),
      [null, null],
    );
    assert.deepEqual(
      named.filter(([server]) => server === 'home').map(([, name]) => name),
      ['Ada', 'Ada'],
    );
    for (const each of moved) assert.deepEqual(movedEntry(each, 'merge', hand).alert, standingOf(each.after));
  });

  it('keep what was known, so that a graver incident is seen to be graver', () => {
    const own = {
      ...inState(source.id, 'away', 'acknowledged'),
      known: { ...anAlert().known, severity: 'low' as const },
    };
    const opened = mergedAlerts(pair, { source: [own], target: [] }, hand).find(
      (each) => each.after.incident === target.id,
    );
    assert.equal(opened?.after.known.severity, 'low');
  });
});

describe('the alert of what is split off', () => {
  const opened = anAlert({ incident: 'i-new', isUrgent: true });

  it('is taken by who had taken the old one, open where that was closed, and as it is where there was none', () => {
    assert.equal(splitAlert(opened, inState('i', 'home', 'acknowledged')).acknowledgement?.by.name, 'Noor');
    const ofClosed = splitAlert(opened, inState('i', 'home', 'false-alarm'));
    assert.deepEqual([ofClosed.state, ofClosed.isUrgent], ['open', false]);
    assert.equal(splitAlert(opened, undefined), opened);
  });
});
