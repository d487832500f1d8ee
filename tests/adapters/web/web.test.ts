import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { openMetrics } from '../../../src/adapters/web/metrics.ts';
import { openWeb, type Web, type WebOptions } from '../../../src/adapters/web/server.ts';
import type { Health } from '../../../src/pipeline/health.ts';
import { until } from '../../support/until.ts';

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
    token: null,
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

test('nor is a process held by an answer to who went before it came', async (t) => {
  const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
  const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<Health>()];
  const health = () => {
    asked.resolve();
    return answered.promise;
  };
  const web = await aWeb({ health });
  const held = timers();
  const socket = connect(Number(new URL(web.url).port), '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => undefined);
  socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await asked.promise;
  await web.close();
  answered.resolve(well);
  await setImmediate();
  assert.ok(timers() <= held, `${timers() - held} more`);
});

test('a port that is taken is said in a sentence that names the option', async () => {
  const port = Number(new URL((await aWeb()).url).port);
  await assert.rejects(aWeb({ port }), /cannot listen on 127\.0\.0\.1:\d+: give another port \(web\.port/);
});

// ── who may ask ────────────────────────────────────────────────────────────────────────────────────────────────────

const token = 'a-token-of-more-than-16-characters';

/** What one request over the real socket comes to; `fetch` sets Host and refuses bodies with GET. */
async function ask(web: Web, path: string, headers: Record<string, string | string[]> = {}, method = 'GET') {
  const answered = Promise.withResolvers<{ status: number; headers: Record<string, unknown>; text: string }>();
  const asking = request(`${web.url}${path}`, { method, headers, agent: false }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    response.on('end', () => answered.resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
  });
  asking.on('error', answered.reject).end();
  return answered.promise;
}

/** Sends bytes as they are and gives all that comes back until the connection is closed. */
async function sendRaw(web: Web, bytes: string, localAddress = '127.0.0.1') {
  const socket = connect({ port: Number(new URL(web.url).port), host: '127.0.0.1', localAddress });
  let told = '';
  socket.setEncoding('utf8').on('data', (chunk) => (told += chunk));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  if (bytes !== '') socket.write(bytes);
  await closed;
  return told;
}

test('without a token only who asks for this machine is answered, so that no page in a browser reads it by a name of its own', async () => {
  const web = await aWeb();
  const { port } = new URL(web.url);
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'LOCALHOST', `[::1]:${port}`, '127.1.2.3'])
    assert.equal((await ask(web, '/health', { host })).status, 200, host);
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.1',
  ]) {
    for (const path of ['/health', '/metrics', '/']) {
      const { status, text } = await ask(web, path, { host });
      assert.deepEqual([status, /tick|watchfloor_/.test(text)], [421, false], `${host}${path}`);
    }
  }
});

test('a check in HTTP/1.0, which names no host, is answered', async () => {
  assert.match(await sendRaw(await aWeb(), 'GET /health HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 200 /);
});

test('with a token everything but whether all is well is for who brings it', async () => {
  const web = await aWeb({ token, health: () => red });
  const bring = (authorization: string) => ask(web, '/metrics', { authorization, host: 'watch.example' });
  assert.equal((await bring(`Bearer ${token}`)).status, 200);
  assert.equal((await bring(`bearer ${token}`)).status, 200);
  for (const wrong of [
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Basic ${token}`,
    token,
    'Bearer ',
    `Bearer ${token} x`,
  ]) {
    const { status, headers, text } = await bring(wrong);
    assert.deepEqual([status, headers['www-authenticate']], [401, 'Bearer realm="watchfloor"'], wrong);
    assert.ok(!text.includes(token) && !text.includes('watchfloor_'));
  }
  assert.equal((await ask(web, '/nowhere')).status, 401, 'what there is, is not told either');
  const open = await ask(web, '/health', { host: 'watch.example' });
  assert.deepEqual([open.status, JSON.parse(open.text)], [503, { healthy: false }]);
  assert.deepEqual(JSON.parse((await ask(web, '/health', { authorization: `Bearer ${token}` })).text), red);
});

// ── what may be asked ──────────────────────────────────────────────────────────────────────────────────────────────

test('every other method is refused with those that are answered, and runs nothing', async () => {
  let asked = 0;
  const web = await aWeb({
    health: () => {
      asked++;
      return well;
    },
  });
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PURGE', 'PROPFIND']) {
    const { status, headers } = await ask(web, '/health', {}, method);
    assert.deepEqual([status, headers.allow], [405, 'GET, HEAD'], method);
  }
  assert.equal(asked, 0);
  assert.equal(await sendRaw(web, 'CONNECT evil.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'), '');
});

test('every answer forbids a browser to show, keep, guess or send on what it holds, and names no program', async () => {
  const web = await aWeb();
  for (const [path, method] of [
    ['/health', 'GET'],
    ['/metrics', 'HEAD'],
    ['/x', 'GET'],
    ['/health', 'POST'],
  ] as const) {
    const { headers } = await ask(web, path, {}, method);
    assertForbidding(headers);
  }
});

function assertForbidding(headers: Readonly<Record<string, unknown>>): void {
  const { 'content-security-policy': policy, server, 'x-powered-by': powered, ...rest } = headers;
  assert.match(String(policy), /default-src 'none'; frame-ancestors 'none'/);
  assert.deepEqual([server, powered], [undefined, undefined]);
  assert.equal(rest['x-content-type-options'], 'nosniff');
  assert.equal(rest['x-frame-options'], 'DENY');
  assert.equal(rest['referrer-policy'], 'no-referrer');
  assert.equal(rest['cache-control'], 'no-store');
  assert.equal(rest['access-control-allow-origin'], undefined);
}

/** The headers of an answer as it came. */
function headersIn(told: string): Readonly<Record<string, string>> {
  const lines = told.split('\r\n\r\n', 1)[0]?.split('\r\n').slice(1) ?? [];
  return Object.fromEntries(
    lines
      .map((line) => line.toLowerCase().split(/: (.*)/, 2))
      .map(([name, value]) => [name, value === 'deny' ? 'DENY' : value]),
  );
}

const host = 'Host: 127.0.0.1\r\n';
const refusedRequests: Record<string, [bytes: string, status: number]> = {
  'a body with GET': [`GET /health HTTP/1.1\r\n${host}Content-Length: 5\r\n\r\nhello`, 413],
  'a body in pieces': [`GET /health HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n`, 413],
  'a body that asks first': [`GET /health HTTP/1.1\r\n${host}Content-Length: 9\r\nExpect: 100-continue\r\n\r\n`, 413],
  'two lengths that disagree': [`GET /health HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`, 400],
  'a length beside pieces': [
    `GET /health HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  'a header of 9 kB': [`GET /health HTTP/1.1\r\n${host}X: ${'x'.repeat(9_000)}\r\n\r\n`, 431],
  'an address of 9 kB': [`GET /${'x'.repeat(9_000)} HTTP/1.1\r\n${host}\r\n`, 431],
  'no host': ['GET /health HTTP/1.1\r\n\r\n', 400],
  'two hosts': [`GET /health HTTP/1.1\r\n${host}Host: evil.example\r\n\r\n`, 400],
  'a piece with a long extension': [
    `GET /health HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\n`,
    413,
  ],
  'what is no HTTP': ['\u0016\u0003\u0001 hello\r\n\r\n', 400],
};
for (const [what, [bytes, status]] of Object.entries(refusedRequests)) {
  test(`refused and hung up on: ${what}`, async () => {
    const told = await sendRaw(await aWeb(), bytes);
    assert.match(told, new RegExp(`^HTTP/1\\.1 ${status} `));
    assert.equal(told.match(/HTTP\/1\.1 /g)?.length, 1, 'what stood behind it was not taken for a request');
    assert.doesNotMatch(told, /tick|at .*\.[jt]s|node_modules/);
    assertForbidding(headersIn(told));
  });
}

test('whoever sends nothing, or drips his request, is hung up on soon', async () => {
  const web = await aWeb({ requestMsMax: 250 });
  const from = Date.now();
  const told = await Promise.all([
    sendRaw(web, ''),
    sendRaw(web, `GET /health HTTP/1.1\r\n${host}`),
    sendRaw(web, `GET /health HTTP/1.1\r\n${host}\r\n`).then((text) => text.slice(9, 12)),
  ]);
  assert.ok(Date.now() - from < 4_500, 'Node by itself would look after 30 s');
  assert.match(told[1], /^HTTP\/1\.1 408 /);
  assertForbidding(headersIn(told[1]));
  assert.equal(told[2], '200');
});

test('an expectation that is none of ours is let be', async () => {
  const told = await sendRaw(
    await aWeb(),
    `GET /health HTTP/1.1\r\n${host}Expect: a-miracle\r\nConnection: close\r\n\r\n`,
  );
  assert.match(told, /^HTTP\/1\.1 200 /);
});

test('whoever asks and does not read what he asked for is hung up on soon', async (t) => {
  const text = 'x'.repeat(20_000_000); // more than what systems keep for him
  const metrics = { read: async () => ({ contentType: 'text/plain', text }) };
  const { port } = new URL((await aWeb({ requestMsMax: 250, metrics })).url);
  const socket = connect(Number(port), '127.0.0.1').pause();
  t.after(() => socket.destroy());
  let isHungUp = false;
  socket.on('error', () => {
    isHungUp = true;
  });
  socket.write(`GET /metrics HTTP/1.1\r\n${host}\r\n`);
  // Empty lines between requests say nothing; who writes them learns whether anybody listens.
  const isOver = () => {
    if (!isHungUp) socket.write('\r\n');
    return isHungUp;
  };
  await until('he is hung up on', isOver, 10_000);
});

test('whoever holds all connections that an address may have leaves room for others', async (t) => {
  const web = await aWeb();
  const { port } = new URL(web.url);
  const held: Socket[] = [];
  t.after(() => held.forEach((socket) => void socket.destroy()));
  for (let i = 0; i < 60; i++) {
    const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress: '127.0.0.2' });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    held.push(socket);
  }
  assert.equal((await ask(web, '/health')).status, 200);
});
