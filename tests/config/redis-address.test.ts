import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRedisAddress } from '../../src/config/redis-address.ts';

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
  const bare = parseRedisAddress('redis+sentinel://:word@one/name');
  assert.ok(bare?.kind === 'sentinels');
  assert.deepEqual([bare.username, bare.password, bare.db], [null, 'word', 0]);
});

test('what is no address of Redis is none', () => {
  const wrong = [
    '',
    'host:6379',
    'http://host',
    'redis+sentinel://one',
    'redis+sentinel:///name',
    'redis+sentinel://one,/name',
    'redis+sentinel://one:99999/name',
    'redis+sentinel://me:%ff@one/name',
    'redis+sentinel://one/name/x',
  ];
  for (const text of wrong) assert.equal(parseRedisAddress(text), null, text);
});
