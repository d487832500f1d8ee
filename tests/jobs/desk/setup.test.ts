import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeskGiven } from '../../../src/jobs/desk.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type { Control, DeskReply, DeskRequest } from '../../../src/ports.ts';
import { aServer, aSubscription, aWatch } from '../support/builders.ts';
import { plannedPremises } from '../support/premises.ts';
import { away, by, desk, queue, refusedWith, setUp, store } from './world.ts';

setUp();

const bareServers = [aServer({ id: 'home', name: 'home', operators: true }), aServer({ id: 'away', name: 'away' })];
const chief = (said: Partial<DeskRequest> = {}) => by('Root', { roles: [], mayManageServer: true, ...said });
const textOf = (reply: DeskReply) => [reply.text, ...(reply.lines ?? []).map(plainLine)].join('\n');
const does = (reply: DeskReply) =>
  (reply.controls ?? []).flat().flatMap((control) => ('does' in control ? [control.does] : []));
const controlOf = (reply: DeskReply, what: string): Control => {
  const found = (reply.controls ?? []).flat().find((control) => 'does' in control && control.does === what);
  assert.ok(found, `no ${what} among ${does(reply).join(' ')}`);
  return found;
};

/** Somebody who presses what stands below the last answer, each time at a desk that was started anew. */
function walker(said: Partial<DeskGiven> = {}, asker = chief) {
  const premises = plannedPremises();
  const anew = () => desk({ premises, filedServers: bareServers, ...said });
  let last: DeskReply = { ok: false, text: '' };
  const use = async (what: string, values: readonly string[] = []) => {
    controlOf(last, what);
    last = await anew().control({ ...asker(), does: what, values });
    return last;
  };
  return {
    premises,
    last: () => last,
    async begin() {
      last = await anew().setup(asker());
      return last;
    },
    use,
    async fill(what: string, fields: Record<string, string>) {
      const button = controlOf(last, what);
      assert.ok(button.kind === 'button' && button.opensForm, `${what} opens a form`);
      const form = await anew().form({ ...asker(), does: what });
      assert.ok('fields' in form, JSON.stringify(form));
      const values = new Map(form.fields.map(({ id, value }) => [id, fields[id] ?? value]));
      last = await anew().submit({ ...asker(), does: form.does, fields: values });
      return last;
    },
  };
}

test('a stranger sets a server up step by step, each step after a restart, and gets a test alert', async () => {
  const walk = walker();
  const first = await walk.begin();
  assert.match(first.text, /^Step 1 of 9: channel/);
  assert.match((await walk.use('setup:pick:channel', ['alerts'])).text, /^Step 2 of 9: role to ping/);
  assert.match((await walk.use('setup:pick:role', ['watchers'])).text, /^Step 3 of 9: watch/);
  assert.match((await walk.use('setup:pick:watch', ['raids'])).text, /^Step 4 of 9: severity/);
  await walk.use('setup:pick:severityFloor', ['elevated']);
  await walk.use('setup:pick:pingFloor', ['critical']);
  assert.match((await walk.use('setup:go:quiet')).text, /Step 5 of 9: quiet hours\n.*Critical alerts override/);
  const operators = await walk.fill('setup:quiet', { from: '22', to: '07:00', zone: 'baghdad' });
  assert.match(operators.text, /^Step 6 of 9: operators’ channel/);
  assert.match((await walk.use('setup:pick:operators', ['ops'])).text, /^Step 7 of 9: responder roles/);
  assert.match((await walk.use('setup:pick:responders', ['responder'])).text, /^Step 8 of 9: language/);
  await walk.use('setup:pick:language', ['ar']);
  const review = await walk.use('setup:go:review');
  assert.match(review.text, /^Step 9 of 9: review\nNothing is saved yet/);
  const told = textOf(review);
  assert.match(told, /#alerts is told of .* from severity elevated on; pings @watchers from critical on/);
  assert.match(told, /quiet from 22:00 to 07:00 \(Asia\/Baghdad\), but for critical alerts/);
  assert.match(told, /Operators read in #ops\.\nResponders: @responder\.\nLanguage: Arabic\. Time zone: Asia\/Baghdad/);
  assert.match(told, /may do there all that it needs/);
  assert.deepEqual([await store.subscriptions(), await store.servers()], [[], []]);

  const saved = await walk.use('setup:save');
  assert.match(textOf(saved), /^Saved\.\nA test alert is on its way to #alerts/);
  const [subscription] = await store.subscriptions();
  assert.partialDeepStrictEqual(subscription, {
    watch: 'raids',
    server: 'home',
    channel: 'alerts',
    pingRole: 'watchers',
    severityFloor: 'elevated',
    pingFloor: 'critical',
    quiet: { from: '22:00', to: '07:00', timeZone: 'Asia/Baghdad' },
    language: 'ar',
  });
  assert.deepEqual(await store.servers(), [
    {
      ...aServer({ id: 'home', name: 'Home' }),
      responderRoles: ['responder'],
      operatorsChannel: 'ops',
      language: 'ar',
      timeZone: 'Asia/Baghdad',
      origin: 'command',
    },
  ]);
  const [letter] = await store.waitingLetters(Number.MAX_SAFE_INTEGER, 10);
  assert.partialDeepStrictEqual(letter, {
    channel: 'alerts',
    language: 'ar',
    body: { kind: 'test', pingRole: 'watchers' },
  });
  assert.equal(queue.waiting.length, 1);
  await walk.use('setup:test');
  assert.equal((await store.waitingLetters(Number.MAX_SAFE_INTEGER, 10)).length, 2);
  assert.deepEqual(
    (await store.recentAudit(10)).map(({ action, who }) => `${who?.name} ${action}`),
    ['Root subscribe', 'Root setup'],
  );
});

test('every missing permission is shown by name and channel, and nothing is saved until it is given', async () => {
  const walk = walker();
  walk.premises.lacking.set('alerts', ['send-messages', 'create-public-threads', 'mention-everyone']);
  walk.premises.lacking.set('ops', ['embed-links', 'manage-threads']);
  await walk.begin();
  await walk.use('setup:pick:channel', ['alerts']);
  await walk.use('setup:pick:role', ['watchers']);
  await walk.use('setup:go:severity');
  await walk.use('setup:go:quiet');
  await walk.use('setup:go:operators');
  await walk.use('setup:pick:operators', ['ops']);
  await walk.use('setup:go:language');
  const told = textOf(await walk.use('setup:go:review'));
  assert.match(told, /In #alerts Watchfloor lacks: Send Messages, Create Public Threads\./);
  assert.match(told, /@watchers would be named in #alerts without a ping/);
  assert.match(told, /In #ops Watchfloor lacks: Embed Links\./);
  const save = controlOf(walk.last(), 'setup:save');
  assert.ok(save.kind === 'button' && save.isDisabled);
  // A button that was pressed before it was switched off.
  assert.match((await walk.use('setup:save')).text, /^Step 9 of 9/);
  assert.deepEqual([await store.subscriptions(), await store.servers()], [[], []]);
  walk.premises.lacking.set('alerts', ['mention-everyone']);
  assert.match(textOf(await walk.use('setup:check')), /without a ping/);
  assert.match((await walk.use('setup:save')).text, /^Saved/);
});

test('a channel of another server is no operators’ channel here, by whatever way it was chosen', async () => {
  const walk = walker();
  await walk.begin();
  await walk.use('setup:pick:channel', ['alerts']);
  for (const step of ['watch', 'severity', 'quiet', 'operators']) await walk.use(`setup:go:${step}`);
  await walk.use('setup:pick:operators', ['far']);
  for (const step of ['language', 'review']) await walk.use(`setup:go:${step}`);
  assert.match(textOf(walk.last()), /#far belongs to another server/);
  assert.match((await walk.use('setup:save')).text, /^Step 9 of 9/);
  assert.deepEqual([await store.subscriptions(), await store.servers()], [[], []]);
});

test('while Discord does not answer nothing is saved, and what to do is said', async () => {
  const walk = walker();
  walk.premises.isAway = true;
  await walk.begin();
  await walk.use('setup:pick:channel', ['alerts']);
  for (const step of ['watch', 'severity', 'quiet', 'operators', 'responders', 'language', 'review'])
    await walk.use(`setup:go:${step}`);
  assert.match(textOf(walk.last()), /cannot be checked now .*Try again in a minute/);
  assert.match((await walk.use('setup:save')).text, /review/);
  assert.deepEqual(await store.subscriptions(), []);
});

test('given again it shows what stands and changes it; a channel that is left is told no more', async () => {
  const audit = { at: 0, server: 'home', incident: null, who: null, action: 'test', detail: '' };
  const standing = aSubscription({ id: 'by-command-home-alerts-everything', origin: 'command', cardsPerHour: 7 });
  await store.saveSubscription(standing, audit);
  const walk = walker();
  assert.match((await walk.begin()).text, /^Step 1 of 10: what to set up/);
  assert.match(textOf(walk.last()), /^1\. #alerts · Everything$/m);
  assert.doesNotMatch(JSON.stringify(walk.last().controls), /watchers/);
  // The only one stands chosen: whoever wants it goes on.
  await walk.use('setup:go:channel');
  await walk.use('setup:pick:channel', ['second']);
  assert.match(textOf(walk.last()), /Now: @watchers/);
  await walk.use('setup:clear:role');
  for (const step of ['severity', 'quiet', 'operators', 'responders', 'language', 'review'])
    await walk.use(`setup:go:${step}`);
  assert.match(textOf(walk.last()), /takes the place of what was told before/);
  await walk.use('setup:save');
  const [subscription, ...others] = await store.subscriptions();
  assert.deepEqual(others, []);
  assert.deepEqual(
    [subscription?.channel, subscription?.pingRole, subscription?.cardsPerHour, subscription?.severityFloor],
    ['second', null, 7, 'info'],
  );
});

test('what is changed in the review leads back to it at once', async () => {
  const walk = walker();
  await walk.begin();
  await walk.use('setup:pick:channel', ['alerts']);
  for (const step of ['watch', 'severity', 'quiet', 'operators', 'responders', 'language', 'review'])
    await walk.use(`setup:go:${step}`);
  assert.match(textOf(walk.last()), /^Responders: whoever may manage messages\.$/m);
  await walk.use('setup:pick:step', ['quiet']);
  const quiet = await walk.fill('setup:quiet', { from: '22:00', to: '07:00', zone: 'UTC' });
  assert.match(quiet.text, /^Step 9 of 9: review/);
  await walk.use('setup:pick:step', ['severity']);
  await walk.use('setup:pick:severityFloor', ['high']);
  assert.match((await walk.use('setup:go:review')).text, /^Step 9 of 9: review/);
  assert.match((await walk.use('setup:go:language')).text, /^Step 8 of 9/);
  assert.match((await walk.use('setup:go:review')).text, /^Step 9 of 9/);
});

test('another channel is set up beside those that stand', async () => {
  const audit = { at: 0, server: 'home', incident: null, who: null, action: 'test', detail: '' };
  await store.saveSubscription(aSubscription({ id: 'by-command-home-alerts-everything', origin: 'command' }), audit);
  const walk = walker();
  await walk.begin();
  await walk.use('setup:another');
  await walk.use('setup:pick:channel', ['second']);
  await walk.use('setup:go:watch');
  await walk.use('setup:pick:watch', ['raids']);
  for (const step of ['quiet', 'operators', 'responders', 'language', 'review']) await walk.use(`setup:go:${step}`);
  await walk.use('setup:save');
  assert.deepEqual((await store.subscriptions()).map(({ channel }) => channel).sort(), ['alerts', 'second']);
});

test('a mistake in a form is said, and what stood before stays', async () => {
  const walk = walker();
  await walk.begin();
  for (const step of ['role', 'watch', 'severity', 'quiet']) await walk.use(`setup:go:${step}`);
  const wrong = await walk.fill('setup:quiet', { from: '25:00', to: '07:00', zone: 'UTC' });
  assert.match(wrong.text, /^✗ “25:00” is no time of day\. .*\nStep 5 of 9/);
  const zone = await walk.fill('setup:quiet', { from: '22:00', to: '07:00', zone: 'Bagdad' });
  assert.match(zone.text, /^✗ “Bagdad” is no time zone/);
  const none = await walk.fill('setup:quiet', { from: '8:00', to: '08:00', zone: 'UTC' });
  assert.match(none.text, /^Step 6 of 9/);
  assert.match(textOf(await walk.use('setup:go:quiet')), /Now: no quiet hours/);
});

test('what was typed with a mistake stands in the form when it is opened again, after a restart too', async () => {
  const walk = walker();
  const typed = async () => {
    const form = await desk().form({ ...chief(), does: 'setup:quiet' });
    return 'fields' in form ? form.fields.map(({ value }) => value) : [];
  };
  await walk.begin();
  for (const step of ['role', 'watch', 'severity', 'quiet']) await walk.use(`setup:go:${step}`);
  await walk.fill('setup:quiet', { from: '22:00', to: '7 am', zone: 'Asia/Baghdad' });
  assert.deepEqual(await typed(), ['22:00', '7 am', 'Asia/Baghdad']);
  await walk.fill('setup:quiet', { to: '07:00', zone: 'Bagdad' });
  assert.deepEqual(await typed(), ['22:00', '07:00', 'Bagdad']);
  await walk.fill('setup:quiet', { to: '06:00', zone: 'Asia/Baghdad' });
  assert.deepEqual(await typed(), ['22:00', '06:00', 'Asia/Baghdad']);
});

test('a channel’s own watch is called by its Arabic name on the way of who speaks Arabic', async () => {
  const own = aWatch({ id: 'own', name: "this channel's keywords", server: 'home', origin: 'command' });
  await store.saveWatch(own, { at: 0, server: 'home', incident: null, who: null, action: 'watch add', detail: '' });
  const walk = walker({}, () => chief({ language: 'ar', locale: 'ar' }));
  await walk.begin();
  for (const step of ['role', 'watch']) await walk.use(`setup:go:${step}`);
  const offered = (walk.last().controls ?? []).flat().flatMap((each) => (each.kind === 'choice' ? each.options : []));
  assert.ok(
    offered.some(({ label }) => label === 'كلمات هذه القناة'),
    JSON.stringify(offered),
  );
  assert.match(textOf(await walk.use('setup:pick:watch', ['own'])), /4/);
  assert.match(textOf(await walk.use('setup:go:watch')), /كلمات هذه القناة/);
});

test('everybody can be neither pinged nor a responder', async () => {
  const walk = walker();
  await walk.begin();
  await walk.use('setup:go:role');
  assert.match((await walk.use('setup:pick:role', ['home'])).text, /^✗ @everyone cannot be chosen/);
  for (const step of ['watch', 'severity', 'quiet', 'operators', 'responders']) await walk.use(`setup:go:${step}`);
  assert.match((await walk.use('setup:pick:responders', ['home'])).text, /^✗ @everyone cannot be chosen/);
});

test('only who may manage the server sets it up, looked at on each step, and refusals are audited', async () => {
  refusedWith(await desk().setup(by('Amal', { mayManage: true })), /manage this server/);
  const walk = walker();
  await walk.begin();
  const demoted = chief({ mayManageServer: false });
  const refusals = [
    await desk().control({ ...demoted, does: 'setup:save', values: [] }),
    await desk().submit({ ...demoted, does: 'setup:zone', fields: new Map([['zone', 'UTC']]) }),
  ];
  for (const reply of refusals) refusedWith(reply, /manage this server/);
  const form = await desk().form({ ...demoted, does: 'setup:quiet' });
  assert.ok('ok' in form && !form.ok);
  assert.equal((await store.recentAudit(10)).filter(({ action }) => action === 'refused').length, 4);
});

test("nobody goes on with another's set-up, nor takes his own to another server", async () => {
  const walk = walker();
  await walk.begin();
  const ask = { does: 'setup:save', values: [] };
  refusedWith(await desk().control({ ...chief({ who: { id: 'eve', name: 'Eve' } }), ...ask }), /Give \/setup again/);
  refusedWith(await desk().control({ ...chief(away), ...ask }), /Give \/setup again/);
  await walk.use('setup:cancel');
  assert.match(walk.last().text, /Nothing was saved/);
  refusedWith(await desk().control({ ...chief(), ...ask }), /Give \/setup again/);
});

test("another server's channel, role, watch and subscription cannot be set up", async () => {
  const audit = { at: 0, server: 'away', incident: null, who: null, action: 'test', detail: '' };
  const foreign = aSubscription({ id: 'theirs', server: 'away', channel: 'far', origin: 'command' });
  await store.saveSubscription(foreign, audit);
  await store.saveSubscription(aSubscription({ id: 'ours', origin: 'command' }), audit);
  const filed = { watches: [aWatch(), aWatch({ id: 'private', server: 'away' })], subscriptions: [] };
  const walk = walker({ filed });
  const first = await walk.begin();
  assert.doesNotMatch(JSON.stringify(first), /theirs|private/);
  assert.match((await walk.use('setup:pick:subscription', ['theirs'])).text, /^Step 1 of 10/);
  await walk.use('setup:another');
  await walk.use('setup:pick:channel', ['far']);
  await walk.use('setup:pick:role', ['watchers']);
  assert.match((await walk.use('setup:pick:watch', ['private'])).text, /watch/);
  await walk.use('setup:pick:watch', ['everything']);
  for (const step of ['quiet', 'operators', 'responders', 'language', 'review']) await walk.use(`setup:go:${step}`);
  assert.match(textOf(walk.last()), /#far belongs to another server/);
  await walk.use('setup:save');
  assert.equal((await store.subscriptions()).length, 2);
  await walk.use('setup:pick:step', ['channel']);
  await walk.use('setup:pick:channel', ['second']);
  await walk.use('setup:pick:step', ['role']);
  await walk.use('setup:pick:role', ['far-watchers']);
  assert.match(textOf(walk.last()), /no such role/);
  assert.deepEqual(await store.servers(), []);
});

test('what the file says of a server or subscription is shown and stays', async () => {
  const filedServers = [aServer({ id: 'home', name: 'Ops', responderRoles: ['r'], operatorsChannel: 'ops' })];
  const filed = { watches: [aWatch()], subscriptions: [aSubscription()] };
  const walk = walker({ filedServers, filed });
  assert.match((await walk.begin()).text, /^Step 1 of 7/);
  for (const step of ['role', 'watch', 'severity', 'quiet', 'language', 'review']) await walk.use(`setup:go:${step}`);
  const told = textOf(walk.last());
  assert.match(told, /This subscription stands in the configuration file/);
  assert.match(told, /Responders: @r/);
  await walk.use('setup:save');
  assert.deepEqual(await store.subscriptions(), []);
});

test('many watches are shown in pages, and every control stays within what Discord takes', async () => {
  const watches = Array.from({ length: 60 }, (_, at) => aWatch({ id: `w${at}`, name: `Watch ${at}` }));
  const walk = walker({ filed: { watches, subscriptions: [] } });
  await walk.begin();
  await walk.use('setup:go:role');
  const seen = new Set<string>();
  let reply = await walk.use('setup:go:watch');
  for (let page = 1; page <= 3; page += 1) {
    const choice = controlOf(reply, 'setup:pick:watch');
    assert.ok(choice.kind === 'choice' && choice.options.length <= 25);
    for (const { value } of choice.options) seen.add(value);
    reply = await walk.use(`setup:page:${page}`);
  }
  assert.equal(seen.size, 60);
  assert.ok(does(reply).every((one) => one.length <= 80));
});

test('the way is told in Arabic to who speaks it, and the fallback is named to who speaks neither', async () => {
  const arabic = await desk({ filedServers: bareServers }).setup(chief({ language: 'ar', locale: 'ar' }));
  assert.match(arabic.text, /^الخطوة 1 من 9: القناة/);
  const french = await desk({ filedServers: bareServers }).setup(chief({ locale: 'fr' }));
  assert.match(french.text, /answers in English and Arabic/);
});
