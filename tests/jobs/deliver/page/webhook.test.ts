import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { letterJobId } from '../../../../src/jobs/deliver/letter-job.ts';
import {
  aLetter,
  answers,
  aPage,
  calls,
  messenger,
  opened,
  paged,
  press,
  send,
  sender,
  setUp,
  store,
} from './world.ts';

setUp();
const toPager = aPage({ to: { kind: 'webhook', webhook: 'pager' }, users: [] });
const body = (at = -1) => JSON.parse(calls.at(at)?.call.body ?? '{}');

describe('another system', () => {
  test('is told what happened, how the alert stands, and where its card is', async () => {
    await opened();
    await send(aLetter(toPager));
    assert.equal(calls[0]?.webhook, 'pager');
    assert.equal(calls[0]?.call.id, 'p1');
    assert.deepEqual(body(), {
      id: 'p1',
      kind: 'escalation',
      at: '1970-01-01T00:16:40.000Z',
      server: 'home',
      alert: {
        incident: 'i-article-1',
        state: 'open',
        revision: 1,
        severity: 'elevated',
        title: 'Rockets hit Camp Taji',
        place: 'camp-taji, iraq',
        day: { from: '2020-04-01', to: '2020-04-01' },
        url: 'https://discord.com/channels/home/alerts/card-i-article-1-0',
        acknowledgedBy: null,
      },
      page: { policy: 'policy', step: 1, round: 1, waitedSeconds: 720 },
    });
    assert.deepEqual(messenger.calls, []);
    assert.deepEqual(paged, ['webhook sent']);
  });

  test('that fails is called again with the same id until it hears', async () => {
    await opened();
    answers.push(
      { status: 'failed', problem: '503', waitMs: 7_000 },
      { status: 'failed', problem: 'gone', waitMs: null },
    );
    await store.saveLetter(aLetter(toPager));
    const first = await sender('one')(letterJobId('p1'));
    assert.deepEqual(first, { status: 'again', delayMs: 7_000, reason: 'unclear: 503' });
    await send(aLetter(toPager));
    assert.deepEqual(
      calls.map(({ call }) => call.id),
      ['p1', 'p1', 'p1'],
    );
  });

  test('that refuses is given up, and the log says so', async () => {
    await opened();
    answers.push({ status: 'refused', problem: 'pager.example answered 401' });
    await send(aLetter(toPager));
    const [entry] = await store.auditOf('i-article-1', 1);
    assert.equal(entry?.detail, 'page (webhook pager): refused: pager.example answered 401');
  });

  test('hears nothing of an alert that somebody took before', async () => {
    await opened();
    await press({ what: 'acknowledge' });
    await send(aLetter(toPager));
    assert.deepEqual(calls, []);
  });

  test('hears who took it', async () => {
    await opened();
    await press({ what: 'acknowledge' });
    const says = { what: 'state', state: 'acknowledged', by: { id: 'u1', name: 'Amal' } } as const;
    await send(aLetter({ ...toPager, says, while: 'always' }));
    assert.deepEqual([body().kind, body().alert.state, body().alert.acknowledgedBy], ['state', 'acknowledged', 'Amal']);
  });

  test("of another server's is never called", async () => {
    await opened();
    await send(aLetter(aPage({ to: { kind: 'webhook', webhook: 'theirs' } })));
    assert.deepEqual(calls, []);
    assert.deepEqual(paged, ['webhook failed']);
  });
});
