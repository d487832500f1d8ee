import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { openCaller } from '../../../src/adapters/http/caller.ts';

const asked: string[] = [];
let server: Server;
let origin = '';
const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/well': (response) => response.end('OK'),
  '/large': (response) => response.end(Buffer.alloc(5_000_000)),
  '/moved': (response) => response.writeHead(302, { location: '/well' }).end(),
  '/broken': (response) => response.writeHead(503).end('secret-in-answer'),
  '/silent': () => {},
};
before(async () => {
  server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    asked.push(`${request.method} ${path}`);
    answers[path]?.(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

async function call(path: string, timeoutMs?: number) {
  const caller = openCaller(`${origin}${path}?key=hush`, timeoutMs);
  try {
    return await caller.call();
  } finally {
    await caller.close();
  }
}

test('an address is called by GET, and any answer of success is enough', async () => {
  assert.deepEqual(await call('/well'), { ok: true });
  assert.equal(asked.at(-1), 'GET /well');
});

test('a redirect is not followed, and neither it nor a failure counts as told', async () => {
  const before = asked.length;
  assert.deepEqual(await call('/moved'), { ok: false, problem: 'HTTP 302' });
  assert.deepEqual(asked.slice(before), ['GET /moved']);
  assert.deepEqual(await call('/broken'), { ok: false, problem: 'HTTP 503' });
});

test('who does not answer is not waited for, and no problem holds the address', async () => {
  assert.deepEqual(await call('/silent', 100), { ok: false, problem: 'no answer in time' });
  const gone = openCaller('http://127.0.0.1:1/secret-path?key=hush', 1_000);
  const outcome = await gone.call();
  await gone.close();
  assert.deepEqual(outcome, { ok: false, problem: 'ECONNREFUSED' });
});

test('of a large answer little is read', async () => {
  const outcome = await call('/large', 5_000);
  assert.equal(JSON.stringify(outcome).includes('hush'), false);
  assert.equal(outcome.ok, true);
});
