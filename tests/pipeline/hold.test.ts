import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Change, type OutboxRow, type QuietHours, severities } from '../../src/model.ts';
import { heldUntil, holdMsMax, release } from '../../src/pipeline/hold.ts';
import { aRow, aSubscription } from '../jobs/support/builders.ts';
import { anIncident, noon } from '../support/builders.ts';

const hourMs = 3_600_000;
const atNoon: QuietHours = { from: '10:00', to: '14:00', timeZone: 'UTC' };
const longer: QuietHours = { from: '11:00', to: '20:00', timeZone: 'UTC' };
const atNight: QuietHours = { from: '22:00', to: '07:00', timeZone: 'UTC' };
const of = (...quiet: (QuietHours | null)[]) => quiet.map((each) => ({ quiet: each }));

test('in quiet hours nothing is posted until they end, and what is critical at once', () => {
  assert.equal(heldUntil(of(atNoon), 'high', noon), noon + 2 * hourMs);
  assert.equal(heldUntil(of(atNoon), 'critical', noon), null);
  assert.equal(heldUntil(of(atNight), 'info', noon), null);
  assert.equal(heldUntil(of({ ...atNoon, from: '09:00', to: '09:00' }), 'info', noon), null);
});

test('of several subscriptions of a channel the one that wants it soonest wins', () => {
  assert.equal(heldUntil(of(longer, atNoon), 'high', noon), noon + 2 * hourMs);
  assert.equal(heldUntil(of(longer, atNoon, null), 'high', noon), null);
  assert.equal(heldUntil(of(longer, atNight), 'high', noon), null);
  assert.equal(heldUntil([], 'high', noon), null);
});

const anyTime = fc.integer({ min: 0, max: 24 * 60 - 1 }).map((minute) => {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
});
const anyQuiet = fc.record({
  from: anyTime,
  to: anyTime,
  timeZone: fc.constantFrom('UTC', 'Asia/Baghdad', 'Asia/Tehran', 'America/New_York', 'Europe/London'),
});

test('whatever the quiet hours: critical waits for nobody, and no hold lasts longer than a store believes', () => {
  fc.assert(
    fc.property(
      fc.array(anyQuiet, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...severities),
      fc.integer({ min: Date.UTC(2019, 0), max: Date.UTC(2027, 0) }),
      (quiet, severity, now) => {
        const until = heldUntil(of(...quiet), severity, now);
        if (severity === 'critical') assert.equal(until, null);
        if (until !== null) assert.ok(until > now && until - now <= holdMsMax, `${until - now}`);
      },
    ),
  );
});

const channels = new Set([aSubscription().channel]);
const at = (now: number) => ({ now, realNow: 50_000, channels });
const change = (what: Change['what']): Change => ({ what, detail: '', article: 'article-2' });
const held = (row: OutboxRow, incident = anIncident({ id: row.incident })) => ({ row, incident });

test('the gravest is told first, a card before the notices below it', () => {
  const rowOf = (incident: string, kind: OutboxRow['kind'] = 'card') => aRow({ incident, kind, heldUntil: noon });
  const low = anIncident({ id: 'low', facts: { severity: 'low' } });
  const high = anIncident({ id: 'high', facts: { severity: 'high' } });
  const { released } = release(
    [held(rowOf('low'), low), held(rowOf('high', 'notice'), high), held(rowOf('high'), high)],
    at(noon),
  );
  assert.deepEqual(
    released.map(({ incident, kind }) => `${incident} ${kind}`),
    ['high card', 'high notice', 'low card'],
  );
});

test('what is given free waits as any row does from then on, and pings while its news is fresh', () => {
  const row = aRow({ heldUntil: noon, pingRole: 'watchers' });
  const changed = (ago: number) => held(row, anIncident({ updatedAt: noon - ago }));
  const [fresh] = release([changed(10 * 60_000)], at(noon)).released;
  assert.deepEqual(fresh, { ...row, heldUntil: null, createdAt: 50_000, causedAt: 50_000 });
  assert.equal(release([changed(5 * hourMs)], at(noon)).released[0]?.pingRole, null);
});

test('the notices of a night are one, with all that changed, oldest first', () => {
  const notice = (version: number, what: Change['what'], pingRole: string | null = null) =>
    held(
      aRow({ version, kind: 'notice', changes: [change(what)], heldUntil: noon, pingRole }),
      anIncident({ updatedAt: noon }),
    );
  const { released, settled } = release(
    [notice(4, 'denial'), notice(2, 'actor', 'watchers'), notice(3, 'casualties')],
    at(noon),
  );
  assert.deepEqual(
    released.map(({ version, changes, pingRole }) => [version, changes.map(({ what }) => what), pingRole]),
    [[4, ['actor', 'casualties', 'denial'], 'watchers']],
  );
  assert.deepEqual(
    settled.map(({ row, reason }) => `${row.version} ${reason}`),
    ['2 told-together', '3 told-together'],
  );
});

test('a channel that has unsubscribed meanwhile is told nothing', () => {
  const { released, settled } = release([held(aRow({ channel: 'left', heldUntil: noon }))], at(noon));
  assert.deepEqual(released, []);
  assert.deepEqual(
    settled.map(({ reason }) => reason),
    ['unsubscribed'],
  );
});

test('whatever is held: each row is given free or settled, once', () => {
  const anyRow = fc.record({
    incident: fc.constantFrom('a', 'b'),
    version: fc.integer({ min: 1, max: 5 }),
    kind: fc.constantFrom('card' as const, 'notice' as const),
    channel: fc.constantFrom('alerts', 'left'),
  });
  const byId = {
    selector: ({ incident, version, kind, channel }: Partial<OutboxRow>) => `${incident}${version}${kind}${channel}`,
  };
  fc.assert(
    fc.property(fc.uniqueArray(anyRow, byId), (rows) => {
      const all = rows.map((row) => held(aRow({ ...row, heldUntil: noon })));
      const { released, settled } = release(all, at(noon));
      const ids = [...released.map(({ id }) => id), ...settled.map(({ row }) => row.id)];
      assert.deepEqual(ids.sort(), all.map(({ row }) => row.id).sort());
      const cards = all.filter(({ row }) => row.kind === 'card' && row.channel === 'alerts');
      assert.equal(released.filter(({ kind }) => kind === 'card').length, cards.length);
    }),
  );
});
