import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linksOf } from '../../../src/jobs/deliver/links.ts';
import type { Card, Incident } from '../../../src/model.ts';
import { aCard } from '../../contracts/builders.ts';
import { anIncident, aPack } from '../../support/builders.ts';

const known = {
  id: 'soleimani',
  title: 'Killing of Qasem Soleimani',
  day: '2020-01-03',
  place: 'baghdad',
  eventType: 'air-strike',
  actors: [],
  killed: null,
  wounded: null,
  recalledAs: [],
};
const pack = aPack({ knownIncidents: [known] });
const reader = { server: 'home', channel: 'alerts', language: 'en' } as const;
const told = anIncident({
  id: 'i-told',
  related: [
    { incident: 'i-other', how: 'answers' },
    { incident: 'known:soleimani', how: 'near' },
    { incident: 'i-forgotten', how: 'near' },
  ],
});

/** What the reader's card links to where the other incident has these cards. */
function links(cards: readonly Card[]) {
  const other = anIncident({ id: 'i-other' });
  const store = {
    incident: async (id: string): Promise<Incident | null> => (id === 'i-other' ? other : null),
    cardsOf: async () => cards,
  };
  return linksOf({ store, pack }, told, reader);
}
const posted = (channel: string, said: Partial<Card> = {}) =>
  aCard('i-other', channel, { server: 'home', messageId: `in-${channel}`, ...said });

test('another incident is told by deed, place and day, and by the record where no article told it', async () => {
  assert.deepEqual(await links([]), [
    {
      how: 'answers',
      title: 'Rocket attack – camp-taji, iraq',
      day: { from: '2020-04-01', to: '2020-04-01' },
      message: null,
    },
    { how: 'near', title: known.title, day: { from: known.day, to: known.day }, message: null },
  ]);
});

test('the link leads to the card of the same channel, else to another of the server', async () => {
  const place = async (cards: readonly Card[]) => (await links(cards))[0]?.message;
  const there = { server: 'home', channel: 'alerts', id: 'in-alerts' };
  assert.deepEqual(await place([posted('other'), posted('alerts')]), there);
  assert.deepEqual(await place([posted('other')]), { server: 'home', channel: 'other', id: 'in-other' });
});

test('nothing leads to a message that is gone, to another server or to what somebody was told in person', async () => {
  const shut: readonly Partial<Card>[] = [
    { gone: true },
    { server: 'elsewhere' },
    { isDirect: true },
    { messageId: null },
  ];
  for (const said of shut)
    assert.equal((await links([posted('alerts', said)]))[0]?.message, null, JSON.stringify(said));
});
