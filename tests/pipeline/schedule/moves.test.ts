import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FeedState } from '../../../src/model.ts';
import type { PollOutcome } from '../../../src/pipeline/schedule/outcome.ts';
import { polledUrl } from '../../../src/pipeline/schedule/state.ts';
import { aFeed, after, dayMs, failed, hourMs, now, read, unchanged } from './builders.ts';

const to = 'https://new.example/feed?key=secret';
const moved = read({ movedTo: to, finalUrl: to });
const movedUnchanged = unchanged({ movedTo: to });
const feed = aFeed();

/** Polls each so many hours with what comes then; gives all that followed. */
function polls(outcomes: readonly PollOutcome[], everyHours: number, before: FeedState | null = null, from = now) {
  let state = before;
  return outcomes.map((outcome, index) => {
    const next = after(outcome, state, { at: from + index * everyHours * hourMs });
    state = next.state;
    return next;
  });
}
const addressAfter = (outcomes: readonly PollOutcome[], everyHours: number) => {
  const last = polls(outcomes, everyHours).at(-1);
  return last === undefined ? null : polledUrl(feed, last.state);
};
const days = (count: number, outcome: PollOutcome) => Array.from({ length: count }, () => outcome);

describe('a permanent redirect', () => {
  it('is taken over after a week of agreeing answers, 304 among them, once, with notice and audit', () => {
    const all = polls([moved, ...days(3, movedUnchanged), ...days(3, moved), movedUnchanged, unchanged()], 24);
    assert.deepEqual(
      all.map(({ state }) => polledUrl(feed, state) === to),
      [...days(7, moved).map(() => false), true, true],
    );
    assert.deepEqual(
      all.map(({ audit }) => audit.length),
      [0, 0, 0, 0, 0, 0, 0, 1, 0],
    );
    assert.equal(all[7]?.audit[0]?.action, 'feed-moved');
    assert.match(all[7]?.notice ?? '', /new\.example\/feed/);
    assert.deepEqual(all[8]?.state.moving, null);
  });
  it('tells no secret of an address', () => {
    const [, last] = polls([moved, moved], 7 * 24);
    assert.doesNotMatch(JSON.stringify([last?.notice, last?.audit]), /secret/);
  });
  it('is not believed sooner', () => {
    assert.equal(addressAfter(days(7, moved), 24), feed.url);
  });
  it('starts its week anew when it leads elsewhere or ends meanwhile', () => {
    const elsewhere = read({ movedTo: 'https://other.example/' });
    assert.equal(addressAfter([...days(6, moved), elsewhere, ...days(6, moved)], 24), feed.url);
    assert.equal(addressAfter([...days(6, moved), read(), ...days(6, moved)], 24), feed.url);
    assert.equal(addressAfter([...days(6, moved), unchanged(), ...days(6, moved)], 24), feed.url);
  });
  it('goes on through failures, which say nothing of it', () => {
    assert.equal(addressAfter([moved, ...days(6, failed('timeout')), moved], 24), to);
  });
  it('leads back to the listed address in the same way', () => {
    const away = polls([moved, moved], 7 * 24).at(-1)?.state ?? null;
    const home = polls([read({ movedTo: feed.url }), read({ movedTo: feed.url })], 7 * 24, away, now + 15 * dayMs);
    assert.equal(home.at(-1)?.state.movedTo, null);
  });
  it('out of https, to no address, or to an endless one is never believed', () => {
    for (const bad of [
      'http://new.example/feed',
      'ftp://new.example/',
      'nothing',
      `https://new.example/${'x'.repeat(2_000)}`,
    ]) {
      const all = polls(days(9, read({ movedTo: bad })), 24);
      assert.ok(
        all.every(({ state }) => state.movedTo === null && state.moving === null),
        bad,
      );
    }
  });
});

describe('the address that a feed has moved to', () => {
  const away = polls([moved, moved], 7 * 24).at(-1)?.state ?? null;
  const later = now + 8 * dayMs;

  it('is given up for the listed one when it fails for a day, with notice and audit, and no validators go along', () => {
    const all = polls(days(6, failed('http-error')), 6, away, later);
    const back = all.findIndex(({ reason }) => reason === 'moved-back');
    assert.equal(back, 4); // a day after the first
    const { state, audit, notice } = all[back] ?? assert.fail();
    assert.equal(polledUrl(feed, state), feed.url);
    assert.deepEqual([state.etag, state.lastModified, state.validatorsFrom], [null, null, null]);
    assert.equal(audit[0]?.action, 'feed-moved-back');
    assert.match(notice ?? '', /as it is listed/);
    assert.ok(all[5]?.reason === 'backoff');
  });
  it('is given up at once when it is gone, which pauses nothing yet', () => {
    const { state, nextDue } = after(failed('gone'), away, { at: later });
    assert.deepEqual([state.movedTo, state.paused], [null, null]);
    assert.ok(nextDue !== null && nextDue - later < hourMs);
  });
  it('is kept through a failure or two', () => {
    assert.equal(polls(days(2, failed('timeout')), 30, away, later).at(-1)?.state.movedTo, to);
  });
});
