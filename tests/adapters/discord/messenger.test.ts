import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { type Discord, openDiscord } from '../../../src/adapters/discord/discord.ts';
import { type DiscordStandIn, type StandInOptions, startDiscord } from '../../support/discord/server.ts';
import { aCardView, aSummary, recordLog } from '../../support/discord/views.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function connect(options: StandInOptions = {}) {
  const standIn = await startDiscord(options);
  open.push(() => standIn.close());
  return { standIn, ...(await client(standIn)) };
}
async function client(standIn: DiscordStandIn) {
  const log = recordLog();
  const rememberCommands = { load: async () => null, save: async () => {} };
  const discord: Discord = await openDiscord({ token: standIn.token, apiUrl: standIn.apiUrl, log, rememberCommands });
  open.push(() => discord.close());
  return { discord, messenger: discord.messenger, log };
}
const posts = /^\/channels\/\d+\/messages$/u;

const started = Date.now();

test('a card is posted once and edited in place', async () => {
  const { standIn, messenger } = await connect();
  const role = '900000000000000009';
  const posted = await messenger.postCard(standIn.channel, aCardView({ pingRole: role }));
  assert.equal(posted.status, 'accepted');
  const id = posted.status === 'accepted' ? posted.messageId : '';
  const edited = await messenger.editCard(
    standIn.channel,
    id,
    aCardView({ summary: aSummary({ version: 2 }), pingRole: role }),
  );
  assert.deepEqual(edited, { status: 'accepted', messageId: id });
  const [message, ...others] = standIn.messagesIn(standIn.channel);
  assert.deepEqual(others, []);
  assert.deepEqual([message?.edits, message?.pinged], [1, [role]]);
  assert.match(message?.embeds[0]?.description ?? '', /version 2/);
  assert.deepEqual(standIn.problems, []);
});

for (const kind of ['accepted-then-dropped', 'accepted-then-status'] as const) {
  test(`a lost answer (${kind}) is unclear, and the same card again makes no second message`, async () => {
    const { standIn, messenger } = await connect();
    standIn.faults.plan('POST', posts, { kind, status: 502 });
    const first = await messenger.postCard(standIn.channel, aCardView());
    assert.equal(first.status, 'unclear');
    const second = await messenger.postCard(standIn.channel, aCardView({ summary: aSummary({ version: 2 }) }));
    const standing = standIn.messagesIn(standIn.channel);
    assert.equal(standing.length, 1);
    assert.deepEqual(second, { status: 'accepted', messageId: standing[0]?.id });
  });
}

test('a POST is tried once: repeats come from the queue', async () => {
  const { standIn, messenger } = await connect();
  standIn.faults.plan('POST', posts, { kind: 'status', status: 503 }, 5);
  assert.equal((await messenger.postCard(standIn.channel, aCardView())).status, 'unclear');
  assert.equal(standIn.refused.length, 1);
});

test('after the nonce window the card is found by its reference', async () => {
  const { standIn, messenger } = await connect({ nonceWindowMs: 0 });
  standIn.faults.plan('POST', posts, { kind: 'accepted-then-dropped' });
  await messenger.postCard(standIn.channel, aCardView());
  const found = await messenger.findByReference(standIn.channel, 'wf-3kq9', started);
  assert.deepEqual(found, { status: 'accepted', messageId: standIn.messagesIn(standIn.channel)[0]?.id });
  assert.deepEqual(await messenger.findByReference(standIn.channel, 'wf-3kq', started), { status: 'absent' });
});

test('a busy channel is searched back to the time of the first try, and no further', async () => {
  const { standIn, messenger } = await connect();
  const first = await messenger.postCard(standIn.channel, aCardView());
  const [card] = standIn.messagesIn(standIn.channel);
  assert.ok(card);
  for (let count = 0; count < 250; count += 1) {
    const id = standIn.state.snowflake();
    standIn.state.messages.set(id, { ...card, id, embeds: [] });
  }
  assert.deepEqual(await messenger.findByReference(standIn.channel, 'wf-3kq9', started), first);
  const muchLater = Date.now() + 3_600_000;
  assert.deepEqual(await messenger.findByReference(standIn.channel, 'wf-3kq9', muchLater), { status: 'absent' });
});

test('a message of somebody else with our reference is not ours', async () => {
  const { standIn, messenger } = await connect();
  await messenger.postCard(standIn.channel, aCardView());
  const [message] = standIn.messagesIn(standIn.channel);
  assert.ok(message);
  standIn.state.messages.set(message.id, { ...message, author: { ...message.author, id: '1' } });
  assert.deepEqual(await messenger.findByReference(standIn.channel, 'wf-3kq9', started), { status: 'absent' });
});

test('a message that was deleted is gone, a channel that is not there refuses', async () => {
  const { standIn, messenger } = await connect();
  assert.deepEqual(await messenger.editCard(standIn.channel, '900000000000000077', aCardView()), { status: 'gone' });
  assert.equal((await messenger.postCard('900000000000000078', aCardView())).status, 'refused');
  assert.equal((await messenger.findByReference('900000000000000078', 'x', started)).status, 'refused');
});

test('a refusal says whether it bars the whole channel', async () => {
  const { standIn, messenger } = await connect();
  const told = async (status: number, code: number) => {
    standIn.faults.plan('POST', posts, { kind: 'status', status, code });
    const result = await messenger.postCard(standIn.channel, aCardView());
    return result.status === 'refused' ? result.bars : result.status;
  };
  assert.equal(await told(404, 10003), 'gone');
  assert.equal(await told(403, 50001), 'forbidden');
  assert.equal(await told(403, 50013), 'forbidden');
  assert.equal(await told(403, 50007), 'person');
  assert.equal(await told(400, 50035), undefined);
});

test('a summary is posted once for its reference, edited in place, and found again by it', async () => {
  const { standIn, messenger } = await connect();
  const entry = {
    incident: 'i-1',
    title: 'Attack',
    severity: 'high',
    state: 'open',
    link: null,
    message: null,
  } as const;
  const view = { language: 'en', hour: 0, entries: [entry], total: 1, from: 0, reference: 'abcdefghijkl' } as const;
  const first = await messenger.postFold(standIn.channel, view);
  assert.deepEqual(await messenger.postFold(standIn.channel, view), first);
  assert.ok(first.status === 'accepted');
  const two = { ...view, entries: [entry, { ...entry, incident: 'i-2' }], total: 2 };
  assert.deepEqual(await messenger.editFold(standIn.channel, first.messageId, two), first);
  assert.match(standIn.messagesIn(standIn.channel)[0]?.embeds?.[0]?.description ?? '', /i-1\n.*i-2$/);
  assert.deepEqual(await messenger.findByReference(standIn.channel, view.reference, started), first);
  assert.deepEqual(standIn.refused, []);
});

test('missing permissions refuse, and the sentence says so without the token', async () => {
  const { standIn, messenger, log } = await connect();
  standIn.faults.plan('POST', posts, { kind: 'status', status: 403, code: 50013 });
  const result = await messenger.postCard(standIn.channel, aCardView());
  assert.equal(result.status, 'refused');
  assert.match(result.status === 'refused' ? result.problem : '', /403.*50013/);
  assert.doesNotMatch(JSON.stringify(log.lines), new RegExp(standIn.token));
});

test('a long rate limit is given back with its wait, a short one slept through', async () => {
  const { standIn, messenger } = await connect();
  standIn.faults.plan('POST', posts, { kind: 'rate-limit', retryAfterMs: 30_000 });
  const limited = await messenger.postCard(standIn.channel, aCardView());
  assert.equal(limited.status, 'wait');
  assert.ok(limited.status === 'wait' && limited.waitMs >= 29_000 && limited.waitMs <= 31_000);
  const other = await connect();
  other.standIn.faults.plan('POST', posts, { kind: 'rate-limit', retryAfterMs: 50 });
  assert.equal((await other.messenger.postCard(other.standIn.channel, aCardView())).status, 'accepted');
});

test('a card or notice that is to ring is asked for once more when a limit that was slept through is over', async () => {
  const { standIn, messenger } = await connect();
  const thread = standIn.channel;
  const sends = [
    (isWanted: () => Promise<boolean>) => messenger.postCard(standIn.channel, aCardView(), isWanted),
    (isWanted: () => Promise<boolean>) =>
      messenger.postNotice(thread, { text: 'News', pingRole: null, reference: 'wf-news' }, isWanted),
  ];
  for (const send of sends) {
    standIn.faults.plan('POST', posts, { kind: 'rate-limit', retryAfterMs: 100 });
    let asked = 0;
    const sent = await send(async () => {
      asked += 1;
      return asked < 2;
    });
    assert.deepEqual([sent, asked], [{ status: 'unwanted' }, 2]);
  }
  assert.equal(standIn.messagesIn(standIn.channel).length, 0);
});

test('a global rate limit holds every channel back without another request', async () => {
  const { standIn, messenger } = await connect({ channels: ['900000000000000002', '900000000000000012'] });
  standIn.faults.plan('POST', posts, { kind: 'rate-limit', retryAfterMs: 30_000, scope: 'global' });
  assert.equal((await messenger.postCard(standIn.channel, aCardView())).status, 'wait');
  const other = await messenger.postCard('900000000000000012', aCardView({ reference: 'wf-other' }));
  assert.equal(other.status, 'wait');
  assert.equal(standIn.refused.length + standIn.messagesIn('900000000000000012').length, 1);
});

test('an exhausted bucket is a wait before it is a 429', async () => {
  const { standIn, messenger } = await connect({ rateLimit: { requests: 2, windowMs: 60_000 } });
  const results = [];
  for (const at of [1, 2, 3])
    results.push(await messenger.postCard(standIn.channel, aCardView({ reference: `wf-${at}` })));
  assert.deepEqual(
    results.map(({ status }) => status),
    ['accepted', 'accepted', 'wait'],
  );
  assert.deepEqual(standIn.refused, []);
});

test('one 401 ends the sending, and says so once', async () => {
  const { standIn, messenger, log } = await connect();
  assert.equal(messenger.isReady(), true);
  standIn.faults.plan('POST', posts, { kind: 'status', status: 401 });
  assert.equal((await messenger.postCard(standIn.channel, aCardView())).status, 'wait');
  const before = standIn.refused.length;
  assert.equal((await messenger.postCard(standIn.channel, aCardView())).status, 'wait');
  assert.equal(standIn.refused.length, before);
  assert.equal(messenger.isReady(), false);
  assert.equal(log.lines.filter(({ level }) => level === 'error').length, 1);
});

test('a token that Discord refuses ends the start with a sentence that names it', async () => {
  const { standIn } = await connect();
  const rememberCommands = { load: async () => null, save: async () => {} };
  await assert.rejects(
    openDiscord({ token: 'wrong', apiUrl: standIn.apiUrl, log: recordLog(), rememberCommands }),
    /refused the token in DISCORD_TOKEN/,
  );
});

test('a Discord that cannot be reached is a wait, and opens all the same', async () => {
  const { standIn, messenger } = await connect();
  await standIn.close();
  assert.equal((await messenger.postCard(standIn.channel, aCardView())).status, 'wait');
  const { messenger: other } = await client(standIn);
  assert.equal((await other.postCard(standIn.channel, aCardView())).status, 'wait');
});

test('a card has one thread, also when it was opened before; notices stand in it once', async () => {
  const { standIn, messenger } = await connect();
  const card = await messenger.postCard(standIn.channel, aCardView());
  assert.equal(card.status, 'accepted');
  const id = card.status === 'accepted' ? card.messageId : '';
  const opened = await messenger.openThread(standIn.channel, id, `Rockets\n@everyone ${'x'.repeat(200)}`);
  assert.deepEqual(opened, { status: 'accepted', messageId: id });
  assert.deepEqual(await messenger.openThread(standIn.channel, id, 'again'), { status: 'accepted', messageId: id });
  const notice = { text: 'Killed: 2 → 3', pingRole: null, reference: 'wf-notice-1' };
  standIn.faults.plan('POST', posts, { kind: 'accepted-then-dropped' });
  assert.equal((await messenger.postNotice(id, notice)).status, 'unclear');
  const posted = await messenger.postNotice(id, notice);
  assert.equal(posted.status, 'accepted');
  assert.equal(standIn.messagesIn(id).length, 1);
  assert.deepEqual(await messenger.findByReference(id, 'wf-notice-1', started), posted);
  assert.deepEqual(
    standIn.problems.filter((problem) => !problem.includes('160004')),
    [],
  );
});

test('an archived thread is brought back for a notice', async () => {
  const { standIn, messenger } = await connect();
  const card = await messenger.postCard(standIn.channel, aCardView());
  const id = card.status === 'accepted' ? card.messageId : '';
  await messenger.openThread(standIn.channel, id, 'updates');
  const thread = standIn.state.channels.get(id);
  assert.ok(thread);
  thread.archived = true;
  assert.equal((await messenger.postNotice(id, { text: 'new', pingRole: null, reference: 'r' })).status, 'accepted');
});

test('a thread that somebody deleted is gone', async () => {
  const { messenger } = await connect();
  const notice = { text: 'new', pingRole: null, reference: 'r' };
  assert.deepEqual(await messenger.postNotice('900000000000000079', notice), { status: 'gone' });
});

test('a channel tells its server, one out of sight refuses', async () => {
  const { standIn, discord } = await connect();
  assert.deepEqual(await discord.serverOf(standIn.channel), { status: 'known', id: standIn.guild });
  assert.equal((await discord.serverOf('900000000000000078')).status, 'refused');
});

test('when the wall clock is put back by an hour, what is sent next waits for no hour', async (t) => {
  const { standIn, messenger } = await connect();
  const { now } = Date;
  t.after(() => {
    Date.now = now;
  });
  const posted = await messenger.postCard(standIn.channel, aCardView());
  const id = posted.status === 'accepted' ? posted.messageId : '';
  Date.now = () => now() - 3_600_000;
  // More than discord.js lets out within a second.
  const edits = Array.from({ length: 60 }, () => messenger.editCard(standIn.channel, id, aCardView()));
  for (const edited of await Promise.all(edits)) assert.equal(edited.status, 'accepted');
});
