import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseRedisAddress, wrongPartOf } from '../../src/config/redis-address.ts';

test('an address of a server is taken as it is, a socket by its path', () => {
  const cases = {
    'redis://user:word@host:6379/2': 'redis://user:word@host:6379/2',
    'rediss://host': 'rediss://host',
    'unix:/run/redis.sock': '/run/redis.sock',
    'unix:///run/redis.sock': '/run/redis.sock',
    '/run/redis.sock': '/run/redis.sock',
  };
  for (const [text, address] of Object.entries(cases))
    assert.deepEqual(parseRedisAddress(text), { kind: 'server', address });
});

test('sentinels are named one after another, with what they call the server and the login to it', () => {
  assert.deepEqual(parseRedisAddress('redis+sentinel://me:a%40b@one,two:26380,[::1]:26381/watchfloor/3'), {
    kind: 'sentinels',
    sentinels: [
      { host: 'one', port: 26_379 },
      { host: 'two', port: 26_380 },
      { host: '::1', port: 26_381 },
    ],
    name: 'watchfloor',
    username: 'me',
    password: 'a@b',
    db: 3,
  });
  const bare = parseRedisAddress('Redis+Sentinel://:word@one/name');
  assert.ok(bare?.kind === 'sentinels');
  assert.deepEqual([bare.username, bare.password, bare.db], [null, 'word', 0]);
});

test('what is no address of Redis is none, and told by the part that is wrong', () => {
  const wrong = {
    '': /before :\/\/ is none/,
    'host:6379': /before :\/\/ is none/,
    'redis:host:6379': /before :\/\/ is none/,
    'http://host': /before :\/\/ is none/,
    'redis://': /the host is missing/,
    'redis://:6379': /the host is missing/,
    'rediss://me:hunter2@:6379': /the host is missing/,
    'redis://host:63790000': /the port of the host is no number/,
    'redis://host:sixty': /the port of the host is no number/,
    'redis://host:6379/cache': /behind the host is no number of a database/,
    'redis://a b': /the host holds a character/,
    'redis://me:hunter2/x@host': /a character that parts the address/,
    'rediss://me:hunter2%zz@host': /a % that encodes no character/,
    'redis+sentinel://one': /the name is missing/,
    'redis+sentinel:///name': /the host is missing/,
    'redis+sentinel://one,/name': /host 2 of 2 is missing/,
    'redis+sentinel://one,:26380/name': /host 2 of 2 is missing/,
    'redis+sentinel://one,two:99999,three/name': /the port of host 2 of 3 is no number/,
    'redis+sentinel://me:%ff@one/name': /a % that encodes no character/,
    'redis+sentinel://hunter2@one/name': /no user:password/,
    'redis+sentinel://me:hunter2@x@one/name': /such as @/,
    'redis+sentinel://one/na me': /the name by which .* holds a character/,
    'redis+sentinel://one/name/x': /behind the name is no number of a database/,
  };
  for (const [text, part] of Object.entries(wrong)) {
    assert.equal(parseRedisAddress(text), null, text);
    assert.match(wrongPartOf(text) ?? '', part, text);
  }
});

test('of a right address no part is wrong, and of a wrong one nothing is shown', () => {
  const piece = fc.constantFrom(
    'redis',
    'rediss',
    '+sentinel',
    '://',
    ':',
    '/',
    '@',
    ',',
    '?',
    '#',
    '%',
    '%20',
    '[::1]',
    '7',
    'hunter2',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const part = wrongPartOf(pieces.join(''));
      assert.equal(part === null, parseRedisAddress(pieces.join('')) !== null);
      assert.ok(!part?.includes('hunter2'), pieces.join(''));
    }),
    { numRuns: 2_000 },
  );
});
