import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { letterJob } from '../../../src/jobs/deliver/letter.ts';
import { letterJobId } from '../../../src/jobs/deliver/letter-job.ts';
import { sweep } from '../../../src/jobs/sweep.ts';
import type { Letter } from '../../../src/model.ts';
import type { LetterView } from '../../../src/ports.ts';
import { type StoreFixture, startStores } from '../../contracts/fixture.ts';
import { aDigest, aPack, noon } from '../../support/builders.ts';
import { quiet } from '../support/builders.ts';
import { type PlannedMessenger, plannedMessenger } from '../support/messenger.ts';
import { type HandQueue, handQueue } from '../support/queue.ts';

const nonceWindowMs = 60_000;
const hourMs = 3_600_000;
const png = new Uint8Array([0x89, 0x50]);
const lost = { status: 'accepted-unheard' } as const;

describe('letters', () => {
  let redis: StoreFixture;
  let messenger: PlannedMessenger;
  let queue: HandQueue;
  before(async () => {
    redis = await startStores();
  });
  after(() => redis.stop());
  beforeEach(afresh);

  async function afresh() {
    await redis.empty();
    messenger = plannedMessenger(() => redis.real, nonceWindowMs);
    queue = handQueue();
  }
  const passTime = (ms: number) => {
    redis.real += ms;
  };
  const sender = (owner: string, paint: (svg: string) => Promise<Uint8Array> = async () => png) =>
    letterJob({
      store: redis.store,
      messenger,
      painter: { paint },
      pack: aPack(),
      clock: { now: () => noon },
      realClock: { now: () => redis.real },
      log: quiet,
      owner,
      leaseMs: 30_000,
      nonceWindowMs,
      queue,
      filed: { watches: [], subscriptions: [] },
      filedServers: [],
      pages: null,
    });
  async function send(letter: Letter, deliver = sender('one')) {
    await redis.store.saveLetter(letter);
    await queue.add('deliver', [letterJobId(letter.id)]);
    await queue.drain({ deliver }, passTime);
  }
  const aLetter = (over: Partial<Letter> = {}): Letter => ({
    id: 'l1',
    server: 'home',
    channel: 'alerts',
    language: 'en',
    body: { kind: 'text', text: 'A word' },
    createdAt: redis.real,
    ...over,
  });
  const shown = () => messenger.seen.map(({ view }) => view as LetterView);

  test('are posted once, also by two at a time and when they are asked for again', async () => {
    const letter = aLetter();
    await redis.store.saveLetter(letter);
    const jobs = ['one', 'two'].map((owner) => sender(owner)(letterJobId('l1')));
    await Promise.all(jobs);
    await send(letter);
    assert.deepEqual(
      messenger.seen.map(({ text, place }) => [place, text]),
      [['alerts', 'A word']],
    );
    assert.equal(await redis.store.letter('l1'), null);
  });

  test('say of what time they tell when they come late', async () => {
    const letter = aLetter();
    redis.real += 11 * 60_000;
    await send(letter);
    assert.equal(messenger.seen[0]?.text, '1970-01-01 00:16 UTC: A word');
  });

  test('whose answer was lost stand once, within the time of the nonce and after it', async () => {
    for (const awayMs of [0, 10 * nonceWindowMs]) {
      await afresh();
      messenger.plan('postLetter', lost);
      await redis.store.saveLetter(aLetter());
      const first = await sender('one')(letterJobId('l1'));
      assert.equal(first.status, 'again');
      redis.real += awayMs;
      await send(aLetter());
      assert.equal(messenger.seen.length, 1, `away for ${awayMs} ms`);
      assert.equal(await redis.store.letter('l1'), null);
    }
  });

  test('that their channel refuses end, and the audit log says so', async () => {
    messenger.plan('postLetter', { status: 'refused', problem: 'Missing Access' });
    await send(aLetter());
    assert.deepEqual(messenger.seen, []);
    assert.equal(await redis.store.letter('l1'), null);
    const [entry] = await redis.store.recentAudit(1);
    assert.equal(entry?.action, 'delivery-failed');
    assert.match(entry?.detail ?? '', /Missing Access/u);
  });

  test('that wait are brought back by the sweep', async () => {
    const swept = { store: redis.store, queue, realClock: { now: () => redis.real }, log: quiet, sweepAfterMs: 10_000 };
    await redis.store.saveLetter(aLetter());
    await sweep(swept);
    assert.deepEqual(queue.waiting, []);
    redis.real += 10_001;
    await sweep(swept);
    assert.deepEqual(queue.waiting, [{ queue: 'deliver', id: 'letter:l1' }]);
  });

  test('that hold a digest bring its chart, and what the chart shows as text', async () => {
    let drawn = '';
    const paint = async (svg: string) => {
      drawn = svg;
      return png;
    };
    await send(aLetter({ body: { kind: 'digest', digest: aDigest() } }), sender('one', paint));
    const [view] = shown();
    assert.match(drawn, /^<svg /u);
    assert.equal(view?.image?.png, png);
    assert.match(view?.image?.alt ?? '', /Incidents a day, by severity: /u);
    assert.match(view?.text ?? '', /^Weekly digest – Everything\n/u);
  });

  test('go without a chart that cannot be painted', async () => {
    const broken = sender('one', () => Promise.reject(new Error('no fonts')));
    await send(aLetter({ body: { kind: 'digest', digest: aDigest() } }), broken);
    const [view] = shown();
    assert.equal(view?.image, null);
    assert.ok((view?.parts.length ?? 0) > 0);
  });

  test('of a test show a card that is marked as one, and ping as it would', async () => {
    await send(aLetter({ body: { kind: 'test', pingRole: '900000000000000009' } }));
    const [view] = shown();
    assert.equal(view?.card?.mark, 'test');
    assert.equal(messenger.seen[0]?.pinged, '900000000000000009');
    assert.equal(view?.card?.reference, view?.reference);
  });

  test('stand once whatever fails, in any order, over any time', async () => {
    const fault = fc.constantFrom(
      null,
      lost,
      { status: 'crash' } as const,
      { status: 'unclear', problem: 'timeout' } as const,
      { status: 'wait', waitMs: 5_000 } as const,
    );
    const away = fc.constantFrom(0, 2 * nonceWindowMs, hourMs);
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 5 }), fc.array(away, { maxLength: 5 }), async (faults, pauses) => {
        await afresh();
        messenger.plan('postLetter', ...faults);
        const letter = aLetter();
        await redis.store.saveLetter(letter);
        for (const [place, pauseMs] of pauses.entries()) {
          await sender(`run${place}`)(letterJobId('l1')).catch(() => null);
          redis.real += pauseMs;
        }
        await send(letter);
        assert.equal(messenger.seen.length, 1);
        assert.equal(await redis.store.letter('l1'), null);
      }),
      { numRuns: 60 },
    );
  });
});
