import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainLine } from '../../../../src/pipeline/speech/said.ts';
import type { DeskReply } from '../../../../src/ports.ts';
import { aSubscription, aWatch } from '../../support/builders.ts';
import { away, by, desk, setUp } from '../world.ts';

setUp();

const filed = {
  watches: [aWatch(), aWatch({ id: 'raids', name: 'Raids' })],
  subscriptions: [
    aSubscription({ id: 'here' }),
    aSubscription({ id: 'there', channel: 'second', watch: 'raids', alerts: false }),
    aSubscription({ id: 'mine', channel: 'dm', user: 'eve', watch: 'raids' }),
    aSubscription({ id: 'far', server: 'away', channel: 'far' }),
  ],
};
const told = (reply: DeskReply) =>
  (reply.parts ?? []).map(({ heading, lines }) => `${heading}: ${lines.map(plainLine).join(' | ')}`);

test('who configures sees what this channel, the server and he himself are told', async () => {
  const [here = '', there = '', you = '', ...rest] = told(await desk({ filed }).listSubscriptions(by('Amal')));
  assert.match(
    here,
    /^This channel: “Everything” from severity info on; pings @watchers .*\(from the configuration\)$/,
  );
  assert.match(there, /^Other channels of this server: #second: “Raids” .*no alerts, digests alone/);
  assert.equal(you, 'You, in direct messages: nothing');
  assert.deepEqual(rest, []);
});

test('who does not configure sees this channel and himself, and nobody another server', async () => {
  const eve = told(await desk({ filed }).listSubscriptions(by('Eve', { roles: [] })));
  assert.equal(eve.length, 2);
  assert.match(eve[1] ?? '', /^You, in direct messages: “Raids”/);
  const zoe = told(await desk({ filed }).listSubscriptions(by('Zoe', away))).join('\n');
  assert.doesNotMatch(zoe, /second|Raids/);
});

test('the list is told in Arabic to who speaks it', async () => {
  const reply = await desk({ filed }).listSubscriptions(by('Amal', { language: 'ar', locale: 'ar' }));
  assert.match(reply.text, /من يُبلَّغ بماذا/);
  assert.match(told(reply)[0] ?? '', /هذه القناة: «Everything»/);
});
