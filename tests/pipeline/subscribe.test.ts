import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Subscription, SubscriptionWish } from '../../src/model.ts';
import { nothingWished, readQuietHours, subscriptionOf } from '../../src/pipeline/subscribe.ts';
import { aSubscription } from '../jobs/support/builders.ts';

const usual = { severityFloor: 'low', pingFloor: 'high', language: 'ar', timeZone: 'Asia/Baghdad' } as const;
const of = { id: 's', watch: 'w', server: '1', channel: '2', user: null };
const wished = (
  wish: Partial<SubscriptionWish>,
  before: Subscription | null = null,
  to: typeof of | { user: string } = of,
) => subscriptionOf({ ...of, ...to }, { ...nothingWished, ...wish }, before, usual);
const granted = (...args: Parameters<typeof wished>): Subscription => {
  const result = wished(...args);
  assert.ok(result.ok, JSON.stringify(result));
  return result.subscription;
};
const refusedAs = (...args: Parameters<typeof wished>): string | null => {
  const result = wished(...args);
  return result.ok ? null : result.mistake.what;
};

test('what nobody says is as usual', () => {
  assert.deepEqual(granted({}), {
    ...of,
    pingRole: null,
    severityFloor: 'low',
    pingFloor: 'high',
    language: 'ar',
    alerts: true,
    quiet: null,
    cardsPerHour: null,
    digests: [],
    origin: 'command',
  });
});

test('what is not named stays as it was', () => {
  const before = aSubscription({
    ...of,
    origin: 'command',
    quiet: { from: '23:00', to: '06:00', timeZone: 'Asia/Tehran' },
    digests: [{ every: 'week', at: '09:30', timeZone: 'Europe/London' }],
    cardsPerHour: 4,
  });
  assert.deepEqual(granted({}, before), before);
  assert.equal(granted({ severityFloor: 'critical' }, before).quiet?.from, '23:00');
});

test('a time zone is that of quiet hours and digests alike', () => {
  const wish = { quietFrom: '22', quietTo: '٧:٠٠', digest: 'both', digestAt: '8:15', timeZone: 'tehran' } as const;
  const { quiet, digests } = granted(wish);
  assert.deepEqual(quiet, { from: '22:00', to: '07:00', timeZone: 'Asia/Tehran' });
  assert.deepEqual(digests, [
    { every: 'day', at: '08:15', timeZone: 'Asia/Tehran' },
    { every: 'week', at: '08:15', timeZone: 'Asia/Tehran' },
  ]);
  const moved = granted({ timeZone: 'UTC' }, granted(wish));
  assert.deepEqual([moved.quiet?.timeZone, moved.digests[0]?.timeZone], ['UTC', 'UTC']);
});

test('equal ends are no quiet hours at all, and end those that were', () => {
  const before = aSubscription({ quiet: { from: '23:00', to: '06:00', timeZone: 'UTC' } });
  assert.equal(granted({ quietFrom: '8:00', quietTo: '08:00' }, before).quiet, null);
  assert.deepEqual(readQuietHours('00:00', '0:00', 'UTC'), { ok: true, quiet: null });
});

test('who is told in person is pinged by nothing', () => {
  assert.equal(granted({ pingRole: 'r' }, null, { user: 'eve' }).pingRole, null);
});

test('a role is taken away by pinging nobody', () => {
  const before = aSubscription({ pingRole: 'r', pingFloor: 'low' });
  const { pingRole, pingFloor } = granted({ pingFloor: 'nobody' }, before);
  assert.deepEqual([pingRole, pingFloor], [null, 'low']);
});

test('a cap of nothing is the usual one', () => {
  assert.equal(granted({ cardsPerHour: 0 }, aSubscription({ cardsPerHour: 9 })).cardsPerHour, null);
  assert.equal(granted({ cardsPerHour: 9 }).cardsPerHour, 9);
});

const mistakes: readonly (readonly [Partial<SubscriptionWish>, string])[] = [
  [{ quietFrom: '22:00' }, 'half-quiet'],
  [{ quietTo: '22:00' }, 'half-quiet'],
  [{ quietFrom: '22:60', quietTo: '07:00' }, 'time-of-day'],
  [{ quietFrom: '22:00', quietTo: 'dawn' }, 'time-of-day'],
  [{ digest: 'day', digestAt: '24:00' }, 'time-of-day'],
  [{ timeZone: 'Mars/Olympus' }, 'time-zone'],
  [{ cardsPerHour: 1001 }, 'cap'],
  [{ cardsPerHour: -1 }, 'cap'],
  [{ cardsPerHour: Number.NaN }, 'cap'],
  [{ digestAt: '08:00' }, 'digest-time-alone'],
  [{ alerts: false }, 'nothing-told'],
  [{ alerts: false, digest: 'none' }, 'nothing-told'],
];
for (const [wish, what] of mistakes)
  test(`${JSON.stringify(wish)} is refused as ${what}`, () => assert.equal(refusedAs(wish), what));
