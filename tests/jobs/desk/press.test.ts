import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nothingWished } from '../../../src/pipeline/subscribe.ts';
import type { CardView, DeskRequest, Store } from '../../../src/ports.ts';
import { noon } from '../../support/builders.ts';
import {
  away,
  by,
  deliverAll,
  desk,
  incident,
  messenger,
  passNews,
  redis,
  refusedWith,
  setUp,
  stateShown,
  store,
  told,
} from './world.ts';

setUp();

test('an acknowledgement is shown on every card of the server, with who and when, and on no other', async () => {
  await told();
  passNews(60_000);
  const reply = await desk().press({ ...by('Amal'), incident, action: 'acknowledge' });
  assert.deepEqual([reply.ok, reply.text], [true, 'Acknowledged.']);
  assert.equal(stateShown('alerts'), 'open'); // the press itself edits nothing
  await deliverAll();
  assert.deepEqual(['alerts', 'second', 'far'].map(stateShown), ['acknowledged', 'acknowledged', 'open']);
  const view = messenger.cards().find(({ place }) => place === 'second')?.view as CardView;
  assert.deepEqual([view.alert.changedBy?.name, view.alert.changedAt, view.language], ['Amal', noon + 60_000, 'ar']);
});

test('a press writes the audit log once, and the same interaction again changes nothing', async () => {
  await told();
  const request = { ...by('Amal'), incident, action: 'resolve' as const };
  assert.equal((await desk().press(request)).ok, true);
  await desk().press(request);
  assert.equal((await store.alert(incident, 'home'))?.revision, 2);
  const audit = (await store.auditOf(incident, 10)).filter(({ action }) => action === 'resolve');
  assert.deepEqual(
    audit.map(({ who, detail }) => `${who?.name} ${detail}`),
    ['Amal open → resolved'],
  );
});

test('of two who acknowledge at once one wins, and the other is told who and when', async () => {
  await told();
  const replies = await Promise.all([
    desk().press({ ...by('Amal'), incident, action: 'acknowledge' }),
    desk({ store: redis.other }).press({ ...by('Ben'), incident, action: 'acknowledge' }),
  ]);
  const lost = replies.filter(({ ok }) => !ok);
  assert.equal(lost.length, 1);
  assert.match(lost[0]?.text ?? '', /^Already acknowledged by (Amal|Ben) 0 s ago\.$/);
  assert.equal((await store.alert(incident, 'home'))?.revision, 2);
  passNews(12_000);
  const late = await desk().press({ ...by('Carla'), incident, action: 'acknowledge' });
  assert.match(late.text, /^Already acknowledged by (Amal|Ben) 12 s ago\.$/);
});

test('a press that another press overtook is not done, even where it still could be', async () => {
  await told();
  const amal = desk();
  const slow: Store = {
    ...store,
    async commitAlert(record) {
      await amal.press({ ...by('Amal'), incident, action: 'acknowledge' });
      return store.commitAlert(record);
    },
  };
  const reply = await desk({ store: slow }).press({ ...by('Ben'), incident, action: 'resolve' });
  refusedWith(reply, /^Not done: it was just acknowledged by Amal 0 s ago\.$/);
  assert.equal((await store.alert(incident, 'home'))?.state, 'acknowledged');
});

test('only responders press; where no role is set, whoever may manage messages', async () => {
  await told();
  const press = (request: DeskRequest) => desk().press({ ...request, incident, action: 'acknowledge' });
  refusedWith(await press(by('Eve', { roles: ['other'], mayManage: true })), /^Only responders/);
  refusedWith(await press(by('Eve', { ...away, mayManage: false })), /manage messages/);
  assert.equal((await press(by('Zoe', away))).ok, true);
  assert.equal((await store.alert(incident, 'home'))?.state, 'open');
});

test('nothing that changes anything is done for somebody without the role', async () => {
  await told();
  const eve = by('Eve', { roles: [] });
  const replies = [
    await desk().subscribe({ ...eve, watch: null, wish: nothingWished, isDirect: false }),
    await desk().unsubscribe({ ...eve, watch: null, isDirect: false }),
    await desk().keyword({ ...eve, change: 'add', keyword: 'x', watch: null }),
    await desk().keyword({ ...eve, change: 'remove', keyword: 'x', watch: null }),
    await desk().raiseIncident({ ...eve, text: 'Rockets', link: null }),
  ];
  for (const reply of replies) refusedWith(reply, /^Only responders/);
  assert.deepEqual(await store.watches(), []);
  assert.deepEqual(await store.subscriptions(), []);
});

test('a press on an incident that the server was not told of is refused', async () => {
  refusedWith(await desk().press({ ...by('Amal'), incident: 'i-unknown', action: 'resolve' }), /no alert/);
});

test('each server acts on its own alert alone', async () => {
  await told();
  const zoe = by('Zoe', away);
  await desk().press({ ...zoe, incident, action: 'note', given: { text: 'ours' } });
  await desk().control({ ...by('Zoe', away), does: `alert:false-alarm:exercise:${incident}`, values: [] });
  const home = await store.alert(incident, 'home');
  assert.deepEqual([home?.state, home?.notes], ['open', []]);
  assert.equal((await store.alert(incident, 'away'))?.falseAlarm, 'exercise');
  assert.deepEqual(
    (await store.labels(5)).map(({ isTeaching }) => isTeaching),
    [false],
  );
});
