/** A machine that stands still in the middle of a send, by SIGSTOP or because its event loop is blocked, and wakes again. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../../launch.ts';
import { until } from '../../until.ts';
import { check } from '../check.ts';
import type { Draw } from '../draw.ts';
import { type Floor, onFloor } from '../floor.ts';
import type { Machine, MachineOptions } from '../machine.ts';
import type { Outcome, Round, Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';
import { toldWithin } from '../told.ts';

const preload = join(root, 'tests/support/faults/preload/block.mjs');
const toldMsMax = 60_000;
const sentMsMax = 60_000;
/** Longer than every lease, and than BullMQ holds a job for somebody. */
const long = { stopMs: 60_000, blockMs: 30_000 } as const;
const short = { stopMs: 500, blockMs: 500 } as const;

/** How a machine is made to stand still for so long; resolves when it goes on. */
type Standstill = (machine: Machine, ms: number) => Promise<void>;

export const paused: Scenario = {
  name: 'paused',
  claim: 'a machine stopped for a minute in the middle of a send, while another takes over, leaves one card',
  run: (draw, round) =>
    stoodStill(draw, round, {}, lengths(round).stopMs, async (machine, ms) => {
      machine.pause();
      await pause(ms);
      machine.resume();
    }),
};

export const blocked: Scenario = {
  name: 'blocked',
  claim: 'an event loop that is blocked for longer than locks and leases last leaves one card',
  run: (draw, round) => {
    const file = join(root, 'node_modules', '.cache', `block-${process.pid}-${round.number}`);
    const options = { preloads: [preload], env: { FAULTS_BLOCK_FILE: file } };
    return stoodStill(draw, round, options, lengths(round).blockMs, async (_machine, ms) => {
      await writeFile(file, String(ms));
      await pause(ms);
      // It takes the file away when it begins.
      if (existsSync(file)) throw new Error('the event loop was not blocked');
    });
  },
};

const lengths = ({ isLong }: Round) => (isLong ? long : short);

async function stoodStill(
  draw: Draw,
  _round: Round,
  options: MachineOptions,
  ms: number,
  stand: Standstill,
): Promise<Outcome> {
  return onFloor({}, async (floor) => {
    const first = await floor.machine('all', options);
    const story = floor.news.happen();
    const sending = heldSend(floor, draw.oneOf(['asked', 'answering']));
    await until('a card is on its way', () => sending.isHeld(), sentMsMax);
    const standing = stand(first, ms);
    const second = await floor.machine('all');
    sending.release();
    const others = [floor.news.happen(), floor.news.happen()];
    const measured = ms >= short.stopMs * 2 ? await toldWithin(floor, others, toldMsMax) : [];
    await standing;
    await settle(floor);
    const { found, lost, duplicates } = await check(floor, { stories: [story, ...others] });
    const figures = { stories: 3, lost, duplicates, heldAt: sending.when, stoodMs: ms, restarts: second.starts - 1 };
    return { found, figures, measuredMs: { toldByOther: measured } };
  });
}

/** Holds the first POST of a card before or after Discord has taken it. */
function heldSend(floor: Floor, when: 'asked' | 'answering') {
  const released = Promise.withResolvers<void>();
  let isHeld = false;
  floor.onDiscord = (step) => {
    if (isHeld || step.when !== when || step.method !== 'POST' || !/\/messages$/u.test(step.path)) return undefined;
    isHeld = true;
    return released.promise;
  };
  return { when, isHeld: () => isHeld, release: () => released.resolve() };
}
