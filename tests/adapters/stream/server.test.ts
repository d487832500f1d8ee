import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStreamItem } from '../../../src/adapters/stream/items.ts';
import { serveStream } from '../../../src/adapters/stream/server.ts';

const line = JSON.stringify({
  id: 's-1',
  feed: 'wire',
  url: 'https://wire.example/1',
  published: '2020-01-03T01:00:00Z',
  lang: 'en',
  title: 'A & B <c>',
  summary: '<p>one</p>',
  labels: { role: 'first' },
});

test('a stream item keeps what the feed said and never the labels', () => {
  const item = parseStreamItem(line, 1, 'items.jsonl');
  assert.equal(item.feedTitle, 'wire');
  assert.equal('labels' in item, false);
});

test('a line that is wrong is named with its file, number and what was expected', () => {
  assert.throws(() => parseStreamItem('{"id":1}', 7, 'items.jsonl'), /items\.jsonl:7: .*expected a string/);
  assert.throws(() => parseStreamItem('nonsense', 8, 'items.jsonl'), /items\.jsonl:8: expected a JSON object/);
  assert.throws(
    () => parseStreamItem('{"id":"a","feed":"b","published":"soon"}', 9, 'items.jsonl'),
    /items\.jsonl:9: published: expected an RFC 3339 time/,
  );
  for (const published of [
    '0001-01-01T00:00:00Z',
    '1989-12-31T23:59:59Z',
    '2101-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])
    assert.throws(
      () => parseStreamItem(JSON.stringify({ id: 'a', feed: 'b', published }), 9, 'items.jsonl'),
      /items\.jsonl:9: published: expected a time in the years 1990 to 2100, got "/,
    );
});

test('each feed is served as RSS or Atom, grows with what is published, and answers 304 while it does not', async (t) => {
  const server = await serveStream(
    new Map([
      ['wire', 'The Wire'],
      ['agency', 'The Agency'],
    ]),
  );
  t.after(() => server.close());
  server.publish(parseStreamItem(line, 1, 'items.jsonl'));

  const first = await fetch(server.urlOf('wire'));
  const body = await first.text();
  assert.match(body, /<rss version="2\.0"/);
  assert.match(body, /<title>A &amp; B &lt;c&gt;<\/title>/);
  const etag = first.headers.get('etag') ?? '';
  const second = await fetch(server.urlOf('wire'), { headers: { 'if-none-match': etag } });
  assert.equal(second.status, 304);

  assert.match(await (await fetch(server.urlOf('agency'))).text(), /<feed xmlns=/);
  assert.equal((await fetch(server.urlOf('nobody'))).status, 404);
});

test('a path that cannot be read is not there, and the server goes on', async () => {
  const server = await serveStream(new Map([['wire', 'The Wire']]));
  try {
    const [address = ''] = server.urlOf('wire').split('wire.xml');
    assert.equal((await fetch(`${address}%E0%A4%A.xml`)).status, 404);
    assert.equal((await fetch(server.urlOf('wire'))).status, 200);
  } finally {
    await server.close();
  }
});
