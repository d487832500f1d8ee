import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type HttpOptions, openHttpReader } from '../../../src/adapters/http/reader.ts';
import type { HostGate } from '../../../src/ports.ts';
import { httpOptions } from '../../support/http-options.ts';

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\n';

describe('the limits of a fetch', () => {
  let server: Server;
  let url = '';
  let answer: (socket: Socket) => void = () => {};
  const open = new Set<Socket>();
  const fetchWith = async (said: Partial<HttpOptions>, gate?: HostGate) => {
    const reader = openHttpReader(httpOptions(said), gate);
    const startedAt = performance.now();
    const result = await reader.fetch({ url, etag: null, lastModified: null });
    const tookMs = performance.now() - startedAt;
    await reader.close();
    return { result, tookMs };
  };
  /** Sends so many bytes each so many milliseconds, for ever. */
  const drip = (socket: Socket, bytes: number, everyMs: number) => {
    const timer = setInterval(() => socket.write('a'.repeat(bytes)), everyMs);
    socket.on('close', () => clearInterval(timer));
  };

  before(async () => {
    server = createServer((socket) => {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => open.delete(socket));
      socket.once('data', () => answer(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`;
  });
  after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });

  it('end an answer that does not begin, and headers that trickle, after the time for the first byte', async () => {
    for (const silent of [() => {}, (socket: Socket) => drip(socket.setNoDelay(), 1, 20)]) {
      answer = (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nx-long: ');
        silent(socket);
      };
      const { result, tookMs } = await fetchWith({ firstByteTimeoutMs: 200, timeoutMs: 60_000 });
      assert.equal(result.status, 'timeout');
      assert.match('problem' in result ? result.problem : '', /did not begin to answer within 200 ms/);
      assert.ok(tookMs >= 190);
    }
  });

  it('call a body too slow that drips below the least rate, after two windows, and close its connection', async () => {
    answer = (socket) => {
      socket.write(`${head}\r\n`);
      drip(socket, 1, 10);
    };
    const { result, tookMs } = await fetchWith({ rateWindowMs: 200, timeoutMs: 60_000 });
    assert.equal(result.status, 'too-slow');
    assert.ok(tookMs >= 390);
    while (open.size > 0) await pause(5);
  });

  it('bear a server that thinks for a window, and one that is slow but steady', async () => {
    answer = (socket) => {
      socket.write(`${head}content-length: 600\r\n\r\n`);
      setTimeout(() => socket.write('a'.repeat(600)), 250);
    };
    assert.equal((await fetchWith({ rateWindowMs: 200 })).result.status, 'ok');
    answer = (socket) => {
      socket.write(`${head}content-length: 1200\r\n\r\n`);
      for (let part = 1; part <= 12; part += 1) setTimeout(() => socket.write('a'.repeat(100)), part * 50);
    };
    assert.equal((await fetchWith({ rateWindowMs: 200, bytesPerSecondMin: 500 })).result.status, 'ok');
  });

  it('end an answer that is fast enough and never ends, by its size or by the whole time', async () => {
    answer = (socket) => {
      socket.write(`${head}\r\n`);
      drip(socket, 10_000, 5);
    };
    assert.equal((await fetchWith({ bodyBytesMax: 50_000, timeoutMs: 60_000 })).result.status, 'too-large');
    const { result } = await fetchWith({ timeoutMs: 300, bodyBytesMax: 100_000_000 });
    assert.equal(result.status, 'timeout');
    assert.match('problem' in result ? result.problem : '', /in full/);
  });

  it('refuse headers without end, and a body that unpacks to more than a hundred times its size', async () => {
    answer = (socket) => socket.write(`HTTP/1.1 200 OK\r\nx-long: ${'a'.repeat(40_000)}\r\n\r\n`);
    const { result } = await fetchWith({});
    assert.equal(result.status, 'network-error');
    assert.match('problem' in result ? result.problem : '', /headers are too large/);
    const packed = (encoding: string, body: Buffer) => (socket: Socket) => {
      socket.write(`${head}content-encoding: ${encoding}\r\ncontent-length: ${body.byteLength}\r\n\r\n`);
      socket.write(body);
    };
    const limits = { bodyBytesMax: 8_388_608 };
    const [small, large] = [Buffer.alloc(900_000, 0x20), Buffer.alloc(5_000_000, 0x20)];
    answer = packed('gzip', gzipSync(large));
    assert.equal((await fetchWith(limits)).result.status, 'too-large');
    answer = packed('zstd', zstdCompressSync(large));
    assert.equal((await fetchWith(limits)).result.status, 'too-large');
    answer = packed('gzip, gzip', gzipSync(gzipSync(large)));
    assert.equal((await fetchWith(limits)).result.status, 'too-large');
    answer = packed('gzip', gzipSync(small)); // The first megabyte is free.
    assert.equal((await fetchWith(limits)).result.status, 'ok');
    assert.equal((await fetchWith({ ...limits, compressionRatioMax: 10_000 })).result.status, 'ok');
  });

  it('leave a busy host alone, and wait at the gate of a later host as long as there is time', async () => {
    const asked: string[] = [];
    const gateOf = (waits: Readonly<Record<string, readonly (number | null)[]>>): HostGate => {
      const left = new Map(Object.entries(waits).map(([host, all]) => [host, [...all]]));
      return {
        enter: async (host) => {
          asked.push(host);
          return left.get(host)?.shift() ?? null;
        },
        leave: async (host) => void asked.push(`left ${host}`),
        rest: async () => {},
      };
    };
    answer = () => assert.fail('it was asked');
    const { result } = await fetchWith({}, gateOf({ '127.0.0.1': [700] }));
    assert.deepEqual(result, { status: 'busy', waitMs: 700 });
    assert.deepEqual(asked.splice(0), ['127.0.0.1']);
    const elsewhere = url.replace('127.0.0.1', '127.0.0.2');
    answer = (socket) => socket.write(`HTTP/1.1 302 Found\r\nlocation: ${elsewhere}\r\ncontent-length: 0\r\n\r\n`);
    const late = await fetchWith({ timeoutMs: 1_000 }, gateOf({ '127.0.0.2': [50, 5_000] }));
    assert.deepEqual(late.result, { status: 'busy', waitMs: 5_000 });
    assert.ok(late.tookMs >= 45);
    assert.deepEqual(asked, ['127.0.0.1', 'left 127.0.0.1', '127.0.0.2', '127.0.0.2']);
  });
});
