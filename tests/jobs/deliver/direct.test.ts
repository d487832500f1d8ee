import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CardView, NoticeView } from '../../../src/ports.ts';
import { dayMs, noon } from '../../support/builders.ts';
import { aRow, aSubscription } from '../support/builders.ts';
import {
  card,
  deliver,
  developed,
  messenger,
  notice,
  opened,
  premises,
  pressAcknowledge,
  redis,
  setUp,
  store,
} from './world.ts';

setUp();

const direct = { channel: 'dm', isDirect: true, id: 'i-article-1.1.card.dm' } as const;

test('a card in direct messages says so, links to the one of the server, and shows who acknowledged', async () => {
  await opened([aRow(), aRow(direct)]);
  await deliver('i-article-1.1.card.alerts', 'i-article-1.1.card.dm');
  const [ofServer, ofPerson] = messenger.cards();
  assert.equal((ofServer?.view as CardView).isDirect, false);
  assert.equal((ofServer?.view as CardView).elsewhere, undefined);
  assert.equal((ofPerson?.view as CardView).isDirect, true);
  assert.deepEqual((ofPerson?.view as CardView).elsewhere, { server: 'home', channel: 'alerts', id: ofServer?.id });
  assert.equal((await store.card('i-article-1', 'dm'))?.isDirect, true);
  await pressAcknowledge('acknowledged', [aRow({ ...direct, id: 'i-article-1.1.2.card.dm' })]);
  await deliver('i-article-1.1.2.card.dm');
  const shown = messenger.cards().find(({ place }) => place === 'dm')?.view as CardView;
  assert.equal(shown.alert.changedBy?.name, 'Amal');
});

test('a notice in direct messages answers the card, and no thread is opened', async () => {
  await opened([aRow(direct)]);
  await deliver('i-article-1.1.card.dm');
  await developed(2, [card(2, direct), notice(2, { ...direct, id: 'i-article-1.2.notice.dm' })]);
  await deliver('i-article-1.2.notice.dm');
  assert.deepEqual(messenger.calls, ['postCard dm', 'postNotice dm']);
  assert.equal((messenger.notices()[0]?.view as NoticeView).replyTo, messenger.cards()[0]?.id);
});

test('once the alert is acknowledged, what does not worsen it rings nobody by a direct message', async () => {
  await opened([aRow(direct)]);
  await deliver('i-article-1.1.card.dm');
  await developed(2, [notice(2, { ...direct, id: 'i-article-1.2.notice.dm' })]);
  await pressAcknowledge();
  await deliver('i-article-1.2.notice.dm');
  assert.deepEqual(messenger.notices(), []);
});

test('who left the server is told nothing more of it: no card, no notice, and what stands is not edited', async () => {
  const audit = { at: noon, server: 'home', incident: null, who: null, action: 'subscribe', detail: '' };
  await store.saveSubscription(aSubscription({ id: 'own', channel: 'dm', user: 'u1', origin: 'command' }), audit);
  await opened([aRow(direct)]);
  await deliver('i-article-1.1.card.dm');
  premises.left.add('home u1');
  redis.real += dayMs;
  await developed(2, [card(2, direct), notice(2, { ...direct, id: 'i-article-1.2.notice.dm' })]);
  await deliver('i-article-1.2.notice.dm', 'i-article-1.1.card.dm');
  await developed(3, [card(3, { ...direct, id: 'i-article-1.3.card.dm' })]);
  await deliver('i-article-1.3.card.dm');
  assert.deepEqual(messenger.calls, ['postCard dm']);
  assert.equal((await store.outcome('i-article-1.3.card.dm'))?.reason, 'channel-ended');
});
