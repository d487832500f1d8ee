import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type HttpOptions, openHttpReader } from '../../../src/adapters/http/reader.ts';
import type { FetchRequest } from '../../../src/ports.ts';
import { anRss } from '../../support/feed-documents.ts';
import { type FeedServer, startFeedServer } from '../../support/feed-server.ts';
import { httpOptions } from '../../support/http-options.ts';

const body = anRss([{ title: 'Rockets hit a base', link: 'https://news.example/1' }]);

describe('the HTTP reader', () => {
  let server: FeedServer;
  let reader: ReturnType<typeof openHttpReader>;
  const opened: (typeof reader)[] = [];
  const open = (changes: Partial<HttpOptions> = {}) => {
    const made = openHttpReader(httpOptions({ timeoutMs: 2_000, bodyBytesMax: 100_000, ...changes }));
    opened.push(made);
    return made;
  };
  const get = (path: string, request: Partial<FetchRequest> = {}) =>
    reader.fetch({ url: server.origin + path, etag: null, lastModified: null, ...request });

  before(async () => {
    server = await startFeedServer();
    reader = open();
  });
  after(async () => {
    for (const each of opened) await each.close();
    await server.stop();
  });

  it('reads a document with its charset, validators and final address', async () => {
    server.set('/plain', { body, etag: '"v1"', lastModified: 'Fri, 03 Jan 2020 00:00:00 GMT' });
    const result = await get('/plain');
    assert.equal(result.status, 'ok');
    assert.equal(Buffer.from(result.body).toString(), body);
    assert.equal(result.charset, 'utf-8');
    assert.equal(result.etag, '"v1"');
    assert.equal(result.lastModified, 'Fri, 03 Jan 2020 00:00:00 GMT');
    assert.equal(result.finalUrl, `${server.origin}/plain`);
  });

  it('says who it is, asks for packed bodies and sends no cookie', async () => {
    server.set('/who', { body, headers: { 'set-cookie': 'a=b' } });
    await get('/who');
    await get('/who');
    const [, second] = server.requests('/who');
    assert.match(second?.['user-agent'] ?? '', /Watchfloor.*operator\.example/);
    assert.match(String(second?.['accept-encoding']), /gzip.*br/);
    assert.equal(second?.cookie, undefined);
  });

  it('asks conditionally and takes 304 for an answer, by ETag and by date', async () => {
    server.set('/same', { body, etag: '"v1"' });
    server.set('/old', { body, lastModified: 'Fri, 03 Jan 2020 00:00:00 GMT' });
    assert.deepEqual(await get('/same', { etag: '"v1"' }), { status: 'not-modified', movedTo: null, waitMs: null });
    assert.equal((await get('/old', { lastModified: 'Fri, 03 Jan 2020 00:00:00 GMT' })).status, 'not-modified');
    assert.equal((await get('/same', { etag: '"v0"' })).status, 'ok');
  });

  it('takes a 304 that tells the length of the document it does not send', async () => {
    const plain = createServer((socket) => {
      socket.on('data', () => socket.write('HTTP/1.1 304 Not Modified\r\nContent-Length: 5000\r\n\r\n'));
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(plain.address() as AddressInfo).port}/`;
    for (let time = 0; time < 3; time += 1)
      assert.equal((await reader.fetch({ url, etag: '"v1"', lastModified: null })).status, 'not-modified');
    plain.close();
  });

  for (const encoding of ['gzip', 'br', 'zstd', 'deflate', 'raw-deflate'] as const) {
    it(`unpacks ${encoding}`, async () => {
      server.set('/packed', { body, encoding });
      const result = await get('/packed');
      assert.equal(result.status === 'ok' && Buffer.from(result.body).toString(), body);
    });
  }

  it('unpacks gzip that no header announces, and takes a plain body that a header calls packed', async () => {
    server.set('/silent', { body: gzipSync(body) });
    server.set('/boast', { body, headers: { 'content-encoding': 'gzip' } });
    for (const path of ['/silent', '/boast']) {
      const result = await get(path);
      assert.equal(result.status === 'ok' && Buffer.from(result.body).toString(), body);
    }
  });

  it('limits the decoded bytes, whatever the packed ones are', async () => {
    server.set('/bomb', { body: Buffer.alloc(50_000_000, 0x20), encoding: 'gzip' });
    server.set('/large', { body: 'a'.repeat(100_001) });
    server.set('/fits', { body: 'a'.repeat(100_000) });
    assert.equal((await get('/bomb')).status, 'too-large');
    assert.equal((await get('/large')).status, 'too-large');
    assert.equal((await get('/fits')).status, 'ok');
  });

  it('limits the whole time, also when the body stops half-way', async () => {
    const hasty = open({ timeoutMs: 150 });
    for (const fault of ['hang', 'hang-in-body'] as const) {
      server.set('/slow?key=secret', { body, fault });
      const result = await hasty.fetch({ url: `${server.origin}/slow?key=secret`, etag: null, lastModified: null });
      assert.equal(result.status, 'timeout');
      assert.doesNotMatch(result.problem, /secret/);
    }
  });

  it('takes a plain body whose header names no packing, or another beside one', async () => {
    const packed = gzipSync(body);
    const plans: readonly (readonly [encoding: string, sent: string | Buffer])[] = [
      ...['utf-8', 'none', 'UTF-8, none', 'gzip, utf-8'].map((encoding) => [encoding, body] as const),
      ...['aws-chunked,gzip', 'gzip, aws-chunked', 'utf-8'].map((encoding) => [encoding, packed] as const),
      ['utf-8', `\ufeff\n${body}`],
    ];
    for (const [encoding, sent] of plans) {
      server.set('/odd', { body: sent, headers: { 'content-encoding': encoding } });
      const result = await get('/odd');
      assert.equal(result.status === 'ok' && Buffer.from(result.body).toString().trim(), body.trim(), encoding);
    }
    server.set('/odd', { body: 'abc', headers: { 'content-encoding': 'compress' } });
    assert.equal((await get('/odd')).status, 'network-error');
  });

  const validators = { etag: '"v1"', lastModified: 'Fri, 03 Jan 2020 00:00:00 GMT' };
  const whole = Buffer.from(`${body}<!-- ${'abcdefghij'.repeat(9_000)} -->`);
  for (const [size, document] of [
    ['small', Buffer.from(body)],
    ['large', whole],
  ] as const) {
    it(`keeps what can be unpacked of a ${size} gzip that is cut, or has text behind its end`, async () => {
      const packed = gzipSync(document, { level: size === 'large' ? 0 : 9 });
      const named = Buffer.concat([packed.subarray(0, 10), Buffer.from('feed.xml\0'), packed.subarray(10)]);
      named[3] = 8;
      for (const [sent, isWhole] of [
        [Buffer.concat([packed, Buffer.from('<!-- cached -->')]), true],
        [Buffer.concat([named, Buffer.from('<!-- cached -->')]), true],
        [packed.subarray(0, -8), true],
        [packed.subarray(0, -30), false],
      ] as const) {
        server.set('/torn', { body: sent, headers: { 'content-encoding': 'gzip' }, ...validators });
        const result = await get('/torn');
        assert.equal(result.status, 'ok', 'problem' in result ? result.problem : '');
        const text = Buffer.from(result.body).toString();
        assert.ok(isWhole ? text === String(document) : text !== '' && String(document).startsWith(text));
        assert.deepEqual([result.etag, result.lastModified], [null, null]);
      }
    });
  }

  it('keeps what came of a document that its connection cut, and asks for all of it the next time', async () => {
    server.set('/cut', { body, fault: 'cut', ...validators, headers: { 'cache-control': 'max-age=600' } });
    const cut = await get('/cut');
    assert.equal(cut.status, 'ok');
    assert.equal(Buffer.from(cut.body).toString(), Buffer.from(body).subarray(0, cut.body.byteLength).toString());
    assert.deepEqual([cut.etag, cut.lastModified, cut.waitMs], [null, null, null]);
    const odd = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\netag: "v1"\r\ncontent-length: 99999\r\n\r\n${body}`));
    });
    await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(odd.address() as AddressInfo).port}/`;
    const long = await reader.fetch({ url, etag: null, lastModified: null });
    odd.close();
    assert.equal(long.status === 'ok' && Buffer.from(long.body).toString(), body);
    assert.equal(long.status === 'ok' && long.etag, null);
  });

  it('asks once more, on a connection of its own, where one ended without a word', async () => {
    const heard: string[] = [];
    let connections = 0;
    const fickle = createServer((socket) => {
      connections += 1;
      const name = String(connections);
      socket.on('error', () => {});
      socket.on('data', () => {
        const isReused = heard.includes(name);
        heard.push(name);
        if (isReused) socket.resetAndDestroy();
        else socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
      });
    });
    await new Promise<void>((resolve) => fickle.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(fickle.address() as AddressInfo).port}/`;
    const patient = open({ perHostMax: 1 });
    for (let time = 0; time < 2; time += 1)
      assert.equal((await patient.fetch({ url, etag: null, lastModified: null })).status, 'ok');
    assert.deepEqual(heard, ['1', '1', '2']);
    await patient.close();
    fickle.close();
    const before = server.count();
    server.set('/reset', { body, fault: 'reset' });
    assert.equal((await get('/reset')).status, 'network-error');
    assert.equal(server.count() - before, 2);
  });

  it('calls connections without an answer and broken packing network errors', async () => {
    server.set('/reset', { body, fault: 'reset' });
    server.set('/broken', { body: Buffer.alloc(40, 0xff), headers: { 'content-encoding': 'gzip' } });
    server.set('/headless', { body: gzipSync(body).subarray(0, 10), headers: { 'content-encoding': 'gzip' } });
    for (const path of ['/reset', '/broken', '/headless'])
      assert.equal((await get(path)).status, 'network-error', path);
    const nobody = await reader.fetch({ url: 'http://127.0.0.1:1/', etag: null, lastModified: null });
    assert.equal(
      nobody.status === 'network-error' && nobody.problem,
      'http://127.0.0.1:1/: the connection was refused.',
    );
  });

  it('gives the HTTP status and the bounded Retry-After of a refusal, without the query', async () => {
    server.set('/busy?token=secret', { status: 503, headers: { 'retry-after': '120' } });
    server.set('/busy-for-years', { status: 429, headers: { 'retry-after': '999999999' } });
    assert.deepEqual(await get('/busy?token=secret'), {
      status: 'rate-limited',
      httpStatus: 503,
      problem: `${server.origin}/busy answered 503: it asks to be left alone for a while.`,
      waitMs: 120_000,
    });
    const long = await get('/busy-for-years');
    assert.equal(long.waitMs, 24 * 3_600_000);
  });

  it('follows redirects up to the limit, says where it ended, and stops in a loop', async () => {
    server.set('/a', { location: '/b' });
    server.set('/b', { location: '/c', status: 308 });
    server.set('/c', { body });
    server.set('/loop', { location: '/loop' });
    server.set('/lost', { status: 302 });
    const result = await get('/a');
    assert.equal(result.status === 'ok' && result.finalUrl, `${server.origin}/c`);
    assert.equal((await get('/loop')).status, 'http-error');
    assert.equal(server.requests('/loop').length, 4);
    assert.equal((await get('/lost')).status, 'http-error');
  });

  it('asks conditionally no other address than the one that gave the validators', async () => {
    server.set('/listed', { location: '/moved', status: 301 });
    server.set('/moved', { body: 'x', etag: '"1"' });
    const conditions = (path: string) => server.requests(path).map((headers) => headers['if-none-match'] ?? null);
    assert.equal((await get('/listed', { etag: '"1"' })).status, 'ok');
    const from = { etag: '"1"', validatorsFrom: `${server.origin}/moved` };
    assert.equal((await get('/listed', from)).status, 'not-modified');
    assert.equal((await get('/moved', from)).status, 'not-modified');
    assert.deepEqual(conditions('/listed'), ['"1"', null]);
    assert.deepEqual(conditions('/moved'), [null, '"1"', '"1"']);
  });

  it('refuses a redirect to another scheme', async () => {
    server.set('/file', { location: 'file:///etc/passwd' });
    assert.equal((await get('/file')).status, 'refused-address');
  });

  it('reaches no loopback address, name or odd spelling of one when private networks are closed', async () => {
    const careful = open({ allowPrivateNetworks: false });
    const port = new URL(server.origin).port;
    const before = server.count();
    for (const url of [
      `${server.origin}/plain`,
      `http://localhost:${port}/plain`,
      'http://localhost/plain',
      'http://127.1/',
      'http://2130706433/',
      'http://[::1]/',
      'http://[::ffff:127.0.0.1]/',
      'http://169.254.169.254/latest/meta-data/',
      'http://93.184.216.34:22/',
      'ftp://news.example/',
    ]) {
      const result = await careful.fetch({ url, etag: null, lastModified: null });
      assert.equal(result.status, 'refused-address', url);
    }
    assert.equal(server.count(), before);
  });

  it('answers an address that is none with a value', async () => {
    const result = await reader.fetch({ url: 'not an address', etag: null, lastModified: null });
    assert.equal(result.status, 'network-error');
  });
});
