/** Kills a worker at a named step of a story, and measures how long it takes until people see what was under way. */
import { setTimeout as pause } from 'node:timers/promises';
import type { RequestStep } from '../discord/handler.ts';
import { until } from '../until.ts';
import type { FeedStep } from './feeds.ts';
import type { Floor } from './floor.ts';
import type { Machine } from './machine.ts';
import type { Story } from './news.ts';
import { acknowledge, isTaken, isTold, isWorse } from './people.ts';
import type { Cause, KillPoint } from './points.ts';
import type { Point } from './wire.ts';

/** A step that is not taken within this time is not on the way. */
const strikeMsMax = 30_000;
const visibleMsMax = 90_000;
/** What was written is visible, and the worker would only have ended its job: what follows is waited for as long. */
const backMsMax = 60_000;

export interface Kill {
  readonly point: string;
  readonly machine: string;
  readonly story: Story;
  /** From the kill until all is visible that was under way; null where it never was. */
  readonly visibleMs: number | null;
}

/** What is to be seen once a cause had its effect. */
export const isSeen: Readonly<Record<Cause, (floor: Floor, story: Story) => boolean>> = {
  happen: isTold,
  press: isTaken,
  worsen: isWorse,
};

/** Takes the cause of a step, kills who comes to it, and waits until people see the effect; null where nobody came. */
export async function killAt(floor: Floor, point: KillPoint, story: Story, cause: () => unknown): Promise<Kill | null> {
  const trap = armPoint(floor, point, story);
  void Promise.resolve(cause());
  const struck = await Promise.race([trap.struck, pause(strikeMsMax, null, { ref: false })]);
  trap.disarm();
  if (struck === null) return null;
  return visible(floor, { point: point.name, cause: point.cause, story, ...struck });
}

/** Kills a machine at some moment after the cause. */
export async function killAfter(
  floor: Floor,
  { machine, cause, story, afterMs }: { machine: Machine; cause: Cause; story: Story; afterMs: number },
  doIt: () => unknown,
): Promise<Kill> {
  void Promise.resolve(doIt());
  await pause(afterMs);
  const killedAt = Date.now();
  void machine.kill();
  return visible(floor, { point: `${machine.role}: at random`, cause, story, machine, killedAt });
}

interface Struck {
  readonly machine: Machine;
  readonly killedAt: number;
}

async function visible(
  floor: Floor,
  { point, cause, story, machine, killedAt }: Struck & { point: string; cause: Cause; story: Story },
): Promise<Kill> {
  const isVisible = () => isSeen[cause](floor, story);
  const isThere = await until(`${point}: ${cause} is visible`, isVisible, visibleMsMax).then(
    () => true,
    () => false,
  );
  const visibleMs = isThere ? Date.now() - killedAt : null;
  await until(`${machine.name} runs again`, () => machine.isRunning, backMsMax);
  await machine.ready();
  return { point, machine: machine.name, story, visibleMs };
}

/**
 * Sets the trap on every machine that has the role: whoever comes first is killed, and nobody else. One trap at a time may
 * be set at the feeds, and one at Discord.
 */
export function armPoint(floor: Floor, { name, role, sight }: KillPoint, story: Story) {
  const struck = Promise.withResolvers<Struck>();
  const candidates = floor.machines.filter((machine) => machine.role === role || machine.role === 'all');
  const disarms: (() => void)[] = [];
  let isSprung = false;
  const spring = async (machine: Machine | undefined): Promise<boolean> => {
    if (isSprung || machine === undefined || !candidates.includes(machine)) return false;
    isSprung = true;
    const killedAt = Date.now();
    await machine.kill();
    struck.resolve({ machine, killedAt });
    return true;
  };
  const named = (from: string | null) => floor.machines.find((machine) => machine.name === from);
  if (sight.on === 'feed') {
    floor.news.onStep = ({ when, feed, from }: FeedStep) =>
      when === sight.when && feed === story.feed ? spring(named(from)) : false;
    disarms.push(() => {
      floor.news.onStep = () => undefined;
    });
  } else if (sight.on === 'discord') {
    floor.onDiscord = async (step: RequestStep) =>
      step.when === sight.when && sight.matches(step) && (await spring(named(step.from))) ? 'drop' : undefined;
    disarms.push(() => {
      floor.onDiscord = () => undefined;
    });
  } else {
    for (const machine of candidates) disarms.push(armWire(machine, { name, ...sight }, () => spring(machine)));
  }
  return { struck: struck.promise, disarm: () => all(disarms) };
}

function armWire(
  { wire }: Machine,
  { since, ...point }: Point & { readonly since?: Point['matches'] },
  spring: () => Promise<boolean>,
): () => void {
  const disarms: (() => void)[] = [];
  const arm = () => {
    const armed = wire.arm(point, async () => ((await spring()) ? 'cut' : 'go-on'));
    disarms.push(armed.disarm);
  };
  if (since === undefined) arm();
  else {
    const earlier = wire.arm({ name: `${point.name} (before)`, when: 'after', matches: since }, () => {
      arm();
      return 'go-on';
    });
    disarms.push(earlier.disarm);
  }
  return () => all(disarms);
}

function all(disarms: readonly (() => void)[]): void {
  for (const disarm of disarms) disarm();
}

/** Does what a step waits for. */
export function causeOf(floor: Floor, cause: Exclude<Cause, 'happen'>, story: Story): () => unknown {
  return cause === 'press' ? () => acknowledge(floor, story).catch(() => undefined) : () => floor.news.worsen(story);
}
