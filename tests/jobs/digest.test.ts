import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Audience } from '../../src/jobs/audience.ts';
import { digestJob, digestTimers } from '../../src/jobs/digest.ts';
import { tick } from '../../src/jobs/tick.ts';
import type { Digest, DigestPlan, Incident, Subscription, Watch } from '../../src/model.ts';
import { guestOutlet } from '../../src/pipeline/hearsay.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import {
  anAlert,
  anArticle,
  anIncident,
  aPack,
  aReport,
  aRoster,
  dayMs,
  hourMs,
  scheduleLimits,
} from '../support/builders.ts';
import { aRow, aSubscription, aWatch, commit, quiet } from './support/builders.ts';
import { type PlannedPremises, plannedPremises } from './support/premises.ts';
import { type HandQueue, handQueue } from './support/queue.ts';

const daily: DigestPlan = { every: 'day', at: '07:00', timeZone: 'Asia/Baghdad' };
const weekly: DigestPlan = { every: 'week', at: '07:00', timeZone: 'Asia/Baghdad' };
/** Monday 6 April 2020, seven o'clock in Baghdad. */
const due = Date.parse('2020-04-06T04:00:00Z');

describe('digests', () => {
  let redis: StoreFixture;
  let queue: HandQueue;
  let now: number;
  let audience: Audience | null;
  let premises: PlannedPremises;
  before(async () => {
    redis = await startStores();
  });
  after(() => redis.stop());
  beforeEach(async () => {
    await redis.empty();
    queue = handQueue();
    premises = plannedPremises();
    now = due - hourMs;
    told(aSubscription({ digests: [daily] }));
  });

  const told = (subscription: Subscription, watch: Watch = aWatch()) => {
    audience = { watches: [watch], subscriptions: [subscription] };
  };
  const deps = () => ({
    store: redis.store,
    queue,
    audience: async () => audience,
    premises,
    pack: aPack(),
    clock: { now: () => now },
    realClock: { now: () => redis.real },
    log: quiet,
  });
  const follow = () => digestTimers(deps())();
  /** A beat of the scheduler at a time, and all that it causes but the sending of letters. */
  async function beat(at: number) {
    now = at;
    await tick({
      roster: aRoster(new Map()),
      store: redis.store,
      queue,
      clock: { now: () => now },
      log: quiet,
      schedule: scheduleLimits,
      recurring: {},
      awaited: {},
    });
    const letters = { deliver: digestJob(deps()) };
    const own = queue.waiting.filter(({ id }) => !id.startsWith('letter:'));
    queue.waiting.splice(0, queue.waiting.length, ...own);
    await queue.drain({ deliver: async (id) => (id.startsWith('letter:') ? done : letters.deliver(id)) }, () => {});
  }
  const done = { status: 'done', reason: 'not sent here' } as const;
  const letters = async () => (await redis.store.waitingLetters(Number.MAX_SAFE_INTEGER, 100)).map(({ id }) => id);
  async function written(): Promise<Digest | undefined> {
    const [letter] = await redis.store.waitingLetters(Number.MAX_SAFE_INTEGER, 1);
    return letter?.body.kind === 'digest' ? letter.body.digest : undefined;
  }
  let articles = 0;
  const open = (incident: Incident, alert = anAlert({ incident: incident.id })) => {
    articles += 1;
    const article = anArticle({ id: `article-${articles}` });
    return commit(redis.store, article, { incident, alerts: [alert], rows: [aRow({ incident: incident.id })] });
  };

  test('are written when they are due by the clock of their zone, each time once', async () => {
    await follow();
    assert.deepEqual(await redis.store.nextTimer(), { name: 'digest:home-alerts:day:07:00:Asia/Baghdad', at: due });
    await beat(due - 1);
    assert.deepEqual(await letters(), []);
    await beat(due);
    await beat(due + 1_000);
    assert.deepEqual(await letters(), ['digest.home-alerts.day.2020-04-06T04:00:00.000Z']);
    await beat(due + dayMs);
    assert.equal((await letters()).length, 2);
  });

  test('are sent to the channel of the subscription, in its language', async () => {
    told(aSubscription({ digests: [daily], channel: 'c9', language: 'ar' }));
    await follow();
    await beat(due);
    const [letter] = await redis.store.waitingLetters(Number.MAX_SAFE_INTEGER, 1);
    assert.deepEqual([letter?.channel, letter?.server, letter?.language], ['c9', 'home', 'ar']);
  });

  test('are not written for somebody who left the server, asked right before, and are while Discord cannot tell', async () => {
    told(aSubscription({ digests: [daily], channel: 'dm', user: 'u1' }));
    await follow();
    premises.isAway = true;
    await beat(due);
    assert.equal((await letters()).length, 1);
    premises.isAway = false;
    premises.left.add('home u1');
    await beat(due + dayMs);
    assert.equal((await letters()).length, 1);
    assert.equal((await redis.store.membership('home', 'dm'))?.isGone, true);
  });

  test('are written once though two processes have the same one, and though its timer comes again', async () => {
    await follow();
    now = due;
    const timer = 'digest:home-alerts:day:07:00:Asia/Baghdad';
    await Promise.all([digestJob(deps())(timer), digestJob(deps())(timer)]);
    await redis.store.settleTimer(timer, due);
    await beat(due + hourMs);
    assert.equal((await letters()).length, 1);
  });

  test('that were missed while nobody ran are sent once, the last alone', async () => {
    await follow();
    await beat(due + 3 * dayMs + hourMs);
    assert.deepEqual(await letters(), ['digest.home-alerts.day.2020-04-09T04:00:00.000Z']);
    assert.equal((await redis.store.nextTimer())?.at, due + 4 * dayMs);
  });

  test('are not sent of a time before somebody asked for them', async () => {
    now = due + hourMs;
    await follow();
    await beat(due + 2 * hourMs);
    assert.deepEqual(await letters(), []);
  });

  test('follow the audience: what is given up is not sent, a changed hour holds from its next time on', async () => {
    await follow();
    told(aSubscription({ digests: [{ ...daily, at: '09:00' }] }));
    await follow();
    await beat(due);
    assert.deepEqual(await letters(), []);
    await beat(due + 2 * hourMs);
    assert.deepEqual(await letters(), ['digest.home-alerts.day.2020-04-06T06:00:00.000Z']);
    audience = { watches: [], subscriptions: [] };
    await beat(due + dayMs + 2 * hourMs);
    assert.equal((await letters()).length, 1);
    assert.equal(await redis.store.nextTimer(), null);
  });

  test('wait where it is not known yet who is told', async () => {
    await follow();
    audience = null;
    now = due;
    assert.equal((await digestJob(deps())('digest:home-alerts:day:07:00:Asia/Baghdad')).status, 'again');
    await follow();
    assert.notEqual(await redis.store.nextTimer(), null);
  });

  test('tell of what their watch looks at, above their floor, and of no false alarm of their server', async () => {
    const within = { openedAt: due - 2 * hourMs, updatedAt: due - 2 * hourMs };
    await open(anIncident({ id: 'i-heard', ...within }));
    await open(anIncident({ id: 'i-low', ...within, facts: { severity: 'info' } }));
    await open(anIncident({ id: 'i-elsewhere', ...within, facts: { place: 'washington' } }));
    await open(anIncident({ id: 'i-false', ...within }), anAlert({ incident: 'i-false', state: 'false-alarm' }));
    await open(anIncident({ id: 'i-old', openedAt: due - 2 * dayMs, updatedAt: due - hourMs }));
    told(aSubscription({ digests: [daily], severityFloor: 'low' }), aWatch({ places: ['iraq'] }));
    await follow();
    await beat(due);
    const digest = await written();
    assert.deepEqual([digest?.incidents, digest?.developed], [1, 1]);
    // The false alarm is put away; the others are open, the one below the floor and the one elsewhere are not theirs.
    assert.deepEqual(digest?.open.map(({ incident }) => incident).toSorted(), ['i-heard', 'i-old']);
  });

  test('say nothing of what a guest raised on another server', async () => {
    const within = { openedAt: due - hourMs, updatedAt: due - hourMs };
    const raised = (id: string) => anIncident({ id, ...within, reports: [aReport({ outlet: guestOutlet })] });
    await open(raised('i-theirs'), anAlert({ incident: 'i-theirs', server: 'away' }));
    await open(raised('i-ours'));
    await follow();
    await beat(due);
    assert.deepEqual([(await written())?.incidents, (await written())?.byPlace.at(0)?.count], [1, 1]);
  });

  test('tell of what was told in their channel by words that are kept no more, unless another watch is told there', async () => {
    const incident = anIncident({ id: 'i-told', openedAt: due - hourMs, updatedAt: due - hourMs });
    await open(incident);
    const card = await redis.store.claimCard('i-told', 'alerts', 'me', 1_000);
    assert.ok(card !== null);
    await redis.store.saveCard({ ...card, server: 'home', messageId: '77' }, 'me', []);
    const watch = aWatch({ keywords: ['tanker'] });
    const subscription = aSubscription({ digests: [daily] });
    told(subscription, watch);
    await follow();
    await beat(due);
    const digest = await written();
    assert.equal(digest?.incidents, 1);
    assert.deepEqual(digest?.open[0]?.message, { server: 'home', channel: 'alerts', id: '77' });
    const other = aSubscription({ id: 'other', watch: 'wide' });
    audience = { watches: [watch, aWatch({ id: 'wide' })], subscriptions: [subscription, other] };
    await beat(due + dayMs - 1);
    await redis.store.settleTimer('digest:home-alerts:day:07:00:Asia/Baghdad', due + dayMs);
    await open(anIncident({ id: 'i-wide', openedAt: due + hourMs, updatedAt: due + hourMs }));
    await beat(due + dayMs);
    const all = await redis.store.waitingLetters(Number.MAX_SAFE_INTEGER, 10);
    const last = all.find(({ id }) => id.endsWith('04-07T04:00:00.000Z'))?.body;
    assert.equal(last?.kind === 'digest' ? last.digest.incidents : null, 0);
  });

  test('are not written for a channel that takes nothing any more, and are again when it does', async () => {
    await follow();
    const bar = { channel: 'alerts', server: 'home', why: 'gone', problem: 'Unknown Channel' } as const;
    const ended = { ...bar, since: 1, triedAt: 1, endedAt: 1 };
    const audit = { at: 1, server: 'home', incident: null, who: null, action: 'subscriptions-ended', detail: '' };
    await redis.store.endChannel({ bar: ended, audit, bulletin: null, letter: null });
    await beat(due);
    assert.deepEqual(await letters(), []);
    await redis.store.liftBar('alerts');
    await beat(due + dayMs);
    assert.deepEqual(await letters(), ['digest.home-alerts.day.2020-04-07T04:00:00.000Z']);
  });

  test('of a day and of a week stand beside each other', async () => {
    told(aSubscription({ digests: [daily, weekly] }));
    await follow();
    await beat(due);
    assert.deepEqual((await letters()).toSorted(), [
      'digest.home-alerts.day.2020-04-06T04:00:00.000Z',
      'digest.home-alerts.week.2020-04-06T04:00:00.000Z',
    ]);
  });
});
