/** What strangers send to the port: bytes that may be requests, or parts of them. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { openMetrics } from '../../../src/adapters/web/metrics.ts';
import { openWeb } from '../../../src/adapters/web/server.ts';
import { recordLog } from '../discord/views.ts';
import { type Target, target } from './target.ts';
import { hostileText } from './texts.ts';

const parts = [
  ...['GET ', 'HEAD ', 'POST ', 'PUT ', 'OPTIONS ', 'CONNECT ', 'TRACE ', 'get ', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ...[
    '/health',
    '/metrics',
    '/',
    '//',
    '/../metrics',
    '/%6detrics',
    '/health?x',
    'http://evil.example/metrics',
    '*',
    ' HTTP/1.1',
    ' HTTP/1.0',
    ' HTTP/9.9',
    '\r\n',
    '\n',
    '\r\n\r\n',
  ],
  ...[
    'Host: localhost',
    'Host: evil.example',
    'Host:',
    'Content-Length: 5',
    'Content-Length: -1',
    'Content-Length: 5, 6',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: chunked, identity',
  ],
  ...[
    'Authorization: Bearer x',
    'Connection: keep-alive',
    'Connection: close',
    'Upgrade: websocket',
    'Expect: 100-continue',
    'Expect: nothing',
    '0\r\n\r\n',
    'ffffffff\r\n',
    'X-A: b\r\n y',
    '\u0000',
  ],
];
const answerMsMax = 400;
const allowed = new Set([200, 400, 401, 404, 405, 408, 413, 417, 421, 431]);
const answerBytesMax = 500_000;

const port = target<string>(
  {
    name: 'the HTTP port',
    claim:
      'no bytes end it or bring an error of its own, the secret is told to nobody, every answer has its headers, and the next one is answered',
    cost: 60,
  },
  async () => {
    const log = recordLog();
    const health = { healthy: true, parts: [] };
    const options = { host: '127.0.0.1', port: 0, token: 'a-token-of-24-characters', log };
    const web = await openWeb({ ...options, health: () => health, metrics: openMetrics() });
    const { port: number } = new URL(web.url);
    return {
      inputs: hostileText(...parts),
      close: () => web.close(),
      async check(sent) {
        const answer = await answerTo(Number(number), sent);
        assert.ok(answer.length <= answerBytesMax, `${answer.length} bytes`);
        const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gmu)].map(([, status]) => Number(status));
        for (const status of statuses) assert.ok(allowed.has(status), answer.slice(0, 300));
        const forbidding = answer.match(/^x-content-type-options: nosniff\r$/gmu)?.length ?? 0;
        assert.equal(forbidding, statuses.length, answer.slice(0, 300));
        assert.doesNotMatch(answer, /a-token-of|node:internal|\bat .*\.ts:|watchfloor_/u);
        assert.deepEqual(
          log.lines.filter(({ level }) => level === 'error'),
          [],
        );
        assert.equal((await fetch(`${web.url}/health`)).status, 200);
      },
    };
  },
);

/** All that comes back until the other side ends it, or nothing comes any more. */
function answerTo(number: number, sent: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(number, '127.0.0.1', () => socket.end(Buffer.from(sent, 'utf8')));
    socket.setTimeout(answerMsMax, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(answer));
  });
}

export const webTargets: readonly Target[] = [port];
