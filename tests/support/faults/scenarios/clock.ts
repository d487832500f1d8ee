/** Machines whose clocks are off, are stepped, or are set right little by little while they work. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../../launch.ts';
import { check } from '../check.ts';
import { type Floor, onFloor } from '../floor.ts';
import type { Machine } from '../machine.ts';
import type { Story } from '../news.ts';
import { acknowledge } from '../people.ts';
import type { Outcome, Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';
import { toldWithin } from '../told.ts';

const preload = join(root, 'tests/support/faults/preload/clock.mjs');
const hourMs = 3_600_000;
/** A machine 90 s off is one whose time nobody keeps; an hour is the change of a zone, made by hand. */
const offsetsMs = [90_000, -90_000, hourMs, -hourMs] as const;
const toldMsMax = 60_000;
/** A correction of a tenth of the time is ten times what daemons allow themselves. */
const slewSteps = 20;
const slewStepMs = 100;
const slewByMs = -50;

interface Clocked {
  readonly machine: Machine;
  /** Shifts its clock. */
  readonly shift: (byMs: number) => Promise<void>;
}

const triesMax = 4;

export const clock: Scenario = {
  name: 'clock',
  claim: 'a machine whose clock is off by 90 s or an hour, or is stepped or slewed while it works, changes nothing',
  run: (draw, { isLong }) =>
    onFloor({}, async (floor) => {
      const machines = await Promise.all([clocked(floor), clocked(floor)]);
      const offsets = isLong ? draw.shuffled(offsetsMs) : [draw.oneOf([hourMs, -hourMs])];
      const stories: Story[] = [];
      const measured: number[] = [];
      const tell = async () => {
        const told = [floor.news.happen(), floor.news.happen()];
        stories.push(...told);
        measured.push(...(await toldWithin(floor, told, toldMsMax)));
      };
      const unshifted: string[] = [];
      for (const byMs of offsets) {
        const off = draw.oneOf(machines);
        const from = off.machine.records.length;
        await off.shift(byMs);
        const isShown = () => showsShift(off.machine.records.slice(from), byMs);
        // The other machine may be quicker with all of a story.
        for (let tries = 0; tries < triesMax && !isShown(); tries += 1) await tell();
        if (!isShown()) unshifted.push(`${off.machine.name} never told a time ${byMs} ms off`);
        await steppedBack(machines);
        if (isLong) await tell();
      }
      if (isLong) await slewed(machines, tell);
      for (const story of stories.slice(0, 1)) await acknowledge(floor, story);
      return judged(floor, stories, { measured, unshifted });
    }),
};

/** Whether its log has the wrong time: else nothing was tried. */
function showsShift(records: Machine['records'], byMs: number): boolean {
  return records.some(({ time }) => Math.abs(Number(time) - Date.now() - byMs) < Math.abs(byMs) / 2);
}

async function clocked(floor: Floor): Promise<Clocked> {
  const file = join(floor.folder, `clock-${floor.machines.length}-${Math.random()}`);
  const machine = await floor.machine('all', { preloads: [preload], env: { FAULTS_CLOCK_FILE: file } });
  return { machine, shift: (byMs) => writeFile(file, String(byMs)) };
}

/** All at once to the right time: for one of them that is a step, forwards or back. */
async function steppedBack(machines: readonly Clocked[]): Promise<void> {
  for (const { shift } of machines) await shift(0);
}

async function slewed([first]: readonly Clocked[], tell: () => Promise<void>): Promise<void> {
  for (let step = 1; step <= slewSteps; step += 1) {
    await first?.shift(step * slewByMs);
    await pause(slewStepMs);
  }
  await tell();
}

async function judged(
  floor: Floor,
  stories: readonly Story[],
  { measured, unshifted }: { readonly measured: readonly number[]; readonly unshifted: readonly string[] },
): Promise<Outcome> {
  await settle(floor);
  const { found, lost, duplicates } = await check(floor, { stories });
  const polls = floor.news.requests();
  const pollsMax = floor.news.feeds.length * 4 + stories.length * 3;
  return {
    found: [
      ...unshifted,
      ...found,
      ...(polls > pollsMax ? [`feeds were asked ${polls} times, at most ${pollsMax} are sane`] : []),
    ],
    figures: { stories: stories.length, lost, duplicates, polls },
    measuredMs: { told: measured },
  };
}
