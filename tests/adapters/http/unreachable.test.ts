import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import type { LookupAddress, lookup } from 'node:dns';
import { createServer, type Server } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { buildConnector } from 'undici';
import { connectorOf } from '../../../src/adapters/http/connector.ts';
import { openHttpReader } from '../../../src/adapters/http/reader.ts';
import type { FetchResult } from '../../../src/ports.ts';
import { type FeedServer, startFeedServer } from '../../support/feed-server.ts';
import { httpOptions } from '../../support/http-options.ts';

/** Hosts that lead nowhere public, as they may be written in an address. */
const inward: Readonly<Record<string, readonly string[]>> = {
  'loopback, in all its spellings': [
    ...['127.0.0.1', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '017700000001'],
    ...['127.0.0.1.', '127.255.255.254', '１２７.0.0.1', '127。0。0。1', '[::1]', '[0:0:0:0:0:0:0:1]'],
  ],
  'no address at all': ['0', '0.0.0.0', '0.1.2.3', '[::]'],
  'private networks': [
    ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255'],
    ...['3232235777', '0xc0a80101', '[fc00::1]', '[fd12:3456::1]', '[fec0::1]'],
  ],
  'link-local addresses and metadata services': [
    ...['169.254.169.254', '2852039166', '0xA9FEA9FE', '0251.0376.0251.0376', '169.254.0.1', '[fe80::1]', '[febf::1]'],
    ...['100.100.100.200', '168.63.129.16', '192.0.0.192', '[fd00:ec2::254]'],
  ],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  'documentation and benchmarks': [
    ...['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '198.19.255.255', '[2001:db8::1]', '[3fff::1]'],
    '[2001:2::1]',
  ],
  'multicast, broadcast and reserved': [
    ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '[ff02::1]', '[100::1]', '[5f00::1]'],
  ],
  'IPv4 within IPv6': [
    ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:10.0.0.1]', '[::ffff:169.254.169.254]', '[::127.0.0.1]'],
    ...['[::a9fe:a9fe]', '[64:ff9b::127.0.0.1]', '[64:ff9b::a9fe:a9fe]', '[64:ff9b:1::a00:1]'],
  ],
  'tunnels and relays': [
    '[2002:7f00:1::]',
    '[2002:a9fe:a9fe::1]',
    '[2001:0:53aa:64c::1]',
    '192.88.99.1',
    '[2001:10::1]',
  ],
};
const names = ['localhost', 'localhost.', 'LOCALHOST', 'feed.localhost', 'feed.localhost.'];
const hosts = Object.values(inward).flat();

describe('what is not public', () => {
  let canary: Server;
  let knocks = 0;
  let front: FeedServer;
  let port = 0;
  /** Connections that the system was asked to make over TCP, whatever made them. */
  let attempts = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === 'TCPCONNECTWRAP') attempts += 1;
    },
  });

  before(async () => {
    assert.ok(hosts.length >= 60, `${hosts.length} addresses`);
    canary = createServer((socket) => {
      knocks += 1;
      socket.on('error', () => {});
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    });
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
    const address = canary.address();
    port = address !== null && typeof address === 'object' ? address.port : 0;
    front = await startFeedServer();
    hook.enable();
  });
  beforeEach(() => {
    knocks = 0;
    attempts = 0;
  });
  after(async () => {
    hook.disable();
    canary.close();
    await front.stop();
  });

  /** A reader as in production, with the answers of names given, and one public name that leads to our own server. */
  const open = (answers: (name: string) => readonly string[], said: { localAddress?: string } = {}) => {
    const options = httpOptions({ allowPrivateNetworks: false, portsAllowed: [80, 443, port], perHostMax: 1 });
    const resolve = (name: string, _options: unknown, done: (error: null, found: LookupAddress[]) => void) =>
      setImmediate(
        done,
        null,
        answers(name).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    const connect = connectorOf(options, resolve as unknown as typeof lookup);
    const toFront = connectorOf({ ...options, allowPrivateNetworks: true });
    const wired: buildConnector.connector = (asked, done) =>
      asked.hostname === 'front.example'
        ? toFront({ ...asked, hostname: '127.0.0.1', host: '127.0.0.1', port: new URL(front.origin).port }, done)
        : connect({ ...asked, ...said }, done);
    return openHttpReader(options, undefined, wired);
  };
  const get = (reader: ReturnType<typeof open>, url: string) => reader.fetch({ url, etag: null, lastModified: null });
  const isRefused = (result: FetchResult, what: string) => {
    assert.equal(result.status, 'refused-address', `${what}: ${JSON.stringify(result)}`);
  };

  it('would be noticed: an open reader reaches the canary', async () => {
    const reader = openHttpReader(httpOptions());
    await get(reader, `http://127.0.0.1:${port}/`);
    assert.equal(knocks, 1);
    assert.equal(attempts, 1);
    await reader.close();
  });

  for (const [what, group] of Object.entries({ ...inward, 'names of this computer': names })) {
    it(`is not asked directly: ${what}`, async () => {
      const reader = open(() => []);
      for (const host of group) {
        for (const url of [`http://${host}:${port}/`, `http://${host}/`, `https://${host}/`])
          isRefused(await get(reader, url), url);
      }
      assert.deepEqual({ knocks, attempts }, { knocks: 0, attempts: 0 });
      await reader.close();
    });

    it(`is not asked on another's word: ${what}`, async () => {
      const reader = open(() => []);
      for (const status of [301, 302, 303, 307, 308]) {
        for (const host of group) {
          front.set('/away', { status, location: Buffer.from(`http://${host}:${port}/`).toString('latin1') });
          isRefused(await get(reader, 'http://front.example/away'), host);
        }
      }
      assert.equal(knocks, 0);
      assert.equal(attempts, 1); // To the server that redirects.
      await reader.close();
    });
  }

  it('is not asked by a name that leads there, alone or among others, directly or redirected', async () => {
    for (const host of hosts) {
      const { hostname } = new URL(`http://${host}/`);
      const address = hostname.replace(/^\[|\]$/g, '');
      const reader = open((name) => (name === 'mixed.example' ? ['10.0.0.1', address] : [address]));
      front.set('/away', { location: `http://inward.example:${port}/` });
      for (const url of [`http://inward.example:${port}/`, `https://mixed.example:${port}/`]) {
        const result = await get(reader, url);
        isRefused(result, `${host} by ${url}`);
      }
      isRefused(await get(reader, 'http://front.example/away'), `${host} by a redirect`);
      await reader.close();
    }
    assert.equal(knocks, 0);
    assert.equal(attempts, hosts.length); // To the server that redirects, once a reader.
  });

  it('is not reached by a name that changes its answer between two looks, a thousand times', async () => {
    const changing = [['8.8.8.8'], ['127.0.0.1'], ['::1', '8.8.4.4'], ['8.8.8.8', '127.0.0.1'], ['::ffff:127.0.0.1']];
    let looks = 0;
    // From loopback the system can reach no public address: it refuses at once, and nothing leaves this computer.
    const reader = open(() => changing[looks++ % changing.length] ?? [], { localAddress: '127.0.0.1' });
    const met: Record<string, number> = {};
    for (let attempt = 0; attempt < 1_000; attempt += 1) {
      const { status } = await get(reader, `http://rebinding-${attempt % 7}.example:${port}/`);
      met[status] = (met[status] ?? 0) + 1;
    }
    assert.equal(knocks, 0);
    assert.equal(looks, 1_000);
    assert.deepEqual(met, { 'network-error': 600, 'refused-address': 400 });
    assert.equal(attempts, 600); // To the public ones among the answers.
    await reader.close();
  });

  it('is anything but http and https on the ports that are allowed, and an address with a password', async () => {
    const reader = open(() => ['8.8.8.8']);
    const urls = [
      ...['file:///etc/passwd', 'ftp://news.example/feed', 'data:text/xml,<rss/>', 'javascript:alert(1)'],
      ...['gopher://news.example/', 'ws://news.example/', 'blob:http://news.example/1', 'unix:/run/redis.sock'],
      ...['http://news.example:22/', 'http://news.example:6379/', 'https://news.example:25/', 'http://8.8.8.8:81/'],
      ...['http://user:word@news.example/', 'https://user@news.example/', 'http://:word@8.8.8.8/'],
    ];
    for (const url of urls) {
      isRefused(await get(reader, url), url);
      front.set('/away', { location: url });
      isRefused(await get(reader, 'http://front.example/away'), `redirected to ${url}`);
    }
    assert.deepEqual({ knocks, attempts }, { knocks: 0, attempts: 1 });
    await reader.close();
  });
});
