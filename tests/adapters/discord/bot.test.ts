import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { openDiscord } from '../../../src/adapters/discord/discord.ts';
import { nothingWished } from '../../../src/pipeline/subscribe.ts';
import type { DeskReply } from '../../../src/ports.ts';
import { recordDesk } from '../../support/discord/desk.ts';
import type { DiscordStandIn } from '../../support/discord/server.ts';
import { aCardView } from '../../support/discord/views.ts';
import { until } from '../../support/until.ts';
import { startBot, startStandIn } from './bot.ts';

async function postedCard(standIn: DiscordStandIn, discord: Awaited<ReturnType<typeof openDiscord>>) {
  await discord.messenger.postCard(standIn.channel, aCardView());
  const message = standIn.messagesIn(standIn.channel).at(-1);
  assert.ok(message);
  const button = (label: string) => {
    const all = message.components.flatMap(({ components }) => components);
    const found = all.find((one) => 'label' in one && one.label === label);
    assert.ok(found !== undefined && 'custom_id' in found, `no button ${label}`);
    return { kind: 'button', message: message.id, customId: found.custom_id } as const;
  };
  return { message, button };
}

test('a press is deferred first, given to the desk with roles, and answered to the presser alone', async () => {
  const standIn = await startStandIn();
  const seen: (number | null)[] = [];
  const desk = recordDesk(() => {
    seen.push(injected?.callback?.type ?? null);
    return { ok: true, text: 'Acknowledged. @everyone' };
  });
  const { discord } = await startBot(standIn, desk);
  const { button } = await postedCard(standIn, discord);
  let injected: ReturnType<DiscordStandIn['ask']> | null = null;
  injected = standIn.ask(button('Acknowledge'), { roles: ['800000000000000001'], permissions: '8192', name: 'Noor' });
  await until('the presser is answered', () => injected?.reply !== null);
  assert.deepEqual(seen, [5]);
  assert.equal(injected.reply, 'Acknowledged. ＠everyone');
  assert.deepEqual(desk.calls, [
    {
      what: 'press',
      request: {
        key: injected.id,
        server: standIn.guild,
        channel: standIn.channel,
        who: { id: '700000000000000001', name: 'Noor' },
        roles: ['800000000000000001'],
        mayManage: true,
        mayManageServer: false,
        language: 'en',
        locale: 'en-US',
        incident: 'i-article-1',
        action: 'acknowledge',
      },
    },
  ]);
  assert.deepEqual(standIn.problems, []);
});

test('buttons on an old message work with a new client', async () => {
  const standIn = await startStandIn();
  const first = await startBot(standIn, recordDesk());
  const { button } = await postedCard(standIn, first.discord);
  await first.discord.close();
  const desk = recordDesk();
  await startBot(standIn, desk);
  const injected = standIn.ask(button('Resolve'));
  await until('the presser is answered', () => injected.reply !== null);
  assert.equal(injected.reply, 'done: press');
});

test('the button “Why?” of a card asks the desk why, whoever presses it', async () => {
  const standIn = await startStandIn();
  const desk = recordDesk();
  const bot = await startBot(standIn, desk);
  const { button } = await postedCard(standIn, bot.discord);
  const injected = standIn.ask(button('Why?'));
  await until('the presser is answered', () => injected.reply !== null);
  assert.equal(injected.reply, 'done: why');
  assert.partialDeepStrictEqual(desk.calls.at(-1)?.request, { incident: 'i-article-1', url: null, text: null });
  assert.deepEqual(standIn.problems, []);
});

test("who may not act reads the desk's refusal", async () => {
  const standIn = await startStandIn();
  const desk = recordDesk(() => ({ ok: false, text: 'Only responders may do this.' }));
  const { discord } = await startBot(standIn, desk);
  const { button } = await postedCard(standIn, discord);
  const injected = standIn.ask(button('False alarm'), { roles: [] });
  await until('the presser is answered', () => injected.reply !== null);
  assert.equal(injected.reply, 'Only responders may do this.');
});

const noFilter = {
  state: null,
  severity: null,
  place: null,
  actor: null,
  type: null,
  from: null,
  to: null,
  text: null,
  order: null,
};

test('each command reaches the desk with what was given', async () => {
  const standIn = await startStandIn();
  const desk = recordDesk();
  await startBot(standIn, desk);
  const cases: readonly (readonly [Parameters<DiscordStandIn['ask']>[0], string, object])[] = [
    [
      { kind: 'command', name: 'subscribe', options: { watch: 'bases', role: '800000000000000001', severity: 'high' } },
      'subscribe',
      {
        watch: 'bases',
        wish: { ...nothingWished, pingRole: '800000000000000001', severityFloor: 'high' },
        isDirect: false,
      },
    ],
    [
      {
        kind: 'command',
        name: 'subscribe',
        options: {
          'ping-from': 'nobody',
          'quiet-from': '22:00',
          'quiet-to': '07:00',
          'time-zone': 'Asia/Baghdad',
          cap: '4',
          language: 'ar',
          digest: 'weekly',
          'digest-at': '08:30',
          alerts: 'false',
          direct: 'true',
        },
      },
      'subscribe',
      {
        watch: null,
        wish: {
          ...nothingWished,
          pingFloor: 'nobody',
          quietFrom: '22:00',
          quietTo: '07:00',
          timeZone: 'Asia/Baghdad',
          cardsPerHour: 4,
          cardLanguage: 'ar',
          digest: 'week',
          digestAt: '08:30',
          alerts: false,
        },
        isDirect: true,
      },
    ],
    [{ kind: 'command', name: 'subscribe' }, 'subscribe', { watch: null, wish: nothingWished, isDirect: false }],
    [
      { kind: 'command', name: 'unsubscribe', options: { watch: 'bases' } },
      'unsubscribe',
      { watch: 'bases', isDirect: false },
    ],
    [{ kind: 'command', name: 'subscriptions' }, 'subscriptions', {}],
    [
      { kind: 'command', name: 'keyword', sub: 'add', options: { keyword: 'drone' } },
      'keyword',
      { change: 'add', keyword: 'drone', watch: null },
    ],
    [
      { kind: 'command', name: 'keyword', sub: 'remove', options: { keyword: 'drone', watch: 'bases' } },
      'keyword',
      { change: 'remove', keyword: 'drone', watch: 'bases' },
    ],
    [{ kind: 'command', name: 'keyword', sub: 'list' }, 'keyword', { change: 'list', keyword: null }],
    [
      { kind: 'command', name: 'keyword', sub: 'test', options: { keyword: 'drone', days: '3' } },
      'keyword',
      { change: 'test', keyword: 'drone', watch: null, days: 3 },
    ],
    [
      {
        kind: 'command',
        name: 'watch',
        sub: 'add',
        options: { query: 'drone*', name: 'Drones', severity: 'high', days: '30' },
      },
      'watch',
      { change: 'add', watch: null, query: 'drone*', name: 'Drones', severityFloor: 'high', days: 30 },
    ],
    [
      { kind: 'command', name: 'watch', sub: 'edit', options: { watch: 'bases', name: 'Camps' } },
      'watch',
      { change: 'edit', watch: 'bases', query: null, name: 'Camps', severityFloor: null, days: null },
    ],
    [{ kind: 'command', name: 'watch', sub: 'remove', options: { watch: 'bases' } }, 'watch', { change: 'remove' }],
    [{ kind: 'command', name: 'watch', sub: 'list' }, 'watch', { change: 'list', watch: null }],
    [{ kind: 'command', name: 'watch', sub: 'show', options: { watch: 'bases' } }, 'watch', { change: 'show' }],
    [{ kind: 'command', name: 'watch', sub: 'test', options: { watch: 'bases' } }, 'watch', { change: 'test' }],
    [{ kind: 'command', name: 'incident', sub: 'list' }, 'list', { asked: 'list', given: noFilter }],
    [
      { kind: 'command', name: 'incident', sub: 'search', options: { text: 'taji', severity: 'high' } },
      'list',
      { asked: 'search', given: { ...noFilter, text: 'taji', severity: 'high' } },
    ],
    [
      { kind: 'command', name: 'incident', sub: 'timeline', options: { incident: 'known:k1' } },
      'timeline',
      { incident: 'known:k1' },
    ],
    [
      { kind: 'command', name: 'export', options: { format: 'csv', state: 'told' } },
      'export',
      { asked: 'search', given: { ...noFilter, state: 'told' }, format: 'csv' },
    ],
    [
      { kind: 'command', name: 'incident', sub: 'show', options: { incident: 'known:k1' } },
      'show',
      { incident: 'known:k1' },
    ],
    [
      { kind: 'command', name: 'incident', sub: 'raise', options: { text: 'Rockets', link: 'https://news.example/' } },
      'raise',
      { text: 'Rockets', link: 'https://news.example/' },
    ],
    [
      { kind: 'command', name: 'why', options: { incident: 'known:k1' } },
      'why',
      { incident: 'known:k1', url: null, text: null },
    ],
    [
      { kind: 'command', name: 'why', options: { url: 'https://news.example/', text: 'Rockets' } },
      'why',
      { incident: null, url: 'https://news.example/', text: 'Rockets' },
    ],
    [{ kind: 'command', name: 'feeds', sub: 'list' }, 'feeds', { change: 'list', feed: '' }],
    [
      { kind: 'command', name: 'feeds', sub: 'add', options: { address: 'https://news.example/', language: 'fa' } },
      'feeds',
      { change: 'add', feed: 'https://news.example/', feedLanguage: 'fa', outlet: null, tier: null },
    ],
    [
      { kind: 'command', name: 'feeds', sub: 'pause', options: { feed: 'reuters' } },
      'feeds',
      { change: 'pause', feed: 'reuters' },
    ],
    [{ kind: 'command', name: 'status' }, 'status', {}],
    [{ kind: 'command', name: 'stats' }, 'stats', { weeks: null }],
  ];
  for (const [asked, what, expected] of cases) {
    const injected = standIn.ask(asked);
    await until(`${what} is answered`, () => injected.reply !== null);
    assert.equal(injected.reply, `done: ${what}`);
    const call = desk.calls.at(-1);
    assert.equal(call?.what, what);
    assert.partialDeepStrictEqual(call?.request, { ...expected, key: injected.id, server: standIn.guild });
  }
  assert.deepEqual(standIn.problems, []);
});

test('autocomplete offers at most 25 choices of at most 100 characters', async () => {
  const standIn = await startStandIn();
  await startBot(standIn, recordDesk());
  for (const [name, sub, focused] of [
    ['subscribe', null, 'watch'],
    ['subscribe', null, 'time-zone'],
    ['incident', 'show', 'incident'],
    ['keyword', 'remove', 'keyword'],
    ['why', null, 'incident'],
    ['feeds', 'remove', 'feed'],
    ['incident', 'list', 'place'],
    ['incident', 'search', 'actor'],
    ['export', null, 'type'],
  ] as const) {
    const injected = standIn.ask({
      kind: 'autocomplete',
      name,
      ...(sub === null ? {} : { sub }),
      focused,
      options: { [focused]: 'ba' },
    });
    await until('choices are offered', () => injected.callback !== null);
    assert.equal(injected.callback?.choices.length, 25);
    assert.equal(injected.callback?.choices[0]?.value, `${focused}-0`);
  }
  assert.deepEqual(standIn.problems, []);
});

test('a long answer in parts keeps the limits, whatever its text, and mentions nobody', async () => {
  const standIn = await startStandIn();
  const hostile = '@everyone <@&800000000000000001> **[x](https://evil.example)** `|` \u202e<t:1:R> ';
  const lines = Array.from({ length: 40 }, (_, at) => `${at} ${hostile.repeat(12)}`);
  const parts = Array.from({ length: 40 }, (_, at) => ({ heading: `Part ${at} ${hostile}`, lines }));
  let reply: DeskReply = { ok: true, text: 'Because.', parts };
  await startBot(
    standIn,
    recordDesk(() => reply),
  );
  const injected = standIn.ask({ kind: 'command', name: 'why', options: { text: 'Rockets' } });
  await until('it is answered', () => injected.reply !== null);
  assert.equal(injected.reply, 'Because.');
  assert.deepEqual(standIn.problems, []);
  const body = JSON.stringify(standIn.accepted.at(-1)?.body);
  assert.match(body, /Part 0/);
  assert.match(body, /"allowed_mentions":\{"parse":\[\]\}/);
  assert.doesNotMatch(body, /@everyone|<@|<t:|\u202e|[^\\]\]\(/u);
  reply = { ok: true, text: 'Nothing more.', parts: [] };
  const bare = standIn.ask({ kind: 'command', name: 'why', options: { text: 'Rockets' } });
  await until('it is answered too', () => bare.reply !== null);
  assert.deepEqual(standIn.problems, []);
});

test('a desk that fails costs one apology and no more', async () => {
  const standIn = await startStandIn();
  let broken = true;
  const desk = recordDesk(() => {
    if (broken) throw new Error('the store is away');
    return { ok: true, text: 'fine' };
  });
  const { log } = await startBot(standIn, desk);
  const first = standIn.ask({ kind: 'command', name: 'status' });
  await until('the apology is there', () => first.reply !== null);
  assert.match(first.reply ?? '', /error on our side/);
  assert.doesNotMatch(first.reply ?? '', /store is away/);
  broken = false;
  const second = standIn.ask({ kind: 'command', name: 'status' });
  await until('the next one is answered', () => second.reply !== null);
  assert.equal(second.reply, 'fine');
  assert.equal(log.lines.filter(({ message }) => message === 'desk failed').length, 1);
});

test('an interaction that is too old or was taken by another is left alone', async () => {
  const standIn = await startStandIn();
  const desk = recordDesk();
  const { log } = await startBot(standIn, desk);
  for (const code of [10062, 40060]) {
    standIn.faults.plan('POST', /callback$/u, { kind: 'status', status: code === 10062 ? 404 : 400, code });
    const before = log.lines.length;
    standIn.ask({ kind: 'command', name: 'status' });
    await until('the refusal is noted', () => log.lines.length > before);
  }
  assert.deepEqual(desk.calls, []);
});

test('an unknown button and an unreadable interaction end nothing', async () => {
  const standIn = await startStandIn();
  const desk = recordDesk();
  const { log } = await startBot(standIn, desk);
  standIn.gateway.dispatch('INTERACTION_CREATE', { id: '1', token: null, data: null });
  standIn.gateway.dispatch('GUILD_UPDATE', null);
  await until('the unreadable one is noted', () =>
    log.lines.some(({ message }) => message === 'discord interaction dropped'),
  );
  const old = standIn.ask({ kind: 'button', message: '1', customId: 'v0:something' });
  await until('the old button is answered', () => old.reply !== null);
  assert.match(old.reply ?? '', /another version/);
  assert.deepEqual(desk.calls, []);
});

test('a press while the connection was down is answered after the resume', async () => {
  const standIn = await startStandIn();
  const desk = recordDesk();
  const { discord } = await startBot(standIn, desk);
  const { button } = await postedCard(standIn, discord);
  standIn.gateway.drop();
  await until('the connection is down', () => standIn.gateway.connected() === 0);
  const injected = standIn.ask(button('Acknowledge'));
  await until('the presser is answered', () => injected.reply !== null);
  assert.equal(standIn.gateway.counts.resumes, 1);
  assert.equal(standIn.gateway.counts.identifies, 1);
  assert.equal(desk.calls.length, 1);
  assert.equal(discord.reconnects(), 1);
});

test('asked to reconnect it resumes, with its session gone it identifies anew', async () => {
  const standIn = await startStandIn();
  const { discord } = await startBot(standIn, recordDesk());
  standIn.gateway.askToReconnect();
  await until('the session is resumed', () => standIn.gateway.counts.resumes === 1);
  standIn.gateway.invalidateSessions(false);
  await until('it identifies again', () => standIn.gateway.counts.identifies === 2, 15_000);
  await until('it is ready', () => discord.messenger.isReady(), 15_000);
});

test('closed amid a reconnect it stays closed', async () => {
  const standIn = await startStandIn({ heartbeatMs: 300 });
  const { discord } = await startBot(standIn, recordDesk());
  standIn.gateway.drop();
  await until('it reconnects', () => discord.reconnects() === 1);
  await discord.close();
  await startBot(standIn, recordDesk());
  // Longer than the pause before a reconnect.
  const heartbeats = standIn.gateway.counts.heartbeats;
  await until('time has passed', () => standIn.gateway.counts.heartbeats >= heartbeats + 3);
  assert.equal(standIn.gateway.counts.resumes, 0);
  assert.equal(standIn.gateway.connected(), 1);
});

test('heartbeats keep the connection', async () => {
  const standIn = await startStandIn({ heartbeatMs: 30 });
  await startBot(standIn, recordDesk());
  await until('several heartbeats', () => standIn.gateway.counts.heartbeats >= 3);
});

test('the commands are put when they changed, and only then', async () => {
  const standIn = await startStandIn();
  const memory = { hash: null as string | null };
  const puts = () => standIn.accepted.filter(({ method }) => method === 'PUT');
  const { discord } = await startBot(standIn, recordDesk(), memory);
  await until('the hash is remembered', () => memory.hash !== null);
  await discord.close();
  const again = await startBot(standIn, recordDesk(), memory);
  await until('the second start is through', () =>
    again.log.lines.some(({ message }) => message === 'discord gateway ready'),
  );
  assert.equal(puts().length, 1);
  assert.deepEqual(standIn.problems, []);
});

test('a gateway closed for a wrong token makes it unready', async () => {
  const standIn = await startStandIn();
  const { discord, log } = await startBot(standIn, recordDesk());
  standIn.gateway.drop(4004);
  await until('it is unready', () => !discord.messenger.isReady());
  await until('it says so', () => log.lines.some(({ message }) => message.includes('refused the token')));
});

test('a gateway that cannot be reached at the start is tried again', async () => {
  const standIn = await startStandIn();
  standIn.faults.plan('GET', /gateway/u, { kind: 'status', status: 503 });
  const { discord } = await startBot(standIn, recordDesk());
  assert.equal(discord.messenger.isReady(), true);
  assert.equal(standIn.gateway.counts.identifies, 1);
});
