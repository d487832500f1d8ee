import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { letterJobId } from '../../../src/jobs/deliver/letter-job.ts';
import type { Alert, Incident } from '../../../src/model.ts';
import { alertKey, replay } from '../../../src/pipeline/audit.ts';
import { articleIdOf } from '../../../src/pipeline/normalise.ts';
import { plainLine } from '../../../src/pipeline/speech/said.ts';
import type { CardView, Control, Desk, DeskReply } from '../../../src/ports.ts';
import { anAlert, anArticle, anIncident, aReport, dayMs, noon } from '../../support/builders.ts';
import { aRow, aSubscription, commit } from '../support/builders.ts';
import {
  away,
  by,
  deliverAll,
  desk,
  listing,
  messenger,
  passNews,
  pressBelow,
  queue,
  redis,
  refusedWith,
  setUp,
  store,
  told,
} from './world.ts';

const [taji, asad] = ['i-article-1', 'i-article-2'];

/** A second incident, told to `alerts` of home, and to `north` of a server that heard of nothing else. */
async function second(said: Partial<Incident> = {}, alert: Partial<Alert> = {}): Promise<void> {
  const reports = [
    aReport({ article: 'article-2', title: 'Rockets hit Ain al-Asad', place: 'ain-al-asad', killed: 3 }),
    aReport({ article: 'article-3', title: 'Asad base struck', place: 'ain-al-asad', outlet: 'daily' }),
  ];
  const incident = anIncident({
    id: asad,
    reports,
    ...said,
    facts: { place: 'ain-al-asad', killed: 3, severity: 'high' },
  });
  const rows = [aRow({ incident: asad }), aRow({ incident: asad, channel: 'north', server: 'third' })];
  const alerts = [anAlert({ incident: asad, ...alert }), anAlert({ incident: asad, server: 'third', ...alert })];
  await commit(store, anArticle({ id: 'article-2' }), { incident, alerts, rows });
  await queue.add(
    'deliver',
    rows.map(({ id }) => id),
  );
  await deliverAll();
}

const ask = (
  change: Parameters<Desk['regroup']>[0]['change'],
  incident: string,
  said: { readonly other?: string; readonly why?: string; readonly who?: string } = {},
) => desk().regroup({ ...by(said.who ?? 'Amal'), change, incident, other: said.other ?? null, why: said.why ?? null });
const confirm = async (reply: DeskReply, who = 'Amal'): Promise<DeskReply> => pressBelow(reply, 'confirm', by(who));
const mergeBoth = async (): Promise<DeskReply> => confirm(await ask('merge', asad, { other: taji, why: 'one salvo' }));

const cardOf = (channel: string, incident: string): CardView | undefined =>
  messenger
    .cards()
    .filter(({ place }) => place === channel)
    .map(({ view }) => view as CardView)
    .find(({ summary }) => summary.incident === incident);
const standing = async (incident: string, server: string): Promise<string> => {
  const alert = await store.alert(incident, server);
  return alert === null ? 'none' : [alert.state, alert.acknowledgement?.by.name].filter(Boolean).join(' ');
};
const articles = async (incident: string) => (await store.incident(incident))?.reports.map(({ article }) => article);
const linesOf = ({ lines = [] }: DeskReply) => lines.map(plainLine).join('\n');
const pinged = () => messenger.seen.filter(({ pinged: role }) => role !== null).length;
const choices = (reply: DeskReply) =>
  (reply.controls ?? []).flat().filter((each): each is Extract<Control, { kind: 'choice' }> => each.kind === 'choice');

/** The audit log replayed gives every alert as it stands. */
async function assertReplayed(): Promise<void> {
  const log = (await store.recentAudit(1_000)).toReversed();
  const replayed = replay(log);
  for (const incident of [taji, asad])
    for (const alert of await store.alertsOf(incident)) {
      const stands = replayed.get(alertKey(alert.server, incident));
      if (stands !== undefined) assert.equal(stands.state, alert.state, `${alert.server} ${incident}`);
      if (stands !== undefined) assert.equal(stands.revision, alert.revision, `${alert.server} ${incident}`);
    }
}

describe('a merge', () => {
  setUp();

  it('is shown before it is done, and done by its button', async () => {
    await told();
    await second();
    const shown = await ask('merge', asad, { other: taji, why: 'one salvo' });
    assert.equal(shown.ok, true);
    assert.match(shown.text, /Merge these two incidents\?/u);
    assert.match(JSON.stringify(shown.lines), /Reason: one salvo/u);
    assert.match(JSON.stringify(shown.lines), /alerts change on 2 servers/u);
    assert.equal((await store.incident(asad))?.mergedInto, null);
    const done = await confirm(shown);
    assert.match(done.text, /^Merged\./u);
    assert.equal((await store.incident(asad))?.mergedInto, taji);
    assert.deepEqual(await articles(taji), ['article-1', 'article-2', 'article-3']);
    assert.deepEqual(await articles(asad), ['article-2', 'article-3']);
    await assertReplayed();
  });

  it('closes the alerts of what went, and opens one where there was none, standing as that stood', async () => {
    await told();
    const taken = { id: 'noor', name: 'Noor' };
    const acknowledgement = { by: taken, at: noon, confirmedAt: noon, remindedAt: null };
    await second({}, { state: 'acknowledged', acknowledgement, changedBy: taken });
    await mergeBoth();
    assert.equal(await standing(asad, 'home'), 'merged');
    assert.equal(await standing(asad, 'third'), 'merged');
    assert.equal(await standing(taji, 'home'), 'open');
    assert.equal(await standing(taji, 'third'), 'acknowledged Noor');
    assert.equal(await standing(taji, 'away'), 'open');
    assert.equal((await store.alert(asad, 'home'))?.changedBy?.name, 'Amal');
    assert.equal((await store.alert(asad, 'third'))?.changedBy, null); // names are each server's own
    await assertReplayed();
  });

  it('does not lose what nobody has taken to an alert that was closed', async () => {
    await told();
    await second();
    await desk().press({ ...by('Ben'), incident: taji, action: 'resolve' });
    await mergeBoth();
    assert.equal(await standing(taji, 'home'), 'open');
    await assertReplayed();
  });

  it('is shown by all cards, each in its channel, and pings nobody who was told', async () => {
    await told();
    await second();
    const before = pinged();
    await mergeBoth();
    await deliverAll();
    assert.equal(cardOf('alerts', asad)?.alert.state, 'merged');
    assert.equal(cardOf('north', asad)?.alert.state, 'merged');
    assert.equal(cardOf('north', taji)?.alert.state, 'open');
    assert.equal(cardOf('far', taji)?.summary.version, 2);
    assert.equal(cardOf('alerts', taji)?.summary.killed.length, 1);
    assert.equal(pinged(), before);
    const channels = messenger.cards().map(({ place, view }) => `${place} ${(view as CardView).summary.incident}`);
    assert.equal(new Set(channels).size, channels.length);
  });

  it('tells the threads of both what was done', async () => {
    await told();
    await second();
    const incident = await store.incident(asad);
    assert.ok(incident);
    const notice = aRow({ incident: asad, version: 2, kind: 'notice', changes: incident.changes });
    await commit(store, anArticle({ id: 'opens-a-thread' }), { incident: { ...incident, version: 2 }, rows: [notice] });
    await queue.add('deliver', [notice.id]);
    await deliverAll();
    await mergeBoth();
    const [letter, ...others] = await store.waitingLetters(Number.MAX_SAFE_INTEGER, 5);
    assert.deepEqual(others, []); // the other card has no thread, and says it itself
    assert.ok(queue.waiting.some(({ id }) => id === letterJobId(letter?.id ?? '')));
    const page = letter?.body.kind === 'page' ? letter.body.page : null;
    assert.deepEqual([page?.to, page?.users, page?.roles], [{ kind: 'thread', channel: 'alerts' }, [], []]);
    assert.deepEqual(page?.says, {
      what: 'merged',
      by: { id: 'amal', name: 'Amal' },
      other: taji,
      title: 'Rockets hit Ain al-Asad',
    });
    await deliverAll();
    const inThreads = messenger.notices().map(({ text }) => text);
    const tellIt = inThreads.filter((text) => /Merged with another incident: Rockets hit Ain al-Asad/u.test(text));
    assert.equal(tellIt.length, 2, inThreads.join('\n'));
  });

  it('is told by everything that is asked of it: lists, facts, history, and why an article was told', async () => {
    await told();
    await second();
    await mergeBoth();
    const list = await desk().listIncidents({ ...by('Amal'), ...listing({ state: 'any' }) });
    assert.deepEqual(
      choices(list).flatMap(({ options }) => options.map(({ value }) => value)),
      [taji],
    );
    const typed = async (ask: 'completeIncident' | 'completeMerged') =>
      (await desk()[ask](by('Amal'), 'rockets')).map(({ value }) => value);
    assert.deepEqual([await typed('completeIncident'), await typed('completeMerged')], [[taji], [asad]]);
    const shown = await desk().showIncident({ ...by('Amal'), incident: asad });
    assert.match(linesOf(shown), /It was merged into Rockets hit Ain al-Asad/u);
    const lead = await pressBelow(shown, 'show', by('Amal'));
    assert.match(linesOf(lead), /i-article-1, version 2/u);
    const history = linesOf(await desk().timeline({ ...by('Amal'), incident: asad }));
    assert.match(history, /Amal merged it into another: i-article-1 “Rockets hit Camp Taji”: one salvo/u);
    assert.match(linesOf(await desk().timeline({ ...by('Amal'), incident: taji })), /Amal merged another into it/u);
  });

  it('is a label that teaches, and in the log with who, why and from where', async () => {
    await told();
    await second();
    await mergeBoth();
    const [label] = await store.labels(5);
    assert.deepEqual(label?.says, { what: 'same', incident: taji });
    assert.deepEqual([label?.incident, label?.isTeaching, label?.articles], [asad, true, ['article-2', 'article-3']]);
    const [entry] = (await store.auditOf(asad, 5)).filter(({ server }) => server === 'home');
    assert.deepEqual([entry?.who?.name, entry?.action, entry?.from], ['Amal', 'merge', 'channel alerts']);
    assert.match(entry?.detail ?? '', /one salvo/u);
  });

  it('is refused with itself, of what was merged, and into what is not there', async () => {
    await told();
    await second();
    refusedWith(await ask('merge', taji, { other: taji }), /one and the same/u);
    refusedWith(await ask('merge', taji, { other: 'i-none' }), /no incident “i-none”/u);
    await mergeBoth();
    refusedWith(await ask('merge', asad, { other: taji }), /was merged into i-article-1 before/u);
    refusedWith(await ask('merge', taji, { other: asad }), /one and the same/u); // what was merged leads to where it went
  });

  it('is for responders of the operators’ server alone, its buttons too', async () => {
    await told();
    await second();
    const elsewhere = desk().regroup({ ...by('Far', away), change: 'merge', incident: asad, other: taji, why: null });
    refusedWith(await elsewhere, /operators’ server/u);
    const shown = await ask('merge', asad, { other: taji });
    refusedWith(await pressBelow(shown, 'confirm', by('Amal', { roles: [] })), /Only responders/u);
    refusedWith(await pressBelow(shown, 'confirm', by('Ben')), /too old to go on/u); // it is Amal's
    assert.equal((await store.incident(asad))?.mergedInto, null);
  });

  it('that was shown against another version is shown again, and not done', async () => {
    await told();
    await second();
    const shown = await ask('merge', asad, { other: taji });
    const changed = await store.incident(taji);
    assert.ok(changed);
    await commit(store, anArticle({ id: 'later' }), { incident: { ...changed, version: 2 }, rows: [] });
    const again = await confirm(shown);
    assert.match(again.text, /changed meanwhile/u);
    assert.equal((await store.incident(asad))?.mergedInto, null);
    assert.match((await confirm(again)).text, /^Merged\./u);
  });

  it('of two at once is done once', async () => {
    await told();
    await second();
    const one = await ask('merge', asad, { other: taji });
    const other = await ask('merge', taji, { other: asad, who: 'Ben' });
    const done = await Promise.all([
      confirm(one),
      pressBelow(other, 'confirm', by('Ben'), desk({ store: redis.other })),
    ]);
    assert.equal(done.filter(({ text }) => text.startsWith('Merged.')).length, 1);
    const standing = (await store.incidentsSince(0)).incidents.filter(({ mergedInto }) => mergedInto === null);
    assert.equal(standing.length, 1);
    assert.equal(standing[0]?.reports.length, 3);
  });
});

describe('taking a merge back', () => {
  setUp();

  it('gives both as they were, with their alerts', async () => {
    await told();
    await second();
    await desk().press({ ...by('Noor'), incident: asad, action: 'acknowledge' });
    const [one, other] = [await store.incident(taji), await store.incident(asad)];
    const merged = await mergeBoth();
    const undone = await confirm(await pressBelow(merged, 'undo', by('Amal')));
    assert.match(undone.text, /^Taken back/u);
    assert.deepEqual((await store.incident(taji))?.facts, one?.facts);
    assert.deepEqual(await articles(taji), ['article-1']);
    assert.deepEqual((await store.incident(asad))?.facts, other?.facts);
    assert.equal((await store.incident(asad))?.mergedInto, null);
    assert.equal(await standing(asad, 'home'), 'acknowledged Noor');
    assert.equal(await standing(asad, 'third'), 'open');
    assert.equal(await standing(taji, 'third'), 'resolved'); // the merge had opened it
    assert.notEqual((await store.labels(5))[0]?.revokedAt, null);
    await deliverAll();
    assert.equal(cardOf('alerts', asad)?.alert.state, 'acknowledged');
    await assertReplayed();
    refusedWith(await ask('unmerge', asad), /Nothing was merged or split/u);
  });

  it('leaves what somebody has done to an opened alert since', async () => {
    await told();
    await second();
    await mergeBoth();
    const third = { server: 'third', channel: 'north', roles: [], mayManage: true };
    await desk().press({ ...by('Zoe', third), incident: taji, action: 'acknowledge' });
    await confirm(await ask('unmerge', asad));
    assert.equal(await standing(taji, 'third'), 'acknowledged Zoe');
  });

  it('reads no other incident where all reports still stand in the two', async ({ mock }) => {
    await told();
    await second();
    await mergeBoth();
    const read = mock.method(store, 'incidentsSince');
    await confirm(await ask('unmerge', asad));
    assert.equal(read.mock.callCount(), 0);
    assert.deepEqual(await articles(taji), ['article-1']);
  });

  it('is refused after thirty days', async () => {
    await told();
    await second();
    await mergeBoth();
    passNews(31 * dayMs);
    refusedWith(await ask('unmerge', asad), /more than 30 days ago/u);
  });
});

describe('a split', () => {
  setUp();
  const subscribed = () =>
    desk({
      filed: {
        watches: [{ ...watchOf('all'), places: [] }],
        subscriptions: [
          aSubscription({ watch: 'all', channel: 'alerts' }),
          aSubscription({ id: 'late', watch: 'all', server: 'late', channel: 'new', pingRole: 'all' }),
        ],
      },
    });
  const watchOf = (id: string) => ({
    id,
    name: id,
    server: null,
    keywords: [],
    actors: [],
    places: [],
    eventTypes: [],
    severityFloor: 'info' as const,
    languages: [],
    origin: 'file' as const,
  });

  /** Chooses these articles of the second incident, and confirms. */
  async function split(chosen: readonly string[], on: Desk = subscribed()): Promise<DeskReply> {
    const asked = await on.regroup({
      ...by('Amal'),
      change: 'split',
      incident: asad,
      other: null,
      why: 'another base',
    });
    const [choice] = choices(asked);
    assert.ok(choice !== undefined && 'does' in choice, asked.text);
    const picked = await on.control({ ...by('Amal'), does: choice.does, values: chosen });
    const shown = await pressBelow(picked, 'go', by('Amal'), on);
    return shown.ok ? pressBelow(shown, 'confirm', by('Amal'), on) : shown;
  }

  it('offers the reports, and makes of the chosen ones an incident of their own', async () => {
    await told();
    await second();
    const asked = await subscribed().regroup({
      ...by('Amal'),
      change: 'split',
      incident: asad,
      other: null,
      why: null,
    });
    const [choice] = choices(asked);
    assert.deepEqual(
      choice?.options.map(({ value }) => value),
      ['article-2', 'article-3'],
    );
    const done = await split(['article-3']);
    assert.match(done.text, /^Split\./u);
    assert.deepEqual(await articles(asad), ['article-2']);
    assert.deepEqual(await articles('i-article-3'), ['article-3']);
    assert.deepEqual((await store.incident(asad))?.apart, ['article-3']);
    assert.deepEqual((await store.incident('i-article-3'))?.related, [{ incident: asad, how: 'linked' }]);
    const [label] = await store.labels(5);
    assert.deepEqual([label?.says, label?.articles], [{ what: 'other', incident: asad }, ['article-3']]);
    await assertReplayed();
  });

  it('is told without a ping where the old one was told, and as taken where that was taken', async () => {
    await told();
    await second();
    await desk().press({ ...by('Noor'), incident: asad, action: 'acknowledge' });
    await split(['article-3']);
    assert.equal(await standing('i-article-3', 'home'), 'acknowledged Noor');
    const rows = (await store.unsettledRows(Number.MAX_SAFE_INTEGER, 50)).filter(
      ({ incident }) => incident === 'i-article-3',
    );
    assert.deepEqual(rows.map(({ channel, pingRole }) => [channel, pingRole]).toSorted(), [
      ['alerts', null],
      ['new', 'all'],
    ]);
    await deliverAll();
    assert.equal(cardOf('alerts', 'i-article-3')?.summary.killed.length, 0);
    assert.equal(await standing('i-article-3', 'late'), 'open');
  });

  it('is told by why an article was told, and so is a merge', async () => {
    const link = (name: string): string => `https://paper.example/2020/${name}`;
    const id = (name: string): string => articleIdOf(link(name)) ?? '';
    const article = (name: string) => anArticle({ id: id(name), link: link(name) });
    const report = (name: string) => aReport({ article: id(name), link: link(name) });
    const incident = anIncident({ id: `i-${id('one')}`, reports: [report('one'), report('two')] });
    for (const name of ['one', 'two']) await commit(store, article(name), { incident, rows: [] });
    const why = async () => {
      const asked = { ...by('Amal'), incident: null, url: link('two'), text: null };
      return linesOf(await desk().why(asked));
    };
    const asked = await desk().regroup({
      ...by('Amal'),
      change: 'split',
      incident: incident.id,
      other: null,
      why: null,
    });
    const [choice] = choices(asked);
    assert.ok(choice !== undefined);
    const picked = await desk().control({ ...by('Amal'), does: choice.does, values: [id('two')] });
    await confirm(await pressBelow(picked, 'go', by('Amal')));
    assert.match(await why(), /An analyst moved it to an incident of its own since: Rockets hit Camp Taji/u);
    await confirm(await ask('unmerge', `i-${id('two')}`));
    assert.doesNotMatch(await why(), /An analyst moved it/u);
    await told();
    await confirm(await ask('merge', incident.id, { other: taji }));
    assert.match(await why(), /It was merged into Rockets hit Camp Taji/u);
  });

  it('of all its reports, or of none, is refused', async () => {
    await told();
    await second();
    refusedWith(await split(['article-2', 'article-3']), /nothing would be left/u);
    refusedWith(await split(['article-1']), /None of its reports is chosen/u);
    assert.deepEqual(await articles(asad), ['article-2', 'article-3']);
  });

  it('is offered to be taken back, until it is', async () => {
    await told();
    await second();
    const offered = async () => (await desk().completeMerged(by('Amal'), '')).map(({ value }) => value);
    const done = await split(['article-3']);
    assert.deepEqual(await offered(), ['i-article-3']);
    await confirm(await pressBelow(done, 'undo', by('Amal')));
    assert.deepEqual(await offered(), []);
  });

  it('is taken back: the reports go where they were', async () => {
    await told();
    await second();
    const before = await store.incident(asad);
    const done = await split(['article-3']);
    const undone = await confirm(await pressBelow(done, 'undo', by('Amal')));
    assert.match(undone.text, /^Taken back/u);
    const after = await store.incident(asad);
    assert.deepEqual(
      [after?.facts, after?.reports, after?.apart, after?.related],
      [before?.facts, before?.reports, [], []],
    );
    assert.equal((await store.incident('i-article-3'))?.mergedInto, asad);
    assert.equal(await standing('i-article-3', 'home'), 'merged');
    await assertReplayed();
  });
});

describe('a link', () => {
  setUp();

  it('shows each on the other’s card and pings nobody, until it is taken away', async () => {
    await told();
    await second();
    assert.match((await confirm(await ask('link', asad, { other: taji }))).text, /^Linked/u);
    const before = messenger.notices().length;
    await deliverAll();
    assert.deepEqual(
      cardOf('alerts', asad)?.links?.map(({ how }) => how),
      ['linked'],
    );
    assert.deepEqual(
      cardOf('far', taji)?.links?.map(({ how }) => how),
      ['linked'],
    );
    assert.equal(messenger.notices().length, before);
    refusedWith(await ask('link', asad, { other: taji }), /linked already/u);
    assert.match((await confirm(await ask('unlink', taji, { other: asad }))).text, /link is gone/u);
    assert.deepEqual((await store.incident(asad))?.related, []);
    refusedWith(await ask('unlink', taji, { other: asad }), /No analyst linked/u);
  });
});
