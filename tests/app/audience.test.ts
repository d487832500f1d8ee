import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { storeFor } from '../../src/app/audience.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { aCard } from '../jobs/support/builders.ts';

let redis: StoreFixture;
before(async () => {
  redis = await startStores();
});
after(() => redis.stop());

test('cards of the terminal are not edited in Discord, nor those of Discord in the terminal', async () => {
  const { incident } = aCard();
  for (const channel of ['console', '500000000000000001']) {
    assert.ok(await redis.store.claimCard(incident, channel, 'd1', 1_000));
    assert.ok(await redis.store.saveCard(aCard({ channel }), 'd1', []));
  }
  const channels = async (told: 'terminal' | 'discord') =>
    (await storeFor(told, redis.store).cardsOf(incident)).map(({ channel }) => channel);
  assert.deepEqual(await channels('terminal'), ['console']);
  assert.deepEqual(await channels('discord'), ['500000000000000001']);
});
