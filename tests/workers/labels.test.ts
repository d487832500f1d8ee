import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openStore } from '../../src/adapters/redis/store.ts';
import { LabelsError, readArguments, runLabels } from '../../src/app/labels.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Label } from '../../src/model.ts';
import { labelOf } from '../../src/pipeline/label.ts';
import type { Store } from '../../src/ports.ts';
import { openDecider } from '../../src/replay/decider.ts';
import { readLabelled } from '../../src/replay/labels.ts';
import { anEntry } from '../contracts/builders.ts';
import { quiet } from '../jobs/support/builders.ts';
import { lessonsStream, repeated } from '../support/lessons-stream.ts';
import { runProgram, stopPrograms } from '../support/program.ts';
import { startRedis } from '../support/redis.ts';

let redis: Awaited<ReturnType<typeof startRedis>>;
let store: Store;
let folder: string;
before(async () => {
  redis = await startRedis();
  store = openStore(redis.client(), { prefix: 'watchfloor:', log: quiet });
  folder = await mkdtemp(join(tmpdir(), 'labels-'));
});
after(async () => {
  await stopPrograms();
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const env = (): Record<string, string> => ({ REDIS_URL: redis.path });
/** As the command does it, within this process. */
async function run(...args: string[]): Promise<{ readonly ended: string; readonly told: string }> {
  let told = '';
  const say = (text: string): void => {
    told += text;
  };
  const ended = await runLabels(readArguments(args), { config: loadConfig({ env: env() }), log: quiet, say });
  return { ended, told };
}
const linesOf = async (file: string) =>
  (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Decides the bundled news and the repeated false alarm into the store, and labels as analysts would. */
async function labelTheNews(): Promise<readonly Label[]> {
  const items = lessonsStream();
  const decider = openDecider(loadConfig({ env: {} }).pack, Date.parse(items[0]?.published ?? ''));
  const decided = new Map(items.map((item) => [item.id, decider.decide(item)]));
  const nothing = { alertsOpened: [], alertsTouched: [], rows: [], hiddenBy: [], audit: [] };
  for (const { article, verdict, incident } of decided.values())
    await store.commitVerdict({
      ...nothing,
      article,
      verdict,
      incident,
      revision: (await store.incidentsSince(0)).revision,
    });
  const said = { server: 'home', by: { id: '1', name: 'Amal' }, isTeaching: true };
  const falseAlarms = repeated.slice(0, 3).map((id, at) => {
    const incident = decided.get(id)?.incident ?? assert.fail(id);
    return labelOf({ ...said, at, incident, says: { what: 'false-alarm', reason: 'exercise' } });
  });
  const incidents = [
    ...new Map(
      [...decided.values()].flatMap(({ incident }) => (incident === null ? [] : [[incident.id, incident]])),
    ).values(),
  ];
  const [one, two, three] = incidents.filter(({ reports }) => reports.length >= 2);
  assert.ok(one && two && three);
  const merged = labelOf({ ...said, at: 10, incident: one, other: two, says: { what: 'same', incident: two.id } });
  const foreign = labelOf({
    ...said,
    isTeaching: false,
    at: 11,
    incident: three,
    says: { what: 'false-alarm', reason: 'off-topic' },
  });
  const labels = [...falseAlarms, merged, foreign];
  await store.saveLabels(labels, anEntry());
  return labels;
}

test('labels are exported as a stream that training reads, listed, and taken back', async () => {
  const labels = await labelTheNews();
  const out = join(folder, 'stream');
  const exported = await runProgram('labels', { args: ['export', out], env: env() });
  assert.deepEqual([exported.code, exported.stderr], [0, '']);
  const items = await linesOf(join(out, 'items.jsonl'));
  assert.match(exported.stdout, new RegExp(`^${items.length} articles of 4 labels`));
  assert.equal(items.filter(({ labels: { role, incident } }) => role === 'background' && incident === null).length, 3);
  const [same] = labels.filter(({ says }) => says.what === 'same');
  const oneIncident = items.filter(({ labels: { incident } }) => incident !== null);
  assert.ok(oneIncident.length >= 4);
  assert.deepEqual(
    [...new Set(oneIncident.map(({ labels: { incident } }) => incident))],
    [same?.says.what === 'same' ? same.says.incident : ''],
  );
  assert.equal((await linesOf(join(out, 'incidents.jsonl'))).length, 1);

  assert.equal(readLabelled(out).length, items.length);
  const weights = join(folder, 'weights.yaml');
  const trained = await runProgram('train', { args: [out, '--out', weights] });
  assert.equal(trained.code, 0, trained.stderr);
  assert.match(await readFile(weights, 'utf8'), new RegExp(`# {3}stream: ${items.length} items, 1 incidents`));

  const again = await run('export', out, '--all');
  assert.match(again.told, / of 5 labels/u, 'a folder of ours is written again');
  const listed = await run('list');
  assert.match(listed.told, /false alarm: exercise .* by Amal\n(?:.*\n)*4 labels hold\./u);
  const [first] = labels;
  const revoked = await run('revoke', first?.id ?? '', 'l-none');
  assert.equal(revoked.ended, 'mend');
  assert.match(revoked.told, new RegExp(`${first?.id} is taken back\nl-none: there is no such label`));
  assert.equal((await store.lessons()).labels?.length, 3);
  const [entry] = await store.recentAudit(1);
  assert.deepEqual([entry?.action, entry?.from], ['lesson-revoke', 'terminal']);
});

test('a stream that is no export of ours is not written over', async () => {
  const other = join(folder, 'other');
  await run('export', other);
  await rm(join(other, 'labels.jsonl'));
  await writeFile(join(other, 'items.jsonl'), 'precious\n');
  await assert.rejects(run('export', other), /another stream is there/u);
  assert.equal(await readFile(join(other, 'items.jsonl'), 'utf8'), 'precious\n');
  assert.equal(existsSync(join(other, 'labels.jsonl')), false);
});

test('what cannot be done as it is written is refused with how it is used', () => {
  for (const args of [[], ['export'], ['export', 'a', 'b'], ['revoke'], ['list', 'x'], ['learn'], ['--help']])
    assert.throws(
      () => readArguments(args),
      (error) => error instanceof LabelsError && /usage: npm run/u.test(error.message),
    );
});
