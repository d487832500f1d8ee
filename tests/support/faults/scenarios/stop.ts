/** Machines that are asked to stop while they work: one after the other, twice, at their start, without Redis or Discord. */
import { setTimeout as pause } from 'node:timers/promises';
import { roles } from '../../../../src/app.ts';
import { check } from '../check.ts';
import type { Draw } from '../draw.ts';
import { type Floor, onFloor } from '../floor.ts';
import type { Machine } from '../machine.ts';
import type { Story } from '../news.ts';
import type { Outcome, Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';

const stopMsMax = 10_000;
const momentMsMax = 800;
/** Before the program hears signals at all, one ends it as it ends any process. */
const startMsMax = 3_000;

interface Watched {
  readonly floor: Floor;
  readonly draw: Draw;
  readonly stories: Story[];
  readonly found: string[];
  readonly stopsMs: number[];
}

export const stop: Scenario = {
  name: 'stop',
  claim: 'a stop under load drains within 10 s with exit code 0 and loses nothing; all machines are renewed in turn',
  aim: { 'byName.stopped.maxMsMax': stopMsMax },
  run: (draw, { isLong, number }) =>
    onFloor({}, async (floor) => {
      const crew = isLong && number % 2 === 1 ? [...roles, ...roles] : (['all', 'all'] as const);
      const machines = await Promise.all(crew.map((role) => floor.machine(role)));
      const watched: Watched = { floor, draw, stories: [], found: [], stopsMs: [] };
      for (const machine of isLong ? machines : machines.slice(0, 1)) await renewed(watched, machine);
      if (isLong)
        for (const stopping of [twice, atStart, withoutRedis, withoutDiscord]) await stopping(watched, machines);
      await settle(floor);
      return judged(watched);
    }),
};

/** It is stopped in the middle of work and started again, while the others go on. */
async function renewed(watched: Watched, machine: Machine): Promise<void> {
  await busy(watched);
  await stopped(watched, machine);
  machine.start();
  await machine.ready();
}

async function twice(watched: Watched, [machine]: readonly Machine[]): Promise<void> {
  if (machine === undefined) return;
  await busy(watched);
  const ending = stopped(watched, machine);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGTERM'] as const) {
    await pause(50);
    machine.signal(signal);
  }
  await ending;
  machine.start();
  await machine.ready();
}

async function atStart(watched: Watched, machines: readonly Machine[]): Promise<void> {
  for (const machine of machines.slice(0, 2)) {
    await stopped(watched, machine);
    machine.start();
    await pause(watched.draw.whole(0, startMsMax));
    const { code, signal, stopMs } = await machine.stop();
    const isClean = code === 0 || signal === 'SIGTERM';
    if (!isClean || stopMs > stopMsMax) watched.found.push(`at its start it ended with ${code} after ${stopMs} ms`);
    machine.start();
    await machine.ready();
  }
}

async function withoutRedis(watched: Watched, [machine]: readonly Machine[]): Promise<void> {
  if (machine === undefined) return;
  await busy(watched);
  await watched.floor.redis.kill();
  await stopped(watched, machine);
  await watched.floor.redis.start();
  machine.start();
  await machine.ready();
}

/** Discord takes requests, and answers none. */
async function withoutDiscord(watched: Watched, [machine]: readonly Machine[]): Promise<void> {
  if (machine === undefined) return;
  const answered = Promise.withResolvers<void>();
  watched.floor.onDiscord = ({ method }) => (method === 'GET' ? undefined : answered.promise);
  await busy(watched);
  await stopped(watched, machine);
  watched.floor.onDiscord = () => undefined;
  answered.resolve();
  machine.start();
  await machine.ready();
}

async function busy({ floor, stories, draw }: Watched): Promise<void> {
  stories.push(floor.news.happen());
  await pause(draw.whole(0, momentMsMax));
}

async function stopped({ found, stopsMs }: Watched, machine: Machine): Promise<void> {
  const { code, signal, stopMs } = await machine.stop();
  stopsMs.push(stopMs);
  if (code !== 0) found.push(`${machine.name} ended with ${code ?? signal}: ${machine.said.slice(-3).join(' ')}`);
  if (stopMs > stopMsMax) found.push(`${machine.name} took ${stopMs} ms to stop`);
}

async function judged({ floor, stories, found, stopsMs }: Watched): Promise<Outcome> {
  const { found: judgedFound, lost, duplicates } = await check(floor, { stories });
  return {
    found: [...found, ...judgedFound],
    figures: { stops: stopsMs.length, stories: stories.length, lost, duplicates },
    measuredMs: { stopped: stopsMs },
  };
}
