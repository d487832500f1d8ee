import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { letterJobId } from '../../../src/jobs/deliver/letter-job.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type { PageView } from '../../../src/ports.ts';
import { aCard, aServer } from '../support/builders.ts';
import {
  afresh,
  aLetter,
  amal,
  aPage,
  messenger,
  nonceWindowMs,
  opened,
  paged,
  passTime,
  places,
  premises,
  press,
  redis,
  send,
  sender,
  setUp,
  stands,
  store,
} from './page/world.ts';

setUp();
const direct = aPage({ to: { kind: 'direct', user: amal.id } });
const view = () => messenger.seen.at(-1)?.view as PageView;
const text = () => view().lines.map(plainLine).join('\n');
const acknowledge = () => press({ what: 'acknowledge' }).then(() => undefined);

describe('a page', () => {
  test('is told in the thread of its card, once, and the card remembers the thread', async () => {
    await opened();
    const letter = aLetter(aPage());
    await store.saveLetter(letter);
    await Promise.all(['one', 'two'].map((owner) => sender(owner)(letterJobId('p1'))));
    await send(letter);
    assert.deepEqual(places(), ['thread-of-card-i-article-1-0']);
    assert.deepEqual(view().users, [amal.id]);
    assert.equal((await store.card('i-article-1', 'alerts'))?.threadId, 'thread-of-card-i-article-1-0');
    assert.match(text(), /Nobody has acknowledged it for 12 minutes\.\nPolicy Night desk, step 1, round 1/u);
    assert.deepEqual(paged, ['thread sent']);
  });

  test('waits a moment while another holds the card, who may be opening its thread, and opens it anyway after long', async () => {
    await opened();
    const letter = aLetter(aPage());
    await store.saveLetter(letter);
    await store.claimCard('i-article-1', 'alerts', 'another', 60_000);
    const held = await sender('one')(letterJobId('p1'));
    assert.deepEqual([held.status, held.reason], ['again', 'claimed-by-another']);
    assert.deepEqual(places(), []);
    passTime(10_000);
    await send(letter);
    assert.deepEqual(places(), ['thread-of-card-i-article-1-0']);
  });

  test('opens a thread once where several come at the same time', async () => {
    await opened();
    const letters = ['p1', 'p2', 'p3'].map((id) => aLetter(aPage(), { id }));
    for (const letter of letters) await store.saveLetter(letter);
    await Promise.all(letters.map(({ id }) => sender(id)(letterJobId(id))));
    for (const letter of letters) await send(letter);
    assert.equal(messenger.calls.filter((call) => call.startsWith('openThread')).length, 1);
    assert.deepEqual(
      places(),
      Array.from(letters, () => 'thread-of-card-i-article-1-0'),
    );
  });

  test('waits some seconds for its card', async () => {
    await opened([]);
    const letter = aLetter(aPage());
    await store.saveLetter(letter);
    const early = await sender('one')(letterJobId('p1'));
    assert.deepEqual([early.status, early.reason], ['again', 'no-card-yet']);
    await stands(aCard({ messageId: 'late' }));
    await send(letter);
    assert.deepEqual(places(), ['thread-of-late']);
  });

  test('goes to the channel where no card comes, or it was folded or deleted', async () => {
    for (const card of [[], [{ gone: true }], [{ messageId: null, foldedInto: 'fold' }]]) {
      await afresh();
      await opened(card);
      await send(aLetter(aPage()));
      assert.deepEqual(places(), ['alerts']);
    }
  });

  test('goes to a person directly, and to the thread of a card where they take no direct messages, which is said there', async () => {
    await opened();
    await send(aLetter(direct));
    assert.deepEqual(places(), [`direct-${amal.id}`]);
    assert.deepEqual([view().buttons.map(({ action }) => action), view().server], [['acknowledge'], 'home']);
    messenger.plan('postPage', { status: 'refused', problem: 'Cannot send messages to this user', bars: 'person' });
    await send(aLetter(direct, { id: 'p2' }));
    assert.equal(places().at(-1), 'thread-of-card-i-article-1-0');
    assert.equal(view().server, undefined);
    assert.match(text(), /our direct messages do not reach whoever is called/u);
    assert.equal(await store.bar(`direct-${amal.id}`), null, 'what they subscribed to directly is not ended by it');
  });

  test('asks once in a while who takes direct messages, and tries nobody again who does not', async () => {
    await opened();
    messenger.plan('postPage', { status: 'refused', problem: 'Cannot send messages to this user', bars: 'person' });
    const deliver = sender('one');
    for (const id of ['p1', 'p2']) await send(aLetter(direct, { id }), deliver);
    assert.equal(messenger.calls.filter((call) => call === `postPage direct-${amal.id}`).length, 1);
    assert.deepEqual(premises.asked, [`home ${amal.id}`]);
    passTime(6 * 60_000);
    await send(aLetter(direct, { id: 'p3' }), deliver);
    assert.equal(places().at(-1), `direct-${amal.id}`);
  });

  test('tells nobody directly who has left the server', async () => {
    await opened();
    premises.left.add(`home ${amal.id}`);
    await send(aLetter(direct));
    assert.deepEqual(places(), ['thread-of-card-i-article-1-0']);
    assert.match(text(), /not on this server any more/u);
  });

  test('waits while Discord does not say whether a person is still there', async () => {
    await opened();
    premises.isAway = true;
    await store.saveLetter(aLetter(direct));
    assert.equal((await sender('one')(letterJobId('p1'))).status, 'again');
    assert.deepEqual(places(), []);
  });

  test('to the operators names the role that is pinged in their channel', async () => {
    await opened();
    const says = { what: 'unanswered', policy: 'policy', rounds: 2, waitedMs: 3_600_000 } as const;
    const page = aPage({ says, to: { kind: 'operators' }, users: [] });
    await send(aLetter(page));
    assert.deepEqual(places(), ['ops']);
    assert.deepEqual(view().roles, ['ops-role']);
    await send(aLetter(page, { id: 'p2' }), sender('one', aServer()));
    assert.equal(places().at(-1), 'alerts', 'a server without such a channel hears it beside its card');
  });

  test('leaves a channel that is barred alone, and one that refuses is barred and the next is told', async () => {
    await opened([{}, { channel: 'second' }]);
    const page = aPage({ to: { kind: 'channel', channel: 'alerts' } });
    messenger.plan('postPage', { status: 'refused', problem: 'Missing Access', bars: 'forbidden' });
    await send(aLetter(page));
    assert.deepEqual(places(), ['second']);
    assert.equal((await store.bar('alerts'))?.why, 'forbidden');
    await send(aLetter(page, { id: 'p2' }));
    assert.deepEqual(messenger.calls.slice(-1), ['postPage second']);
  });

  test('that nobody takes ends, and the log of its incident says so', async () => {
    await opened();
    messenger.plan('openThread', { status: 'refused', problem: 'no' });
    messenger.plan('postPage', { status: 'refused', problem: 'no' }, { status: 'refused', problem: 'Missing Access' });
    await send(aLetter(aPage()));
    assert.equal(await store.letter('p1'), null);
    const [entry] = await store.auditOf('i-article-1', 5);
    assert.deepEqual([entry?.action, entry?.detail], ['delivery-failed', 'page (alerts): refused: Missing Access']);
    assert.deepEqual(paged, ['thread failed']);
  });
});

describe('an acknowledgement', () => {
  test('ends a page that has not gone out', async () => {
    await opened();
    await acknowledge();
    await send(aLetter(aPage()));
    assert.deepEqual(places(), []);
    assert.deepEqual(paged, ['thread skipped']);
  });

  test('ends a page that waits for a limit', async () => {
    await opened();
    messenger.plan('postPage', { status: 'wait', waitMs: 5_000 });
    await store.saveLetter(aLetter(aPage()));
    assert.equal((await sender('one')(letterJobId('p1'))).status, 'again');
    await acknowledge();
    await send(aLetter(aPage()));
    assert.deepEqual(places(), []);
    assert.equal(messenger.calls.filter((call) => call.startsWith('findByReference')).length, 0);
  });

  test('that comes right before the request goes out stops it', async () => {
    await opened();
    messenger.before('postPage', acknowledge);
    await send(aLetter(aPage()));
    assert.deepEqual(places(), []);
    assert.deepEqual(paged, ['thread skipped']);
  });

  test('that comes while the request is under way is told in the page at once', async () => {
    await opened();
    messenger.during('postPage', acknowledge);
    await send(aLetter(aPage()));
    assert.equal(messenger.seen.length, 1);
    assert.match(text(), /^\S+ Acknowledged by Amal · /u);
    assert.deepEqual(view().buttons, []);
    assert.equal(messenger.seen[0]?.edits, 1);
  });

  test('is told in a page whose answer was lost, also long after', async () => {
    for (const awayMs of [0, 10 * nonceWindowMs]) {
      await afresh();
      await opened();
      messenger.plan('postPage', { status: 'accepted-unheard' });
      await store.saveLetter(aLetter(aPage()));
      assert.equal((await sender('one')(letterJobId('p1'))).status, 'again');
      await acknowledge();
      passTime(awayMs);
      await send(aLetter(aPage()));
      assert.deepEqual([messenger.seen.length, messenger.seen[0]?.edits], [1, 1]);
    }
  });

  test('by an edit that fails is tried until it stands', async () => {
    await opened();
    messenger.during('postPage', acknowledge);
    messenger.plan('editPage', { status: 'unclear', problem: 'timeout' }, { status: 'wait', waitMs: 1_000 });
    await send(aLetter(aPage()));
    assert.deepEqual([messenger.seen.length, messenger.seen[0]?.edits], [1, 1]);
  });
});

describe('graver pages', () => {
  test('of a server go first; those that were tried once hold nobody up', async () => {
    await opened();
    await store.saveLetter(aLetter(aPage(), { id: 'low', severity: 'low' }));
    await store.saveLetter(aLetter(aPage(), { id: 'critical', severity: 'critical' }));
    await store.saveLetter(aLetter(aPage(), { id: 'theirs', severity: 'critical', server: 'away' }));
    const deliver = sender('one');
    const early = await deliver(letterJobId('low'));
    assert.deepEqual([early.status, early.reason], ['again', 'graver-first']);
    messenger.plan('postPage', { status: 'unclear', problem: 'timeout' });
    assert.equal((await deliver(letterJobId('critical'))).status, 'again');
    assert.equal((await deliver(letterJobId('low'))).status, 'done');
  });

  test('hold up lesser ones for minutes, not for ever', async () => {
    await opened();
    await store.saveLetter(aLetter(aPage(), { id: 'critical', severity: 'critical' }));
    await send(aLetter(aPage(), { id: 'low', severity: 'low' }));
    assert.equal(messenger.seen.length, 1);
  });
});

describe('whatever fails', () => {
  const fault = fc.constantFrom(
    null,
    { status: 'accepted-unheard' } as const,
    { status: 'crash' } as const,
    { status: 'unclear', problem: 'timeout' } as const,
    { status: 'wait', waitMs: 5_000 } as const,
  );
  const away = fc.constantFrom(0, 2 * nonceWindowMs);
  const target = fc.constantFrom(aPage(), direct, aPage({ to: { kind: 'operators' } }));
  const run = fc.record({
    faults: fc.array(fault, { maxLength: 5 }),
    pauses: fc.array(away, { maxLength: 5 }),
    page: target,
    takenAfter: fc.option(fc.nat(5)),
  });

  test('a page stands once while nobody takes the alert, and a taken one never without saying so', async () => {
    await fc.assert(
      fc.asyncProperty(run, async ({ faults, pauses, page, takenAfter }) => {
        await afresh();
        await opened();
        messenger.plan('postPage', ...faults);
        const letter = aLetter(page);
        let wasUnderWay = false;
        await store.saveLetter(letter);
        for (const [place, pauseMs] of pauses.entries()) {
          if (place === takenAfter) {
            await acknowledge();
            wasUnderWay = (await store.letter('p1')) !== null;
          }
          await sender(`run${place}`)(letterJobId('p1')).catch(() => null);
          redis.real += pauseMs;
        }
        const isTaken = (await store.alert('i-article-1', 'home'))?.state === 'acknowledged';
        await send(letter);
        assert.equal(await store.letter('p1'), null);
        assert.ok(messenger.seen.length <= 1, `${messenger.seen.length} stand`);
        if (!isTaken) assert.equal(messenger.seen.length, 1);
        if (wasUnderWay && messenger.seen.length === 1) assert.match(text(), /^\S+ Acknowledged by Amal/u);
      }),
      { numRuns: 60 },
    );
  });
});
