/** The summaries of five real articles, by their facts; skipped where the shared folder is not there. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseStreamItem, type StreamItem } from '../../src/adapters/stream/items.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Incident, Summary } from '../../src/model.ts';
import { assign, emptyIndex, remember } from '../../src/pipeline/assign.ts';
import { knownBefore } from '../../src/pipeline/decision.ts';
import { compilePack, extract } from '../../src/pipeline/extract.ts';
import { summarise } from '../../src/pipeline/summarise.ts';
import { articleOf } from '../../src/replay/article.ts';

const file = join(import.meta.dirname, '../../../shared/streams/seeds/items.jsonl');
const isThere = existsSync(file);

interface Expected {
  readonly agent: string;
  readonly target: string;
  readonly day: string;
  /** The place of the speaker where it is a threat. */
  readonly places: readonly string[];
  /** Of what was said, a few words. */
  readonly quoted: RegExp;
}

const expected: Readonly<Record<string, Expected>> = {
  // The blame for a storming: told by its place or by that of who blames.
  'seed-003': {
    agent: 'Donald Trump',
    target: 'Iran',
    day: '2019-12-31',
    places: ['Washington', 'US Embassy'],
    quoted: /blamed Iran/,
  },
  'seed-002': {
    agent: 'Donald Trump',
    target: 'Iran',
    day: '2020-04-01',
    places: ['Washington'],
    quoted: /heavy price/,
  },
  'seed-004': {
    agent: 'Mike Pompeo',
    target: 'Iraqi government',
    day: '2020-09-28',
    places: ['Washington', 'US Embassy'],
    quoted: /close its embassy/,
  },
  'seed-000': {
    agent: 'Donald Trump',
    target: 'Iran',
    day: '2020-12-23',
    places: ['Washington'],
    quoted: /hold Iran responsible/,
  },
};

test('the summary of each seed names the right actor, place, day and what was said', { skip: !isThere }, () => {
  const told = summaries(itemsOf(file));
  for (const [id, { agent, target, day, places, quoted }] of Object.entries(expected)) {
    const summary = told.get(id);
    assert.ok(summary, `${id} is told`);
    const said = (what: 'agent' | 'target') =>
      summary.statements.flatMap(({ said: fact }) => (fact?.what === what ? fact.value : [])).join(', ');
    const [actors, hit] = [said('agent'), said('target')];
    assert.notDeepEqual(summary.agents, [], `${id} names who did it in its sentence`);
    assert.ok(actors.includes(agent), `${id} is by ${agent}: ${actors}`);
    assert.ok(hit.includes(target), `${id} is about ${target}: ${hit}`);
    assert.ok(summary.day.from <= day && day <= summary.day.to, `${id} is of ${day}: ${JSON.stringify(summary.day)}`);
    assert.ok(
      places.some((place) => summary.place?.name.startsWith(place)),
      `${id} is in ${places}: ${summary.place?.name}`,
    );
    assert.match(summary.quote?.text ?? '', quoted, id);
    assert.deepEqual([summary.killed, summary.wounded], [[], []], `${id} states no figures of its own`);
  }
});

test('the article that says the same joins the incident of the first', { skip: !isThere }, () => {
  const told = summaries(itemsOf(file));
  assert.equal(told.get('seed-001')?.incident, told.get('seed-000')?.incident);
  assert.equal(new Set([...told.values()].map(({ incident }) => incident)).size, 4);
});

/** The summary of the incident that each item told, as it stood at last. */
function summaries(items: readonly StreamItem[]): ReadonlyMap<string, Summary> {
  const pack = knownBefore(loadConfig().pack, Date.parse(items[0]?.published ?? ''));
  const compiled = compilePack(pack);
  let index = emptyIndex(compiled);
  const incidents = new Map<string, Incident>();
  const incidentOf = new Map<string, string>();
  for (const item of items) {
    const article = articleOf(pack, item);
    const { incident } = assign(index, article, extract(article, compiled), article.publishedAt);
    if (incident === null) continue;
    index = remember(index, incident);
    incidents.set(incident.id, incident);
    incidentOf.set(item.id, incident.id);
  }
  const told = new Map<string, Summary>();
  for (const [item, id] of incidentOf) {
    const incident = incidents.get(id);
    if (incident !== undefined) told.set(item, summarise(incident, pack));
  }
  return told;
}

function itemsOf(path: string): readonly StreamItem[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : [parseStreamItem(line, at + 1, path)]));
}
