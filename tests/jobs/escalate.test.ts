import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { changeAlert } from '../../src/jobs/alert.ts';
import { escalateJob } from '../../src/jobs/escalate.ts';
import { ensureAlertTimers } from '../../src/jobs/tick/alert-timers.ts';
import { tick } from '../../src/jobs/tick.ts';
import type { Alert, EscalationPolicy, Incident, Rota } from '../../src/model.ts';
import { alertTimer } from '../../src/pipeline/alert/timer.ts';
import { act, type Deed, knownOf, standingOf } from '../../src/pipeline/alert.ts';
import { alertKey, replay } from '../../src/pipeline/audit.ts';
import type { Store } from '../../src/ports.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { aPolicy, limits } from '../pipeline/alert/builders.ts';
import { anAlert, anArticle, anIncident, aPack, aReport, aRoster, noon, scheduleLimits } from '../support/builders.ts';
import { aCard, aRow, aSubscription, commit, quiet } from './support/builders.ts';
import { handQueue } from './support/queue.ts';

const minute = 60_000;
const timer = alertTimer({ server: 'home', incident: 'i-article-1' });
const amal = { id: 'amal', name: 'Amal' };
const filed = { watches: [], subscriptions: [aSubscription()] };

describe('the job that looks after alerts', () => {
  let redis: StoreFixture;
  let store: Store;
  let queue: ReturnType<typeof handQueue>;
  let now = noon;
  let policies: readonly EscalationPolicy[];
  let rotas: readonly Rota[];
  const clock = { now: () => now };

  before(async () => {
    redis = await startStores();
    store = redis.store;
  });
  after(() => redis.stop());
  beforeEach(async () => {
    await redis.empty();
    queue = handQueue();
    now = noon;
    policies = [];
    rotas = [];
  });

  const deps = (on: Store = store) => ({
    store: on,
    queue,
    clock,
    realClock: { now: () => redis.real },
    log: quiet,
    pack: aPack(),
    filedServers: [],
    filedOnCall: { rotas, policies },
    limits,
    filed,
  });
  const job = (on?: Store) => escalateJob(deps(on));
  /** A second of the scheduler; the queue holds what fell due. */
  const beat = (lastAt: number | null = null) => {
    const common = { roster: aRoster(new Map()), store, queue, clock, log: quiet, schedule: scheduleLimits };
    return tick({ ...common, recurring: {}, awaited: {} }, lastAt);
  };
  /** A second of the scheduler, and all that follows from it. */
  async function pass(ms: number): Promise<void> {
    now += ms;
    redis.real += Math.abs(ms);
    await beat();
    await queue.drain({ escalate: job(), deliver: async () => ({ status: 'done', reason: 'told' }) }, () => {});
  }
  const read = async (): Promise<Alert> => {
    const alert = await store.alert('i-article-1', 'home');
    assert.ok(alert);
    return alert;
  };
  const letters = () => store.waitingLetters(redis.real + 1, 1_000);
  const said = async () =>
    (await letters()).flatMap(({ body }) => (body.kind === 'page' ? body.page.says.what : [])).toSorted();

  /** An alert that was opened at noon and is told to a channel. */
  async function told(incident: Incident = anIncident()): Promise<void> {
    const alert = anAlert({ openedAt: noon, changedAt: noon, known: knownOf(incident) });
    await commit(store, anArticle(), { incident, alerts: [alert], rows: [aRow()] });
    await store.claimCard(incident.id, 'alerts', 'd1', 1_000);
    await store.saveCard(aCard(), 'd1', []);
    await store.releaseCard(incident.id, 'alerts', 'd1');
    await store.ensureTimer(timer, noon);
  }
  async function does(deed: Deed, key = `press ${now} ${deed.what}`) {
    const alert = await read();
    const incident = (await store.incident(alert.incident)) ?? anIncident();
    const next = act(alert, deed, { who: amal, now, known: knownOf(incident) });
    if (next === null) return null;
    return changeAlert(deps(), { key, before: alert, after: next, deed: deed.what, by: amal, from: 'channel alerts' });
  }
  let articles = 1;
  /** A live article that changes the incident, as match writes it. */
  async function reports(facts: Partial<Incident['facts']>): Promise<void> {
    articles += 1;
    const held = (await store.incident('i-article-1')) ?? anIncident();
    const incident: Incident = {
      ...held,
      version: held.version + 1,
      updatedAt: now,
      changedAt: now,
      newsAt: now,
      reports: [...held.reports, aReport({ article: `article-${articles}` })].slice(-3),
      facts: { ...held.facts, ...facts },
    };
    const { revision } = await store.incidentsSince(0);
    const article = anArticle({ id: `article-${articles}`, publishedAt: now, seenAt: now });
    const outcome = await store.commitVerdict({
      revision,
      article,
      verdict: { article: article.id, decision: 'update', incident: incident.id, reasons: [] },
      incident,
      alertsOpened: [],
      alertsTouched: [{ incident: incident.id, server: 'home', at: now }],
      rows: [],
      hiddenBy: [],
      audit: [],
    });
    assert.equal(outcome, 'committed');
  }

  test('calls in the channel that is to have the card, where none has been begun', async () => {
    policies = [aPolicy({ steps: [{ do: 'notify-person', person: amal, by: 'thread', onlyIn: null }] })];
    const alert = anAlert({ watches: ['everything'], openedAt: noon, changedAt: noon, known: knownOf(anIncident()) });
    await commit(store, anArticle(), { incident: anIncident(), alerts: [alert], rows: [aRow()] });
    await store.ensureTimer(timer, noon);
    await pass(0);
    assert.deepEqual(
      (await letters()).map(({ channel }) => channel),
      ['alerts'],
    );
  });

  test('what falls due is done once, written with its pages, a row for each card, and the audit log', async () => {
    await told();
    await does({ what: 'snooze', until: noon + 30 * minute });
    await pass(0);
    assert.deepEqual(await store.nextTimer(), { name: timer, at: noon + 30 * minute });
    await pass(30 * minute);
    const alert = await read();
    assert.equal(alert.state, 'open');
    assert.deepEqual(await said(), ['snooze-ended']);
    assert.deepEqual(await store.row(`i-article-1.1.${alert.revision}.card.alerts`).then((row) => row?.kind), 'card');
    const [newest] = await store.auditOf('i-article-1', 1);
    assert.deepEqual(
      [newest?.action, newest?.detail, newest?.who, newest?.alert],
      ['snooze-end', 'snoozed → open', null, standingOf(alert)],
    );
    await pass(minute);
    assert.deepEqual(await said(), ['snooze-ended']);
  });

  test('ten jobs at once, of two processes, do what is due once', async () => {
    await told();
    await does({ what: 'snooze', until: noon + minute });
    now += minute;
    await Promise.all(Array.from({ length: 10 }, (_, at) => job(at % 2 === 0 ? store : redis.other)(timer)));
    assert.deepEqual(await said(), ['snooze-ended']);
    assert.equal((await read()).revision, 3);
  });

  test('a queue that was flushed costs seconds', async () => {
    await told();
    await does({ what: 'snooze', until: noon + minute });
    await pass(0);
    now += minute;
    await beat();
    assert.deepEqual(
      queue.waiting.map(({ id }) => id).filter((id) => id === timer),
      [timer],
    );
    queue.waiting.length = 0;
    await pass(9_000);
    assert.deepEqual(await said(), []);
    await pass(1_000);
    assert.deepEqual(await said(), ['snooze-ended']);
  });

  test('what is written while an alert is looked at is looked at too', async () => {
    await told();
    await does({ what: 'acknowledge' });
    let hasReported = false;
    const interrupted: Store = {
      ...store,
      // News comes between the look and what the look leads to.
      async restTimer(name, next) {
        if (!hasReported) {
          hasReported = true;
          await reports({ severity: 'critical' });
          await beat();
        }
        await store.restTimer(name, next);
      },
    };
    await job(interrupted)(timer);
    assert.equal((await read()).changedFor?.what, 'worsen');
    assert.deepEqual(await said(), ['worsened']);
  });

  test('news that reopens is told once, and an acknowledgement a moment before it is not lost', async () => {
    await told();
    await does({ what: 'acknowledge' });
    await reports({ severity: 'critical' });
    await does({ what: 'note', text: 'On it.' });
    await pass(1_000);
    const alert = await read();
    assert.deepEqual([alert.state, alert.notes.length], ['open', 1]);
    assert.deepEqual(await said(), ['worsened']);
    await pass(1_000);
    assert.deepEqual(await said(), ['worsened']);
  });

  test('an alert whose incident is kept no more has no timer', async () => {
    await store.ensureTimer(timer, noon);
    await pass(0);
    assert.equal(await store.nextTimer(), null);
  });

  test('an alert whose timer was lost is looked at within the hour, and one that is due sooner stands', async () => {
    await told();
    await store.settleTimer(timer, null);
    await ensureAlertTimers({ store, clock });
    assert.deepEqual(await store.nextTimer(), { name: timer, at: noon + 60 * minute });
    await store.ensureTimer(timer, noon + 5 * minute);
    await ensureAlertTimers({ store, clock });
    assert.deepEqual(await store.nextTimer(), { name: timer, at: noon + 5 * minute });
    await does({ what: 'resolve' });
    await pass(5 * minute);
    await ensureAlertTimers({ store, clock });
    assert.equal(await store.nextTimer(), null);
  });

  test('an alert that a clock a day ahead looked after is looked at once the clock is put back', async () => {
    policies = [aPolicy()];
    await told();
    await pass(24 * 60 * minute);
    const { escalation } = await read();
    const ticked = now;
    now = noon;
    await beat(ticked);
    await queue.drain({ escalate: job(), deliver: async () => ({ status: 'done', reason: 'told' }) }, () => {});
    assert.deepEqual(await store.nextTimer(), { name: timer, at: noon + 10 * minute });
    assert.equal((await read()).escalation?.step, escalation?.step);
    await pass(10 * minute);
    assert.equal((await read()).measures.escalations, 1);
  });

  test('while a silence is in force nobody is called, and when it ends the policy begins', async () => {
    policies = [aPolicy({ steps: [{ do: 'notify-role', role: 'chiefs', by: 'thread', onlyIn: null }] })];
    await told();
    const silence = {
      id: 's1',
      server: 'home',
      matchers: {
        actors: [],
        places: ['camp-taji'],
        eventTypes: [],
        outlets: [],
        watches: [],
        severityBelow: null,
        critical: false,
      },
      why: 'an exercise',
      by: amal,
      from: noon,
      to: noon + 10 * minute,
      liftedBy: null,
    };
    const entry = { at: noon, server: 'home', incident: null, who: amal, action: 'silence', detail: '' };
    await store.changeSilence({ before: null, after: silence, audit: entry });
    await pass(0);
    assert.deepEqual(await said(), []);
    await pass(9 * minute);
    assert.deepEqual(await said(), []);
    await pass(minute);
    assert.deepEqual(await said(), ['escalation']);
  });

  type Event =
    | { readonly does: 'pass'; readonly minutes: number }
    | { readonly does: 'press'; readonly deed: Deed }
    | { readonly does: 'news'; readonly facts: Partial<Incident['facts']> }
    | { readonly does: 'flush' | 'twice' };
  const deeds: readonly Deed[] = [
    { what: 'acknowledge' },
    { what: 'unacknowledge' },
    { what: 'confirm' },
    { what: 'resolve' },
    { what: 'reopen' },
    { what: 'wake' },
    { what: 'false-alarm', reason: 'exercise' },
    { what: 'note', text: 'x' },
  ];
  const event: fc.Arbitrary<Event> = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -20, max: 240 }).map((minutes) => ({ does: 'pass' as const, minutes })) },
    { weight: 3, arbitrary: fc.constantFrom(...deeds).map((deed) => ({ does: 'press' as const, deed })) },
    {
      weight: 1,
      arbitrary: fc
        .nat(300)
        .map((minutes) => ({ does: 'press' as const, deed: { what: 'snooze', until: minutes } as Deed })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom<Partial<Incident['facts']>>(
          { severity: 'high' },
          { severity: 'critical' },
          { place: 'ain-al-asad' },
          { killed: 4 },
        )
        .map((facts) => ({ does: 'news' as const, facts })),
    },
    { weight: 1, arbitrary: fc.constantFrom('flush' as const, 'twice' as const).map((does) => ({ does })) },
  );

  test('whatever happens, each timer fires once or not at all, and the audit log replayed gives what stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 25 }), async (events) => {
        await redis.empty();
        queue = handQueue();
        now = noon;
        policies = [aPolicy({ repeat: 1 })];
        await told();
        for (const each of events) await happens(each);
        await pass(0);
        await assertOnce();
      }),
      { numRuns: 60 },
    );
  });

  async function happens(each: Event): Promise<void> {
    switch (each.does) {
      case 'pass':
        return pass(each.minutes * minute);
      case 'press': {
        const { deed } = each;
        await does(deed.what === 'snooze' ? { ...deed, until: now + (deed.until + 1) * minute } : deed);
        return;
      }
      case 'news':
        return reports(each.facts);
      case 'flush':
        await beat();
        queue.waiting.length = 0;
        return;
      case 'twice':
        await Promise.all([job()(timer), job(redis.other)(timer), job()(timer)]);
    }
  }

  async function assertOnce(): Promise<void> {
    const alert = await read();
    const log = (await store.auditOf('i-article-1', 1_000)).toReversed();
    assert.deepEqual(replay(log).get(alertKey('home', 'i-article-1')), standingOf(alert));
    // An entry a change: none is written twice, and none is left out.
    const revisions = log.filter(({ action }) => action !== 'paged').flatMap((entry) => entry.alert?.revision ?? []);
    assert.equal(new Set(revisions).size, revisions.length, 'an entry twice');
    let asked = false;
    let isSnoozed = false;
    for (const { action } of log) {
      if (action === 'remind') assert.equal(asked, false, 'asked twice without an answer');
      if (action === 'lapse') assert.equal(asked, true, 'taken away from who was not asked');
      if (action === 'snooze-end') assert.ok(isSnoozed, 'a snooze ended twice');
      asked = action === 'remind' || (asked && (action === 'note' || action === 'paged'));
      isSnoozed = action === 'snooze' || (isSnoozed && action === 'note');
    }
    const pages = await letters();
    assert.equal(new Set(pages.map(({ id }) => id)).size, pages.length);
    const steps = pages.flatMap(({ body }) => {
      if (body.kind !== 'page' || body.page.says.what !== 'escalation') return [];
      return [body.page.says];
    });
    assert.equal(steps.length, alert.measures.escalations);
  }
});
