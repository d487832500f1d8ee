import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openDiscord } from '../../../src/adapters/discord/discord.ts';
import { nonceOf } from '../../../src/adapters/discord/message.ts';
import { pageBody } from '../../../src/adapters/discord/page.ts';
import type { PageView } from '../../../src/ports.ts';
import { loadBodyCheck } from '../../support/discord/openapi.ts';
import { look } from '../../support/discord/reader.ts';
import { readMessage } from '../../support/discord/rules.ts';
import { type DiscordStandIn, type StandInOptions, startDiscord } from '../../support/discord/server.ts';
import { hostile, recordLog } from '../../support/discord/views.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
const user = '900000000000000021';
const role = '900000000000000009';
const posts = /^\/channels\/\d+\/messages$/u;

async function connect(options: StandInOptions = {}) {
  const standIn = await startDiscord(options);
  open.push(() => standIn.close());
  const rememberCommands = { load: async () => null, save: async () => {} };
  const access = { token: standIn.token, apiUrl: standIn.apiUrl, log: recordLog(), rememberCommands };
  const discord = await openDiscord(access);
  open.push(() => discord.close());
  return { standIn, messenger: discord.messenger };
}
const aPage = (said: Partial<PageView> = {}): PageView => ({
  lines: ['Nobody has acknowledged it yet.'],
  users: [user],
  roles: [role],
  incident: 'i-article-1',
  buttons: [{ action: 'acknowledge', label: 'Acknowledge' }],
  reference: 'abcdefghijkl',
  ...said,
});
const always = async () => true;
const posted = (standIn: DiscordStandIn) =>
  standIn.accepted.filter(({ method, path }) => method === 'POST' && posts.test(path));

describe('a page', () => {
  test('pings exactly whom it calls, and its button takes the alert', async () => {
    const { standIn, messenger } = await connect();
    const sent = await messenger.postPage(standIn.channel, aPage(), always);
    assert.equal(sent.status, 'accepted');
    assert.deepEqual(standIn.problems, []);
    const body = posted(standIn)[0]?.body as ReturnType<typeof pageBody>;
    assert.deepEqual(body.allowed_mentions, { parse: [], users: [user], roles: [role] });
    assert.equal(body.content, `<@${user}> <@&${role}>\nNobody has acknowledged it yet.\n-# abcdefghijkl`);
    assert.deepEqual(
      body.components.flatMap(({ components }) => components.map((each) => 'custom_id' in each && each.custom_id)),
      ['v1:inc:i-article-1:acknowledge'],
    );
  });

  test('that is edited pings nobody, and is found by its reference', async () => {
    const { standIn, messenger } = await connect();
    const sent = await messenger.postPage(standIn.channel, aPage(), always);
    const found = await messenger.findByReference(standIn.channel, 'abcdefghijkl', Date.now() - 1_000);
    assert.deepEqual(found, sent);
    const messageId = sent.status === 'accepted' ? sent.messageId : '';
    await messenger.editPage(standIn.channel, messageId, aPage({ lines: ['Taken.'], buttons: [] }));
    const edit = standIn.accepted.find(({ method }) => method === 'PATCH')?.body as ReturnType<typeof pageBody>;
    assert.deepEqual(edit.allowed_mentions, { parse: [] });
    assert.deepEqual(edit.components, []);
    assert.equal(edit.content, 'Taken.\n-# abcdefghijkl');
    assert.deepEqual(standIn.problems, []);
  });

  test('says what enemies wrote as they wrote it, and pings nobody for it', () => {
    const check = loadBodyCheck();
    for (const repeat of [1, 50]) {
      const text = `${hostile} `.repeat(repeat);
      const page = pageBody(
        aPage({
          lines: [text, [{ kind: 'message', text, server: '1', channel: '2', message: '3' }]],
          users: ['x', user],
        }),
      );
      const body = { ...page, nonce: nonceOf('abcdefghijkl'), enforce_nonce: true };
      assert.deepEqual(readMessage(body, 'create').problems, []);
      assert.deepEqual(check?.('POST', '/channels/900000000000000002/messages', body) ?? [], []);
      assert.deepEqual(body.allowed_mentions.users, [user]);
      const said = body.content.slice(body.content.indexOf('\n') + 1);
      assert.deepEqual(look(said).troubles, []);
      assert.match(body.content, /\n-# abcdefghijkl$/u);
    }
  });

  test('in an archived thread brings it back', async () => {
    const { standIn, messenger } = await connect();
    standIn.faults.plan('POST', posts, { kind: 'status', status: 400, code: 50083 });
    const sent = await messenger.postPage(standIn.channel, aPage(), always);
    assert.equal(sent.status, 'accepted');
    assert.equal(posted(standIn).length, 1);
  });
});

describe('a page that nobody wants any more', () => {
  test('is not sent', async () => {
    const { standIn, messenger } = await connect();
    assert.deepEqual(await messenger.postPage(standIn.channel, aPage(), async () => false), { status: 'unwanted' });
    assert.equal(posted(standIn).length, 0);
    assert.equal(messenger.isReady(), true);
  });

  test('when a limit that was slept through is over is not sent', async () => {
    const { standIn, messenger } = await connect();
    standIn.faults.plan('POST', posts, { kind: 'rate-limit', retryAfterMs: 400 });
    let isWanted = true;
    const asked: number[] = [];
    const sending = messenger.postPage(standIn.channel, aPage(), async () => {
      asked.push(Date.now());
      return isWanted;
    });
    while (standIn.refused.length === 0) await pause(5);
    isWanted = false;
    assert.deepEqual(await sending, { status: 'unwanted' });
    assert.equal(asked.length, 2, 'asked once more before the second request');
    assert.equal(posted(standIn).length, 0);
  });

  test('while it waited behind others is not sent, and those are', async () => {
    const { standIn, messenger } = await connect();
    standIn.faults.plan('POST', posts, { kind: 'late', ms: 300 });
    let isWanted = true;
    const first = messenger.postPage(standIn.channel, aPage({ reference: 'first' }), always);
    const second = messenger.postPage(standIn.channel, aPage({ reference: 'second' }), async () => isWanted);
    while (posted(standIn).length === 0) await pause(5);
    isWanted = false;
    assert.deepEqual([(await first).status, (await second).status], ['accepted', 'unwanted']);
    assert.equal(posted(standIn).length, 1);
  });

  test('is not asked for by other requests', async () => {
    const { standIn, messenger } = await connect();
    const [page, notice] = await Promise.all([
      messenger.postPage(standIn.channel, aPage(), async () => false),
      messenger.postNotice(standIn.channel, { text: 'A notice', pingRole: null, reference: 'notice' }),
    ]);
    assert.deepEqual([page.status, notice.status], ['unwanted', 'accepted']);
  });
});

test('a page is stored once though its answer was lost', async () => {
  const { standIn, messenger } = await connect();
  standIn.faults.plan('POST', posts, { kind: 'accepted-then-dropped' });
  assert.equal((await messenger.postPage(standIn.channel, aPage(), always)).status, 'unclear');
  assert.equal((await messenger.postPage(standIn.channel, aPage(), always)).status, 'accepted');
  assert.equal(standIn.messagesIn(standIn.channel).length, 1);
});
