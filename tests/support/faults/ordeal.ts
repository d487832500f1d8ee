/** A time of trouble with Redis: what machines cost while it lasts, and how soon they work when it is over. */
import { setTimeout as pause } from 'node:timers/promises';
import { residentMb } from '../../../bench/program.ts';
import { cpuSecondsOf } from '../../../bench/samples.ts';
import { pollTimer } from '../../../src/pipeline/schedule.ts';
import { until } from '../until.ts';
import { check } from './check.ts';
import type { Draw } from './draw.ts';
import { type Floor, type FloorOptions, onFloor } from './floor.ts';
import type { Machine } from './machine.ts';
import type { Story } from './news.ts';
import type { Outcome, Round, Scenario } from './scenario.ts';
import { settle } from './settle.ts';
import { toldWithin } from './told.ts';

const discordTakesMs = 150; // so that the trouble begins in the midst of sending
const workMsMax = 60_000;
/** Of one core, of the two machines together: they are all roles, and the feeds are polled by nobody meanwhile. */
const busyShareMax = 0.15;
/** A machine; some parts say once that it began and once that it is over. */
const linesMax = 40;
const linesPerMinuteMax = 20;
const growthMbMax = 60;
/** After any trouble with Redis, whatever the single scenario is known to take. */
const firstJobMsMaxAimed = 3_000;

export interface Ordeal {
  readonly name: string;
  readonly claim: string;
  readonly floor?: FloorOptions;
  /** How long it lasts. */
  readonly ms: { readonly short: number; readonly long: number };
  /** From its end until something is done; strict where nothing else runs, as in the long form. */
  readonly firstJobMsMax: number;
  /** Records of level error that it explains. */
  readonly errors?: readonly RegExp[];
  begin(floor: Floor, draw: Draw): Promise<unknown> | unknown;
  /** Resolves when it is over, with what is to be told beside the usual figures. */
  end(floor: Floor): Promise<Outcome['figures'] | undefined> | undefined;
  /** Closes what it opened, whatever became of the round. */
  after?(): Promise<unknown>;
}

/** A scenario that has two machines work before, through and after the trouble. */
export function ordeal(plan: Ordeal): Scenario {
  return {
    name: plan.name,
    claim: plan.claim,
    aim: { 'byName.firstJob.maxMsMax': firstJobMsMaxAimed },
    run: (draw, round) =>
      onFloor(plan.floor ?? {}, (floor) => undergo(plan, floor, draw, round)).finally(() => plan.after?.()),
  };
}

async function undergo(plan: Ordeal, floor: Floor, draw: Draw, round: Round): Promise<Outcome> {
  floor.onDiscord = ({ when }) => (when === 'answering' ? pause(discordTakesMs) : undefined);
  await Promise.all([floor.machine('all'), floor.machine('all')]);
  const stories: Story[] = [floor.news.happen(), floor.news.happen()];
  await until('the first stories are told', () => floor.discord.state.messages.size > 0, workMsMax);
  stories.push(floor.news.happen(), floor.news.happen());
  await pause(draw.whole(0, 1_500));
  await plan.begin(floor, draw);
  const before = measured(floor.machines);
  const lastsMs = round.isLong ? plan.ms.long : plan.ms.short;
  const beganAt = Date.now();
  await pause(lastsMs / 2);
  stories.push(floor.news.happen());
  await pause(lastsMs / 2);
  const cost = costSince(before, floor.machines, Date.now() - beganAt);
  stories.push(floor.news.happen()); // so that there is something to do when it is over
  const work = nextWork(floor);
  const endingAt = Date.now();
  const further = await plan.end(floor);
  const endedAt = Date.now();
  const telling = toldWithin(floor, stories, workMsMax);
  const workedAt = await Promise.race([work, pause(workMsMax, null, { ref: false }).then(() => Date.now())]);
  const firstJobMs = Math.max(0, workedAt - endedAt);
  const toldMs = Math.max(...(await telling));
  await settle(floor);
  const settledMs = Date.now() - endedAt;
  const judged = await check(floor, { stories, errors: plan.errors ?? [] });
  const strict = round.isLong ? 1 : 3;
  return {
    found: [...judged.found, ...overruns({ ...cost, firstJobMs }, plan.firstJobMsMax * strict)],
    figures: {
      awayMs: endingAt - beganAt,
      firstJobMs,
      toldMs,
      settledMs,
      ...cost,
      lost: judged.lost,
      duplicates: judged.duplicates,
      ...further,
    },
    measuredMs: { firstJob: [firstJobMs] },
  };
}

/** Has every feed polled now: what was forgotten is found again when a feed's time comes, which may be in an hour. */
export async function pollAll({ store, news }: Floor): Promise<void> {
  const now = Date.now();
  await Promise.all(news.feeds.map(({ id }) => store.ensureTimer(pollTimer(id), now)));
}

/** When a job does something next: asks for a feed, or speaks to Discord. */
function nextWork(floor: Floor): Promise<number> {
  const worked = Promise.withResolvers<number>();
  const { onDiscord } = floor;
  const { onStep } = floor.news;
  floor.onDiscord = (step) => {
    worked.resolve(Date.now());
    return onDiscord(step);
  };
  floor.news.onStep = (step) => {
    worked.resolve(Date.now());
    return onStep(step);
  };
  return worked.promise;
}

interface Measured {
  readonly cpuSeconds: number;
  readonly lines: number;
  readonly mb: number;
}

const measured = (machines: readonly Machine[]): readonly Measured[] =>
  machines.map(({ pid, records }) => ({ cpuSeconds: cpuSecondsOf(pid), lines: records.length, mb: residentMb(pid) }));

interface Cost {
  /** Of one core, all machines together, in percent. */
  readonly cpuPercent: number;
  /** Of the machine that said most. */
  readonly lines: number;
  readonly growthMb: number;
  readonly forMs: number;
}

function costSince(before: readonly Measured[], machines: readonly Machine[], forMs: number): Cost {
  const after = measured(machines);
  const each = (of: (one: Measured) => number) => after.map((one, at) => of(one) - of(before[at] ?? one));
  const spentMs = each((one) => one.cpuSeconds).reduce((sum, seconds) => sum + seconds * 1_000, 0);
  return {
    cpuPercent: Math.round((spentMs / forMs) * 1_000) / 10,
    lines: Math.max(...each((one) => one.lines)),
    growthMb: Math.round(Math.max(...each((one) => one.mb))),
    forMs,
  };
}

function overruns(
  { cpuPercent, lines, growthMb, forMs, firstJobMs }: Cost & { readonly firstJobMs: number },
  firstJobMsMax: number,
): readonly string[] {
  const saidMax = linesMax + (forMs / 60_000) * linesPerMinuteMax;
  return [
    ...(firstJobMs > firstJobMsMax ? [`the first job came after ${firstJobMs} ms, expected ${firstJobMsMax}`] : []),
    ...(forMs > 5_000 && cpuPercent > busyShareMax * 100 ? [`machines took ${cpuPercent} % of a core meanwhile`] : []),
    ...(lines > saidMax ? [`a machine logged ${lines} records in ${forMs} ms`] : []),
    ...(growthMb > growthMbMax ? [`a machine grew by ${growthMb} MiB`] : []),
  ];
}
