import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isAlive } from '../../src/adapters/redis-server/life.ts';
import { runProgram, startProgram } from '../support/program.ts';

const msMax = 60_000;

test('the demo shows within a minute alerts, an update to one, a repeat folded in, and what was held back and why', async () => {
  const startedAt = Date.now();
  const { code, stdout, stderr } = await runProgram('demo');
  assert.ok(Date.now() - startedAt < msMax, `it took ${Date.now() - startedAt} ms`);
  assert.deepEqual([code, stderr], [0, ''], stdout);
  const cards = stdout.match(/^\[Acknowledge\] \[Assign\]/gm) ?? [];
  assert.ok(cards.length >= 5, stdout);
  assert.match(stdout, /^↻ updated · /m);
  assert.match(stdout, /^= repeat, folded into its incident: .+ \(.+\)$/m);
  assert.match(stdout, /^══ \w{3}, \d\d \w{3} \d{4} ══$/m);
  const summary = stdout.trimEnd().split('\n').slice(-2);
  assert.match(
    summary[0] ?? '',
    /^\d+ articles, \d+ incidents, (\d+) alerts, \d+ updates; fetch to message p50 \d+ ms, p95 \d+ ms$/,
  );
  assert.match(summary[1] ?? '', /^held back: \d+ repeats folded into their incident, \d+ background, \d+ off topic/);
  assert.equal(Number(/(\d+) alerts/.exec(summary[0] ?? '')?.[1]), cards.length);
});

test('the demo in Discord tells what was posted, edited, and said in which thread', async () => {
  const { code, stdout, stderr } = await runProgram('demo', { args: ['--messenger', 'discord'] });
  assert.deepEqual([code, stderr], [0, ''], stdout);
  assert.match(stdout, /^\d\d:\d\d #watch-floor: posted\n {6}@watch-officers /m);
  assert.match(stdout, /^\d\d:\d\d #watch-floor: edited, and now says\n/m);
  const [, thread = ''] = /^\d\d:\d\d #watch-floor: a thread is opened, “(.+)”$/m.exec(stdout) ?? [];
  assert.ok(thread !== '' && stdout.includes(` in the thread “${thread}”: says\n`), stdout);
  assert.match(stdout, /\d+ alerts, \d+ updates/);
});

test('the demo knows the terminal and Discord, and says so where another messenger is asked for', async () => {
  const { code, stderr } = await runProgram('demo', { args: ['--messenger', 'pigeon'] });
  assert.deepEqual([code, stderr], [2, '--messenger: expected console or discord, got "pigeon"\n']);
});

test('Ctrl-C ends the demo half-way and leaves neither its Redis nor its folder behind', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'wf-'));
  const program = startProgram('demo', { env: { TMPDIR: temporary } });
  await program.until('the first alert', () => program.stdout().includes('[Acknowledge]'));
  const [folder] = await readdir(temporary);
  const redisPid = Number(await readFile(join(temporary, folder ?? '', 'redis', 'redis.pid'), 'utf8'));
  assert.ok(isAlive(redisPid));
  program.signal('SIGINT');
  const { code, stopMs } = await program.ended;
  assert.deepEqual([code, program.stderr()], [130, '']);
  assert.ok(stopMs < 5_000, `it took ${stopMs} ms`);
  assert.ok(!isAlive(redisPid));
  assert.deepEqual(await readdir(temporary), []);
  await rm(temporary, { recursive: true });
});
