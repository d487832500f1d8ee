import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Alert, type Card, type Incident, severities, type Watch } from '../../src/model.ts';
import { type Backtest, beginBacktest, type Trial, type Version } from '../../src/pipeline/backtest.ts';
import { route } from '../../src/pipeline/route.ts';
import { aCard, aSubscription, aWatch } from '../jobs/support/builders.ts';
import { anArticle, anIncident, aPack, aReport, dayMs, hourMs, noon } from '../support/builders.ts';

const pack = aPack();
const rockets = aWatch({ id: 'own', server: 'home', keywords: ['rockets'], origin: 'command' });

function aTrial(said: Partial<Trial> = {}): Trial {
  const floors = { severityFloor: 'info', pingFloor: 'high' } as const;
  return { proposed: rockets, present: null, ...floors, from: noon, to: noon + 7 * dayMs, pack, ...said };
}

/** An incident of its own at its first version, with this headline. */
function opened(
  id: string,
  title: string,
  said: { at?: number; severity?: Incident['facts']['severity'] } = {},
): Version {
  const now = said.at ?? noon;
  const report = aReport({ article: id, title, publishedAt: now });
  const incident = anIncident({
    id: `i-${id}`,
    openedAt: now,
    reports: [report],
    facts: { title, severity: said.severity ?? 'elevated' },
  });
  const verdict = { article: id, decision: 'new', incident: incident.id, reasons: [] } as const;
  return { incident, before: null, article: anArticle({ id, title, summary: '', seenAt: now }), verdict, now };
}

function tried(trial: Trial, versions: readonly Version[]): Backtest {
  const backtest = beginBacktest(trial);
  for (const version of versions) backtest.look(version);
  return backtest.found();
}

test('an incident is one alert, however many of its versions satisfy the watch', () => {
  const first = opened('a', 'Rockets hit Camp Taji');
  const incident = { ...first.incident, version: 2 };
  const found = tried(aTrial(), [first, { ...first, incident, before: first.incident, now: noon + hourMs }]);
  assert.deepEqual([found.alerts, found.incidents, found.articles], [1, 1, 2]);
  assert.deepEqual(
    found.last.map((told) => told.incident.version),
    [2],
  );
  assert.equal(found.last[0]?.alert.openedAt, noon);
});

test('a later version alone may satisfy it, and the alert is of that time', () => {
  const first = opened('a', 'Explosion at Camp Taji');
  const report = aReport({ article: 'b', title: 'It was rockets' });
  const incident = { ...first.incident, version: 2, reports: [...first.incident.reports, report] };
  const found = tried(aTrial(), [first, { ...first, incident, before: first.incident, now: noon + hourMs }]);
  assert.equal(found.last[0]?.alert.openedAt, noon + hourMs);
});

test('what a silent incident holds would have told nobody', () => {
  const version = opened('a', 'Rockets hit Camp Taji');
  const silent = { ...version, incident: { ...version.incident, silent: true } };
  assert.equal(tried(aTrial(), [silent]).alerts, 0);
});

test('floors hold, and pings are counted as they would have been sent', () => {
  const versions = [
    opened('a', 'Rockets hit Camp Taji', { severity: 'low' }),
    opened('b', 'Rockets hit Balad', { severity: 'elevated' }),
    opened('c', 'Rockets hit Erbil', { severity: 'critical' }),
  ];
  const found = tried(aTrial({ severityFloor: 'elevated' }), versions);
  assert.deepEqual([found.alerts, found.pings], [2, 1]);
  assert.equal(tried(aTrial({ proposed: { ...rockets, severityFloor: 'critical' } }), versions).alerts, 1);
});

test('only alerts of the time are counted, and what was told before it is told no more', () => {
  const early = opened('a', 'Rockets hit Camp Taji', { at: noon - dayMs });
  const again = { ...early, incident: { ...early.incident, version: 2 }, before: early.incident, now: noon + hourMs };
  const found = tried(aTrial(), [early, again, opened('b', 'Rockets hit Balad', { at: noon + 9 * dayMs })]);
  assert.deepEqual([found.alerts, found.articles, found.incidents, found.last], [0, 1, 1, []]);
});

test('the five newest are shown, the newest first, as their incidents are in the end', () => {
  const versions = [3, 9, 1, 7, 5, 2, 8].map((at) => opened(`n${at}`, `Rockets hit place ${at}`, { at: noon + at }));
  assert.deepEqual(
    tried(aTrial(), versions).last.map(({ incident }) => incident.facts.title.slice(-1)),
    ['9', '8', '7', '5', '3'],
  );
});

test('beside the present watch it is said what comes and what goes, by title', () => {
  const present = { ...rockets, keywords: ['drone'] };
  const versions = [
    opened('a', 'Rockets hit Camp Taji'),
    opened('b', 'Drone hits Balad', { at: noon + 1 }),
    opened('c', 'Rockets and a drone hit Erbil', { at: noon + 2 }),
    opened('d', 'Rockets hit Basra', { at: noon + 3 }),
  ];
  assert.deepEqual(tried(aTrial({ present }), versions).beside, {
    alerts: 2,
    adds: { count: 2, titles: ['Rockets hit Basra', 'Rockets hit Camp Taji'] },
    takes: { count: 1, titles: ['Drone hits Balad'] },
  });
  assert.equal(tried(aTrial(), versions).beside, null);
});

test('it is known how many of them are told here without it', () => {
  const watches = [aWatch({ id: 'bases', places: ['camp-taji'] }), aWatch({ id: 'own', keywords: ['drone'] })];
  const subscriptions = [
    aSubscription({ watch: 'bases', severityFloor: 'high' }),
    aSubscription({ id: 'digest', channel: 'digests', watch: 'own', alerts: false }),
  ];
  const versions = [
    opened('a', 'Rockets hit Camp Taji', { severity: 'high' }),
    opened('b', 'Rockets hit Camp Taji again'),
    opened('c', 'Drone and rockets'),
  ];
  const found = tried(aTrial({ here: { watches, subscriptions } }), versions);
  assert.deepEqual([found.alerts, found.known], [3, 1]);
  assert.equal(tried(aTrial(), versions).known, null);
});

const anyWatch: fc.Arbitrary<Watch> = fc
  .record({
    keywords: fc.subarray(['rockets', 'drone', '"green zone"', 'نفط']),
    actors: fc.subarray(['us-forces', 'us-government']),
    places: fc.subarray(['baghdad', 'camp-taji']),
    severityFloor: fc.constantFrom(...severities),
    origin: fc.constantFrom('file' as const, 'command' as const),
  })
  .map((said) => ({ ...rockets, ...said }));

const anyStep = fc.record({
  of: fc.constantFrom('a', 'b', 'c'),
  title: fc.constantFrom('Rockets hit Camp Taji', 'Drone over the Green Zone', 'Nothing much', 'قصف نفط'),
  severity: fc.constantFrom(...severities),
  place: fc.constantFrom(null, 'green-zone', 'camp-taji'),
  actor: fc.constantFrom('us-forces', 'donald-trump', 'iraqi-forces'),
  silent: fc.boolean(),
  late: fc.boolean(),
  isNewVersion: fc.boolean(),
  arrival: fc.constantFrom('live' as const, 'backlog' as const, 'late' as const),
});
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

function versionsOfSteps(steps: readonly Step[]): readonly Version[] {
  const held = new Map<string, Incident>();
  return steps.map((step, at) => {
    const before = held.get(step.of) ?? null;
    const report = aReport({ article: `article-${at}`, title: step.title });
    const incident = anIncident({
      id: `i-${step.of}`,
      version: (before?.version ?? 0) + (before === null || step.isNewVersion ? 1 : 0),
      reports: [...(before?.reports ?? []), report],
      silent: step.silent,
      late: step.late,
      facts: {
        title: step.title,
        severity: step.severity,
        place: step.place,
        actors: [{ actor: step.actor, role: 'target' }],
      },
    });
    held.set(step.of, incident);
    const article = anArticle({ id: `article-${at}`, title: step.title, summary: '', arrival: step.arrival });
    const decision = before === null ? 'new' : 'update';
    const verdict = { article: article.id, decision, incident: incident.id, reasons: [] } as const;
    return { incident, before, article, verdict, now: noon + at };
  });
}

test('whatever the watch and the stream: the alerts are those that a server would have been told, cards and all', () => {
  fc.assert(
    fc.property(anyWatch, fc.option(anyWatch), fc.array(anyStep, { maxLength: 12 }), (proposed, present, steps) => {
      const versions = versionsOfSteps(steps);
      const wanted = toldTo(proposed, versions);
      const found = tried(aTrial({ proposed, present }), versions);
      assert.equal(found.alerts, wanted.length);
      assert.deepEqual(
        found.last.map(({ incident, alert }) => [incident.id, alert.openedAt]),
        wanted.map(({ incident, openedAt }) => [incident, openedAt]).reverse(),
      );
      if (present === null) return;
      const had = new Set(toldTo(present, versions).map(({ incident }) => incident));
      const has = new Set(wanted.map(({ incident }) => incident));
      assert.equal(found.beside?.adds.count, [...has].filter((id) => !had.has(id)).length);
      assert.equal(found.beside?.takes.count, [...had].filter((id) => !has.has(id)).length);
    }),
  );
});

/** The alerts of one server that is subscribed to the watch, with its cards posted as they are asked for. */
function toldTo(watch: Watch, versions: readonly Version[]): readonly Alert[] {
  const alerts: Alert[] = [];
  const cards: Card[] = [];
  for (const version of versions) {
    const told = route({
      ...version,
      watches: [aWatch({ id: 'other', server: 'elsewhere' }), { ...watch, id: 'own', server: 'home' }],
      subscriptions: [aSubscription({ watch: 'own', severityFloor: 'info', pingFloor: 'high' })],
      alerts: alerts.filter(({ incident }) => incident === version.incident.id),
      cards: cards.filter(({ incident }) => incident === version.incident.id),
      pack,
      realNow: version.now,
      causedAt: version.now,
    });
    alerts.push(...told.alertsOpened);
    for (const { kind, incident } of told.rows)
      if (kind === 'card' && !cards.some((card) => card.incident === incident)) cards.push(aCard({ incident }));
  }
  return alerts;
}
