/** Hand-overs on a real store: at a change of shift, and by command. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handoverLetter, type ReportedChange } from '../../src/jobs/handover.ts';
import { liveRoster } from '../../src/jobs/roster.ts';
import type { Alert, RotaLayer } from '../../src/model.ts';
import { plainLine } from '../../src/pipeline/speech/said.ts';
import type { DeskReply } from '../../src/ports.ts';
import { aFeedState, aPoll } from '../contracts/builders.ts';
import { anAlert, anArticle, anIncident, dayMs, hourMs, noon, scheduleLimits } from '../support/builders.ts';
import { aPerson, aRota } from '../support/on-call/rota.ts';
import { away, by, deliverAll, desk, pack, queue, redis, refusedWith, setUp, store } from './desk/world.ts';
import { aRow, aServer, aSilence, commit, quiet } from './support/builders.ts';

setUp();

const rota = aRota({ channel: 'handovers', timeZone: 'Asia/Baghdad' });
const change: ReportedChange = {
  server: 'home',
  rota,
  goes: aPerson('amal'),
  comes: aPerson('berit'),
  since: noon - 8 * hourMs,
  at: noon,
};
const deps = (said: { operatorsChannel?: string | null } = {}) => ({
  store,
  filedOnCall: { rotas: [rota], policies: [] },
  roster: liveRoster({ store, filed: pack, log: quiet }),
  schedule: scheduleLimits,
  filedServers: [aServer({ operatorsChannel: 'operators', ...said })],
  pack,
  clock: { now: () => noon },
  realClock: { now: () => redis.real },
});
async function told(
  id: string,
  alert: Partial<Alert> = {},
  said: Parameters<typeof anIncident>[0] = {},
): Promise<void> {
  const row = aRow({
    incident: id,
    server: alert.server ?? 'home',
    channel: alert.server === 'away' ? 'far' : 'alerts',
  });
  const incident = anIncident({ id, openedAt: noon - hourMs, updatedAt: noon - hourMs, ...said });
  const alerts = [anAlert({ incident: id, openedAt: noon - hourMs, changedAt: noon - hourMs, ...alert })];
  await commit(store, anArticle({ id: `of-${id}` }), { incident, alerts, rows: [row] });
  await queue.add('deliver', [row.id]);
  await deliverAll();
}
async function written(said: Partial<ReportedChange> = {}) {
  const letter = await handoverLetter(deps(), { ...change, ...said });
  assert.ok(letter !== null && letter.body.kind === 'handover');
  return { letter, handover: letter.body.handover };
}
const ids = ({ alerts }: { readonly alerts: readonly { readonly incident: string }[] }) =>
  alerts.map(({ incident }) => incident);

test('at a change of shift it says how things stand on that server alone, with links to the cards', async () => {
  const sam = { id: 'sam', name: 'Sam' };
  const acknowledgement = { by: sam, at: noon, confirmedAt: noon, remindedAt: null };
  await told('i-open');
  await told('i-taken', { state: 'acknowledged', acknowledgement, changedBy: sam });
  await told('i-snoozed', { state: 'snoozed', snoozedUntil: noon + hourMs });
  await told('i-resolved', { state: 'resolved', changedBy: sam, openedAt: noon - dayMs });
  await told(
    'i-long-ago',
    { state: 'resolved', openedAt: noon - 3 * dayMs, changedAt: noon - 2 * dayMs },
    { updatedAt: noon - 2 * dayMs },
  );
  await told('i-away', { server: 'away' });
  const { letter, handover } = await written();
  assert.deepEqual(
    [letter.id, letter.channel, letter.server],
    ['handover.officers.2020-04-01T12:00:00.000Z', 'handovers', 'home'],
  );
  assert.deepEqual(
    [ids(handover.open), ids(handover.taken), ids(handover.snoozes)],
    [['i-open'], ['i-taken'], ['i-snoozed']],
  );
  assert.deepEqual(ids(handover.changed).toSorted(), ['i-open', 'i-resolved', 'i-snoozed', 'i-taken']);
  assert.equal(handover.open.alerts[0]?.message?.channel, 'alerts');
  assert.deepEqual([handover.goes?.name, handover.comes?.name, handover.timeZone], ['amal', 'berit', 'Asia/Baghdad']);
});

test('it has the silences in force with what they hid, what feeds are down, coverage, gaps and the head of the audit log', async () => {
  const audit = { at: noon, server: 'home', incident: null, who: null, action: 'silence', detail: 's1' };
  await store.changeSilence({ before: null, after: aSilence(), audit });
  await store.changeSilence({ before: null, after: aSilence({ id: 's-away', server: 'away' }), audit });
  await store.hide('s1', 'i-hidden');
  const [feed] = pack.feeds;
  assert.ok(feed !== undefined);
  const failing = { failures: 9, failingSince: noon - dayMs, lastPolledAt: noon, lastStatus: 'timeout' as const };
  const state = aFeedState({ feed: feed.id, url: feed.url, ...failing });
  await store.commitPoll(aPoll([], { state, timer: `poll:${feed.id}` }));
  const until = '2020-04-05';
  const ending = { ...rota, layers: rota.layers.map((layer) => ({ ...layer, until })) };
  const { handover } = await written({ rota: ending });
  assert.deepEqual(
    handover.silences.map(({ id, hidden }) => [id, hidden]),
    [['s1', 1]],
  );
  assert.ok(handover.feedsDown.feeds.some(({ feed: id, since }) => id === feed.id && since === noon - dayMs));
  assert.ok(handover.coverage.some(({ value }) => value === 'all'));
  assert.equal(handover.gaps.length, 1);
  const { newest } = await store.auditEnds();
  assert.deepEqual(handover.auditHead, { number: newest?.number, hash: newest?.hash.slice(0, 16) });
});

test('without a channel of its own it goes to the operators’, and without either nowhere', async () => {
  const bare = { ...change, rota: { ...rota, channel: null } };
  assert.equal((await handoverLetter(deps(), bare))?.channel, 'operators');
  assert.equal(await handoverLetter(deps({ operatorsChannel: null }), bare), null);
});

test('the same change gives the same letter, so that it is sent once', async () => {
  const [one, other] = [await written(), await written()];
  assert.equal(one.letter.id, other.letter.id);
  assert.equal(await store.saveLetter(one.letter), true);
  assert.equal(await store.saveLetter(other.letter), false);
});

const textOf = ({ text, parts = [] }: DeskReply): string =>
  [text, ...parts.flatMap(({ heading, lines }) => [heading, ...lines.map(plainLine)])].join('\n');
const on = () => desk({ filedOnCall: { rotas: [rota], policies: [] } });

test('/handover tells the same at any time, with the file, of the shift that goes on', async () => {
  await told('i-open');
  const reply = await on().handover({ ...by('Sam'), rota: null });
  assert.match(textOf(reply), /Hand-over – Officers\namal is on call until 6 Apr 2020, 08:00; then berit\./u);
  assert.match(textOf(reply), /Open, not acknowledged \(1\)/u);
  const [file] = reply.files ?? [];
  assert.equal(file?.name, 'handover-2020-04-01T12-00.md');
  assert.match(new TextDecoder().decode(file?.content), /## Open, not acknowledged \(1\)/u);
});

test('/handover in mid-shift says who is on call until when and who comes then, be it nobody', async () => {
  const said = async (layer: Partial<RotaLayer>) => {
    const layers = rota.layers.map((each) => ({ ...each, ...layer }));
    const rotas = [{ ...rota, layers }];
    const { text } = await desk({ filedOnCall: { rotas, policies: [] } }).handover({ ...by('Sam'), rota: null });
    return text.split('\n')[1];
  };
  assert.equal(await said({ until: '2020-04-05' }), 'amal is on call until 6 Apr 2020, 08:00; then NOBODY.');
  assert.equal(await said({ from: '2020-04-13' }), 'NOBODY is on call until 13 Apr 2020, 08:00; then amal.');
  assert.equal(await said({ people: [aPerson('amal')] }), 'amal is on call.');
});

test('/handover names the rotas that there are, where one is asked for that is not', async () => {
  refusedWith(await on().handover({ ...by('Sam'), rota: 'nights' }), /no rota “nights” here\. .*Officers/u);
  refusedWith(await desk().handover({ ...by('Sam'), rota: 'nights' }), /nor any other/u);
  assert.equal((await on().handover({ ...by('Sam'), rota: 'officers' })).ok, true);
});

test('/handover is for responders and whoever is on a rota, and another server’s rota is none', async () => {
  refusedWith(await on().handover({ ...by('Bo', { roles: [] }), rota: null }), /responder/iu);
  const onRota = by('Amal', { roles: [], who: aPerson('amal') });
  assert.equal((await on().handover({ ...onRota, rota: null })).ok, true);
  const far = await on().handover({ ...by('Far', away), rota: null });
  assert.match(far.text, /^Hand-over\n/u);
  assert.doesNotMatch(textOf(far), /Officers|amal/u);
});

test('/handover speaks Arabic to who reads it', async () => {
  const reply = await on().handover({ ...by('Sam', { language: 'ar' }), rota: null });
  assert.match(reply.text, /تسليم المناوبة/u);
  assert.match(new TextDecoder().decode(reply.files?.[0]?.content), /# تسليم المناوبة/u);
});
