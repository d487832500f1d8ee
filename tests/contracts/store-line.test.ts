import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { rankOf } from '../../src/pipeline/rank.ts';
import { type StoreFixture, startStores } from './fixture.ts';

const msMax = 10_000;

describe('the line of a channel', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  const stand = (row: string, rank: number, joins = true, channel = 'alerts') =>
    fixture.store.standInLine({ channel, row, rank, msMax, joins });

  it('is told how many graver rows stand before one, of its own channel alone', async () => {
    assert.equal(await stand('low', rankOf('low', 1)), 0);
    assert.equal(await stand('critical', rankOf('critical', 9)), 0);
    assert.equal(await stand('high', rankOf('high', 5)), 1);
    assert.equal(await stand('low', rankOf('low', 1)), 2);
    assert.equal(await stand('late', rankOf('critical', 10)), 1);
    assert.equal(await stand('other', rankOf('info', 1), true, 'elsewhere'), 0);
  });

  it('is joined by who need not wait only where somebody graver stands there', async () => {
    assert.equal(await stand('first', rankOf('high', 1), false), 0);
    assert.equal(await stand('second', rankOf('low', 1), false), 0);
    assert.equal(await stand('third', rankOf('high', 1), true), 0);
    assert.equal(await stand('fourth', rankOf('elevated', 1), false), 1);
    assert.equal(await stand('fifth', rankOf('low', 1), false), 2);
  });

  it('is left by who says so, and by who does not come again in its time', async () => {
    await stand('critical', rankOf('critical', 1));
    await stand('high', rankOf('high', 1));
    assert.equal(await stand('low', rankOf('low', 1)), 2);
    await fixture.store.leaveLine('alerts', 'critical');
    assert.equal(await stand('low', rankOf('low', 1)), 1);
    fixture.real += msMax / 2;
    assert.equal(await stand('low', rankOf('low', 1)), 1);
    fixture.real += msMax / 2 + 1;
    assert.equal(await stand('low', rankOf('low', 1)), 0);
  });
});
