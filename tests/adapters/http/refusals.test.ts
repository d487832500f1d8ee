import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { openHttpReader } from '../../../src/adapters/http/reader.ts';
import type { FetchResult, HostGate } from '../../../src/ports.ts';
import { anRss } from '../../support/feed-documents.ts';
import { type FeedAnswer, type FeedServer, startFeedServer } from '../../support/feed-server.ts';
import { httpOptions } from '../../support/http-options.ts';

const html = 'text/html; charset=utf-8';
const page = (inside: string) =>
  `<!DOCTYPE html><html><head>${inside}</head><body>${'<p>text</p>'.repeat(500)}</body></html>`;

describe('what a server that refuses is told as', () => {
  let server: FeedServer;
  let reader: ReturnType<typeof openHttpReader>;
  let rested: { host: string; waitMs: number }[] = [];
  const gate: HostGate = {
    enter: async () => null,
    leave: async () => {},
    rest: async (host, waitMs) => void rested.push({ host, waitMs }),
  };
  let asked = 0;
  const get = (answer: FeedAnswer): Promise<FetchResult> => {
    asked += 1;
    server.set(`/${asked}?key=secret`, answer);
    return reader.fetch({ url: `${server.origin}/${asked}?key=secret`, etag: null, lastModified: null });
  };
  const problemOf = (result: FetchResult) => ('problem' in result ? result.problem : '');

  before(async () => {
    server = await startFeedServer();
    reader = openHttpReader(httpOptions(), gate);
  });
  after(async () => {
    await reader.close();
    await server.stop();
  });

  const statuses = [
    [401, 'forbidden', /login/],
    [403, 'forbidden', /refuses/],
    [404, 'not-found', /no such address/],
    [410, 'gone', /gone for good/],
    [429, 'rate-limited', /too often/],
    [451, 'forbidden', /legal/],
    [500, 'http-error', /500/],
    [503, 'http-error', /503/],
    [204, 'http-error', /204/],
    [304, 'http-error', /304/],
    [300, 'http-error', /300/],
  ] as const;
  for (const [status, word, sentence] of statuses) {
    it(`calls ${status} ${word}, in a sentence without the query`, async () => {
      const result = await get({ status });
      assert.equal(result.status, word);
      assert.match(problemOf(result), sentence);
      assert.doesNotMatch(problemOf(result), /secret/);
    });
  }

  it('lets a host rest that was asked too often, as long as it says or five minutes, and no other', async () => {
    rested = [];
    await get({ status: 429, headers: { 'retry-after': '30' } });
    await get({ status: 503, headers: { 'retry-after': new Date(Date.now() + 60_500).toUTCString() } });
    await get({ status: 429 });
    await get({ status: 503 });
    await get({ status: 403 });
    assert.deepEqual(
      rested.map(({ waitMs }) => Math.round(waitMs / 10_000)),
      [3, 6, 30],
    );
    assert.ok(rested.every(({ host }) => host === '127.0.0.1'));
  });

  const challenges: readonly (readonly [by: string, answer: FeedAnswer])[] = [
    ['Cloudflare', { status: 403, headers: { 'cf-mitigated': 'challenge' }, body: page('') }],
    ['Cloudflare', { status: 503, body: page('<title>Just a moment...</title>') }],
    ['Cloudflare', { status: 403, body: page('<script>window._cf_chl_opt={cvId:"3"}</script>'), encoding: 'br' }],
    ['DataDome', { status: 403, body: page('<script src="https://ct.captcha-delivery.com/c.js"></script>') }],
    ['DataDome', { status: 403, contentType: 'application/json', body: '{"url":"https://geo.captcha-delivery.com/"}' }],
    ['Imperva', { body: page('<p>Request unsuccessful. Incapsula incident ID: 1-2</p>') }],
    ['Akamai', { body: page('<div id="sec-if-cpt-container"></div>'), encoding: 'gzip' }],
    ['PerimeterX', { status: 403, body: page('<div id="px-captcha"></div>') }],
    ['AWS WAF', { status: 202, headers: { 'x-amzn-waf-action': 'challenge' }, body: '' }],
    ['Vercel', { status: 429, headers: { 'x-vercel-mitigated': 'challenge' }, body: page('') }],
    ['its server', { body: page('<noscript>Enable JavaScript and cookies to continue</noscript>') }],
    ['its server', { status: 405, body: page('<p>Checking your browser before accessing news.example</p>') }],
  ];
  for (const [by, answer] of challenges) {
    it(`names a challenge of ${by}, answered with ${answer.status ?? 200}`, async () => {
      const result = await get({ contentType: html, ...answer });
      assert.equal(result.status, 'challenged');
      assert.match(problemOf(result), new RegExp(by.replace(/[()]/g, '.')));
      assert.match(problemOf(result), /proof of being human/);
    });
  }

  it('asks a challenger once and sends nothing back', async () => {
    const before = server.count();
    await get({ status: 403, contentType: html, body: page('<script>window._cf_chl_opt={}</script>') });
    assert.equal(server.count(), before + 1);
  });

  it('takes neither a feed that tells of challenges nor an ordinary page of a guarded site for one', async () => {
    const talk = anRss([
      { title: 'Enable JavaScript and cookies to continue: _cf_chl_opt', link: 'https://a.example/1' },
    ]);
    assert.equal((await get({ body: talk, contentType: html })).status, 'ok');
    const guarded = page('<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>');
    assert.equal((await get({ body: guarded, contentType: html })).status, 'ok');
    assert.equal((await get({ status: 403, body: guarded, contentType: html })).status, 'forbidden');
  });

  it('sees a challenge in the first part of a long page, and names a refusal whatever its body is', async () => {
    const long = page('<script>_cf_chl_opt</script>') + 'a'.repeat(500_000);
    assert.equal((await get({ status: 403, body: long })).status, 'challenged');
    assert.equal((await get({ status: 403, body: gzipSync(long) })).status, 'challenged');
    assert.equal(
      (
        await get({
          status: 403,
          body: brotliCompressSync(long).subarray(0, -4),
          headers: { 'content-encoding': 'br' },
        })
      ).status,
      'challenged',
    );
    for (const body of ['a'.repeat(3_000_000), gzipSync(Buffer.alloc(20_000_000)), Buffer.from([0x1f, 0x8b, 1])])
      assert.equal((await get({ status: 403, body })).status, 'forbidden');
    assert.equal(
      (await get({ status: 404, body: 'x', headers: { 'content-encoding': 'a, b, c' } })).status,
      'not-found',
    );
  });
});

describe('an address that has moved', () => {
  let server: FeedServer;
  let reader: ReturnType<typeof openHttpReader>;
  before(async () => {
    server = await startFeedServer();
    reader = openHttpReader(httpOptions());
  });
  after(async () => {
    await reader.close();
    await server.stop();
  });
  const movedTo = async (...hops: readonly number[]) => {
    hops.forEach((status, at) => {
      server.set(`/hop${at}`, { status, location: `/hop${at + 1}#top` });
    });
    server.set(`/hop${hops.length}`, { body: anRss([]), etag: '"v1"' });
    const url = `${server.origin}/hop0`;
    const fresh = await reader.fetch({ url, etag: null, lastModified: null });
    assert.ok(fresh.status === 'ok');
    const validatorsFrom = fresh.finalUrl;
    const unchanged = await reader.fetch({ url, etag: '"v1"', lastModified: null, validatorsFrom });
    assert.ok(unchanged.status === 'not-modified');
    assert.equal(unchanged.movedTo, fresh.movedTo);
    return fresh.movedTo?.replace(server.origin, '') ?? null;
  };

  it('is told where every redirect on the way is a permanent one, also with 304', async () => {
    assert.equal(await movedTo(301), '/hop1');
    assert.equal(await movedTo(308, 301, 301), '/hop3');
  });
  it('is not told without redirects, or with one that is for now', async () => {
    assert.equal(await movedTo(), null);
    for (const status of [302, 303, 307]) {
      assert.equal(await movedTo(status), null);
      assert.equal(await movedTo(301, status), null);
      assert.equal(await movedTo(status, 308), null);
    }
  });
  it('is understood with letters of other scripts as they are', async () => {
    const name = Buffer.from('/خبر', 'utf8').toString('latin1');
    server.set('/old', { status: 301, location: name });
    server.set(encodeURI('/خبر'), { body: anRss([]) });
    const result = await reader.fetch({ url: `${server.origin}/old`, etag: null, lastModified: null });
    assert.equal(result.status === 'ok' && result.movedTo, server.origin + encodeURI('/خبر'));
  });
});
