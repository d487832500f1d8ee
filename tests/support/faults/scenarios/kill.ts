/** Workers that are killed at each step between a fetch and a message, of presses and of pages, and at random. */

import { roles } from '../../../../src/app.ts';
import { until } from '../../until.ts';
import { check, type Judgement } from '../check.ts';
import type { Draw } from '../draw.ts';
import { type Floor, onFloor } from '../floor.ts';
import { armPoint, causeOf, isSeen, type Kill, killAfter, killAt } from '../killing.ts';
import type { Story } from '../news.ts';
import { type Cause, type KillPoint, killPoints } from '../points.ts';
import type { Outcome, Scenario } from '../scenario.ts';
import { settle } from '../settle.ts';

/** In a long round each step is died at once, and so many kills come at random moments beside. */
const randomKills = 6;
const momentMsMax = 1_500;
/** Floors at a time: a floor mostly waits. */
const lanes = 3;
const toldMsMax = 60_000;

type Task = KillPoint | { readonly cause: Cause; readonly afterMs: number };
/** Who is there: two machines of each role, one of each, or two that do all. */
const crews = ['two of each', 'one of each', 'two that do all'] as const;
type Crew = (typeof crews)[number];

export const kill: Scenario = {
  name: 'kill',
  claim:
    'a worker that is killed at any step loses nothing, tells nothing twice, and what it did is taken up within 15 s',
  aim: { p95MsMax: 15_000 },
  run: (draw, { isLong, number }) => (isLong ? longRound(draw, number) : shortRound()),
};

/** Steps of every role that news meets on its way, each met by whoever is there: several of one machine's in a row. */
const shortPoints: readonly string[] = [
  'poll: articles are kept',
  'match: the verdict is written',
  'deliver: Discord has done the card',
  'escalate: the step is about to be written',
];
const shortStories = 3;
const shortStrikesMsMax = 60_000;

/** All at once, on two machines that do all. */
function shortRound(): Promise<Outcome> {
  return onFloor({}, async (floor) => {
    await openCrew(floor, 'two that do all');
    const points = killPoints.filter(({ name }) => shortPoints.includes(name));
    const stories = Array.from({ length: shortStories }, () => floor.news.plan());
    const [first] = stories;
    if (first === undefined) throw new Error('a short round has a story');
    let kills = 0;
    for (const point of points) void armPoint(floor, point, first).struck.then(() => kills++);
    for (const story of stories) floor.news.tell(story);
    await until('every step was met', () => kills === points.length, shortStrikesMsMax);
    await until('all is told', () => stories.every((story) => isSeen.happen(floor, story)), toldMsMax);
    await settle(floor);
    const { found, lost, duplicates } = await check(floor, { stories });
    return { found, figures: { kills, lost, duplicates } };
  });
}

async function longRound(draw: Draw, number: number): Promise<Outcome> {
  const random = Array.from({ length: randomKills }, (): Task => {
    return { cause: draw.oneOf(['happen', 'happen', 'press', 'worsen']), afterMs: draw.whole(0, momentMsMax) };
  });
  const tasks = [...draw.shuffled<Task>([...killPoints, ...random])];
  const done: Done[] = [];
  let crewsBegun = number;
  const lane = async () => {
    while (tasks.length > 0) {
      const crew = crews[crewsBegun++ % crews.length] ?? 'two of each';
      done.push(await onFloor({}, (floor) => work(floor, draw, { crew, tasks, onKill: progress(crew, tasks) })));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcomeOf(done);
}

/** A line a kill on standard error: a long round takes minutes. */
function progress(crew: Crew, tasks: readonly Task[]): NonNullable<Work['onKill']> {
  return (kill) => {
    const told = kill === null ? 'nobody came to the step' : `${kill.point}: ${kill.visibleMs ?? 'not in time'} ms`;
    process.stderr.write(`${tasks.length} to go, ${crew}: ${told}\n`);
  };
}

interface Done extends Judgement {
  readonly kills: readonly Kill[];
  readonly crew: Crew;
}

interface Work {
  readonly crew: Crew;
  /** Taken from by every floor. */
  readonly tasks: Task[];
  /** Hears of each kill; null: nobody came to the step. */
  readonly onKill?: (kill: Kill | null) => void;
}

/** Kills until there are no tasks or no places left, then looks whether all went as it must. */
async function work(floor: Floor, draw: Draw, { crew, tasks, onKill }: Work): Promise<Done> {
  await openCrew(floor, crew);
  const stories: Story[] = [];
  const kills: Kill[] = [];
  const found: string[] = [];
  const fresh = { press: [] as Story[], worsen: [] as Story[] };
  while (floor.news.left() > 1) {
    const task = tasks.shift();
    if (task === undefined) break;
    const story = task.cause === 'happen' ? floor.news.plan() : (fresh[task.cause].shift() ?? (await told(floor)));
    if (!stories.includes(story)) stories.push(story);
    const cause = task.cause === 'happen' ? () => floor.news.tell(story) : causeOf(floor, task.cause, story);
    const killed = await killOnce(floor, draw, { task, story, cause });
    if (killed === null) found.push(`nobody came to ${'name' in task ? task.name : 'it'} at ${story.place.id}`);
    else kills.push(killed);
    onKill?.(killed);
    if (killed?.visibleMs === null)
      found.push(`${killed.point}: ${task.cause} at ${story.place.id} was not visible in time`);
    if (task.cause === 'happen') for (const next of [fresh.press, fresh.worsen]) next.push(story);
  }
  await settle(floor);
  const judged = await check(floor, { stories });
  return { ...judged, found: [...found, ...judged.found], kills, crew };
}

async function killOnce(
  floor: Floor,
  draw: Draw,
  { task, story, cause }: { readonly task: Task; readonly story: Story; readonly cause: () => unknown },
): Promise<Kill | null> {
  if ('name' in task) return killAt(floor, task, story, cause);
  return killAfter(floor, { machine: draw.oneOf(floor.machines), story, ...task }, cause);
}

export async function openCrew(floor: Floor, crew: Crew): Promise<void> {
  const each = crew === 'two that do all' ? (['all'] as const) : roles;
  const twice = crew === 'one of each' ? each : [...each, ...each];
  await Promise.all(twice.map((role) => floor.machine(role)));
}

/** A story that was told without trouble. */
async function told(floor: Floor): Promise<Story> {
  const story = floor.news.happen();
  await until(`${story.place.id} is told`, () => isSeen.happen(floor, story), toldMsMax);
  return story;
}

function outcomeOf(done: readonly Done[]): Outcome {
  const kills = done.flatMap((one) => one.kills);
  const sum = (of: (one: Done) => number) => done.reduce((all, one) => all + of(one), 0);
  return {
    found: done.flatMap(({ found }) => found),
    figures: { kills: kills.length, lost: sum(({ lost }) => lost), duplicates: sum(({ duplicates }) => duplicates) },
    measuredMs: measured(done),
  };
}

/** How long it took, by step. */
function measured(done: readonly Done[]): Readonly<Record<string, readonly number[]>> {
  const byPoint = Map.groupBy(
    done.flatMap(({ kills }) => kills),
    ({ point }) => point,
  );
  return Object.fromEntries(
    [...byPoint].map(([point, kills]) => [point, kills.flatMap(({ visibleMs }) => visibleMs ?? [])]),
  );
}
