import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { openWebhooks } from '../../../src/adapters/webhook/webhook.ts';
import type { WebhookCaller } from '../../../src/ports.ts';
import { type Receiver, startReceiver } from '../../support/webhook-receiver.ts';

const secret = 'a secret of some length';
const now = Date.parse('2026-04-01T12:00:00Z');
const wanted = async () => true;
const call = { id: 'page-1', body: JSON.stringify({ kind: 'escalation', title: 'حريق' }) };

describe('a webhook', () => {
  let receiver: Receiver;
  let webhooks: WebhookCaller;
  before(async () => {
    receiver = await startReceiver(secret);
  });
  after(() => receiver.close());
  beforeEach(() => {
    receiver.received.length = 0;
    const addresses = [
      { id: 'pager', url: `${receiver.url}/in?key=hidden`, secret },
      { id: 'other', url: `${receiver.url}/other`, secret: 'another secret' },
      { id: 'nobody', url: 'http://127.0.0.1:1/in?key=hidden', secret },
    ];
    webhooks = openWebhooks({ webhooks: addresses, timeoutMs: 300, realNow: () => now });
  });
  afterEach(() => webhooks.close());

  test('gets JSON that is signed over time and body, with an id to know repeats by', async () => {
    assert.deepEqual(await webhooks.call('pager', call, wanted), { status: 'accepted' });
    assert.deepEqual(receiver.received, [
      { path: '/in?key=hidden', id: 'page-1', body: JSON.parse(call.body), isGenuine: true, at: now },
    ]);
  });

  test('does not take what another secret signed for genuine', async () => {
    await webhooks.call('other', call, wanted);
    assert.equal(receiver.received[0]?.isGenuine, false);
  });

  test('is asked again later where its refusal passes, and not where it does not', async () => {
    receiver.answer(
      { status: 503, headers: { 'retry-after': '7' } },
      { status: 429 },
      { status: 401 },
      { status: 404 },
    );
    const host = new URL(receiver.url).host;
    assert.deepEqual(await webhooks.call('pager', call, wanted), {
      status: 'failed',
      problem: `${host} answered 503`,
      waitMs: 7_000,
    });
    assert.equal((await webhooks.call('pager', call, wanted)).status, 'failed');
    assert.deepEqual(await webhooks.call('pager', call, wanted), {
      status: 'refused',
      problem: `${host} answered 401`,
    });
    assert.equal((await webhooks.call('pager', call, wanted)).status, 'refused');
  });

  test('is not followed elsewhere', async () => {
    receiver.answer({ status: 307, headers: { location: `${receiver.url}/elsewhere` } });
    assert.equal((await webhooks.call('pager', call, wanted)).status, 'refused');
    assert.equal(receiver.received.length, 1);
  });

  test('that does not answer, or is not there, costs its time and no secret of its address', async () => {
    receiver.answer(null);
    for (const id of ['pager', 'nobody']) {
      const result = await webhooks.call(id, call, wanted);
      assert.equal(result.status, 'failed');
      assert.doesNotMatch(JSON.stringify(result), /hidden|secret/u);
    }
  });

  test('that hangs is called once at a time, and then left alone: whoever delivers goes on', async () => {
    receiver.answer(null);
    const [first, ...others] = await Promise.all(
      Array.from({ length: 4 }, (_, page) => webhooks.call('pager', { ...call, id: `page-${page}` }, wanted)),
    );
    assert.equal(first?.status, 'failed');
    assert.deepEqual(
      others.map(({ status }) => status),
      ['busy', 'busy', 'busy'],
    );
    assert.equal((await webhooks.call('pager', call, wanted)).status, 'busy');
    assert.equal(receiver.received.length, 1);
    assert.deepEqual(await webhooks.call('other', call, wanted), { status: 'accepted' });
  });

  test('whose answer has no end is heard by its status', async () => {
    receiver.answer({ status: 200, body: 'x'.repeat(2_000_000) });
    assert.equal((await webhooks.call('pager', call, wanted)).status, 'accepted');
  });

  test('is not called when nobody wants it any more, with too much, or by a name that nobody has', async () => {
    assert.deepEqual(await webhooks.call('pager', call, async () => false), { status: 'unwanted' });
    assert.equal((await webhooks.call('pager', { ...call, body: 'x'.repeat(70_000) }, wanted)).status, 'refused');
    assert.equal((await webhooks.call('unknown', call, wanted)).status, 'refused');
    assert.equal(receiver.received.length, 0);
  });
});
