import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { type Newsroom, openNewsroom } from '../support/newsroom.ts';
import { startProgram, stopPrograms } from '../support/program.ts';

const secret = 'b7c1a9e0-hush';
let outside: Server;
let newsroom: Newsroom;
let called = 0;
before(async () => {
  outside = createServer((request, response) => {
    if (request.url === `/${secret}`) called += 1;
    response.end('OK');
  });
  await new Promise<void>((listening) => outside.listen(0, '127.0.0.1', listening));
  newsroom = await openNewsroom({ settings: { heartbeat: { everySeconds: 10 } } });
});
after(async () => {
  await stopPrograms();
  await newsroom.close();
  outside.closeAllConnections();
  outside.close();
});

test('the running program calls the outside, says so on /health and /metrics, and never tells the address', async () => {
  const address = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/${secret}`;
  const program = startProgram('all', { env: { ...newsroom.env, HEARTBEAT_URL: address, LOG_LEVEL: 'debug' } });
  await program.until('it calls', () => called > 0);
  const url = await program.url();
  const page = async (path: string) => (await fetch(`${url}${path}`)).text();
  await program.until('it says so', async () => (await page('/health')).includes('"called"'));
  const { heartbeat } = JSON.parse(await page('/health'));
  assert.deepEqual([heartbeat.outcome, heartbeat.late], ['called', []]);
  const metrics = await page('/metrics');
  assert.match(metrics, /watchfloor_heartbeats_total\{outcome="called"\} \d/);
  assert.match(metrics, /watchfloor_heartbeat_late\{part="matching"\} 0/);
  assert.match(metrics, /watchfloor_canary_seconds_count \d/);
  assert.doesNotMatch(metrics, /watchfloor_verdicts_total\{/, 'the canary is no article');
  program.signal('SIGTERM');
  const { code } = await program.ended;
  assert.equal(code, 0, program.stderr());
  const said = [program.stdout(), program.stderr(), metrics].join('\n');
  assert.equal(said.includes(secret), false);
});
