import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadConfig } from '../../../src/config/load.ts';
import type { Article, Incident, Watch } from '../../../src/model.ts';
import { vocabularyOf } from '../../../src/pipeline/query/vocabulary.ts';
import { writeQuery } from '../../../src/pipeline/query/write.ts';
import { satisfiedBy } from '../../../src/pipeline/watch/satisfied.ts';
import { tableOf } from '../../../src/pipeline/watch/table.ts';
import { type WatchedIncident, watched } from '../../../src/pipeline/watch/watched.ts';
import { satisfaction } from '../../../src/pipeline/watch.ts';
import { aWatch } from '../../jobs/support/builders.ts';
import { anArticle, anIncident, aReport } from '../../support/builders.ts';
import { aQuery } from '../query/queries.ts';

const { pack } = loadConfig({ env: {} });
const vocabulary = vocabularyOf(pack);

const words = ['rockets', 'strike', 'struck', 'embassy', 'drones', 'camp', 'taji', 'الهجوم', 'ببغداد', 'پهپادها'];
const aText = fc.array(
  fc.oneof(fc.constantFrom(...words), fc.constantFrom('Kataib Hezbollah', 'كتائب حزب الله', 'in')),
  {
    maxLength: 12,
  },
);
const ids = (all: Iterable<string>) => fc.subarray([...all].slice(0, 20), { maxLength: 2 });

const anyWatch: fc.Arbitrary<Watch> = fc
  .record({
    keywords: fc.array(fc.oneof(aQuery(vocabulary).map(writeQuery), fc.constantFrom('(', 'actor:nobody', '')), {
      maxLength: 3,
    }),
    actors: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, ids(vocabulary.actors.keys())),
    places: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, ids(vocabulary.places.keys())),
    eventTypes: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, ids(vocabulary.eventTypes.keys())),
    languages: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(['en', 'ar', 'fa'] as const)),
    severityFloor: fc.constantFrom('info' as const, 'high' as const),
    origin: fc.constantFrom('file' as const, 'command' as const),
  })
  .map((said) => aWatch(said));

interface Seen {
  readonly incident: Incident;
  readonly article: Article | null;
}
const anySight: fc.Arbitrary<Seen> = fc
  .record({
    texts: fc.array(fc.tuple(aText, fc.constantFrom('en' as const, 'ar' as const, 'fa' as const)), {
      minLength: 1,
      maxLength: 4,
    }),
    content: fc.option(aText),
    severity: fc.constantFrom('low' as const, 'critical' as const),
    place: fc.constantFrom(null, ...[...vocabulary.places.keys()].slice(0, 20)),
    actors: ids(vocabulary.actors.keys()),
    eventType: fc.constantFrom(...[...vocabulary.eventTypes.keys()].slice(0, 20)),
    killed: fc.option(fc.nat({ max: 20 })),
  })
  .map(({ texts, content, severity, place, actors, eventType, killed }) => ({
    incident: anIncident({
      reports: texts.map(([said, language], at) =>
        aReport({ article: `${at}`, title: said.slice(0, 3).join(' '), sentences: [said.join(' ')], language }),
      ),
      facts: { severity, place, eventType, killed, actors: actors.map((actor) => ({ actor, role: 'agent' as const })) },
    }),
    article: content === null ? null : anArticle({ id: '0', title: '', summary: '', content: content.join(' ') }),
  }));

function assertSameAsAsked(watches: readonly Watch[], seen: WatchedIncident): void {
  const asked = watches.flatMap((watch) => {
    const reasons = satisfaction(watch, seen);
    return reasons === null ? [] : [[watch, reasons] as const];
  });
  assert.deepEqual([...satisfiedBy(watches, seen)], asked);
}

test('of many watches the same are satisfied, for the same reasons, as when each is asked by itself', () => {
  fc.assert(
    fc.property(fc.array(anyWatch, { maxLength: 12 }), fc.array(anySight, { maxLength: 4 }), (watches, sights) => {
      for (const { incident, article } of sights) assertSameAsAsked(watches, watched(incident, article, pack));
    }),
    { numRuns: 1_500 },
  );
});

const others = Array.from({ length: 400 }, (_, at) => aWatch({ id: `other-${at}`, keywords: [`other${at}`] }));

test('the same watches are satisfied after others came, went and changed places', () => {
  const pool = fc.array(anyWatch, { minLength: 1, maxLength: 12 });
  const lists = pool.chain((watches) =>
    fc.array(fc.tuple(fc.shuffledSubarray(watches), fc.nat({ max: 50 })), { minLength: 2, maxLength: 5 }),
  );
  fc.assert(
    fc.property(lists, anySight, (steps, { incident, article }) => {
      const seen = watched(incident, article, pack);
      for (const [some, gone] of steps) {
        const watches = [...some.slice(0, 2), ...others.slice(gone), ...some.slice(2)];
        assertSameAsAsked(watches, seen);
        assertSameAsAsked(some, seen); // as a server asks that has a few of them
      }
    }),
    { numRuns: 100 },
  );
});

test('one changed watch among many is entered into the table that there is', () => {
  const table = tableOf(others, vocabulary);
  const changed = others.map((watch, at) => (at === 7 ? { ...watch, keywords: ['another'] } : watch));
  assert.equal(tableOf(changed, vocabulary), table);
  assert.ok(table.loose.has('anoth') && !table.loose.has('other7'));
  assert.equal(tableOf(others, vocabulary), table);
  assert.notEqual(tableOf(others.slice(0, 20), vocabulary), table);
});

test('a keyword that cannot be read any more finds nothing and leaves the others alone', () => {
  const watches = [aWatch({ keywords: ['((', 'actor:gone', 'rockets'] }), aWatch({ id: 'b', keywords: ['/.*/'] })];
  const seen = watched(anIncident(), anArticle(), pack);
  assert.deepEqual(
    [...satisfiedBy(watches, seen).values()],
    [[{ code: 'watch-keyword', detail: '“rockets”: Rockets' }]],
  );
});

test('an outlet that is added while the program runs is found from then on', () => {
  const roster = { ...pack };
  const watches = [aWatch({ keywords: ['outlet:new-wire'] })];
  const article = anArticle({ outlet: 'new-wire' });
  assert.equal(satisfiedBy(watches, watched(anIncident(), article, roster)).size, 0);
  roster.outlets = [
    ...pack.outlets,
    { id: 'new-wire', name: 'New Wire', family: 'new-wire', country: 'IQ', stateAffiliated: false, tier: 2 },
  ];
  assert.equal(satisfiedBy(watches, watched(anIncident(), article, roster)).size, 1);
});
