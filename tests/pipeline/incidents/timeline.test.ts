import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Card, DeliveryOutcome } from '../../../src/model.ts';
import { type Recorded, timelineOf } from '../../../src/pipeline/incidents/timeline.ts';
import { aCard } from '../../jobs/support/builders.ts';
import { anIncident, aReport, hourMs, noon } from '../../support/builders.ts';

const incident = anIncident({
  reports: [aReport({ article: 'a' }), aReport({ article: 'b', publishedAt: noon + hourMs })],
});
const record = (said: Partial<Recorded>): Recorded => ({
  seenAt: noon,
  decision: 'new',
  reasons: [],
  version: 1,
  changes: [],
  ...said,
});
const source = {
  incident,
  records: new Map<string, Recorded>(),
  cards: [],
  audit: [],
  channels: new Set(['alerts']),
  outcomes: new Map<string, DeliveryOutcome>(),
};

test('everything stands in the order in which it happened, what caused another thing before it', () => {
  const records = new Map([
    [
      'a',
      record({
        reasons: [
          { code: 'watch-satisfied', detail: 'w' },
          { code: 'ping-opened', detail: 'alerts' },
        ],
      }),
    ],
    [
      'b',
      record({
        seenAt: noon + hourMs,
        decision: 'update',
        version: 2,
        reasons: [{ code: 'casualties', detail: 'killed 3' }],
      }),
    ],
  ]);
  const who = { id: '7', name: 'Ada' };
  const audit = [
    { at: noon + 2 * hourMs, server: 'home', incident: 'i', who, action: 'resolve', detail: 'open → resolved' },
  ];
  const found = timelineOf({ ...source, records, audit, cards: [aCard({ postedAt: noon })] });
  assert.deepEqual(
    found.map(({ is, at }) => [is, (at - noon) / hourMs]),
    [
      ['report', 0],
      ['routed', 0],
      ['posted', 0],
      ['report', 1],
      ['pressed', 2],
    ],
  );
  const [first, , , second] = found;
  assert.ok(first?.is === 'report' && second?.is === 'report');
  assert.deepEqual(first.changes, [{ what: 'opened', detail: '', article: 'a' }]);
  assert.deepEqual([second.version, second.changes], [2, [{ what: 'casualties', detail: 'killed 3', article: 'b' }]]);
});

test('what one write has in the log stands as it was done, though the log is read from its end', () => {
  const entry = { at: noon, server: 'home', incident: 'i', who: null, detail: '' };
  const audit = ['paged', 'worsen'].map((action) => ({ ...entry, action }));
  const found = timelineOf({ ...source, audit });
  assert.deepEqual(
    found.flatMap((each) => (each.is === 'pressed' ? [each.action] : [])),
    ['worsen', 'paged'],
  );
});

test('what was decided for channels of others, and what nobody saw, is left out', () => {
  const reasons = [
    { code: 'ping-opened', detail: 'far' },
    { code: 'nothing-visible', detail: 'alerts' },
  ] as const;
  const found = timelineOf({ ...source, records: new Map([['a', record({ reasons })]]) });
  assert.deepEqual(
    found.map(({ is }) => is),
    ['report', 'report'],
  );
});

test('a report whose record is no longer kept stands at its publication', () => {
  const [first] = timelineOf(source);
  assert.ok(first?.is === 'report');
  assert.deepEqual([first.at, first.decision, first.version], [noon, null, null]);
});

test('a repetition has no version of its own', () => {
  const [first] = timelineOf({ ...source, records: new Map([['a', record({ decision: 'duplicate', version: 4 })]]) });
  assert.ok(first?.is === 'report' && first.version === null && first.changes.length === 0);
});

test('what was decided for a card is told as what came of it', () => {
  const reasons = [
    { code: 'edit', detail: 'alerts' },
    { code: 'notice', detail: 'alerts' },
  ] as const;
  const records = new Map([['a', record({ decision: 'update', version: 2, reasons })]]);
  const came = (card: Partial<Card>, outcomes: readonly (readonly ['card' | 'notice', DeliveryOutcome])[] = []) => {
    const settled = new Map(outcomes.map(([kind, outcome]) => [`${incident.id}.2.${kind}.alerts`, outcome]));
    const found = timelineOf({ ...source, records, cards: [aCard({ channel: 'alerts', ...card })], outcomes: settled });
    return found.flatMap((each) => (each.is === 'routed' ? each.came : []));
  };
  assert.deepEqual(came({ versionTold: 2 }), ['as-decided']);
  assert.deepEqual(came({ versionTold: 3 }, [['card', 'skipped']]), ['as-decided']);
  assert.deepEqual(came({ versionTold: 2 }, [['notice', 'skipped']]), ['without-notice']);
  assert.deepEqual(came({ versionTold: 1 }), ['waiting']);
  assert.deepEqual(came({ versionTold: 1 }, [['card', 'failed']]), ['failed']);
  assert.deepEqual(came({ versionTold: 1, gone: true }, [['notice', 'skipped']]), ['deleted']);
});

test('of what no message holds nothing is said but that it was decided', () => {
  const reasons = [{ code: 'edit', detail: 'alerts' }] as const;
  const records = new Map([['a', record({ decision: 'update', version: 2, reasons })]]);
  const [, routed] = timelineOf({ ...source, records });
  assert.ok(routed?.is === 'routed' && routed.came === 'as-decided');
});
