import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { aStreamItem as item } from '../support/stream-item.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const seeds = resolve(root, '../shared/streams/seeds');
const outputBytesMax = 50_000_000;
const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

interface Line {
  readonly id: string;
  readonly decision: string;
  readonly incident: string | null;
  readonly actors: readonly { readonly id: string; readonly name: string }[];
}

async function folderWith(items: readonly unknown[], others: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'decide-'));
  folders.push(folder);
  const lines = items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  await writeFile(join(folder, 'items.jsonl'), lines.join('\n'));
  for (const [name, text] of Object.entries(others)) await writeFile(join(folder, name), text);
  return folder;
}

async function decide(folder: string): Promise<{ lines: readonly Line[]; stdout: string; stderr: string }> {
  const args = ['--import', join(root, 'require-node.mjs'), join(root, 'workers/decide.ts'), folder];
  const { stdout, stderr } = await run(process.execPath, args, { cwd: root, maxBuffer: outputBytesMax });
  return {
    stdout,
    stderr,
    lines: stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

const stream = [
  item('a', '2021-05-04T19:00:00Z', 'Football: home side wins again', 'A late goal decided a dull match on Tuesday.'),
  item(
    'b',
    '2021-05-04T20:00:00Z',
    'Blast heard at Ain al-Asad air base',
    'A loud explosion was heard on Tuesday evening at the Ain al-Asad base in Anbar, which hosts US troops, a security source said.',
  ),
  item(
    'c',
    '2021-05-04T21:30:00Z',
    'Two rockets hit Ain al-Asad base hosting US troops',
    '<p>Two Katyusha rockets landed on Tuesday inside Iraq&#8217;s Ain al-Asad air base, the Iraqi military said. Nobody was hurt.</p>',
  ),
  item(
    'd',
    '2021-05-05T06:00:00Z',
    'سقوط صاروخين على قاعدة عين الأسد',
    'أعلنت خلية الإعلام الأمني سقوط صاروخين مساء الثلاثاء على قاعدة عين الأسد في محافظة الأنبار من دون خسائر.',
    { lang: 'ar' },
  ),
  item(
    'e',
    '2021-05-09T18:00:00Z',
    'Rocket lands in Baghdad Green Zone',
    'A Katyusha rocket fell on Sunday evening in the Green Zone of Baghdad near the US embassy, security sources said.',
  ),
  item(
    'f',
    '2021-05-09T20:00:00Z',
    'Rocket attack on Green Zone wounds two',
    'Two Iraqi soldiers were wounded on Sunday when a Katyusha rocket hit the Green Zone in Baghdad, police said.',
  ),
];

test('decisions on the first lines never depend on later lines', async () => {
  const whole = await decide(await folderWith(stream));
  for (const length of [1, 3, 5]) {
    const part = await decide(await folderWith(stream.slice(0, length)));
    assert.deepEqual(part.lines, whole.lines.slice(0, length));
  }
});

test('labels and the other files of the folder are never read', async () => {
  const plain = await decide(await folderWith(stream));
  const bare = stream.map(({ labels: _, ...rest }) => rest);
  const garbled = stream.map((it) => ({ ...it, labels: 'nonsense' }));
  const others = { 'incidents.jsonl': 'not json', 'actors.jsonl': '{', 'places.jsonl': '[' };
  assert.equal((await decide(await folderWith(bare))).stdout, plain.stdout);
  assert.equal((await decide(await folderWith(garbled, others))).stdout, plain.stdout);
});

test('there is one line an item, and new opens an incident exactly once', async () => {
  const { lines } = await decide(await folderWith(stream));
  assert.deepEqual(
    lines.map(({ id }) => id),
    stream.map(({ id }) => id),
  );
  const opened = lines.filter(({ decision }) => decision === 'new').map(({ incident }) => incident);
  assert.equal(new Set(opened).size, opened.length);
  for (const { decision, incident } of lines)
    assert.equal(incident !== null, ['new', 'update', 'duplicate'].includes(decision));
});

test('two rocket attacks told six times in two languages are two alerts', async () => {
  const { lines } = await decide(await folderWith(stream));
  const alerted = lines.filter(({ decision }) => decision === 'new').map(({ id }) => id);
  assert.deepEqual(alerted, ['b', 'e']);
});

test('a line that cannot be read is named with its number and left out', async () => {
  const { lines, stderr } = await decide(await folderWith([stream[1], '{"id": 7', stream[4]]));
  assert.deepEqual(
    lines.map(({ id }) => id),
    ['b', 'e'],
  );
  assert.match(stderr, /items\.jsonl:2: expected a JSON object/);
});

test('an item of a time that is none is named and left out, and the rest is decided', async () => {
  const ancient = { ...stream[0], published: '0001-01-01T00:00:00Z' };
  const last = { ...stream[0], published: '9999-12-31T23:59:59Z' };
  const { lines, stderr } = await decide(await folderWith([ancient, stream[1], last, stream[4]]));
  assert.deepEqual(
    lines.map(({ id }) => id),
    ['b', 'e'],
  );
  for (const line of [1, 3])
    assert.match(stderr, new RegExp(`items\\.jsonl:${line}: published: expected a time in the years`));
});

test('a folder without items is refused with a sentence', async () => {
  const nowhere = join(tmpdir(), 'no-such-stream');
  await assert.rejects(decide(nowhere), (error: Error & { code?: unknown; stderr?: string }) => {
    assert.equal(error.code, 2);
    assert.match(error.stderr ?? '', /items\.jsonl: expected a stream of items/);
    return true;
  });
});

test('a folder in place of the items is refused with a sentence', async () => {
  const folder = await folderWith([]);
  await rm(join(folder, 'items.jsonl'));
  await mkdir(join(folder, 'items.jsonl'));
  await assert.rejects(decide(folder), { code: 2, stderr: /items\.jsonl: expected a stream of items.*it is a folder/ });
});

test('the seed articles raise four alerts, and the repetition is folded in', { skip: !existsSync(seeds) }, async () => {
  const { lines } = await decide(seeds);
  const ids = new Map(lines.map((line) => [line.id, line]));
  const expected = (await readFile(join(seeds, 'items.jsonl'), 'utf8')).split('\n').filter(Boolean).length;
  assert.equal(lines.length, expected);
  assert.equal(lines.filter(({ decision }) => decision === 'new').length, 4);
  assert.equal(ids.get('seed-001')?.incident, ids.get('seed-000')?.incident);
  assert.ok(['update', 'duplicate'].includes(ids.get('seed-001')?.decision ?? ''));
});
