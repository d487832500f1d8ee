import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pick } from '../../src/jobs/desk/complete.ts';
import { aFeedState, aPoll } from '../contracts/builders.ts';
import { noon } from '../support/builders.ts';
import { away, by, deliverAll, desk, messenger, pack, refusedWith, setUp, store, told } from './desk/world.ts';
import { aSubscription, aWatch } from './support/builders.ts';

setUp();

test('an analyst raises an incident once, and it is told like any', async () => {
  const filed = {
    watches: [aWatch()],
    subscriptions: [aSubscription(), aSubscription({ id: 'far', server: 'away', channel: 'far' })],
  };
  const request = { ...by('Amal'), text: 'Rockets hit Camp Taji\nSeen from the gate.', link: 'https://gate.example/1' };
  const reply = await desk({ filed }).raiseIncident(request);
  assert.match(reply.text, /^Raised as i-raised-[0-9a-f]{24}; 2 channels are told\.$/);
  assert.match((await desk({ filed }).raiseIncident(request)).text, /^Raised already as/);
  await deliverAll();
  assert.equal(messenger.cards().length, 2);
  const [raised] = await store.recentIncidents(5);
  assert.deepEqual(
    (await store.auditOf(raised?.id ?? '', 5)).map(({ action, server, who }) => `${action} ${who?.name ?? server}`),
    ['raise Amal', 'open away', 'open home'],
  );
});

test('what a server that does not operate the place raises is told and shown there alone', async () => {
  const filed = {
    watches: [aWatch()],
    subscriptions: [aSubscription(), aSubscription({ id: 'far', server: 'away', channel: 'far' })],
  };
  const reply = await desk({ filed }).raiseIncident({ ...by('Zoe', away), text: 'Something blew up', link: null });
  assert.match(reply.text, /one channel is told/);
  await deliverAll();
  assert.deepEqual(
    messenger.cards().map(({ place }) => place),
    ['far'],
  );
  const [raised] = await store.recentIncidents(5);
  const id = raised?.id ?? '';
  refusedWith(await desk({ filed }).showIncident({ ...by('Amal'), incident: id }), /no incident/);
  assert.deepEqual(await desk({ filed }).completeIncident(by('Amal'), ''), []);
  assert.equal((await desk({ filed }).completeIncident(by('Zoe', away), 'blew')).length, 1);
});

test('a raise without words or with a link of another kind is refused', async () => {
  refusedWith(await desk().raiseIncident({ ...by('Amal'), text: ' … ', link: null }), /what happened/);
  for (const link of ['javascript:alert(1)', 'file:///etc/passwd', 'gate.example', 'https://u:p@gate.example'])
    refusedWith(await desk().raiseIncident({ ...by('Amal'), text: 'Rockets', link }), /http or https/);
  assert.deepEqual(await store.recentIncidents(5), []);
});

test('the status says which feeds fail, when the last poll was and what is open', async () => {
  const [ok, failing] = pack.feeds;
  const polled = (feed: string | undefined, failures: number, polledAt: number) =>
    aPoll([], {
      state: aFeedState({
        feed: feed ?? '',
        failures,
        lastPolledAt: polledAt,
        lastStatus: 'timeout',
        lastProblem: 'no answer',
      }),
      timer: `poll:${feed}`,
    });
  await store.commitPoll(polled(ok?.id, 0, noon - 30_000));
  await store.commitPoll(polled(failing?.id, 3, noon - 90_000));
  await told();
  const { text } = await desk().status(by('Amal'));
  assert.match(text, new RegExp(`Feeds: 1 ok, 1 failing, 0 paused, ${pack.feeds.length - 2} not polled yet\\.`));
  assert.match(text, /Last poll: 30 s ago/);
  assert.match(text, new RegExp(`• ${failing?.id}: no answer \\(3 in a row\\)`));
  assert.match(text, /Alerts here: 1 unresolved, 1 of them not acknowledged/);
  assert.match(text, /Queues: idle/);
});

test('the status says when every feed fails', async () => {
  const state = aFeedState({ feed: pack.feeds[0]?.id ?? '', failures: 1, lastPolledAt: noon });
  await store.commitPoll(aPoll([], { state }));
  assert.match((await desk().status(by('Amal'))).text, /Watchfloor is blind/);
});

test('choices that begin with what was typed come first, at most 25, each short enough', () => {
  const choices = [
    { name: 'A Taji raid', value: 'a' },
    { name: 'Taji rockets', value: 'b' },
    { name: 'Basra', value: 'taji-c' },
    { name: 'Basra', value: 'd' },
    { name: 'taji', value: 'x'.repeat(101) },
  ];
  assert.deepEqual(
    pick(choices, ' TAJI ').map(({ value }) => value),
    ['b', 'taji-c', 'a'],
  );
  const many = Array.from({ length: 60 }, (_, at) => ({ name: 'n'.repeat(150), value: `v${at}` }));
  assert.equal(pick(many, '').length, 25);
  assert.ok(pick(many, '').every(({ name }) => name.length <= 100));
});
