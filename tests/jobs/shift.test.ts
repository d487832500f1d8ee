import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { shiftTimers } from '../../src/jobs/shift/timers.ts';
import { type ShiftDeps, shiftJob } from '../../src/jobs/shift.ts';
import type { Letter } from '../../src/model.ts';
import type { Premises } from '../../src/ports.ts';
import { type StoreFixture, startStores } from '../contracts/fixture.ts';
import { aPack, aRoster, dayMs, hourMs, noon, scheduleLimits } from '../support/builders.ts';
import { anOverride, aRota } from '../support/on-call/rota.ts';
import { aServer, quiet } from './support/builders.ts';
import { type HandQueue, handQueue } from './support/queue.ts';

let fixture: StoreFixture;
let queue: HandQueue;
let now = noon;
const audit = { at: 0, server: 'home', incident: null, who: null, action: 'override', detail: '' };

before(async () => {
  fixture = await startStores();
});
after(() => fixture.stop());
beforeEach(async () => {
  await fixture.empty();
  queue = handQueue();
  now = noon;
});

/** Amal's week ends on Monday 6 April 2020, 08:00; then comes Berit. */
const handover = Date.parse('2020-04-06T08:00:00Z');
const premises = (said: Partial<Premises> = {}): Premises => ({
  lacks: () => Promise.reject(new Error('nobody asks')),
  serverName: () => Promise.reject(new Error('nobody asks')),
  member: () => Promise.reject(new Error('nobody asks')),
  isMember: async () => ({ status: 'found', is: true }),
  directChannel: async (user) => ({ status: 'found', is: `direct-${user}` }),
  ...said,
});

function deps(said: Partial<ShiftDeps> = {}): ShiftDeps {
  return {
    store: fixture.store,
    queue,
    filedServers: [aServer({ id: 'home', operatorsChannel: 'operators' })],
    filedOnCall: { rotas: [aRota()], policies: [] },
    premises: premises(),
    roster: aRoster(new Map()),
    schedule: scheduleLimits,
    pack: aPack(),
    clock: { now: () => now },
    realClock: { now: () => fixture.real },
    log: quiet,
    ...said,
  };
}

/** Those that were written, by their ids. */
const letters = async (): Promise<readonly Letter[]> =>
  (await fixture.store.waitingLetters(Number.MAX_SAFE_INTEGER, 100)).toSorted((one, other) =>
    one.id < other.id ? -1 : 1,
  );

/** Lets the time pass in steps, handing on what falls due, as the tick does. */
async function pass(until: number, given: ShiftDeps, stepMs = hourMs / 4): Promise<readonly string[]> {
  const follow = shiftTimers(given);
  const job = shiftJob(given);
  const said: string[] = [];
  while (now < until) {
    await follow();
    now = Math.min(until, now + stepMs);
    for (const timer of await fixture.store.claimDue(now, 100, 120_000)) {
      const result = await job(timer);
      said.push(`${timer} ${result.status === 'done' ? result.reason : result.status}`);
    }
  }
  return said;
}

test('a week of turns is told at each hand-over, and who comes on is reminded half an hour before', async () => {
  await pass(handover + hourMs, deps());
  assert.deepEqual(
    (await letters()).map(({ id, channel }) => [id, channel]),
    [
      ['handover.officers.2020-04-06T08:00:00.000Z', 'operators'],
      ['shift-soon.officers.2020-04-06T08:00:00.000Z.berit', 'direct-berit'],
    ],
  );
  const [told, soon] = await letters();
  assert.ok(soon?.body.kind === 'text');
  assert.match(soon.body.text, /on call for “Officers”.*6 Apr 2020, 08:00 \(UTC\)/u);
  assert.ok(told?.body.kind === 'handover');
  const { goes, comes, at } = told.body.handover;
  assert.deepEqual([goes?.id, comes?.id, at], ['amal', 'berit', handover]);
});

test('a job that runs twice, late, or in two processes tells a hand-over once', async () => {
  now = handover + 3 * hourMs;
  const jobs = [shiftJob(deps()), shiftJob(deps())];
  await Promise.all(jobs.map((job) => job('shift:officers')));
  await jobs[0]?.('shift:officers');
  assert.deepEqual(
    (await letters()).map(({ id }) => id),
    ['handover.officers.2020-04-06T08:00:00.000Z'],
  );
});

test('of hand-overs that were missed for days none is told', async () => {
  now = handover + 2 * dayMs;
  const result = await shiftJob(deps())('shift:officers');
  assert.deepEqual(result, { status: 'done', reason: 'no-change' });
  assert.deepEqual(await letters(), []);
  const next = await fixture.store.nextTimer();
  assert.deepEqual(next, { name: 'shift:officers', at: handover + 7 * dayMs });
});

test('an override that is saved meanwhile is handed over when it begins and when it ends', async () => {
  const given = deps();
  const follow = shiftTimers(given);
  await follow();
  const override = anOverride({ from: noon + 2 * hourMs, to: noon + 4 * hourMs, at: noon });
  await fixture.store.saveOverrides([override], audit);
  await follow();
  await pass(noon + 6 * hourMs, given);
  const told = (await letters()).filter(({ id }) => id.startsWith('handover'));
  assert.deepEqual(
    told.map(({ body }) => (body.kind === 'handover' ? [body.handover.goes?.id, body.handover.comes?.id] : [])),
    [
      ['amal', 'dilan'],
      ['dilan', 'amal'],
    ],
  );
});

test('a timer whose change was called off tells nothing and waits for the next', async () => {
  const override = anOverride({ from: noon + 2 * hourMs, to: noon + 4 * hourMs });
  await fixture.store.saveOverrides([override], audit);
  const given = deps();
  await shiftTimers(given)();
  await fixture.store.removeOverride(override.id, audit);
  const said = await pass(noon + 6 * hourMs, given);
  assert.deepEqual(said, ['shift-soon:officers not-yet', 'shift:officers no-change']);
  assert.deepEqual(await letters(), []);
});

test('who takes no direct messages is reminded where hand-overs are told, and who has left is not', async () => {
  now = handover - hourMs / 4;
  const closed = premises({ directChannel: async () => ({ status: 'refused', problem: 'closed', why: 'refused' }) });
  await shiftJob(deps({ premises: closed }))('shift-soon:officers');
  const [letter] = await letters();
  assert.deepEqual(
    [letter?.channel, letter?.body.kind === 'text' ? letter.body.users : null],
    ['operators', ['berit']],
  );
  const gone = premises({ isMember: async () => ({ status: 'found', is: false }) });
  const rotas = [aRota({ id: 'others', people: ['amal', 'chen'] })];
  const result = await shiftJob(deps({ premises: gone, filedOnCall: { rotas, policies: [] } }))('shift-soon:others');
  assert.deepEqual(result, { status: 'done', reason: 'nobody-to-remind' });
});

test('a rota of a server that nobody set up, or that is gone, tells nothing', async () => {
  now = handover + hourMs;
  assert.deepEqual(await shiftJob(deps({ filedServers: [] }))('shift:officers'), {
    status: 'done',
    reason: 'no-channel',
  });
  assert.deepEqual(await shiftJob(deps())('shift:no-such'), { status: 'done', reason: 'no-such-rota' });
});
