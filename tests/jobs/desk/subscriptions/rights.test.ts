import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SubscriptionWish } from '../../../../src/model.ts';
import { plainLine } from '../../../../src/pipeline/speech/said.ts';
import { nothingWished } from '../../../../src/pipeline/subscribe.ts';
import { plannedPremises } from '../../support/premises.ts';
import { away, by, desk, refusedWith, setUp, store } from '../world.ts';

setUp();

const to = (wish: Partial<SubscriptionWish> = {}) => ({
  watch: 'everything',
  wish: { ...nothingWished, ...wish },
  isDirect: false,
});
const manager = (said = {}) => by('Zoe', { ...away, ...said });

test('what the bot lacks in a channel is named before anything is saved', async () => {
  const premises = plannedPremises();
  premises.lacking.set('alerts', ['embed-links', 'manage-threads']);
  const reply = await desk({ premises }).subscribe({ ...by('Amal'), ...to() });
  refusedWith(reply, /Nothing was saved/);
  assert.match(plainLine(reply.lines?.[0] ?? ''), /In #alerts Watchfloor lacks: Embed Links, Manage Threads\./);
  assert.deepEqual(await store.subscriptions(), []);
  premises.isAway = true;
  const unasked = await desk({ premises }).subscribe({ ...by('Amal'), ...to() });
  assert.match(plainLine(unasked.lines?.[0] ?? ''), /cannot be checked now .*Try again/);
  assert.deepEqual(await store.subscriptions(), []);
});

test('a role that cannot be pinged is told, and alerts are told all the same', async () => {
  const premises = plannedPremises();
  premises.lacking.set('alerts', ['mention-everyone']);
  const reply = await desk({ premises }).subscribe({ ...by('Amal'), ...to({ pingRole: 'watchers' }) });
  assert.equal(reply.ok, true);
  assert.match((reply.lines ?? []).map(plainLine).join('\n'), /@watchers would be named in #alerts without a ping/);
  assert.equal((await store.subscriptions())[0]?.pingRole, 'watchers');
});

test('where no responders are set, who manages messages alone pings no role, and the refusal is audited', async () => {
  refusedWith(await desk().subscribe({ ...manager(), ...to({ pingRole: 'far-watchers' }) }), /choose a role to ping/);
  assert.deepEqual(await store.subscriptions(), []);
  const [entry] = await store.recentAudit(1);
  assert.deepEqual([entry?.action, entry?.server], ['refused', 'away']);
  assert.match(entry?.detail ?? '', /with role far-watchers/);
  const chief = manager({ mayManageServer: true });
  assert.equal((await desk().subscribe({ ...chief, ...to({ pingRole: 'far-watchers' }) })).ok, true);
});

test('nobody has everybody pinged', async () => {
  const chief = by('Root', { mayManageServer: true });
  refusedWith(await desk().subscribe({ ...chief, ...to({ pingRole: 'home' }) }), /never pings @everyone/);
  assert.deepEqual(await store.subscriptions(), []);
});

test("another server's channel and role cannot be named", async () => {
  const premises = plannedPremises();
  const chief = (said = {}) => by('Root', { mayManageServer: true, ...said });
  const elsewhere = await desk({ premises }).subscribe({ ...chief({ channel: 'far' }), ...to() });
  assert.match(plainLine(elsewhere.lines?.[0] ?? ''), /#far belongs to another server/);
  const foreign = await desk({ premises }).subscribe({ ...chief(), ...to({ pingRole: 'far-watchers' }) });
  assert.match(plainLine(foreign.lines?.[0] ?? ''), /no such role/);
  assert.deepEqual(await store.subscriptions(), []);
});

test('a mistake in a time or a zone is said with what is expected', async () => {
  const ask = (wish: Partial<SubscriptionWish>) => desk().subscribe({ ...by('Amal'), ...to(wish) });
  refusedWith(
    await ask({ quietFrom: '25:00', quietTo: '07:00' }),
    /“25:00” is no time of day\. Give one such as 22:00/,
  );
  refusedWith(await ask({ quietFrom: '22:00' }), /need both ends/);
  refusedWith(await ask({ timeZone: 'Asia/Bagdad' }), /no time zone/);
  refusedWith(await ask({ alerts: false }), /nothing would be told/);
  refusedWith(await ask({ digestAt: '08:00' }), /needs a digest/);
  assert.deepEqual(await store.subscriptions(), []);
});

test('the button below a saved watch subscribes the channel, by the rights of who presses it', async () => {
  const press = (request = by('Amal')) => desk().control({ ...request, does: 'subscriptions:add:raids', values: [] });
  refusedWith(await press(by('Eve', { roles: [] })), /Only responders/);
  assert.equal((await press()).ok, true);
  assert.deepEqual(
    (await store.subscriptions()).map(({ watch, channel }) => [watch, channel]),
    [['raids', 'alerts']],
  );
  refusedWith(await desk().control({ ...by('Amal'), does: 'subscriptions:add:none', values: [] }), /no watch “none”/);
});
