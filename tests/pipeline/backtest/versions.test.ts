import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { loadConfig } from '../../../src/config/load.ts';
import type { Incident, Pack, Watch } from '../../../src/model.ts';
import { lookupOf } from '../../../src/pipeline/assign/lookup.ts';
import { versionsOf } from '../../../src/pipeline/backtest/versions.ts';
import { type Backtest, beginBacktest } from '../../../src/pipeline/backtest.ts';
import { route } from '../../../src/pipeline/route.ts';
import { type Decided, openDecider } from '../../../src/replay/decider.ts';
import { readStream } from '../../../src/replay/stream.ts';
import { aWatch } from '../../jobs/support/builders.ts';
import { anArticle, anIncident, aPack, aReport, noon } from '../../support/builders.ts';

const folder = join(import.meta.dirname, '../../fixtures/streams/2020-2022');
let pack: Pack;
let stream: readonly Decided[];
before(() => {
  const items = readStream(folder);
  const decider = openDecider(loadConfig({ env: {} }).pack, Date.parse(items[0]?.published ?? ''));
  pack = decider.pack;
  stream = items.map((item) => decider.decide(item));
});

const watches: readonly (readonly [claim: string, said: Partial<Watch>])[] = [
  ['everything', {}],
  ['a word', { keywords: ['drone'] }],
  ['a phrase that later articles alone hold', { keywords: ['kataib hezbollah', 'wounded'] }],
  ['a floor that an incident reaches in time', { severityFloor: 'high' }],
  ['a place and a kind of event', { places: ['baghdad'], eventTypes: ['Shelling/artillery/missile attack'] }],
];
for (const [claim, said] of watches)
  test(`a watch for ${claim} has the alerts over stored incidents that it has over the stream`, () => {
    const watch = aWatch(said);
    const overStream = tried(watch, (look) => {
      for (const { incident, ...decided } of stream) if (incident !== null) look({ incident, ...decided });
    });
    const overStore = tried(watch, (look) => {
      for (const { incident, records } of stored())
        for (const version of versionsOf(lookupOf(pack), incident, records)) look(version);
    });
    assert.ok(overStream.alerts > 0);
    assert.equal(overStore.alerts, overStream.alerts);
    assert.deepEqual(shown(overStore), shown(overStream));
  });

function tried(proposed: Watch, lookAll: (look: ReturnType<typeof beginBacktest>['look']) => void): Backtest {
  const floors = { severityFloor: 'info', pingFloor: 'high' } as const;
  const backtest = beginBacktest({ proposed, present: null, ...floors, from: 0, to: Date.now(), pack });
  lookAll(backtest.look);
  return backtest.found();
}

const shown = ({ last }: Backtest) => last.map(({ incident, alert }) => [incident.id, alert.openedAt]);

/** What the store holds in the end: each incident as it stands, and the verdict on each of its articles. */
function stored() {
  const incidents = new Map<string, Incident>();
  const records = new Map<string, Pick<Decided, 'article' | 'verdict'>>();
  for (const { article, verdict, incident, before: former, now } of stream) {
    if (incident === null) continue;
    incidents.set(incident.id, incident);
    const audience = { watches: [], subscriptions: [], alerts: [], cards: [] };
    const routed = route({
      incident,
      before: former,
      article,
      verdict,
      ...audience,
      pack,
      now,
      realNow: now,
      causedAt: now,
    });
    records.set(article.id, { article, verdict: { ...verdict, reasons: [...verdict.reasons, ...routed.reasons] } });
  }
  return [...incidents.values()].map((incident) => ({
    incident,
    records: incident.reports.map((report) => records.get(report.article) ?? null),
  }));
}

test('a report whose record is no longer kept counts with the sentences that it rests on', () => {
  const incident = anIncident({ reports: [aReport({ sentences: ['Rockets hit', 'A siren was heard'] })] });
  const [version, ...others] = versionsOf(lookupOf(aPack()), incident, [null]);
  assert.deepEqual(others, []);
  assert.match(version?.article.summary ?? '', /siren/);
  assert.equal(version?.incident, incident);
});

test('what changed nothing, or came while the incident was silent, makes no version', () => {
  const reports = ['a', 'b', 'c'].map((article) => aReport({ article }));
  const incident = anIncident({ reports });
  const record = (id: string, code: 'incident-silent' | 'same-version' | null) => ({
    article: anArticle({ id, seenAt: noon }),
    verdict: {
      article: id,
      decision: 'update',
      incident: incident.id,
      reasons: code === null ? [] : [{ code, detail: incident.id }],
    } as const,
  });
  const records = [record('a', 'incident-silent'), record('b', 'same-version'), record('c', null)];
  const versions = [...versionsOf(lookupOf(aPack()), incident, records)];
  assert.deepEqual(
    versions.map(({ article }) => article.id),
    ['c'],
  );
});
