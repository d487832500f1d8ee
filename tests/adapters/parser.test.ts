import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { openParser } from '../../src/adapters/parser/parser.ts';
import type { ParsedFeed } from '../../src/pipeline/parse/document.ts';

const parseMsMax = 1_000;
/** Ending a thread and starting the next is not free, and neither is a busy machine. */
const overheadMsMax = 3_000;
const delayMsMax = 100;
/** A busy machine makes a loop late that nobody blocks: of so many rounds the best tells whether we do. */
const roundsMax = 3;
const patientMs = 10_000;
const hints = { charset: null, url: 'https://paper.example/feed.xml' };

const healthy = Buffer.from(
  '<rss version="2.0"><channel><title>Paper</title><item><title>A story</title><guid>1</guid></item></channel></rss>',
);
const titlesOf = (feed: ParsedFeed) => (feed.status === 'read' ? feed.items.map(({ title }) => title) : feed.problem);

/** Hostile documents by name; made when they are needed, since some are large. */
const hostile: Readonly<Record<string, () => string>> = {
  'a bomb of entities': () => {
    const levels = Array.from({ length: 12 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('');
    return `<!DOCTYPE rss [<!ENTITY e0 "boom">${levels}]><rss version="2.0"><channel><item><title>&e12;</title></item></channel></rss>`;
  },
  "200 kB of '<'": () => '<'.repeat(200_000),
  "a title of 200 kB of '<'": () => inItem(`<![CDATA[${'<'.repeat(200_000)}]]>`),
  'tags nested 100,000 deep': () => inItem('<a>'.repeat(100_000)),
  'JSON nested 100,000 deep': () => `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(100_000)}`,
  '30 MB of JSON objects': () =>
    `{"version":"https://jsonfeed.org/version/1.1","items":[${'{},'.repeat(10_000_000)}{}]}`,
  '50 MB of text': () => inItem('word '.repeat(10_000_000)),
  '50 MB of tags': () => `<rss version="2.0"><channel>${'<a b="c">'.repeat(5_500_000)}`,
  'a million items': () =>
    `<rss version="2.0"><channel>${'<item><title>t</title></item>'.repeat(1_000_000)}</channel></rss>`,
  'fields named __proto__': () =>
    `<rss version="2.0"><channel><__proto__><polluted>1</polluted></__proto__><item><title>t</title><__proto__ polluted="1"/><constructor/></item></channel></rss>`,
  'JSON with __proto__': () =>
    '{"version":"https://jsonfeed.org/version/1.1","__proto__":{"polluted":1},"items":[{"id":"1","title":"t","__proto__":{"polluted":1}}]}',
};
const inItem = (title: string) => `<rss version="2.0"><channel><item><title>${title}</title></item></channel></rss>`;

describe('the parser in its thread', () => {
  const parser = openParser({ parseMsMax });
  const loop = monitorEventLoopDelay({ resolution: 5 });
  before(() => parser.parse(healthy, hints));
  after(() => parser.close());

  it('reads the first of 160,000 small items of JSON in the memory it has', async () => {
    const items = Array.from({ length: 160_000 }, (_, at) => `{"id":${at},"title":"t${at}"}`).join(',');
    const body = Buffer.from(`{"version":"https://jsonfeed.org/version/1.1","items":[${items}]}`);
    const patient = openParser({ parseMsMax: patientMs });
    const read = await patient.parse(body, hints);
    await patient.close();
    assert.equal(titlesOf(read).length, 1_000);
  });

  for (const [name, document] of Object.entries(hostile)) {
    it(`${name} costs no more than the deadline, and a healthy document sent with it is read`, async () => {
      const body = Buffer.from(document());
      let lateMs = Number.POSITIVE_INFINITY;
      for (let round = 0; round < roundsMax && lateMs >= delayMsMax; round += 1) {
        loop.enable();
        loop.reset();
        const startedAt = performance.now();
        const [, beside] = await Promise.all([parser.parse(body, hints), parser.parse(healthy, hints)]);
        const tookMs = performance.now() - startedAt;
        loop.disable();
        lateMs = loop.percentile(99) / 1e6;
        assert.deepEqual(titlesOf(beside), ['A story']);
        assert.ok(tookMs < parseMsMax + overheadMsMax, `took ${tookMs} ms`);
      }
      assert.ok(lateMs < delayMsMax, `the loop was late by ${lateMs} ms`);
      assert.equal(Reflect.get({}, 'polluted'), undefined);
    });
  }
});

describe('a document that costs more than it may', () => {
  const slow = Buffer.from(inItem('word '.repeat(10_000_000)));

  it('is unreadable for its time, and those that wait behind it are read', async () => {
    const deadlineMs = 150;
    const problem = `Reading the document took longer than ${deadlineMs} ms.`;
    const parser = openParser({ parseMsMax: deadlineMs });
    const feeds = await Promise.all([slow, healthy, slow, healthy].map((body) => parser.parse(body, hints)));
    await parser.close();
    assert.deepEqual(feeds.map(titlesOf), [problem, ['A story'], problem, ['A story']]);
  });

  it('is unreadable for its memory, or for the time it takes to collect it, and those that wait behind it are read', async () => {
    const attributes = Array.from({ length: 1_000_000 }, (_, at) => `a${at}="${at}"`).join(' ');
    const large = Buffer.from(`<rss version="2.0" ${attributes}><channel/></rss>`);
    // As shipped: a thread that collects without end is ended by the deadline.
    const parser = openParser({ parseMsMax: 2_000 });
    const [outgrown, beside] = await Promise.all([large, healthy].map((body) => parser.parse(body, hints)));
    await parser.close();
    assert.match(
      String(outgrown && titlesOf(outgrown)),
      /^Reading the document took (?:more than 128 MB|longer than 2000 ms)\.$/,
    );
    assert.deepEqual(beside && titlesOf(beside), ['A story']);
  });

  it('that is read when the parser closes is no unreadable one: whoever waits is thrown an error', async () => {
    const parser = openParser({ parseMsMax });
    await parser.parse(healthy, hints);
    const reading = [slow, healthy].map((body) => parser.parse(body, hints));
    const outcomes = Promise.allSettled(reading);
    await new Promise(setImmediate); // The thread has it.
    await parser.close();
    assert.deepEqual(
      (await outcomes).map(({ status }) => status),
      ['rejected', 'rejected'],
    );
  });
});

describe('the thread of the parser', () => {
  it('takes a part of a larger buffer and leaves the buffer whole', async () => {
    const parser = openParser({ parseMsMax });
    const larger = Buffer.concat([Buffer.from('before'), healthy, Buffer.from('after')]);
    const feed = await parser.parse(larger.subarray(6, 6 + healthy.length), hints);
    await parser.close();
    assert.deepEqual(titlesOf(feed), ['A story']);
    assert.equal(larger.subarray(0, 6).toString(), 'before');
  });

  it('keeps no process alive that has nothing else to do, whether it was closed or not', async () => {
    const module = new URL('../../src/adapters/parser/parser.ts', import.meta.url).href;
    const program = `
      const { openParser } = await import(${JSON.stringify(module)});
      const { parse } = openParser({ parseMsMax: 5_000 });
      const feed = await parse(Buffer.from(${JSON.stringify(healthy.toString())}), ${JSON.stringify(hints)});
      console.log(feed.status);`;
    const arguments_ = ['--input-type=module', '--eval', program];
    const { stdout } = await promisify(execFile)(process.execPath, arguments_, { timeout: 30_000 });
    assert.equal(stdout, 'read\n');
  });
});
