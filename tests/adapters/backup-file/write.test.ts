import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { checkBackup, recordsIn } from '../../../src/adapters/backup-file/read.ts';
import { writeBackup } from '../../../src/adapters/backup-file/write.ts';
import { type BackupRecord, lineOf, readLine, storedTypes } from '../../../src/pipeline/backup.ts';

const head = { format: 1, schema: 1, program: '0.1.0', prefix: 'wf:' };

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'wf-backup-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function someRecords(count: number): readonly BackupRecord[] {
  return Array.from({ length: count }, (_, at) => ({
    kind: 'part',
    key: `article:${at}`,
    type: 'string',
    part: 0,
    expiresAt: 5,
    values: [Buffer.from(`${Math.sin(at)}`.repeat(20))],
  }));
}

async function* given(records: readonly BackupRecord[]): AsyncGenerator<BackupRecord> {
  yield* records;
}

async function written(t: TestContext, records = someRecords(6_000)) {
  const path = join(folderFor(t), 'all.backup');
  const checked = await writeBackup(path, { head, records: given(records), takenAt: () => 7 });
  return { path, checked, records };
}

test('what is written is read again, record by record, and says of what moment it is', async (t) => {
  const { path, checked, records } = await written(t);
  assert.deepEqual([checked.head, checked.foot.takenAt, checked.foot.records], [head, 7, 6_000]);
  const read: BackupRecord[] = [];
  for await (const record of recordsIn(path, checked)) read.push(record);
  assert.deepEqual(read, records);
});

test('any record is the same when it was a line', () => {
  const values = fc.array(fc.oneof(fc.uint8Array(), fc.string({ unit: 'grapheme' })).map((each) => Buffer.from(each)));
  const part = fc.record(
    {
      kind: fc.constant('part' as const),
      key: fc.string({ unit: 'grapheme' }),
      type: fc.constantFrom(...storedTypes),
      part: fc.nat(),
      expiresAt: fc.option(fc.nat()),
      values,
      lastId: fc.constant('7-1'),
    },
    { requiredKeys: ['kind', 'key', 'type', 'part', 'expiresAt', 'values'] },
  );
  const gone = fc.record({ kind: fc.constant('gone' as const), key: fc.string() });
  fc.assert(
    fc.property(fc.oneof(part, gone), (record) => {
      const line = lineOf({ is: 'record', record });
      assert.equal(line.indexOf('\n'), line.length - 1);
      assert.deepEqual(readLine(line.slice(0, -1)), { is: 'record', record: { ...record } });
    }),
    { numRuns: 300 },
  );
});

test('a byte that was changed, a cut, an end that is missing and another file are told apart', async (t) => {
  const { path } = await written(t);
  const whole = readFileSync(path);
  const lines = gunzipSync(whole).toString().split('\n');
  const spoilt = async (content: Buffer | string) => {
    writeFileSync(path, content);
    return checkBackup(path).then(
      () => 'whole',
      (error: Error) => error.message.replace(path, 'FILE'),
    );
  };
  const packed = (all: readonly string[]) => gzipSync(all.join('\n'));
  for (const at of [200, whole.length >> 1, whole.length - 6]) {
    const flipped = Buffer.from(whole);
    flipped[at] = (flipped[at] ?? 0) ^ 4;
    assert.match(await spoilt(flipped), /^FILE is (damaged: it is not as it was written|cut off)/, `byte ${at}`);
  }
  assert.match(await spoilt(whole.subarray(0, whole.length - 100)), /^FILE is cut off: its end is missing$/);
  assert.match(await spoilt(packed(lines.slice(0, -2))), /^FILE is cut off/);
  assert.match(await spoilt(packed(lines.toSpliced(9, 1))), /^FILE is damaged: .*\(before line \d+\)$/);
  assert.match(await spoilt(packed(lines.with(9, '{}'))), /\(line 10 is none of a backup\)$/);
  const late = lines.toSpliced(-2, 0, lines[5] ?? '');
  assert.match(await spoilt(packed(late)), /^FILE is damaged: .*\(at its end\)$/);
  for (const other of ['', 'text', gzipSync('text\n'), gzipSync('')])
    assert.match(await spoilt(other), /^FILE is no backup of Watchfloor/);
  assert.match(
    await spoilt(packed(lines.with(0, lineOf({ is: 'head', head: { ...head, format: 2 } }).trim()))),
    /^FILE was written in form 2 by Watchfloor 0\.1\.0, this one reads up to 1: use the newer one$/,
  );
  await assert.rejects(checkBackup(`${path}.not`), /cannot be read: there is no such file \(ENOENT\)$/);
  await assert.rejects(checkBackup(join(path, '..')), /cannot be read: it is a folder \(EISDIR\)$/);
});

test('what is no ordinary file is left where it is', async (t) => {
  const { path } = await written(t, someRecords(1));
  const link = `${path}.link`;
  symlinkSync(path, link);
  const content = { head, records: Readable.from(someRecords(1)), takenAt: () => 1 };
  await assert.rejects(writeBackup(link, content), /is no ordinary file: expected a name that is free/);
  assert.ok(lstatSync(link).isSymbolicLink());
  await assert.rejects(writeBackup(join(path, '..'), content), /is a folder: expected the name of a file in it/);
  await assert.rejects(
    writeBackup(join(path, '../not/there'), content),
    /could not be written to .*: its folder is not there \(ENOENT\); nothing was left behind/,
  );
});

test('a file that is no backup is not written over; an older backup and an empty file are', async (t) => {
  const { path } = await written(t, someRecords(1));
  const content = () => ({ head, records: given(someRecords(1)), takenAt: () => 1 });
  await writeBackup(path, content());
  for (const other of ['subscriptions: []\n', gzipSync('text\n'), gzipSync('')]) {
    writeFileSync(path, other);
    await assert.rejects(writeBackup(path, content()), /is another file, and no backup: expected a name that is free/);
    assert.deepEqual(readFileSync(path), Buffer.from(other));
  }
  writeFileSync(path, '');
  await writeBackup(path, content());
  await checkBackup(path);
});

test('what a backup that was killed left beside the file is cleared away by the next, and that of one that runs is not', async (t) => {
  const { path } = await written(t, someRecords(1));
  const drafts = [`${path}.${randomUUID()}.part`, `${path}.${randomUUID()}.part`, `${path}.mine.part`] as const;
  for (const draft of drafts) writeFileSync(draft, 'half');
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  for (const draft of [drafts[0], drafts[2]]) utimesSync(draft, yesterday, yesterday);
  await writeBackup(path, { head, records: given(someRecords(1)), takenAt: () => 1 });
  const left = readdirSync(join(path, '..')).map((name) => join(path, '..', name));
  assert.deepEqual(left.toSorted(), [path, drafts[1], drafts[2]].toSorted());
});

test('where there is no room, or the reading breaks off, the old file stands and nothing is left beside it', async (t) => {
  const { path } = await written(t, someRecords(3));
  const before = readFileSync(path);
  const brokenOff = async function* (): AsyncGenerator<BackupRecord> {
    yield* someRecords(2_000);
    throw new Error('Redis went away');
  };
  await assert.rejects(writeBackup(path, { head, records: brokenOff(), takenAt: () => 1 }), /Redis went away/);
  const full = join(path, '..', 'full.mjs');
  const module = join(import.meta.dirname, '../../../src/adapters/backup-file/write.ts');
  writeFileSync(
    full,
    `import { randomBytes } from 'node:crypto'; import { writeBackup } from ${JSON.stringify(module)};
    async function* records() { for (let at = 0; at < 400; at += 1)
      yield { kind: 'part', key: 'k' + at, type: 'string', part: 0, expiresAt: null, values: [randomBytes(1000)] }; }
    await writeBackup(${JSON.stringify(path)}, { head: ${JSON.stringify(head)}, records: records(), takenAt: () => 1 })
      .catch((error) => console.log(error.message));`,
  );
  // A limit on the size of files is the disk that is full for one process alone.
  const ended = spawnSync('sh', ['-c', 'ulimit -f 64; exec "$@"', 'sh', process.execPath, full], { encoding: 'utf8' });
  assert.match(ended.stdout, /could not be written to .*: there is no room for it \(EFBIG\); nothing was left behind/);
  assert.deepEqual(readFileSync(path), before);
  assert.deepEqual(readdirSync(join(path, '..')).toSorted(), ['all.backup', 'full.mjs']);
});
