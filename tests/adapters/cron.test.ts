import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { startCron } from '../../src/adapters/cron.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

describe('the schedule', () => {
  it('calls each second, never while the last call runs, and stop waits for it', async () => {
    const events = new EventTarget();
    let running = 0;
    let most = 0;
    let ended = 0;
    const schedule = startCron(
      '* * * * * *',
      async () => {
        running += 1;
        most = Math.max(most, running);
        events.dispatchEvent(new Event('begun'));
        await new Promise((resolve) => setTimeout(resolve, 1_300));
        running -= 1;
        ended += 1;
      },
      silent,
    );
    await once(events, 'begun');
    await once(events, 'begun');
    await schedule.stop();
    assert.equal(running, 0);
    assert.equal(ended, 2);
    assert.equal(most, 1);
  });

  it('goes on at once when the wall clock is put back by an hour', async (t) => {
    const events = new EventTarget();
    const beat = async () => void events.dispatchEvent(new Event('begun'));
    const RealDate = Date;
    let behindMs = 0;
    class PutBack extends RealDate {
      constructor(...of: [] | [number | string]) {
        super(of.length === 0 ? PutBack.now() : of[0]);
      }
      static override now(): number {
        return RealDate.now() - behindMs;
      }
    }
    globalThis.Date = PutBack as DateConstructor;
    t.after(() => {
      globalThis.Date = RealDate;
    });
    const schedule = startCron('* * * * * *', beat, silent);
    t.after(() => schedule.stop());
    await once(events, 'begun');
    behindMs = 3_600_000;
    const putBackAt = performance.now();
    await once(events, 'begun');
    await once(events, 'begun');
    assert.ok(performance.now() - putBackAt < 10_000);
  });

  it('goes on after calls that failed, and says when that began and ended', async () => {
    const events = new EventTarget();
    const said: string[] = [];
    const note = (message: string, { failures }: { failures?: unknown } = {}) =>
      void said.push(`${message} ${failures}`);
    let calls = 0;
    const beat = async () => {
      calls += 1;
      events.dispatchEvent(new Event('begun'));
      if (calls < 3) throw new Error('Redis is gone');
    };
    const schedule = startCron('* * * * * *', beat, { ...silent, info: note, error: note });
    for (let i = 0; i < 3; i++) await once(events, 'begun');
    await schedule.stop();
    assert.deepEqual(said, ['scheduled work failed 1', 'scheduled work succeeds again 2']);
  });
});
