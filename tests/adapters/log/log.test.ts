import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keepingUp, type LogOptions, openLog } from '../../../src/adapters/log.ts';

function aLog(options: LogOptions = {}) {
  const lines: string[] = [];
  const log = openLog({ form: 'json', ...options, write: (line) => lines.push(line) });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') };
}

test('a record is one line of JSON with level, message, scope and fields', () => {
  const { log, last } = aLog();
  log.with({ worker: 'poll' }).with({ job: 'j1' }).warn('feed rejected', { feed: 'f', count: 3 });
  const { time, ...record } = last();
  assert.deepEqual(record, { level: 'warn', worker: 'poll', job: 'j1', feed: 'f', count: 3, message: 'feed rejected' });
  assert.ok(Math.abs(Date.now() - time) < 5_000);
});

test('what is below the level is left out', () => {
  const { log, lines } = aLog({ level: 'error' });
  log.info('one');
  log.warn('two');
  log.error('three');
  assert.equal(lines.length, 1);
});

const botToken = `${'M'.repeat(24)}.${'G'.repeat(6)}.${'x'.repeat(38)}`;
const secrets: [string, string][] = [
  [`login with ${botToken} failed`, botToken],
  ['Authorization: Bot abcdefghijklmnopqrstuvwxyz', 'abcdefghijklmnopqrstuvwxyz'],
  ['redis://user:hunter2@redis.example:6379', 'hunter2'],
  ['rediss://:hunter2@redis.example', 'hunter2'],
  ['POST https://discord.com/api/webhooks/123456789012345678/s3cr3t-Tok_en failed', 's3cr3t-Tok_en'],
  ['https://discord.com/api/v10/interactions/1234/aW50ZXJhY3Rpb24/callback', 'aW50ZXJhY3Rpb24'],
  ['GET https://news.example/feed.xml?key=s3cr3t&x=1: 403', 's3cr3t'],
];
for (const [text, secret] of secrets) {
  test(`no secret is logged: ${text.replace(secret, '…')}`, () => {
    const { log, lines } = aLog();
    log.info(text);
    log.info('in a field', { text, deep: { list: [text] } });
    log.error('in an error', { error: new Error('outer', { cause: new Error(text) }) });
    log.with({ text }).warn('in a scope');
    assert.equal(lines.length, 4);
    for (const line of lines) {
      assert.ok(!line.includes(secret), line);
      JSON.parse(line);
    }
  });
}

test('a field that is called token, password or the like is never shown', () => {
  const { log, lines } = aLog();
  log.info('x', {
    token: 'a"b\\c',
    DISCORD_TOKEN: 'dddd',
    password: 'p',
    nested: { apiKey: 'k1k1', Authorization: 'zzz' },
  });
  assert.ok(!/a\\"b|dddd|"p"|k1k1|zzz/.test(lines[0] ?? ''));
  JSON.parse(lines[0] ?? '');
});

test('a secret that is known is not logged, whatever it looks like, nor as it is written in an address', () => {
  const known = ['p/w"d é', 'plain-word', 'plain-word-and-more'];
  const { log, lines } = aLog({ secrets: known });
  for (const secret of known) {
    log.info(`with ${secret} in it`, { text: secret, url: `https://h.example/${encodeURIComponent(secret)}/x` });
    log.error('in an error', { error: new Error('outer', { cause: new Error(`AUTH ${secret}`) }) });
  }
  assert.equal(lines.length, 6);
  for (const line of lines) {
    JSON.parse(line);
    for (const piece of ['d é', encodeURIComponent('p/w"d é'), 'plain', 'and-more'])
      assert.ok(!line.includes(piece), line);
  }
});

test('ordinary text is left as it is', () => {
  const { log, last } = aLog();
  const text = 'Strike near Erbil, https://news.example/a/b#c at 10:30, mail a@b.example, ملاحظة';
  log.info(text, { token: 5 });
  assert.equal(last().message, text);
});

test('an error is logged with type, message, code and causes', () => {
  const { log, last } = aLog();
  const cause = Object.assign(new TypeError('inner'), { code: 'ECONNRESET' });
  log.error('failed', { error: new Error('outer', { cause }) });
  const { error } = last();
  assert.equal(error.message, 'outer');
  assert.match(error.stack, /log\.test\.ts/);
  assert.deepEqual([error.cause.type, error.cause.message, error.cause.code], ['TypeError', 'inner', 'ECONNRESET']);
});

test('whatever is given, a record is one line of bounded length', () => {
  const { log, lines } = aLog();
  const circular: Record<string, unknown> = { big: 'x'.repeat(1e6), many: Array.from({ length: 1e4 }, (_, i) => i) };
  circular.self = circular;
  log.info('circular', circular);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.anything(), (text, value) => log.info(text, { value, text })),
  );
  for (const line of lines) {
    assert.equal(line.indexOf('\n'), line.length - 1);
    assert.ok(line.length < 200_000);
    JSON.parse(line);
  }
});

test('for a terminal it is one readable line that cannot move the cursor', () => {
  const { log, lines } = aLog({ form: 'line' });
  log.warn('feed rejected', {
    feed: 'f',
    reason: 'two words',
    hostile: '\u001b[2J\u202e\n\u009b',
    error: new Error('no'),
  });
  assert.match(
    lines[0] ?? '',
    /^\d\d:\d\d:\d\d warn {2}feed rejected feed=f reason="two words" hostile="[^\n]*" error="no"\n$/,
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
  assert.doesNotMatch((lines[0] ?? '').slice(0, -1), /[\u0000-\u001f\u007f-\u009f\u202e]/);
});

test('what nobody reads is not kept for ever: it is counted, and told in the form of the log when somebody reads again', () => {
  const toldIn = (form: 'json' | 'line') => {
    const written: string[] = [];
    const stream = { writableLength: 0, write: (text: string) => written.push(text) > 0 };
    const log = openLog({ form, write: keepingUp(stream, form) });
    log.info('one');
    stream.writableLength = 2_000_000;
    for (const message of ['two', 'three']) log.info(message);
    stream.writableLength = 10;
    log.info('four');
    const [first, told, last, ...others] = written;
    assert.match(`${first}${last}`, /one.*\n.*four/);
    assert.deepEqual(others, []);
    return told ?? '';
  };
  const { level, records, message } = JSON.parse(toldIn('json'));
  assert.deepEqual([level, records, message], ['warn', 2, 'records were lost: nobody read the log']);
  assert.match(toldIn('line'), /^\d\d:\d\d:\d\d warn {2}records were lost: nobody read the log records=2\n$/);
});
