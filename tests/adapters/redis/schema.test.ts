import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { agreeOnSchema, SchemaError, schemaVersion, whenSuperseded } from '../../../src/adapters/redis/schema.ts';
import { timeOf } from '../../../src/adapters/redis/time.ts';
import { type StoreFixture, startStores } from '../../contracts/fixture.ts';

const prefix = 'wf:';
let fixture: StoreFixture;
before(async () => {
  fixture = await startStores();
});
beforeEach(() => fixture.empty());
after(() => fixture.stop());

describe('what an older program stored', () => {
  it('is brought up to date step by step, once, by one of two programs that start together', async () => {
    await fixture.redis.set('wf:schema', 1);
    const done: string[] = [];
    const step = (name: string) => ({
      name,
      run: async () => {
        done.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        done.push(`${name} ends`);
      },
    });
    const steps = [step('one'), step('two')];
    const told: string[] = [];
    const log = { info: (message: string) => void told.push(message) };
    const other = fixture.server.client();
    await Promise.all([fixture.redis, other].map((redis) => agreeOnSchema(redis, { prefix, steps, log })));
    assert.deepEqual(done, ['one begins', 'one ends', 'two begins', 'two ends']);
    assert.equal(await fixture.redis.get('wf:schema'), '3');
    assert.deepEqual(told, ['stored data brought up to date', 'stored data brought up to date']);
    assert.equal(await fixture.redis.exists('wf:schema:claim'), 0);
  });

  it('is gone on with where a step failed half-way, by whoever starts next', async () => {
    await fixture.redis.set('wf:schema', 1);
    let fails = true;
    const done: string[] = [];
    const failing = async () => {
      done.push('two');
      if (fails) throw new Error('killed');
    };
    const steps = [
      { name: 'one', run: async () => void done.push('one') },
      { name: 'two', run: failing },
    ];
    await assert.rejects(agreeOnSchema(fixture.redis, { prefix, steps }), /killed/);
    assert.equal(await fixture.redis.get('wf:schema'), '2');
    fails = false;
    await agreeOnSchema(fixture.redis, { prefix, steps });
    assert.deepEqual(done, ['one', 'two', 'two']);
    assert.equal(await fixture.redis.get('wf:schema'), '3');
  });

  it('is waited for while another brings it up to date, and taken over when that one died', async () => {
    await fixture.redis.set('wf:schema', 1);
    const begunAt = performance.now();
    const until = timeOf(await fixture.redis.time()) + 400;
    await fixture.redis.hset('wf:schema:claim', { owner: 'the dead', until });
    await agreeOnSchema(fixture.redis, { prefix });
    assert.ok(performance.now() - begunAt >= 390);
    assert.equal(await fixture.redis.get('wf:schema'), String(schemaVersion));
  });

  it('is not touched where nothing is stored: that is of the present form', async () => {
    await agreeOnSchema(fixture.redis, { prefix, steps: [{ name: 'never', run: () => assert.fail('ran') }] });
    assert.equal(await fixture.redis.get('wf:schema'), '2');
  });
});

it('a program that runs hears of a newer one that took the data over, with what to do', async (t) => {
  await agreeOnSchema(fixture.redis, { prefix });
  const { superseded, end } = whenSuperseded(fixture.redis, prefix, 20);
  t.after(end);
  await fixture.redis.set('wf:schema', schemaVersion + 1);
  await assert.rejects(superseded, (error) => {
    assert.ok(error instanceof SchemaError);
    assert.match(error.message, /under "wf:" has schema version \d+, .*: start the newer program, or give/);
    return true;
  });
});

it('a program that runs hears of a restore that has begun, at the latest as it has its connection back', async (t) => {
  await agreeOnSchema(fixture.redis, { prefix });
  const program = fixture.server.client();
  await program.ping();
  const { superseded, end } = whenSuperseded(program, prefix, 3_600_000);
  t.after(end);
  await fixture.redis.set('wf:restoring', '2026-11-22T00:00:00.000Z');
  program.disconnect(true);
  await assert.rejects(
    superseded,
    /under "wf:" is being restored since 2026-11-22T00:00:00\.000Z, and this program has stopped: start it again when/,
  );
});
