import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Letter } from '../../src/model.ts';
import { type StoreFixture, startStores } from './fixture.ts';

const dayMs = 86_400_000;
const leaseMs = 1_000;

function aLetter(id: string, createdAt = 1_000, over: Partial<Letter> = {}): Letter {
  return { id, server: 'home', channel: '100', language: 'en', body: { kind: 'text', text: id }, createdAt, ...over };
}
const sent = (row: string) => ({ row, outcome: 'sent', reason: 'posted' }) as const;

describe('letters', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('wait, oldest first, until they are settled by who holds the claim', async () => {
    const { store, other } = fixture;
    await store.saveLetter(aLetter('b', 2_000));
    await other.saveLetter(aLetter('a', 1_000));
    assert.deepEqual(await store.waitingLetters(2_000, 10), [aLetter('a', 1_000)]);
    assert.deepEqual(
      (await store.waitingLetters(2_001, 10)).map(({ id }) => id),
      ['a', 'b'],
    );
    assert.equal((await store.waitingLetters(2_001, 1)).length, 1);
    assert.equal(await store.claimLetter('a', 'me', leaseMs), true);
    assert.equal(await other.claimLetter('a', 'you', leaseMs), false);
    assert.equal(await other.settleLetter(sent('a'), 'you'), false);
    assert.equal(await store.settleLetter(sent('a'), 'me'), true);
    assert.equal(await store.letter('a'), null);
    assert.deepEqual(await other.letter('b'), aLetter('b', 2_000));
  });

  it('are written once for ever, also by two at the same time, and after they were settled', async () => {
    const { store, other } = fixture;
    const written = await Promise.all([store.saveLetter(aLetter('a')), other.saveLetter(aLetter('a'))]);
    assert.deepEqual(written.toSorted(), [false, true]);
    await store.claimLetter('a', 'me', leaseMs);
    await store.settleLetter(sent('a'), 'me');
    assert.equal(await other.saveLetter(aLetter('a')), false);
    assert.deepEqual(await store.waitingLetters(Number.MAX_SAFE_INTEGER, 10), []);
  });

  it('are counted by their server where they are graver, until their first try', async () => {
    const { store, other } = fixture;
    const low = aLetter('low', 1_000, { severity: 'low' });
    const high = aLetter('high', 1_001, { severity: 'high' });
    for (const letter of [low, high, aLetter('critical', 1_002, { severity: 'critical' }), aLetter('word')])
      await store.saveLetter(letter);
    await store.saveLetter(aLetter('theirs', 1_000, { severity: 'critical', server: 'away' }));
    assert.equal(await other.graverLetters(low), 2);
    assert.equal(await other.graverLetters(high), 1);
    assert.equal(await other.graverLetters(aLetter('word')), 0);
    await store.claimLetter('critical', 'me', leaseMs);
    const critical = aLetter('critical', 1_002, { severity: 'critical' });
    assert.equal(await store.beginLetter(critical, { place: '100', at: 5 }, 'me'), true);
    assert.equal(await other.graverLetters(low), 1);
    await store.claimLetter('high', 'me', leaseMs);
    await store.settleLetter(sent('high'), 'me');
    assert.equal(await other.graverLetters(low), 0);
  });

  it('remember where they were tried last, as long as they wait', async () => {
    const { store, other } = fixture;
    await store.saveLetter(aLetter('a'));
    assert.equal(await store.letterTry('a'), null);
    assert.equal(await store.beginLetter(aLetter('a'), { place: '100', at: 5 }, 'me'), false, 'without the claim');
    await store.claimLetter('a', 'me', leaseMs);
    await store.beginLetter(aLetter('a'), { place: '100', at: 5 }, 'me');
    await store.beginLetter(aLetter('a'), { place: '200', at: 6 }, 'me');
    assert.deepEqual(await other.letterTry('a'), { place: '200', at: 6 });
    await store.settleLetter(sent('a'), 'me');
    assert.equal(await other.letterTry('a'), null);
  });

  it('are free for another when the claim ends or is given back', async () => {
    const { store, other } = fixture;
    await store.saveLetter(aLetter('a'));
    await store.claimLetter('a', 'me', leaseMs);
    await store.releaseLetter('a', 'me');
    assert.equal(await other.claimLetter('a', 'you', leaseMs), true);
    fixture.real += leaseMs + 1;
    assert.equal(await store.claimLetter('a', 'me', leaseMs), true);
    assert.equal(await other.settleLetter(sent('a'), 'you'), false);
  });

  it('that could not be sent for a week are given up and reported, and their ids are remembered for a month', async () => {
    const { store } = fixture;
    await store.saveLetter(aLetter('old', fixture.real));
    fixture.real += 6 * dayMs;
    await store.retain(fixture.real);
    assert.equal((await store.waitingLetters(fixture.real, 10)).length, 1);
    fixture.real += 2 * dayMs;
    await store.retain(fixture.real);
    assert.deepEqual(await store.waitingLetters(fixture.real, 10), []);
    assert.equal(fixture.reported.length, 1);
    assert.equal(await store.saveLetter(aLetter('old', fixture.real)), false);
    fixture.real += 30 * dayMs;
    await store.retain(fixture.real);
    assert.equal(await store.saveLetter(aLetter('old', fixture.real)), true);
  });
});
