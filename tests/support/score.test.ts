import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { DecisionLine } from '../../src/pipeline/decision.ts';
import { score } from './score.ts';
import { decideAll } from './score-decide.ts';
import { type LabelledStream, type Labels, readLabelledStream } from './score-stream.ts';
import { aStreamItem } from './stream-item.ts';

const run = promisify(execFile);
const shared = resolve(import.meta.dirname, '../../../shared');
const bundled = join(import.meta.dirname, '../fixtures/streams');
const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const nothing: Labels = {
  role: 'none',
  incident: null,
  subEvent: null,
  place: null,
  eventDate: null,
  actors: [],
  killed: null,
  wounded: null,
};
const base = { id: 'base', name: 'The base', aliases: ['La base'], lat: 33, lon: 44 };
const force = { id: 'force', name: 'The force', aliases: ['A-Force', 'الفورس'] };

/** A stream with an item an hour. */
function streamOf(...all: readonly Partial<Labels>[]): LabelledStream {
  return {
    items: all.map((labels, at) => ({
      item: { ...aStreamItem(`i${at}`, `2021-05-04T0${at}:00:00Z`, 'Title', 'Summary'), content: null },
      labels: { ...nothing, ...labels },
    })),
    actors: [force],
    places: [base],
  };
}

const decided = (at: number, decision: DecisionLine['decision'], incident: string | null, more = {}): DecisionLine => ({
  id: `i${at}`,
  decision,
  incident,
  place: null,
  subEvent: null,
  eventDate: null,
  actors: [],
  killed: null,
  wounded: null,
  severity: null,
  reasons: [],
  ...more,
});

describe('alerts', () => {
  const twoOfOne = streamOf({ role: 'first', incident: 'a' }, { role: 'repeat', incident: 'a' });

  it('are right once an incident; a second one is false', () => {
    const { falseAlerts, alertF1, alertsPerIncidentFound } = score(twoOfOne, [
      decided(0, 'new', 'x'),
      decided(1, 'new', 'y'),
    ]);
    assert.deepEqual(falseAlerts, { duplicate: 1, background: 0, offTopic: 0 });
    assert.equal(alertF1, 66.7);
    assert.equal(alertsPerIncidentFound, 2);
  });

  it('may come late: found, though not by the first item', () => {
    const { missed, atFirst } = score(twoOfOne, [decided(0, 'background', null), decided(1, 'new', 'x')]);
    assert.deepEqual({ missed, atFirst }, { missed: 0, atFirst: 0 });
  });

  it('are false on background and off topic', () => {
    const stream = streamOf({ role: 'background' }, {});
    const { falseAlerts } = score(stream, [decided(0, 'new', 'x'), decided(1, 'new', 'y')]);
    assert.deepEqual(falseAlerts, { duplicate: 0, background: 1, offTopic: 1 });
  });

  it('are refused on an incident that is open, and nothing is added to one that is not', () => {
    assert.throws(() => score(twoOfOne, [decided(0, 'new', 'x'), decided(1, 'new', 'x')]), /i1: .*open already/);
    assert.throws(() => score(twoOfOne, [decided(0, 'update', 'x')]), /i0: .*not open/);
    assert.doesNotThrow(() => score(twoOfOne, [decided(0, 'update', 'known:x')]));
  });

  it('an item without a decision counts as irrelevant', () => {
    assert.equal(score(twoOfOne, []).missed, 1);
  });
});

describe('facts', () => {
  const stream = streamOf({
    role: 'first',
    incident: 'a',
    place: 'base',
    eventDate: '2021-05-04',
    actors: ['force'],
    killed: 0,
  });
  const told = (more: object) => score(stream, [decided(0, 'new', 'x', more)]);

  it('know a place and an actor by any of their names', () => {
    const { place, actorsF1 } = told({
      place: { id: 'other', name: 'LA  BASE', lat: 0, lon: 0 },
      actors: [{ id: 'other', name: 'a force' }],
    });
    assert.deepEqual({ place, actorsF1 }, { place: 100, actorsF1: 100 });
  });

  it('take a place as near within 25 km, whatever it is called', () => {
    const at = (lat: number) => told({ place: { id: 'p', name: 'P', lat, lon: 44 } });
    assert.deepEqual([at(33.2).placeWithin25Km, at(33.3).placeWithin25Km], [100, 0]);
    assert.equal(at(33).place, 0);
  });

  it('take a day as near that is the one before or after', () => {
    const on = (eventDate: string | null) => told({ eventDate });
    assert.deepEqual([on('2021-05-05').eventDate, on('2021-05-05').eventDateWithin1Day], [0, 100]);
    assert.deepEqual([on('2021-05-06').eventDateWithin1Day, on(null).eventDateWithin1Day], [0, 0]);
  });

  it('keep none killed and nothing said apart', () => {
    assert.deepEqual([told({ killed: 0 }).killed, told({ killed: null }).killed], [100, 0]);
    assert.deepEqual([told({ wounded: null }).woundedAll, told({ wounded: 2 }).woundedAll], [100, 0]);
    assert.equal(told({}).wounded, null);
  });

  it('of an item that was put with no incident are wrong', () => {
    assert.equal(score(stream, [decided(0, 'background', null, { killed: 0 })]).killed, 0);
  });
});

describe('clusters', () => {
  it('are whole where every item is with its own', () => {
    const stream = streamOf({ role: 'first', incident: 'a' }, { role: 'repeat', incident: 'a' }, {});
    assert.equal(score(stream, [decided(0, 'new', 'x'), decided(1, 'duplicate', 'x')]).bcubedF1, 100);
  });

  it('lose by what is put together without belonging, incident or not', () => {
    const stream = streamOf({ role: 'first', incident: 'a' }, {});
    assert.equal(score(stream, [decided(0, 'new', 'x'), decided(1, 'duplicate', 'x')]).bcubedF1, 66.7);
  });
});

describe('the scorer of the bench', () => {
  const bench = join(shared, 'bench/score.mjs');
  const streams = [
    join(bundled, '2020-2022'),
    join(bundled, '2020-2026'),
    join(bundled, '2023-2024'),
    join(bundled, '2023-2026'),
    join(shared, 'streams/dev'),
    join(shared, 'streams/dev2'),
  ];
  for (const folder of streams) {
    const isThere = existsSync(bench) && existsSync(join(folder, 'items.jsonl'));
    const name = folder.split('/').at(-1);
    it(`gives the same figures on ${name}`, {
      skip: isThere ? false : `${bench} or ${folder} is not there`,
    }, async () => {
      const stream = readLabelledStream(folder);
      const decisions = decideAll(stream.items.map(({ item }) => item));
      const temporary = await mkdtemp(join(tmpdir(), 'score-'));
      folders.push(temporary);
      const file = join(temporary, 'decisions.jsonl');
      await writeFile(file, decisions.map((line) => JSON.stringify(line)).join('\n'));
      const { stdout } = await run(process.execPath, [bench, folder, file, '--json']);
      const { bcubed, slots, items, incidents, undecided, interval, delayMin, roleF1, ...theirs } = JSON.parse(stdout);
      assert.deepEqual({ ...theirs, ...slots, bcubedF1: bcubed.f1 }, score(stream, decisions));
    });
  }
});
