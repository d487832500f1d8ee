import assert from 'node:assert/strict';
import { test } from 'node:test';
import { livePack, liveRoster } from '../../src/jobs/roster.ts';
import type { Feed, Outlet } from '../../src/model.ts';
import type { CommandedRoster } from '../../src/ports.ts';
import { aPack } from '../support/builders.ts';

function aFeed(id: string, said: Partial<Feed> = {}): Feed {
  const fixed = { outlet: 'wire', language: 'en', status: 'active', intervalMinutes: null, origin: 'command' } as const;
  return { id, url: `https://${id}.example/rss`, ...fixed, ...said };
}
const paper: Outlet = { id: 'paper', name: 'Paper', family: 'p', country: 'ZZ', stateAffiliated: false, tier: 3 };

/** A roster over these feeds of the file and whatever the test puts in the store. */
function world(filed: readonly Feed[]) {
  const warned: string[] = [];
  let commanded: CommandedRoster = { revision: 0, feeds: [], outlets: [], paused: [] };
  let reads = 0;
  const store = {
    rosterRevision: async () => commanded.revision,
    commandedRoster: async () => {
      reads += 1;
      return commanded;
    },
  };
  const log = { info() {}, warn: (_: string, fields?: object) => void warned.push(JSON.stringify(fields)) };
  const pack = aPack({ feeds: filed });
  return {
    pack,
    roster: liveRoster({ store, filed: pack, log }),
    warned,
    reads: () => reads,
    make(said: Partial<CommandedRoster>) {
      commanded = { ...commanded, revision: commanded.revision + 1, ...said };
    },
  };
}

test('file and command are one, and what did not change is not read again', async () => {
  const { roster, make, reads } = world([aFeed('filed', { origin: 'file' })]);
  make({ feeds: [aFeed('made')], outlets: [paper] });
  assert.deepEqual([...roster.feeds().keys()], ['filed']);
  await Promise.all([roster.refresh(), roster.refresh()]);
  const feeds = roster.feeds();
  assert.deepEqual([...feeds.keys()], ['filed', 'made']);
  assert.equal(roster.outlets().get('paper')?.name, 'Paper');
  await roster.refresh();
  assert.equal(roster.feeds(), feeds);
  assert.equal(reads(), 1);
  make({ feeds: [] });
  await roster.refresh();
  assert.deepEqual([...roster.feeds().keys()], ['filed']);
});

test('a feed made by command that the file has by id or by address is refused with a sentence, once', async () => {
  const { roster, make, warned } = world([aFeed('one', { origin: 'file' }), aFeed('two', { origin: 'file' })]);
  make({
    feeds: [aFeed('one', { url: 'https://other.example/' }), aFeed('deux', { url: 'http://www.TWO.example/rss/' })],
  });
  await roster.refresh();
  assert.deepEqual(
    [...roster.feeds().values()].map(({ origin }) => origin),
    ['file', 'file'],
  );
  make({});
  await roster.refresh();
  assert.equal(warned.length, 2);
  assert.match(warned[1] ?? '', /one made by command is not polled: feeds\.yaml has one of the same id \(one\)/);
  assert.match(warned[0] ?? '', /deux made by command .* the same address \(two\).*npm run feeds -- remove deux/);
});

test('what an operator paused rests, wherever it stands', async () => {
  const { roster, make } = world([aFeed('filed', { origin: 'file' })]);
  make({ feeds: [aFeed('made')], paused: ['filed', 'made', 'nowhere'] });
  await roster.refresh();
  assert.deepEqual(
    [...roster.feeds().values()].map(({ status }) => status),
    ['paused', 'paused'],
  );
});

test('the live pack gives the feeds and outlets of the moment, and the same list while nothing changes', async () => {
  const { roster, make, pack } = world([]);
  const live = livePack(pack, roster);
  assert.equal(live.outlets.length, pack.outlets.length);
  make({ feeds: [aFeed('made')], outlets: [paper, { ...paper, id: 'wire', name: 'Not the wire' }] });
  await roster.refresh();
  assert.equal(live.outlets.length, pack.outlets.length + 1);
  assert.equal(live.outlets.find(({ id }) => id === 'wire')?.name, 'wire');
  assert.equal(live.outlets, live.outlets);
  assert.deepEqual(
    live.feeds.map(({ id }) => id),
    ['made'],
  );
  assert.equal(live.places, pack.places);
});
