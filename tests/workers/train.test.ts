import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadConfig } from '../../src/config/load.ts';
import { root } from '../support/launch.ts';
import { runProgram } from '../support/program.ts';
import { aStreamItem } from '../support/stream-item.ts';

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function folderWith(items: readonly unknown[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'train-'));
  folders.push(folder);
  await writeFile(
    join(folder, 'items.jsonl'),
    items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n'),
  );
  return folder;
}

const bundled = join(root, 'tests/fixtures/streams/2020-2022');
const item = aStreamItem('a', '2021-05-04T20:00:00Z', 'Two rockets hit Ain al-Asad base', 'Nobody was hurt.');

test('the same streams give the same bytes, which the loader takes, whatever weights stood there', async () => {
  const folder = await folderWith([item]);
  const config = join(folder, 'config');
  await cp(join(root, 'config'), config, { recursive: true });
  const out = join(config, 'weights.yaml');
  const env = { WATCHFLOOR_CONFIG: config };
  await writeFile(out, 'weights: { none: 1 }\n');
  const first = await runProgram('train', { args: [bundled, '--out', out], env });
  assert.equal(first.code, 0, first.stderr);
  const text = await readFile(out, 'utf8');
  const again = join(folder, 'again.yaml');
  await runProgram('train', { args: [bundled, '--out', again], env });
  assert.equal(await readFile(again, 'utf8'), text);
  assert.match(text, /# {3}2020-2022: \d+ items, \d+ incidents\n/);
  assert.ok(loadConfig({ dir: config, env: {} }).pack.weights.words > 0);
});

test('nothing to learn from is told with what was expected', async () => {
  const unlabelled = await folderWith([{ ...item, labels: undefined }]);
  const mislabelled = await folderWith([{ ...item, labels: { incident: 7 } }]);
  const out = join(unlabelled, 'weights.yaml');
  for (const [folder, told] of [
    [unlabelled, "items.jsonl:1: labels: expected a map with the item's incident, got nothing"],
    [mislabelled, 'items.jsonl:1: labels.incident: expected an id or null, got 7'],
    [
      join(unlabelled, 'none'),
      'items.jsonl: expected a stream of items, one JSON object a line; there is no such file',
    ],
  ] as const) {
    const { code, stderr } = await runProgram('train', { args: [folder, '--out', out] });
    assert.equal(code, 2);
    assert.ok(stderr.includes(told), stderr);
  }
});

test('a line that cannot be read is named and left out', async () => {
  const folder = await folderWith([
    '{"id": 7',
    { ...item, labels: { incident: 'i' } },
    { ...item, published: '0001-01-01T00:00:00Z' },
  ]);
  const out = join(folder, 'weights.yaml');
  const { code, stdout, stderr } = await runProgram('train', { args: [folder, '--out', out] });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /items\.jsonl:1: expected a JSON object.*; the item is left out\n/);
  assert.match(stderr, /items\.jsonl:3: published: expected a time in the years .*; the item is left out\n/);
  assert.match(stdout, /: 1 items, 1 incidents\n/);
});

test('what cannot be written, read or counted once is refused before the learning', async () => {
  const folder = await folderWith([{ ...item, labels: { incident: 'i' } }]);
  const hollow = await folderWith([]);
  await rm(join(hollow, 'items.jsonl'));
  await mkdir(join(hollow, 'items.jsonl'));
  const out = join(folder, 'weights.yaml');
  for (const [args, told] of [
    [
      [folder, '--out', join(folder, 'none/weights.yaml')],
      /^--out: expected a file that can be written.*there is no folder/,
    ],
    [[folder, '--out', folder], /^--out: expected a file that can be written.*which is a folder/],
    [[folder, `${folder}/`, '--out', out], /expected each stream once, this one is given twice/],
    [[hollow, '--out', out], /items\.jsonl: expected a stream of items.*it is a folder/],
  ] as const) {
    const { code, stderr } = await runProgram('train', { args });
    assert.match(stderr, told);
    assert.equal(code, 2);
  }
});

test('without a folder it says how it is used', async () => {
  const { code, stderr } = await runProgram('train');
  assert.equal(code, 2);
  assert.match(stderr, /^usage: npm run train/);
});
