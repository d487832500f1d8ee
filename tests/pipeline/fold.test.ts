import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Fold, FoldMessage, Report } from '../../src/model.ts';
import { entriesPerMessage, foldEntry, foldJobId, foldOf, foldOfJob, layOut } from '../../src/pipeline/fold.ts';
import { aCard } from '../jobs/support/builders.ts';
import { anAlert, anIncident, aPack, aReport, noon } from '../support/builders.ts';

const fold: Fold = {
  id: 'alerts.1',
  server: 'home',
  channel: 'alerts',
  language: 'en',
  isDirect: false,
  hour: noon,
  incidents: [],
  revision: 1,
  messages: [],
};
const entry = (links: readonly (string | null)[], said: Partial<Parameters<typeof foldEntry>[0]> = {}) => {
  const reports: readonly Report[] = links.map((link, at) => aReport({ article: `article-${at}`, link }));
  return foldEntry({ incident: anIncident({ reports }), alert: anAlert(), card: null, ...said }, fold, aPack());
};

test('a channel has one fold an hour of the Clock, and its job names it', () => {
  assert.deepEqual(foldOf('alerts', noon), foldOf('alerts', noon + 3_599_999));
  assert.notEqual(foldOf('alerts', noon).id, foldOf('alerts', noon + 3_600_000).id);
  assert.notEqual(foldOf('alerts', noon).id, foldOf('others', noon).id);
  assert.equal(foldOfJob(foldJobId('alerts.7')), 'alerts.7');
  assert.equal(foldOfJob('i-1.1.card.alerts'), null);
});

test('an entry links the best source that can be shown whole, and to nothing where there is none', () => {
  const long = `https://news.example/${'x'.repeat(300)}`;
  assert.equal(entry(['https://a.example/1']).link, 'https://a.example/1');
  assert.equal(entry([long, 'https://b.example/2']).link, 'https://b.example/2');
  assert.equal(entry([long, null, 'javascript:alert(1)']).link, null);
});

test('an entry links the card where the incident has one after all', () => {
  assert.equal(entry([null]).message, null);
  assert.equal(entry([null], { card: aCard({ messageId: null, foldedInto: fold.id }) }).message, null);
  assert.equal(entry([null], { card: aCard({ gone: true }) }).message, null);
  assert.deepEqual(entry([null], { card: aCard() }).message, { server: 'home', channel: 'alerts', id: 'm1' });
  assert.equal(entry([null], { alert: anAlert({ state: 'acknowledged' }) }).state, 'acknowledged');
});

const named = (messages: readonly FoldMessage[]) =>
  messages.flatMap(({ from, count }) => Array.from({ length: count }, (_, at) => from + at));

test('however a fold grows, and whatever is deleted: each incident is named by one message, none by too many', () => {
  const anyStep = fc.record({ more: fc.integer({ min: 0, max: 20 }), deleted: fc.integer({ min: 0, max: 9 }) });
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 12 }), (steps) => {
      let messages: readonly FoldMessage[] = [];
      let incidents = 0;
      for (const { more, deleted } of steps) {
        incidents += more;
        const before = messages;
        messages = layOut(messages, incidents).map((message) => ({ ...message, messageId: 'm' }));
        assert.deepEqual(
          named(messages),
          Array.from({ length: incidents }, (_, at) => at),
        );
        assert.ok(messages.every(({ count }) => count <= entriesPerMessage));
        assert.deepEqual(
          messages.slice(0, before.length).map(({ from }) => from),
          before.map(({ from }) => from),
          'a message that was begun keeps its beginning',
        );
        messages = messages.map((message, at) => (at === deleted ? { ...message, gone: true } : message));
      }
    }),
  );
});
