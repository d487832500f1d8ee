import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { agreeOnSchema, SchemaError, schemaVersion } from '../../src/adapters/redis/schema.ts';
import { apply, commandArgumentsMax, inCommands } from '../../src/adapters/redis/transaction.ts';
import { anArticle } from '../support/builders.ts';
import { aFeedState, aPoll } from './builders.ts';
import { type StoreFixture, startStores } from './fixture.ts';

describe('compare and apply', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('does all steps where every condition holds', async () => {
    const { redis } = fixture;
    await redis.hset('hash', 'field', 'value');
    await redis.zadd('zset', 1.5, 'member');
    const applied = await apply(redis, {
      require: [
        ['absent', 'none'],
        ['exists', 'hash'],
        ['count', 'none', 0],
        ['field-absent', 'hash', 'none'],
        ['field-exists', 'hash', 'field'],
        ['field-equals', 'hash', 'field', 'value'],
        ['scored', 'zset', 'member'],
        ['unscored', 'zset', 'none'],
        ['score-equals', 'zset', 'member', 1.5],
      ],
      steps: [{ commands: [['SET', 'one', 1]] }, { commands: [['SET', 'two', Buffer.from([0, 255, 13, 10])]] }],
    });
    assert.deepEqual(applied, { applied: true });
    assert.equal(await redis.get('one'), '1');
    assert.deepEqual(await redis.getBuffer('two'), Buffer.from([0, 255, 13, 10]));
  });

  it('does nothing where one fails, and says which', async () => {
    const { redis } = fixture;
    await redis.set('count', 3);
    await redis.hset('hash', 'field', 'value');
    const failing = [
      ['absent', 'count'],
      ['exists', 'none'],
      ['count', 'count', 4],
      ['field-absent', 'hash', 'field'],
      ['field-exists', 'hash', 'none'],
      ['field-equals', 'hash', 'field', 'val'],
      ['field-equals', 'hash', 'none', ''],
      ['scored', 'zset', 'none'],
      ['score-equals', 'zset', 'none', 0],
    ] as const;
    for (const condition of failing) {
      const commands = [['SET', 'written', 1]] as const;
      const applied = await apply(redis, { require: [['count', 'count', 3], condition], steps: [{ commands }] });
      assert.deepEqual(applied, { applied: false, failed: 1 }, condition.join(' '));
    }
    assert.equal(await redis.exists('written'), 0);
  });

  it('leaves out a step whose own conditions do not hold, and sees what earlier steps did', async () => {
    const { redis } = fixture;
    const set = (key: string) => [['SET', key, 1]] as const;
    await apply(redis, {
      require: [],
      steps: [
        { when: [['absent', 'a']], commands: set('a') },
        { when: [['absent', 'a']], commands: set('b') },
        {
          when: [
            ['exists', 'none'],
            ['exists', 'a'],
          ],
          commands: set('c'),
        },
        { commands: set('d') },
      ],
    });
    assert.deepEqual((await redis.keys('*')).toSorted(), ['a', 'd']);
  });

  it('refuses what is too large or no number before anything is sent', async () => {
    const { redis } = fixture;
    const write = (...args: (string | number)[]) =>
      apply(redis, {
        require: [],
        steps: [
          {
            commands: [
              ['SET', 'first', 1],
              ['ZADD', 'zset', ...args],
            ],
          },
        ],
      });
    const many = Array.from({ length: commandArgumentsMax }, (_, index) => index);
    await assert.rejects(write(...many), /ZADD of zset has 4002 arguments, at most 4000 fit/);
    await assert.rejects(write(Number.NaN, 'member'), /ZADD of zset has an argument that is no finite number/);
    await assert.rejects(write(1, 'x'.repeat(70 * 1024 * 1024)), /bytes, at most 67108864 are sent/);
    assert.deepEqual(await redis.keys('*'), []);
  });

  it('takes long lists in several commands of one transaction', async () => {
    const members = Array.from({ length: 5_001 }, (_, index) => [index, `m${index}`]).flat();
    await apply(fixture.redis, { require: [], steps: [{ commands: inCommands('ZADD', 'zset', members, 2) }] });
    assert.equal(await fixture.redis.zcard('zset'), 5_001);
  });

  it('works on after the server has forgotten its scripts', async () => {
    const { redis } = fixture;
    await apply(redis, { require: [], steps: [{ commands: [['SET', 'a', 1]] }] });
    await redis.script('FLUSH');
    await apply(redis, { require: [], steps: [{ commands: [['SET', 'b', 1]] }] });
    assert.equal(await redis.exists('a', 'b'), 2);
  });
});

describe('a store', () => {
  let fixture: StoreFixture;
  before(async () => {
    fixture = await startStores();
  });
  beforeEach(() => fixture.empty());
  after(() => fixture.stop());

  it('writes its schema version at the first open, and is opened again', async () => {
    await agreeOnSchema(fixture.redis, { prefix: 'mine:' });
    await agreeOnSchema(fixture.redis, { prefix: 'mine:' });
    assert.equal(await fixture.redis.get('mine:schema'), String(schemaVersion));
  });

  it('of a newer program is refused with a sentence', async () => {
    await fixture.redis.set('mine:schema', schemaVersion + 1);
    await assert.rejects(agreeOnSchema(fixture.redis, { prefix: 'mine:' }), (error) => {
      assert.ok(error instanceof SchemaError);
      assert.match(
        error.message,
        /under "mine:" has schema version \d+, this program reads up to \d+: start the newer/,
      );
      return true;
    });
  });

  it('of something else is refused with a sentence', async () => {
    await fixture.redis.set('mine:schema', 'theirs');
    await assert.rejects(
      agreeOnSchema(fixture.redis, { prefix: 'mine:' }),
      /holds "theirs", expected a schema version/,
    );
    await fixture.redis.del('mine:schema');
    await fixture.redis.hset('mine:schema', 'field', 'theirs');
    await assert.rejects(
      agreeOnSchema(fixture.redis, { prefix: 'mine:' }),
      /^SchemaError: mine:schema in Redis holds no text, expected a schema version: .*another one \(keyPrefix/,
    );
  });

  it('shares nothing with one under another prefix, and writes nothing outside its own', async () => {
    const mine = fixture.open({ prefix: 'mine:' });
    const theirs = fixture.open({ prefix: 'theirs:' });
    await mine.commitPoll(aPoll([anArticle({ id: 'a' })], { state: aFeedState() }));
    assert.equal(await theirs.feedState('gazette'), null);
    assert.equal((await theirs.knownItems('gazette', { articles: [], keys: [['key-of-a']] })).isEmpty, true);
    assert.equal((await theirs.toldArticles(['a'])).size, 0);
    assert.ok((await fixture.redis.keys('*')).every((key) => key.startsWith('mine:')));
  });
});
