import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, test } from 'node:test';
import { openMetrics } from '../../../src/adapters/web/metrics.ts';
import { openWeb, type Web, type WebOptions } from '../../../src/adapters/web/server.ts';
import type { Health } from '../../../src/pipeline/health.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const well: Health = { healthy: true, parts: [{ part: 'tick', code: 'well', wellAt: 1, failingMs: 0 }] };
const red: Health = {
  healthy: false,
  parts: [{ part: 'redis', code: 'failed-too-long', wellAt: 1, failingMs: 40_000 }],
};
const open: Web[] = [];
afterEach(async () => {
  for (const web of open.splice(0)) await web.close();
});

async function aWeb(options: Partial<WebOptions> = {}): Promise<Web> {
  const web = await openWeb({
    host: '127.0.0.1',
    port: 0,
    health: () => well,
    metrics: openMetrics(),
    log,
    ...options,
  });
  open.push(web);
  return web;
}

test('health is 200 while all is well', async () => {
  const response = await fetch(`${(await aWeb()).url}/health`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), well);
});

test('health is 503 with the reasons when it is red', async () => {
  const response = await fetch(`${(await aWeb({ health: () => red })).url}/health`);
  assert.equal(response.status, 503);
  assert.deepEqual(await response.json(), red);
});

test('health that cannot be told in time is 503, not silence', async () => {
  const web = await aWeb({ health: () => new Promise(() => undefined) });
  const from = Date.now();
  const response = await fetch(`${web.url}/health`);
  assert.equal(response.status, 503);
  assert.ok(Date.now() - from < 4_500);
});

test('health that throws is 500 without what was thrown', async () => {
  const web = await aWeb({ health: () => Promise.reject(new Error('redis://user:hunter2@host')) });
  const response = await fetch(`${web.url}/health`);
  assert.equal(response.status, 500);
  assert.doesNotMatch(await response.text(), /hunter2/);
});

test('metrics count what the meter was told, by the words of the model', async () => {
  const metrics = openMetrics();
  metrics.meter.polled('reuters', 'ok', 12);
  metrics.meter.polled('reuters', 'not-modified', 0);
  const reasons = [{ code: 'same-incident', detail: 'x' } as const];
  metrics.meter.decided({ article: 'a', decision: 'duplicate', incident: 'i', reasons }, null, 1.5);
  metrics.meter.delivered('sent', 'posted', 420);
  metrics.meter.delivered('failed', 'refused', null);
  metrics.gauge('feeds_paused', 'Feeds that are paused', async () => 3);
  const response = await fetch(`${(await aWeb({ metrics })).url}/metrics`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split('\n');
  for (const line of [
    'watchfloor_polls_total{feed="reuters",status="ok"} 1',
    'watchfloor_polls_total{feed="reuters",status="not-modified"} 1',
    'watchfloor_items_total 12',
    'watchfloor_verdicts_total{decision="duplicate",language="unread"} 1',
    'watchfloor_verdict_reasons_total{decision="duplicate",reason="same-incident"} 1',
    'watchfloor_deliveries_total{outcome="sent",reason="posted"} 1',
    'watchfloor_deliveries_total{outcome="failed",reason="refused"} 1',
    'watchfloor_delivery_seconds_count 1',
    'watchfloor_delivery_seconds_bucket{le="0.5"} 1',
    'watchfloor_feeds_paused 3',
  ]) {
    assert.ok(lines.includes(line), line);
  }
});

test('reasons without end open no series without end', async () => {
  const metrics = openMetrics();
  for (let i = 0; i < 5_000; i++) metrics.meter.delivered('failed', `reason ${i}`, null);
  const { text } = await metrics.read();
  assert.ok(text.split('\n').filter((line) => line.startsWith('watchfloor_deliveries_total')).length <= 201);
});

test('two registries in one process do not disturb each other', async () => {
  openMetrics().meter.polled('f', 'ok', 1);
  assert.doesNotMatch((await openMetrics().read()).text, /feed="f"/);
});

test('only GET and HEAD of the two paths are answered', async () => {
  const { url } = await aWeb();
  assert.equal((await fetch(`${url}/health`, { method: 'POST', body: 'x' })).status, 405);
  assert.equal((await fetch(`${url}/health`, { method: 'HEAD' })).status, 200);
  assert.equal((await fetch(`${url}/`)).status, 404);
  assert.equal((await fetch(`${url}/health/../../etc/passwd`)).status, 404);
  assert.equal((await fetch(`${url}/health?x=1`)).status, 200);
});

test('close does not wait for a client that keeps its connection', async () => {
  const web = await aWeb();
  const socket = connect(Number(new URL(web.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  await web.close();
  await closed;
});

test('a port that is taken is said in a sentence that names the option', async () => {
  const port = Number(new URL((await aWeb()).url).port);
  await assert.rejects(aWeb({ port }), /cannot listen on 127\.0\.0\.1:\d+: give another port \(web\.port/);
});
