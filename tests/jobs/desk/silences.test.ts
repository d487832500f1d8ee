/** `/silence` on a real store. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type { Desk, DeskReply, DeskRequest } from '../../../src/ports.ts';
import { aVerdict } from '../../contracts/builders.ts';
import { anAlert, anArticle, anIncident, dayMs, hourMs, noon } from '../../support/builders.ts';
import { aRota } from '../../support/on-call/rota.ts';
import { aRow, aSubscription, aWatch, commit } from '../support/builders.ts';
import { away, by, deliverAll, desk, passNews, pressBelow, queue, refusedWith, setUp, store } from './world.ts';

setUp();

type Asked = Parameters<Desk['silence']>[0];
const blank = {
  actor: null,
  place: null,
  type: null,
  outlet: null,
  watch: null,
  below: null,
  until: null,
  reason: null,
};
function ask(
  change: Asked['change'],
  said: Partial<Asked['given']> & { silence?: string; critical?: boolean } = {},
  request: DeskRequest = by('Sam'),
  on = desk(),
): Promise<DeskReply> {
  const { silence = null, critical = false, ...given } = said;
  return on.silence({ ...request, change, silence, critical, given: { ...blank, ...given } });
}
const add = (said: Partial<Asked['given']> = {}, request?: DeskRequest) =>
  ask('add', { until: '2h', reason: 'exercise at the base', place: 'camp-taji', ...said }, request);
const textOf = ({ text, lines = [], parts = [] }: DeskReply): string =>
  [
    text,
    ...lines.map(plainLine),
    ...parts.flatMap(({ heading, lines: below }) => [heading, ...below.map(plainLine)]),
  ].join('\n');
async function saved(said: Partial<Asked['given']> = {}, request = by('Sam')): Promise<string> {
  const pressed = await pressBelow(await add(said, request), 'save', request);
  assert.equal(pressed.ok, true, textOf(pressed));
  const [silence] = (await store.silences(0)).toSorted((one, other) => other.from - one.from);
  return silence?.id ?? '';
}
/** An incident that home was told of, with a card in the channel `alerts`. */
async function told(id: string, said: Parameters<typeof anIncident>[0] = {}, at = noon): Promise<void> {
  const row = aRow({ incident: id });
  const incident = anIncident({ id, openedAt: at, updatedAt: at, ...said });
  await commit(store, anArticle({ id: `article-of-${id}` }), {
    incident,
    alerts: [anAlert({ incident: id, openedAt: at, watches: ['everything'] })],
    rows: [row],
  });
  await queue.add('deliver', [row.id]);
  await deliverAll();
}

test('what it would have hidden last week is shown before it is saved, with what passes for being critical', async () => {
  await told('i-one');
  await told('i-grave', { facts: { severity: 'high' } });
  await told('i-critical', { facts: { severity: 'critical' } });
  await told('i-elsewhere', { facts: { place: 'ain-al-asad' } });
  await told('i-long-ago', {}, noon - 8 * dayMs);
  const reply = await add();
  const text = textOf(reply);
  assert.match(text, /Silence of: place .*Taji/u);
  assert.match(text, /would have hidden 2 of 4 incidents/u);
  assert.match(text, /1 high, 1 elevated/u);
  assert.match(text, /1 critical incident fits and would be told all the same/u);
  const [hidden] = reply.parts ?? [];
  assert.equal(hidden?.lines.length, 2);
  const pieces = hidden?.lines.flatMap((line) => (typeof line === 'string' ? [] : line)) ?? [];
  assert.ok(
    pieces.some((piece) => piece.kind === 'message' && piece.channel === 'alerts'),
    'its card is linked',
  );
  assert.deepEqual(await store.silences(0), [], 'nothing is saved yet');
});

test('a press saves it with its author, reason and end, in the audit log too; a second press saves nothing more', async () => {
  const request = by('Sam');
  const proposed = await add({}, request);
  await pressBelow(proposed, 'save', request, desk());
  refusedWith(await pressBelow(proposed, 'save', request), /over an hour old/u);
  const [silence, ...others] = await store.silences(0);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [silence?.server, silence?.by.name, silence?.why, silence?.from, silence?.to],
    ['home', 'Sam', 'exercise at the base', noon, noon + 2 * hourMs],
  );
  assert.deepEqual(silence?.matchers.places, ['camp-taji']);
  const [entry] = await store.recentAudit(1);
  assert.deepEqual([entry?.action, entry?.who?.name, entry?.from], ['silence', 'Sam', 'channel alerts']);
  assert.match(entry?.detail ?? '', /Taji.*exercise at the base/u);
});

test('nobody saves or discards what another proposed', async () => {
  const proposed = await add();
  refusedWith(await pressBelow(proposed, 'save', by('Kim')), /somebody else/u);
  refusedWith(await pressBelow(proposed, 'discard', by('Kim')), /somebody else/u);
  assert.deepEqual(await store.silences(0), []);
});

test('what is discarded is not saved any more', async () => {
  const request = by('Sam');
  const proposed = await add({}, request);
  assert.equal((await pressBelow(proposed, 'discard', request)).ok, true);
  refusedWith(await pressBelow(proposed, 'save', request), /over an hour old/u);
});

test('a proposal whose end has passed is not saved', async () => {
  const request = by('Sam');
  const proposed = await add({}, request);
  passNews(2 * hourMs);
  refusedWith(await pressBelow(proposed, 'save', request), /is over/u);
});

const mistakes: readonly [said: Partial<Asked['given']>, pattern: RegExp][] = [
  [{ place: null }, /Name what is to be hidden/u],
  [{ place: 'Nowhere-at-all' }, /place: “Nowhere-at-all” is not known here/u],
  [{ actor: 'Kataeb Hez' }, /actor: .* is not known here/u],
  [{ until: null }, /until: expected a time.*2h/u],
  [{ until: 'soon' }, /“soon” is no time/u],
  [{ until: '2020-03-31' }, /is over/u],
  [{ until: '31d' }, /at most 30 days/u],
  [{ reason: ' . ' }, /reason: say why/u],
  [{ outlet: 'no such paper' }, /outlet: .* is not known/u],
  [{ watch: 'no such watch' }, /watch: .* is not known/u],
  [{ place: Array.from({ length: 11 }, () => 'camp-taji').join(',') }, /at most 10/u],
];
for (const [said, pattern] of mistakes)
  test(`a mistake is said with what was expected: ${pattern.source}`, async () => {
    refusedWith(await add(said), pattern);
    assert.deepEqual(await store.silences(0), []);
  });

test('several of a part are taken by their names or ids, and 30 days are not too long', async () => {
  await saved({ place: 'Camp Taji, ain-al-asad', until: '30d', below: 'high' });
  const [silence] = await store.silences(0);
  assert.deepEqual([silence?.matchers.places, silence?.matchers.severityBelow], [['camp-taji', 'ain-al-asad'], 'high']);
  assert.equal(silence?.to, noon + 30 * dayMs);
});

test('the list says what each hides, how much it hid and when it ends; only those in force', async () => {
  const id = await saved();
  await store.hide(id, 'i-hidden');
  await saved({ until: '1h', reason: 'short one' });
  passNews(hourMs);
  const text = textOf(await ask('list'));
  assert.match(text, /^1 silence is in force here\./u);
  assert.match(text, /Taji.*hid 1 incident.*exercise at the base/u);
  assert.doesNotMatch(text, /short one/u);
});

test('one is shown with what it has hidden, and a button that lifts it', async () => {
  const id = await saved();
  await told('i-hidden');
  await store.hide(id, 'i-hidden');
  const reply = await ask('show', { silence: id });
  assert.match(textOf(reply), /It has hidden 1 incident so far/u);
  const lifted = await pressBelow(reply, 'lift', by('Kim'));
  assert.match(lifted.text, /Lifted\. It hid 1 incident/u);
  const [silence] = await store.silences(0);
  assert.deepEqual([silence?.liftedBy?.name, silence?.to], ['Kim', noon]);
  const [entry] = await store.recentAudit(1);
  assert.deepEqual([entry?.action, entry?.who?.name], ['silence-lifted', 'Kim']);
  refusedWith(await ask('lift', { silence: id }), /no silence/u);
});

test('two that lift one at once: one of them does', async () => {
  const id = await saved();
  const replies = await Promise.all([ask('lift', { silence: id }, by('Kim')), ask('lift', { silence: id }, by('Ali'))]);
  assert.equal(replies.filter(({ ok }) => ok).length, 1);
});

test('another server neither sees, shows, offers nor lifts it, and its preview holds none of its alerts', async () => {
  await told('i-one');
  const id = await saved();
  assert.match(textOf(await ask('list', {}, by('Far', away))), /No silence is in force/u);
  refusedWith(await ask('show', { silence: id }, by('Far', away)), /no silence/u);
  refusedWith(await ask('lift', { silence: id }, by('Far', away)), /no silence/u);
  assert.deepEqual(await desk().completeSilence(by('Far', away), ''), []);
  assert.match(textOf(await ask('preview', { place: 'camp-taji' }, by('Far', away))), /hidden 0 of 0/u);
});

test('who is no responder adds, previews and lifts nothing, which is audited', async () => {
  const id = await saved();
  const bystander = by('Bo', { roles: [] });
  for (const asked of [
    add({}, bystander),
    ask('preview', { below: 'high' }, bystander),
    ask('lift', { silence: id }, bystander),
  ]) {
    refusedWith(await asked, /responder/iu);
    assert.equal((await store.recentAudit(1))[0]?.action, 'refused');
  }
  assert.equal((await store.silences(noon)).length, 1);
});

test('what is offered while somebody types is found by its reason', async () => {
  const id = await saved();
  const [choice] = await desk().completeSilence(by('Sam'), 'exercise');
  assert.equal(choice?.value, id);
  assert.ok((choice?.name.length ?? 0) <= 100);
  assert.deepEqual(await desk().completeSilence(by('Sam'), 'nothing like it'), []);
  assert.ok((await desk().completeOutlet(by('Sam'), 'reuters')).some(({ value }) => value === 'reuters'));
});

test('/incident show says that it is silenced now, and by whom', async () => {
  await told('i-one');
  await saved();
  const shown = textOf(await desk().showIncident({ ...by('Sam'), incident: 'i-one' }));
  assert.match(shown, /Silenced by Sam until .*exercise at the base/u);
  const elsewhere = textOf(await desk().showIncident({ ...by('Far', away), incident: 'i-one' }));
  assert.doesNotMatch(elsewhere, /Silenced/u);
});

test('/why and the timeline of what it hid say by whom, until when and why', async () => {
  const id = await saved();
  const incident = anIncident({ id: 'i-hidden' });
  const reasons = [{ code: 'silenced', detail: `alerts ${id}` }] as const;
  const verdict = { article: 'article-1', decision: 'new', incident: incident.id, reasons } as const;
  await store.commitVerdict(aVerdict('article-1', incident, { verdict, hiddenBy: [id] }));
  const filed = { watches: [aWatch()], subscriptions: [aSubscription()] };
  const asked = { incident: incident.id, url: null, text: null };
  const why = textOf(await desk({ filed }).why({ ...by('Sam'), ...asked }));
  assert.match(why, /Not told in #alerts: silenced by Sam until .*\(exercise at the base\)/u);
  const timeline = textOf(await desk({ filed }).timeline({ ...by('Sam'), incident: incident.id }));
  assert.match(timeline, /#alerts: not told, silenced/u);
});

test('it is said in Arabic to who reads it', async () => {
  const request = by('Sam', { language: 'ar' });
  assert.match(textOf(await add({}, request)), /إسكات: المكان/u);
  assert.match(textOf(await ask('list', {}, request)), /لا إسكات ساريًا/u);
});

test('where nobody said the time zone of the server, a time that is typed is that of its rota', async () => {
  const on = desk({ filedOnCall: { rotas: [aRota({ timeZone: 'Asia/Baghdad' })], policies: [] } });
  const shown = await ask('add', { until: '22:00', reason: 'exercise', place: 'camp-taji' }, by('Sam'), on);
  assert.match(textOf(shown), /1 Apr 2020, 19:00 UTC/u);
});
