import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Bulletin, Standing } from '../../src/model.ts';
import { type StoreFixture, startStores } from './fixture.ts';

const standing = (subject: string, said: Partial<Standing> = {}): Standing => ({
  subject,
  told: 'failing',
  toldAt: 5,
  times: 1,
  seen: null,
  since: null,
  ...said,
});
const bulletin = (id: string, createdAt: number): Bulletin => ({ id, text: `text of ${id}`, pings: false, createdAt });
const dayMs = 86_400_000;

describe('bulletins', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('of two that decide on the same ledger one is heard, with all it wrote and nothing of the other', async () => {
    const { store, other } = fixture;
    const { revision } = await store.ledger();
    const said = (id: string) => ({
      revision,
      bulletin: bulletin(id, 1),
      standings: [standing(`feed:${id}`)],
      forgotten: [],
    });
    const heard = await Promise.all([store.commitBulletin(said('a')), other.commitBulletin(said('b'))]);
    assert.deepEqual(heard.toSorted(), [false, true]);
    const winner = heard[0] ? 'a' : 'b';
    assert.deepEqual((await other.ledger()).standings, [standing(`feed:${winner}`)]);
    assert.deepEqual(await other.waitingBulletins(10), [bulletin(winner, 1)]);
  });

  it('forgets subjects, and gives what waits oldest first until it is settled by who holds the claim', async () => {
    const { store, other } = fixture;
    const standings = [standing('feed:a'), standing('feed:b')];
    await store.commitBulletin({ revision: 0, bulletin: bulletin('late', 9), standings, forgotten: [] });
    const forgotten = ['feed:a'];
    await store.commitBulletin({ revision: 1, bulletin: bulletin('early', 3), standings: [], forgotten });
    assert.deepEqual((await store.ledger()).standings, [standing('feed:b')]);
    assert.deepEqual(
      (await store.waitingBulletins(10)).map(({ id }) => id),
      ['early', 'late'],
    );
    assert.equal(await store.claimBulletins('me', 1_000), true);
    assert.equal(await other.claimBulletins('you', 1_000), false);
    assert.equal(await other.settleBulletin('early', 'you'), false);
    assert.equal(await store.settleBulletin('early', 'me'), true);
    assert.deepEqual(await store.waitingBulletins(10), [bulletin('late', 9)]);
    fixture.real += 1_001;
    assert.equal(await other.claimBulletins('you', 1_000), true);
    assert.equal(await store.settleBulletin('late', 'me'), false);
  });

  it('gives up what nobody could be told for a week', async () => {
    const { store } = fixture;
    await store.commitBulletin({ revision: 0, bulletin: bulletin('old', fixture.real), standings: [], forgotten: [] });
    fixture.real += 6 * dayMs;
    await store.retain(fixture.real);
    assert.equal((await store.waitingBulletins(10)).length, 1);
    fixture.real += 2 * dayMs;
    await store.retain(fixture.real);
    assert.deepEqual(await store.waitingBulletins(10), []);
    assert.equal(fixture.reported.length, 1);
  });
});
