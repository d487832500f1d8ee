import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowingEmbeds } from '../../../../src/adapters/discord/parts.ts';
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

test('of a list that no message holds it is said how many more there are, and none is cut', async () => {
  const quiet = { from: '22:00', to: '07:00', timeZone: 'Asia/Baghdad' };
  const long = { pingRole: '123456789012345678', quiet, cardsPerHour: 5, language: 'ar' } as const;
  const each = (said: Parameters<typeof aSubscription>[0]) =>
    Array.from({ length: 30 }, (_, at) => aSubscription({ ...long, ...said, id: `${said?.channel}-${at}` }));
  const many = [
    ...each({ channel: 'alerts' }),
    ...each({ channel: 'second' }),
    ...each({ channel: 'dm', user: 'amal' }),
  ];
  const reply = await desk({ filed: { ...filed, subscriptions: many } }).listSubscriptions(by('Amal'));
  const fields = flowingEmbeds(reply.parts ?? []).flatMap((embed) => embed.fields ?? []);
  const written = fields.map(({ value }) => value).join('\n');
  assert.doesNotMatch(written, /…/);
  const lines = written.split('\n');
  const more = lines.flatMap((line) => /^and (\d+) more/.exec(line)?.[1] ?? []).map(Number);
  assert.equal(more.length, reply.parts?.length);
  assert.equal(lines.length - more.length + more.reduce((sum, one) => sum + one, 0), 30 * more.length);
});

test('the list is told in Arabic to who speaks it', async () => {
  const reply = await desk({ filed }).listSubscriptions(by('Amal', { language: 'ar', locale: 'ar' }));
  assert.match(reply.text, /من يُبلَّغ بماذا/);
  assert.match(told(reply)[0] ?? '', /هذه القناة: «Everything»/);
});
